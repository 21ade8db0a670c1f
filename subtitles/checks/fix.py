# SPDX-License-Identifier: GPL-3.0-or-later
"""Automatic fixes: typography and spaces only, until nothing changes, and never at the price of a new finding."""

from collections import Counter
from dataclasses import dataclass, replace

from subtitles.checks import USUAL_RATE as RATE
from subtitles.checks import Profile, Rule, active, asked
from subtitles.cue import Cue, Track

_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Edit:
    """What one rule changed in the text of cue number `cue`."""

    cue: int
    rule: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """The track put right, and every edit in order."""

    track: Track
    edits: tuple[Edit, ...]


def fix(track: Track, profile: Profile) -> Fixed:
    """Apply every automatic fix of `profile` that adds no finding. Doing it twice changes nothing more.

    Times, words and the number of cues stay as they are.
    """
    local = [rule for rule in active(profile, track.language) if rule.local]
    cues: list[Cue] = []
    edits: list[Edit] = []
    for number, cue in enumerate(track.cues, 1):
        cues.append(_settled(number, cue, local, profile, edits))
    return Fixed(replace(track, cues=tuple(cues)), tuple(edits))


def _settled(number: int, cue: Cue, rules: list[Rule], profile: Profile, edits: list[Edit]) -> Cue:
    for _round in range(_ROUNDS):
        changed = _once(number, cue, rules, profile, edits)
        if changed is None:
            break
        cue = changed
    return cue


def _once(number: int, cue: Cue, rules: list[Rule], profile: Profile, edits: list[Edit]) -> Cue | None:
    """The cue after the first fix that helps; None when there is none."""
    found = list(asked(rules, number, cue, None, profile, RATE))
    automatic = {rule.id for rule in rules if rule.automatic}
    for finding in found:
        if finding.rule not in automatic or finding.fix is None:
            continue
        better = replace(cue, text=finding.fix)
        after = asked(rules, number, better, None, profile, RATE)
        if not Counter((one.rule, one.severity) for one in after) - Counter((one.rule, one.severity) for one in found):
            edits.append(Edit(number, finding.rule, cue.text, better.text))
            return better
    return None
