# SPDX-License-Identifier: GPL-3.0-or-later
"""What a rule is: data with one question to a cue, or to the whole track."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from media.timecode import frame_at, ms_of_frame
from subtitles.cue import Cue, Track

OFF = "off"
SEVERITIES = (OFF, "info", "warning", "error")
USUAL_RATE = Fraction(25)
_DIGIT = re.compile(r"\d")


class Repair(StrEnum):
    """Who decides whether the fix of a rule is applied."""

    NONE = "none"
    AUTOMATIC = "automatic"
    """Nobody needs to be asked: no word changes."""
    PROPOSED = "proposed"
    """A person looks at it first."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a profile says about one rule: how grave it is, and its thresholds by name."""

    severity: str
    limits: Mapping[str, int]


class Ground(NamedTuple):
    """What is known of the picture: its rate (25 when unknown), for each font what it can draw (empty: unknown), and
    how many characters a line and how many lines a cue may have."""

    rate: Fraction = USUAL_RATE
    rate_known: bool = False
    glyphs: tuple[frozenset[int], ...] = ()
    width: int = 42
    most: int = 2

    def frames(self, ms: int) -> int:
        """A length in milliseconds as the nearest count of frames."""
        pictures, seconds = self.rate.as_integer_ratio()
        return (2 * ms * pictures + 1000 * seconds) // (2000 * seconds)

    def length(self, frames: int) -> int:
        """The milliseconds that so many frames last, rounded up."""
        return -(-frames * 1000 * self.rate.denominator // self.rate.numerator)

    def back(self, ms: int, frames: int) -> int:
        """The moment so many frames before `ms`: on a frame when the rate is known. Never below zero."""
        if self.rate_known:
            return ms_of_frame(max(0, frame_at(ms, self.rate) - frames), self.rate)
        return max(0, ms - self.length(frames))


class Place(NamedTuple):
    """A cue among its neighbours in the file. `plain` is its text without tags, `lines` that text by lines, `letters`
    the characters of its text, tags included."""

    cue: Cue
    before: Cue | None
    after: Cue | None
    ground: Ground
    text: str
    plain: str
    lines: list[str]
    digits: bool
    letters: set[str]


def placed(cue: Cue, before: Cue | None, after: Cue | None, ground: Ground) -> Place:
    """The place of a cue, with its text taken apart once for all rules."""
    plain = cue.plain if "<" in cue.text else cue.text
    return Place(
        cue, before, after, ground, cue.text, plain, plain.split("\n"), _DIGIT.search(plain) is not None, set(cue.text)
    )


class Move(NamedTuple):
    """New times for the cue itself (`offset` 0) or its neighbour (-1, 1)."""

    offset: int
    start: int
    end: int


class Times(NamedTuple):
    """New times for cue number `cue` of the track."""

    cue: int
    start: int
    end: int


class Spotted(NamedTuple):
    """What a rule found: a French message with its `fields`, what was measured, the limit, what would be right.

    `fix` is the text of the cue put right, `moves` its times and those of its neighbours. `severity` overrides that of
    the profile, for rules with several thresholds.
    """

    message: str
    value: int | float | str | None = None
    limit: int | float | str | None = None
    fix: str | None = None
    severity: str | None = None
    fields: Mapping[str, object] | None = None
    moves: tuple[Move, ...] = ()


class Whole(NamedTuple):
    """A track as a whole, with the share of its cues (0 to 100) that read comfortably under the profile."""

    track: Track
    comfort: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as data. `severity` and `limits` hold where a profile says nothing.

    `find` asks it of a place, `judge` of the whole track; one of the two is there. `language` limits a rule to tracks
    of that language. A `local` rule looks at the cue alone; one with `digits` is asked only where there is one, one with
    `signs` only of texts that hold one of them.
    """

    id: str
    family: str
    sentence: str
    severity: str
    source: str
    before: str
    after: str
    find: Callable[[Place, Mapping[str, int]], Spotted | None] | None = None
    limits: Mapping[str, int] = field(default_factory=dict)
    repair: Repair = Repair.NONE
    local: bool = True
    language: str = ""
    digits: bool = False
    judge: Callable[[Whole, Mapping[str, int]], Spotted | None] | None = None
    signs: tuple[str, ...] = ()


class Finding(NamedTuple):
    """A rule that a cue breaks. `cue` is its number in the track from 1 (0: the file as a whole).

    `fix` is the whole text of the cue put right, `times` the times put right; `repair` says who decides about them.
    """

    rule: str
    severity: str
    cue: int
    start_ms: int
    message: str
    value: int | float | str | None = None
    limit: int | float | str | None = None
    fix: str | None = None
    times: tuple[Times, ...] = ()
    repair: str = Repair.NONE
