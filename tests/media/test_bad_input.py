# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are broken, or made to harm: each one costs a sentence, a little time and little memory, and nothing else."""

import subprocess
from pathlib import Path

import pytest

from media import probe as probing
from media.cut import cut_span
from media.errors import BaroError
from media.ffmpeg import Ffmpeg
from media.probe import MediaInfo, MediaRefused, probe, probe_all
from media.span import Span
from tests import hostile
from tests.footage import footage
from tests.hostile import TRAPS, flipped

LITTLE_MEMORY = 1 << 30


def test_each_trap_is_refused_with_its_reason_by_one_and_the_same_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, starts = probing._start, []
    monkeypatch.setattr(probing, "MEMORY", LITTLE_MEMORY)
    monkeypatch.setattr(probing, "_start", lambda: starts.append(1) or original())
    paths = [trap(tmp_path) for trap in TRAPS]
    *refused, kept = probe_all([*paths, footage(tmp_path, "good.mp4")])
    for path, found, reason in zip(paths, refused, TRAPS.values(), strict=True):
        assert isinstance(found, MediaRefused), path.name
        assert reason in found.message and path.name in found.message and found.hint, found.message
    assert isinstance(kept, MediaInfo) and len(starts) == 1, "no trap made the child die"


@pytest.mark.parametrize("trap", [hostile.pipe, hostile.endless])
def test_what_never_ends_is_not_even_opened(tmp_path: Path, trap: "type[Path]") -> None:
    with pytest.raises(MediaRefused, match="ne finit jamais"):
        probe(trap(tmp_path))


def test_a_trap_that_needs_more_memory_than_there_is_harms_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "MEMORY", 400 << 20)
    for found in probe_all([hostile.million_tracks(tmp_path), hostile.huge_jpeg(tmp_path)]):
        assert isinstance(found, MediaRefused)


def check_flipped(folder: Path, ffmpeg: Ffmpeg, seeds: range) -> None:
    """Bits turned over are refused, or what they leave can be cut: whole and clean, or not at all."""
    good = footage(folder, "good.mp4")
    spoiled = [flipped(good, seed) for seed in seeds]
    for path, info in zip(spoiled, probe_all(spoiled), strict=True):
        if isinstance(info, MediaRefused):
            assert path.name in info.message
            continue
        before = set(folder.iterdir())
        try:
            made = cut_span(ffmpeg, path, info, Span(400, 1200), folder / "cut.mp4", smart=True)
        except BaroError as error:
            assert error.message
        else:
            assert made.frames > 0
        assert set(folder.iterdir()) - before <= {folder / "cut.mp4"}


def test_bits_that_turned_over_are_refused_or_painted_over(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    check_flipped(tmp_path, ffmpeg, range(6))


@pytest.mark.campaign
def test_any_bits_that_turned_over(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    check_flipped(tmp_path, ffmpeg, range(6, 300))


def test_nothing_of_chapters_notes_and_attached_files_leaves_with_a_passage(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    notes, attached, laden = tmp_path / "notes.txt", tmp_path / "attached.bin", tmp_path / "laden.mkv"
    chapters = "".join(f"[CHAPTER]\nTIMEBASE=1/9999\nSTART={n}\nEND={n + 1}\ntitle=témoin {n}\n" for n in range(9000))
    notes.write_text(f";FFMETADATA1\ncomment=témoin {'x' * 4_000_000}\n{chapters}", encoding="utf-8")
    attached.write_bytes(b"temoin" * 500_000)
    command = [str(ffmpeg.path), "-v", "error", "-i", str(footage(tmp_path)), "-i", str(notes), "-map", "0"]
    command += ["-map_metadata", "1", "-map_chapters", "1", "-attach", str(attached), "-c", "copy"]
    mime = ["-metadata:s:t", "mimetype=application/octet-stream"]
    subprocess.run([*command, *mime, str(laden)], check=True, stdin=subprocess.DEVNULL)
    assert laden.stat().st_size > 7_000_000
    cut_span(ffmpeg, laden, probe(laden), Span(400, 1200), tmp_path / "cut.mp4", smart=True)
    assert (tmp_path / "cut.mp4").stat().st_size < 100_000
    left = (tmp_path / "cut.mp4").read_bytes()
    assert b"temoin" not in left and "témoin".encode() not in left
