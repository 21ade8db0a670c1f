# SPDX-License-Identifier: GPL-3.0-or-later
"""What a finished file holds is counted, and a leak is caught."""

from fractions import Fraction
from pathlib import Path

import av
import pytest

from media.errors import CannotCheck
from media.ffmpeg import Ffmpeg
from media.process import run
from media.verify import Leak, Made, counts, verify_clean
from tests.footage import footage


def ffmpeg_makes(ffmpeg: Ffmpeg, *options: str) -> None:
    run([str(ffmpeg.path), "-nostdin", "-y", *options])


def clean(folder: Path, ffmpeg: Ffmpeg) -> Path:
    to = folder / "clean.mp4"
    ffmpeg_makes(
        ffmpeg, "-i", str(footage(folder)), "-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact",
        "-c:v", "libx264", "-c:a", "aac", str(to),
    )  # fmt: skip
    return to


def test_a_clean_file_passes_and_is_counted(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    path = clean(tmp_path, ffmpeg)
    verify_clean(path, 50)
    assert counts(path) == Made(50, 2000)


def test_a_stream_copy_that_hides_earlier_frames_is_caught(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    copied = tmp_path / "copied.mp4"
    ffmpeg_makes(
        ffmpeg, "-ss", "1", "-i", str(clean(tmp_path, ffmpeg)), "-c", "copy", "-map_metadata", "-1",
        "-fflags", "+bitexact", str(copied),
    )  # fmt: skip
    with pytest.raises(Leak, match="hors de l’extrait"):
        verify_clean(copied)


@pytest.mark.parametrize(
    "options",
    [
        ("-metadata", "title=secret"),
        ("-metadata:s:v", "handler_name=somebody"),
        ("-metadata", "location=+12.3-008.0/"),
        ("-timecode", "10:00:00:00"),
    ],
)
def test_what_is_said_of_the_camera_is_caught(tmp_path: Path, ffmpeg: Ffmpeg, options: tuple[str, str]) -> None:
    path = clean(tmp_path, ffmpeg)
    ffmpeg_makes(ffmpeg, "-i", str(path), "-c", "copy", "-fflags", "+bitexact", *options, str(tmp_path / "told.mp4"))
    with pytest.raises(Leak, match="informations cachées"):
        verify_clean(tmp_path / "told.mp4")


def test_chapters_are_caught(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    path, chapters = clean(tmp_path, ffmpeg), tmp_path / "chapters.txt"
    chapters.write_text(";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=900\n")
    ffmpeg_makes(
        ffmpeg, "-i", str(path), "-i", str(chapters), "-map_chapters", "1", "-map", "0", "-c", "copy",
        "-fflags", "+bitexact", str(tmp_path / "told.mp4"),
    )  # fmt: skip
    with pytest.raises(Leak, match="chapters"):
        verify_clean(tmp_path / "told.mp4")


def test_another_number_of_pictures_is_caught(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    with pytest.raises(Leak, match="50 images au lieu de 49"):
        verify_clean(clean(tmp_path, ffmpeg), 49)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"nothing")
    for look in (counts, verify_clean):
        with pytest.raises(CannotCheck, match=r"a\.mp4"):
            look(tmp_path / "a.mp4")


def test_counting_follows_the_rate(tmp_path: Path) -> None:
    path = footage(tmp_path, rate="30000/1001", seconds=1)
    with av.open(str(path)) as container:
        assert container.streams.video[0].average_rate == Fraction(30_000, 1001)
    assert counts(path) == Made(30, 1001)
