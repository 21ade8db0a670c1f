# SPDX-License-Identifier: GPL-3.0-or-later
"""Can all of a file be decoded? Found by decoding all of it strictly: that it opens, and says what it holds, proves nothing."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from media.command import UNHEARD, Run, Stream, make, opened
from media.ffmpeg import Ffmpeg
from media.probe import MediaInfo
from media.process import ProcessFailed

TOLD = "level+info"
SHORT = 1000
"""Milliseconds that a recording may end before what its head says: an index counts what the last packet only begins."""
# the writing side is ours, and says nothing of the file that is read
_COMPLAINT = re.compile(
    r"^\[(?!(?:out#|vost#|aost#|enc:|null |mp4 |pcm_s16le ))[^]]*\] \[(?:(?:error|fatal|panic)\] |warning\] (?=corrupt input packet))(.+)"
)
_OURS = re.compile(r"cannot allocate|no space left|out of memory", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that cannot be decoded: about where, in milliseconds, and the decoder's own words.

    Empty words: the file ends there, before its time.
    """

    at: int
    said: str


def complaint_of(log: Sequence[str]) -> str:
    """The first error of the reading side in what ffmpeg told at the level `TOLD`, without the addresses in its memory.

    >>> complaint_of(["[null @ 0x1] [error] not me", "[h264 @ 0x55ee] [error] error while decoding MB 5 5"])
    'error while decoding MB 5 5'
    """
    return next((found[1].rstrip(" .") for line in log if (found := _COMPLAINT.search(line))), "")


def first_fault(ff: Ffmpeg, source: Path, info: MediaInfo, how: Run = UNHEARD) -> Fault | None:
    """The first fault of the picture or of any sound, None when all of both can be decoded.

    Raises ProcessFailed when it is not the file that fails, Cancelled on request.
    """
    reached = _Reached(how.progress)
    read = opened(ff, source, strict=True)
    streams = ([read["V:0"]] if info.video is not None else []) + ([read["a"]] if info.audio is not None else [])
    try:
        log = _decoded(ff, streams, replace(how, progress=reached, level=TOLD))
    except ProcessFailed as error:
        said = complaint_of(error.log)
        if not said or _OURS.search(said):
            raise
        return Fault(reached.ms, said)
    if said := complaint_of(log):
        return Fault(reached.ms, said)
    early = info.video is not None and reached.ms < info.duration - SHORT
    return Fault(reached.ms, "") if early else None


def _decoded(ff: Ffmpeg, streams: Sequence[Stream], how: Run) -> tuple[str, ...]:
    return make(ff, streams, None, {"f": "null", "fps_mode": "passthrough", "xerror": None}, how).log


@dataclass(slots=True)
class _Reached:
    """How far the decoding has come; it is told to whoever listens."""

    heard: Callable[[int], None] | None
    ms: int = 0

    def __call__(self, ms: int) -> None:
        self.ms = max(self.ms, ms)
        if self.heard is not None:
            self.heard(ms)
