# SPDX-License-Identifier: GPL-3.0-or-later
"""The ffmpeg that is used can do the work, wherever it comes from."""

from fractions import Fraction
from pathlib import Path

import pytest

from media import ffmpeg as finding
from media.command import Run, generated, make
from media.encode import h264, mp4
from media.ffmpeg import Ffmpeg, FfmpegMissing, find
from media.probe import probe
from media.process import ProcessFailed
from media.proxy import make_proxy
from tests.footage import footage


def script(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_an_ffmpeg_is_found_on_a_machine_that_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding.shutil, "which", lambda _name: None)
    assert find().path.name.startswith("ffmpeg-")
    assert find().version


def test_a_crippled_ffmpeg_on_the_path_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crippled = script(tmp_path, "ffmpeg", "echo ' V..... mpeg4 MPEG-4'")
    monkeypatch.setattr(finding.shutil, "which", lambda _name: str(crippled))
    assert find().path != crippled


def test_a_capable_ffmpeg_on_the_path_is_taken(tmp_path: Path, ffmpeg: Ffmpeg, monkeypatch: pytest.MonkeyPatch) -> None:
    on_path = script(tmp_path, "ffmpeg", f'exec "{ffmpeg.path}" "$@"')
    monkeypatch.setattr(finding.shutil, "which", lambda _name: str(on_path))
    assert find().path == on_path


def test_the_ffmpeg_of_the_settings_must_be_capable(tmp_path: Path) -> None:
    crippled = script(tmp_path, "ffmpeg", "echo ffmpeg version 1.0")
    with pytest.raises(FfmpegMissing, match="libx264"):
        find(str(crippled))
    with pytest.raises(FfmpegMissing, match="ne convient pas"):
        find(str(tmp_path / "absent"))


def test_memory_and_threads_are_bounded() -> None:
    found = find(memory_mb=256, threads=3)
    assert (found.memory_bytes, found.threads) == (256 << 20, 3)
    assert 1 <= find().threads <= finding.MOST_THREADS


def test_the_memory_limit_leaves_room_for_a_large_picture(tmp_path: Path) -> None:
    many = find(threads=8)
    stream = generated("testsrc2=s=3840x2160:r=25")["v:0"].filter("trim", end_frame=3).filter("format", "yuv420p")
    make(many, [stream], tmp_path / "large.mp4", {**mp4(), **h264(Fraction(25), 30, "ultrafast")}, Run())
    large = tmp_path / "large.mp4"
    make_proxy(many, large, probe(large), tmp_path / "proxy.mp4")
    assert probe(tmp_path / "proxy.mp4").video is not None


def test_too_little_memory_is_said_with_the_setting(tmp_path: Path) -> None:
    source = footage(tmp_path)
    with pytest.raises(ProcessFailed) as caught:
        make_proxy(find(memory_mb=60), source, probe(source), tmp_path / "proxy.mp4")
    assert "memory_mb" in caught.value.hint or "a échoué" in caught.value.message
