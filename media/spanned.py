# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes that a camera wrote as several files, because one would have been too large for its card.

Names say which files may follow each other; whether they do is said by what is in them: the same format, and a clock that
goes on. GoPro numbers chapters (GX010012, GX020012; before 2017 GOPR0012, GP010012), XDCAM EX ends clips in _01, _02, Canon XF
counts the files in the folder of a clip (AA0001/AA000101.MXF); P2 names its files by chance and tells in a sheet
(`media.p2`); the others (AVCHD, Canon, DJI) only count on.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from media.errors import WrongUse
from media.layout import is_clip_folder
from media.p2 import PartOfShot, part_of_shot
from media.probe import MediaInfo
from media.smpte import day_of, read_timecode
from media.timecode import ms_of_frame

FILLED = 1_900_000_000  # bytes: cameras end a file at 2 or at 4 GB, some a little before
CLOCK_OFF = 2_000  # milliseconds: cameras write whole seconds
TRANSPORT = frozenset({".mts", ".m2ts"})
_CHAPTER = re.compile(r"(g[hxl])(\d\d)(\d{4})", re.IGNORECASE)
_OLD_FIRST = re.compile(r"gopr(\d{4})", re.IGNORECASE)
_OLD_CHAPTER = re.compile(r"gp(\d\d)(\d{4})", re.IGNORECASE)
_XDCAM = re.compile(r"(.+_\d{4})_(\d\d)")
_IN_CLIP = re.compile(r"_?(\d\d)")
_COUNTED = re.compile(r"(.*?)(\d{2,9})")


class Link(StrEnum):
    """What the name of a file, or the camera's sheet about it (`TOLD`), says about the one before it."""

    NONE = "none"
    CHAPTER = "chapter"
    TOLD = "told"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file stands: files with one `series` follow each other by `number`, or as `part` tells."""

    series: tuple[object, ...]
    number: int
    link: Link
    part: PartOfShot | None = None


def in_order(files: Sequence[tuple[Path, int]]) -> list[tuple[Path, Link]]:
    """The files (with their sizes in bytes), those that may be one take in a row: a link says that a file may go on with the
    one before it. The order of the first files is kept."""
    series: dict[tuple[object, ...], list[tuple[_Place, int, int]]] = defaultdict(list)
    for index, (path, size) in enumerate(files):
        place = _place(path)
        series[place.series].append((place, index, size))
    rows: list[tuple[int, list[tuple[int, Link]]]] = []
    for members in series.values():
        members.sort(key=lambda one: (one[0].number, one[1]))
        before: tuple[_Place, int] | None = None
        for place, index, size in members:
            path = files[index][0]
            if before is not None and _is_next(before[0], place) and _may_follow(path, place, before[1]):
                rows[-1][1].append((index, place.link))
            else:
                rows.append((index, [(index, Link.NONE)]))
            before = place, size
    rows.sort(key=lambda row: row[0])
    return [(files[index][0], link) for _first, row in rows for index, link in row]


def goes_on(one: MediaInfo, other: MediaInfo, link: Link) -> bool:
    """Whether `other` is the rest of the take that `one` began; never by its name alone.

    A transport stream must go on to the frame. A file that only counts on must come after one that was full, at the moment
    when that ended: the timecode of cameras that stop it between takes goes on from any take to the next. A numbered
    chapter needs one sign: the frame, the timecode, the moment, or the same moment for all. What the camera itself tells
    needs a timecode that does not contradict it.
    """
    if link is Link.NONE or _format(one) != _format(other):
        return False
    if one.clock and other.clock:
        return abs(other.clock[0] - one.clock[1]) <= _frame(one)
    if link is Link.TOLD:
        return _coded(one, other) is not False
    after = _after(one, other)
    follows = after is not None and after > 0 and abs(after - one.duration) <= CLOCK_OFF
    coded = _coded(one, other)
    if link is Link.COUNTED:
        return one.size >= FILLED and follows and coded is not False
    return bool(coded or follows or after == 0)


def _place(path: Path) -> _Place:
    stem, ending, folder = path.stem, path.suffix.casefold(), path.parent
    if found := _CHAPTER.fullmatch(stem):
        return _Place((folder, ending, found[1].casefold(), found[3]), int(found[2]), Link.CHAPTER)
    if found := _OLD_FIRST.fullmatch(stem):
        return _Place((folder, ending, "gp", found[1]), 0, Link.CHAPTER)
    if found := _OLD_CHAPTER.fullmatch(stem):
        return _Place((folder, ending, "gp", found[2]), int(found[1]), Link.CHAPTER)
    if folder.parent.name.casefold() == "clpr" and (found := _XDCAM.fullmatch(stem)):
        return _Place((folder.parent, ending, "clpr", found[1]), int(found[2]), Link.CHAPTER)
    if (
        is_clip_folder(folder)
        and stem.startswith(folder.name)
        and (found := _IN_CLIP.fullmatch(stem[len(folder.name) :]))
    ):
        return _Place((folder, ending, "xf"), int(found[1]), Link.CHAPTER)
    if (part := part_of_shot(path)) is not None:
        sound = stem[-2:] if folder.name.casefold() == "audio" else ""
        return _Place((folder, ending, "p2", part.shot, sound), part.offset, Link.TOLD, part)
    if found := _COUNTED.fullmatch(stem):
        return _Place((folder, ending, found[1], len(found[2])), int(found[2]), Link.COUNTED)
    return _Place((path,), 0, Link.NONE)


def _is_next(before: _Place, place: _Place) -> bool:
    if before.part is not None and place.part is not None:
        return place.part.before == before.part.clip
    return place.number == before.number + 1


def _may_follow(path: Path, place: _Place, size_before: int) -> bool:
    return place.link in (Link.CHAPTER, Link.TOLD) or path.suffix.casefold() in TRANSPORT or size_before >= FILLED


def _format(info: MediaInfo) -> tuple[object, ...]:
    video = info.video
    seen = video and (video.codec, video.width, video.height, video.rate, video.rotation, video.transfer)
    return info.container, seen, tuple((one.codec, one.channels, one.sample_rate) for one in info.tracks)


def _frame(info: MediaInfo) -> int:
    """A picture's length in milliseconds, rounded up; clocks are rounded down."""
    return 1 + (ms_of_frame(1, info.video.rate) if info.video else 40)


def _after(one: MediaInfo, other: MediaInfo) -> int | None:
    """Milliseconds between the moments when two files were begun; None when one of the two does not say."""
    if one.recorded_at is None or other.recorded_at is None:
        return None
    return (other.recorded_at - one.recorded_at) // timedelta(milliseconds=1)


def _coded(one: MediaInfo, other: MediaInfo) -> bool | None:
    """Whether the timecode goes on, within a frame; None when one of the two has none."""
    if one.video is None or not one.start_timecode or not other.start_timecode or not one.frames:
        return None
    try:
        first, second = (read_timecode(info.start_timecode, one.video.rate) for info in (one, other))
    except WrongUse:
        return None
    day = day_of(one.video.rate, first.drop)
    off = (second.frame - first.frame - one.frames) % day
    return min(off, day - off) <= 1
