# SPDX-License-Identifier: GPL-3.0-or-later
"""An ffmpeg that cannot, will not or may not: its fault is named, and nothing half-made is anywhere to be seen."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.catalogue import jobs
from archive.derive import enqueue_derive
from archive.film.clips import cut_clip
from archive.film.render import render_film
from archive.library import Library
from archive.model.film import SubtitleMode
from archive.model.footage import Recording
from archive.model.job import JobState
from archive.worker import run_worker
from media import command
from media.errors import BaroError
from media.ffmpeg import Ffmpeg
from media.process import Limits
from media.span import Span
from tests.films import SMALL, a_film, agreed, taken_in
from tests.footage import footage

# what is done instead of the work asked for, and what people are told
FAULTS = {
    "lacking": ("echo \"No such filter: 'bwdif'\" >&2; exit 8", "bwdif", "réglage ffmpeg"),
    "hanging": ("sleep 600", "n’avançait plus", ""),
    "killed": ('"$REAL" "$@"; kill -9 $$', "signal 9", "mémoire"),
    "too long": ('trap "" XFSZ; ulimit -f 1; exec "$REAL" "$@"', "File too large", ""),
    "full": ("echo 'work.mp4: No space left on device' >&2; exit 1", "No space left", "disque est plein"),
}


@pytest.fixture
def rush(library: Library, tmp_path: Path) -> Recording:
    (tmp_path / "card").mkdir()
    footage(tmp_path / "card", "rush.mp4")
    found = taken_in(library, tmp_path / "card")["rush.mp4"]
    agreed(library, found, "GAO-1")
    return found


def faulty(library: Library, ffmpeg: Ffmpeg, folder: Path, fault: str) -> Library:
    """The archive with an ffmpeg that tells what it can, and then does `fault`."""
    program = folder / "ffmpeg"
    asked = 'case "$*" in *-version*|*-encoders*|*-filters*) exec "$REAL" "$@";; esac'
    program.write_text(f"#!/bin/sh\nREAL={shlex.quote(str(ffmpeg.path))}\n{asked}\n{FAULTS[fault][0]}\n")
    program.chmod(0o755)
    return replace(library, settings=library.settings._replace(ffmpeg=str(program)))


def everything(*folders: Path) -> set[Path]:
    return {path for folder in folders for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def impatient(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """An ffmpeg that hangs is given up soon; every other one may be as slow as the machine is."""
    if "hanging" in request.node.name:
        monkeypatch.setattr(command, "Limits", lambda memory_bytes: Limits(memory_bytes, stall_seconds=2))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_clip_is_whole_or_absent(
    library: Library, rush: Recording, ffmpeg: Ffmpeg, tmp_path: Path, fault: str
) -> None:
    broken, out = faulty(library, ffmpeg, tmp_path, fault), tmp_path / "out"
    _script, said, way_out = FAULTS[fault]
    with pytest.raises(BaroError) as failure:
        cut_clip(broken, rush.id, Span(400, 1400), out / "clip.mp4")
    assert said in failure.value.message and way_out in failure.value.hint
    assert everything(out) == set()


@pytest.mark.parametrize("fault", ["hanging", "killed"])
def test_a_film_is_whole_or_absent_and_the_clip_is_named(
    library: Library, rush: Recording, ffmpeg: Ffmpeg, tmp_path: Path, fault: str
) -> None:
    film = a_film(library, [(rush, 400, 1200)])
    before = everything(library.films, library.derived())
    with pytest.raises(BaroError) as failure:
        render_film(faulty(library, ffmpeg, tmp_path, fault), film.id, subtitles=SubtitleMode.NONE, shape=SMALL)
    assert FAULTS[fault][1] in failure.value.message and "rush.mp4" in failure.value.message
    assert everything(library.films, library.derived()) == before


@pytest.mark.parametrize("fault", ["lacking", "killed"])
def test_working_files_are_whole_or_absent_and_the_job_says_why(
    library: Library, rush: Recording, ffmpeg: Ffmpeg, tmp_path: Path, fault: str
) -> None:
    with library.writing() as session:
        job = enqueue_derive(session, rush.id)
    run_worker(faulty(library, ffmpeg, tmp_path, fault), once=True)
    with library.reading() as session:
        done = jobs.get(session, job)
    assert done.state is not JobState.DONE and FAULTS[fault][1] in done.message
    assert everything(library.derived("recordings")) == set()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB, where the system lets us have one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only who is root may mount a disk")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_disk_that_fills_up_is_named_and_left_as_it_was(library: Library, small_disk: Path, tmp_path: Path) -> None:
    (tmp_path / "card").mkdir()
    footage(tmp_path / "card", "rush.mp4", seconds=8, size="640x360", scenes=(0, 20, 40, 60))
    rush = taken_in(library, tmp_path / "card")["rush.mp4"]
    agreed(library, rush, "GAO-1")
    (small_disk / "mine.txt").write_text("à moi")
    with pytest.raises(BaroError) as failure:
        cut_clip(library, rush.id, Span(0, 7000), small_disk / "clip.mp4", subtitles=SubtitleMode.NONE)
    assert "disque est plein" in failure.value.hint
    assert everything(small_disk) == {small_disk / "mine.txt"}
