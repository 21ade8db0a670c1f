# SPDX-License-Identifier: GPL-3.0-or-later
"""A film as editing programs see it: files, frames of them, and the frames of a timeline at one stated rate.

Rates are exact fractions and places are whole frames; seconds appear only as fractions of both.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate

from media.smpte import DROPPING, Timecode, counted, write_timecode
from subtitles.cue import Cue

FIRST_HOUR = 1
"""A timeline begins at 01:00:00:00, as is the custom: what lies before has room for colour bars."""
MARK = "baro"
"""Under this name our own facts travel in the files that have room for them."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file that a cut takes from. `start` is the number of its first frame by its timecode, `frames` its length.

    `address` is what the cut list writes: relative to the cut list, with `/`. `size` is None for sound alone.
    """

    name: str
    reel: str
    address: str
    sha256: str
    rate: Fraction
    frames: int
    start: Timecode = field(default_factory=lambda: Timecode(0))
    size: tuple[int, int] | None = None
    sounds: bool = True


@dataclass(frozen=True, slots=True)
class Shot:
    """Frames `frames` of a source (from 0 at its first) on `count` frames of the timeline. `speaker` is a code."""

    source: Source
    frames: range
    count: int
    speaker: str = ""
    quote: str = ""

    @property
    def ratio(self) -> str:
        """What tells an untouched shot from one that somebody trimmed, where a format counts in the timeline's frames."""
        return f"{self.frames.start}+{len(self.frames)}={self.count}"


@dataclass(frozen=True, slots=True)
class Black:
    """A title card: nothing of a file for `count` frames."""

    count: int
    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A whole cut. `cues` are the French subtitles in milliseconds from the timeline's first frame."""

    name: str
    rate: Fraction
    size: tuple[int, int]
    parts: tuple[Shot | Black, ...]
    cues: tuple[Cue, ...] = ()
    drop: bool = False

    @property
    def starts(self) -> tuple[int, ...]:
        """The frame on which each part begins, from 0."""
        return tuple(accumulate((part.count for part in self.parts), initial=0))[:-1]

    @property
    def frames(self) -> int:
        """How long it is."""
        return sum(part.count for part in self.parts)

    @property
    def first(self) -> int:
        """The number of its first frame: that of 01:00:00:00."""
        hour = FIRST_HOUR * 3600 * counted(self.rate)
        return hour - FIRST_HOUR * 54 * DROPPING[self.rate] if self.drop else hour

    @property
    def sources(self) -> tuple[Source, ...]:
        """The files, each once, in the order of their first use."""
        return tuple(dict.fromkeys(part.source for part in self.parts if isinstance(part, Shot)))

    def timecode(self, frame: int) -> str:
        """The timecode of a frame of this timeline, counted from 0."""
        return write_timecode(Timecode(self.first + frame, self.drop), self.rate)

    @property
    def subtitles(self) -> str:
        """The name of the SRT that lies beside the cut lists."""
        return f"{self.name}.fr.srt"


def title_of(part: Shot | Black) -> str:
    """The words of a marker: who speaks and what is said, or the card, on one line."""
    if isinstance(part, Black):
        return " / ".join(part.text.split("\n"))
    return " : ".join(filter(None, (part.speaker, part.quote)))


def ntsc(rate: Fraction) -> bool:
    """True for the rates that are a thousandth slower than their name: 23.976, 29.97, 59.94.

    >>> ntsc(Fraction(30000, 1001)), ntsc(Fraction(30))
    (True, False)
    """
    return rate.denominator == 1001
