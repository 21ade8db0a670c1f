# SPDX-License-Identifier: GPL-3.0-or-later
"""The timecode that a recording starts with, for a page that counts on from it."""

from dataclasses import dataclass

from archive.model.footage import Recording
from media.errors import WrongUse
from media.smpte import DROPPING, counted, read_timecode
from media.take import SOUND_ONLY_RATE


@dataclass(frozen=True, slots=True)
class StartClock:
    """`text` as the camera wrote it; `frame` that it names, how many a second counts, how many numbers a minute drops."""

    text: str
    frame: int
    counted: int
    dropped: int


def clock_of(recording: Recording) -> StartClock | None:
    """The start timecode of a recording; None where there is none that can be read."""
    rate = recording.picture.rate if recording.picture else SOUND_ONLY_RATE
    try:
        found = read_timecode(recording.start_timecode, rate)
    except WrongUse:
        return None
    return StartClock(recording.start_timecode, found.frame, counted(rate), DROPPING.get(rate, 0) if found.drop else 0)
