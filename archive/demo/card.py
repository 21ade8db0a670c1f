# SPDX-License-Identifier: GPL-3.0-or-later
"""The camera card of the demonstration: footage, subtitles and tables, with the flaws that real cards have."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.demo.footage import Studio, film
from archive.demo.scenario import Shot, Story, stories
from archive.demo.subtitling import subtitle_file
from archive.demo.tables import consents_table, interviews_table, slate_table, tags_table
from archive.demo.timing import Spoken, speak
from media.ffmpeg import Ffmpeg
from media.posix import fsync_folder

AT_ONCE = 2
COPY = ("MVI_0019.MP4", "DCIM/104CANON/MVI_0019_COPIE.MP4")
CUT_SHORT = ("MVI_0101.MP4", "DCIM/104CANON/MVI_0999.MP4")
Progress = Callable[[str, int, int], None]
"""Hears the file that is done, how many are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Card:
    """Where the pieces of the card lie."""

    folder: Path

    @property
    def slate(self) -> Path:
        """What was filmed, a line a file."""
        return self.folder / "slate.csv"

    @property
    def interviews(self) -> Path:
        """The descriptions of the interviews."""
        return self.folder / "interviews.csv"

    @property
    def consents(self) -> Path:
        """What the participants allowed."""
        return self.folder / "consents.csv"

    @property
    def tags(self) -> Path:
        """The tags for recordings and passages."""
        return self.folder / "tags.csv"

    def subtitles(self, file: str) -> Path:
        """One subtitle file."""
        return self.folder / "subtitles" / file


def make_card(ffmpeg: Ffmpeg, to: Path, progress: Progress | None = None) -> Card:
    """Build the card in the folder `to`, which appears when it is whole; one that is there already is kept."""
    if to.is_dir():
        return Card(to)
    part = to.with_name(f"{to.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    spoken = {story.code: speak(story) for story in stories()}
    _film_all(ffmpeg, part, spoken, progress)
    _add_flaws(part)
    _write_words(Card(part), spoken)
    part.rename(to)
    fsync_folder(to.parent)
    return Card(to)


def all_shots() -> Iterator[tuple[Story, Shot]]:
    """Every file that somebody filmed or recorded."""
    for story in stories():
        for shot in story.shots:
            yield story, shot


def _film_all(ffmpeg: Ffmpeg, folder: Path, spoken: dict[str, Spoken], progress: Progress | None) -> None:
    shots = sorted(all_shots(), key=lambda pair: -pair[1].width * pair[1].height)

    def make(pair: tuple[Story, Shot]) -> str:
        story, shot = pair
        final = folder / shot.path
        final.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="baro-demo-") as studio:
            film(Studio(ffmpeg, Path(studio)), story, shot, spoken[story.code], final)
        return shot.name

    with ThreadPoolExecutor(AT_ONCE) as crew:
        for done, name in enumerate(crew.map(make, shots), 1):
            if progress is not None:
                progress(name, done, len(shots))


def _add_flaws(folder: Path) -> None:
    """One file twice, one whose battery died while it was written, and what systems leave behind on cards."""
    paths = {shot.name: folder / shot.path for _story, shot in all_shots()}
    (folder / COPY[1]).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(paths[COPY[0]], folder / COPY[1])
    whole = paths[CUT_SHORT[0]].read_bytes()
    (folder / CUT_SHORT[1]).write_bytes(whole[: len(whole) * 2 // 5])
    (folder / "DCIM" / "100CANON" / "._MVI_0012.MP4").write_bytes(b"\0\5\x16\7")
    (folder / "MISC").mkdir()
    (folder / "MISC" / "AUTPRINT.MRK").write_bytes(b"[HDR]\r\n")


def _write_words(card: Card, spoken: dict[str, Spoken]) -> None:
    (card.folder / "subtitles").mkdir()
    for story in stories():
        for wanted in story.subtitles:
            card.subtitles(wanted.file).write_bytes(subtitle_file(story, wanted, spoken[story.code].cues))
    card.slate.write_bytes(slate_table())
    card.interviews.write_bytes(interviews_table())
    card.consents.write_bytes(consents_table())
    card.tags.write_bytes(tags_table({code: track.cues for code, track in spoken.items()}))
