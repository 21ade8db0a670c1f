# SPDX-License-Identifier: GPL-3.0-or-later
"""What a rule is: data with one question to a cue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from subtitles.cue import Cue

OFF = "off"
SEVERITIES = (OFF, "info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a profile says about one rule: how grave it is, and its thresholds by name."""

    severity: str
    limits: Mapping[str, int]


class Place(NamedTuple):
    """A cue among its neighbours. `before` is the cue just above it in the file; `rate` the frames of the picture."""

    cue: Cue
    before: Cue | None
    rate: Fraction
    setting: Setting


@dataclass(frozen=True, slots=True)
class Spotted:
    """What a rule found: a French message with its `fields`, what was measured, the limit, the text that would be right.

    `severity` overrides that of the profile, for rules with several thresholds.
    """

    message: str
    value: int | float | str | None = None
    limit: int | float | str | None = None
    fix: str | None = None
    severity: str | None = None
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as data; `find` asks it of a place. `severity` and `limits` hold where a profile says nothing.

    An `automatic` rule's fix touches typography and spaces only and may be applied without asking. `language` limits a
    rule to tracks of that language. A `local` rule looks at the cue alone.
    """

    id: str
    family: str
    sentence: str
    severity: str
    source: str
    before: str
    after: str
    find: Callable[[Place], Spotted | None]
    limits: Mapping[str, int] = field(default_factory=dict)
    automatic: bool = False
    local: bool = True
    language: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a cue breaks. `cue` is its number in the track from 1; `fix` the whole text of the cue put right."""

    rule: str
    severity: str
    cue: int
    start_ms: int
    message: str
    value: int | float | str | None = None
    limit: int | float | str | None = None
    fix: str | None = None
