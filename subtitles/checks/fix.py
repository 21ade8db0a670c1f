# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixes: typography, then lines, then times, until nothing changes, and never at the price of a new finding."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from media.span import Span
from media.timecode import text_of_ms
from subtitles.checks import Finding, Ground, Profile, Repair, active, asked, ground_of, judged
from subtitles.checks.panel import Panel
from subtitles.checks.rule import SEVERITIES, Times, placed
from subtitles.cue import Cue, Track

_LINES = "lines"
_STEPS = 4
"""Edits that one finding may need in a row."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What one rule changed in cue number `cue`: its text, or its times as `start --> end`."""

    cue: int
    rule: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """The track put right, and every edit in order."""

    track: Track
    edits: tuple[Edit, ...]


def fix(
    track: Track,
    profile: Profile,
    rate: Fraction | None = None,
    glyphs: tuple[frozenset[int], ...] = (),
    *,
    proposed: bool = False,
    spared: Collection[tuple[int, str]] = frozenset(),
) -> Fixed:
    """Apply every automatic fix of `profile`, and with `proposed` those that a person should look at.

    A fix is applied when its finding goes or becomes less grave and no other appears. Doing it twice changes nothing
    more. Words, ids and the number of cues stay; automatic fixes of times stay within a few frames. `spared`:
    findings that somebody lets stand, as number of the cue and rule; nobody fixes them.
    """
    wanted = {Repair.AUTOMATIC, Repair.PROPOSED} if proposed else {Repair.AUTOMATIC}
    bench = _Bench(list(track.cues), active(profile, track.language), ground_of(profile, rate, glyphs), wanted)
    bench.spared = frozenset(spared)
    bench.work()
    fixed = replace(track, cues=tuple(bench.cues))
    if _weights(judged(fixed, profile, ())).keys() - _weights(judged(track, profile, ())).keys():
        return Fixed(track, ())  # the track as a whole would read as another language: nothing is worth that
    return Fixed(fixed, tuple(bench.edits))


class _Bench:
    """The cues being put right. Each edit makes the sum of findings lighter, so the work ends."""

    def __init__(self, cues: list[Cue], panel: Panel, ground: Ground, wanted: set[Repair]) -> None:
        self.cues, self.panel, self.ground = cues, panel, ground
        self.families = {rule.id: rule.family for rule, _setting in panel.rules if rule.repair in wanted}
        self.spared: frozenset[tuple[int, str]] = frozenset()
        self.edits: list[Edit] = []
        self.waiting = set(range(1, len(cues) + 1))

    def work(self) -> None:
        """Typography and lines of every cue that waits, then times; again for the cues that this touched."""
        while self.waiting:
            numbers, self.waiting = sorted(self.waiting), set()
            timed = [number for number in numbers if self._settle_text(number)]
            for number in timed:
                while self._one_time(number):
                    pass

    def _asked(self, number: int, cues: dict[int, Cue] | None = None) -> list[Finding]:
        """The findings of a cue, as if `cues` stood in the track."""

        def at(place: int) -> Cue | None:
            if cues is not None and place in cues:
                return cues[place]
            return self.cues[place - 1] if 0 < place <= len(self.cues) else None

        cue = at(number)
        return (
            [] if cue is None else asked(self.panel, number, placed(cue, at(number - 1), at(number + 1), self.ground))
        )

    def _settle_text(self, number: int) -> bool:
        """Apply the fixes of one text; True when a finding about its times remains to be looked at."""
        found = self._asked(number)
        while (better := self._one_text(number, found)) is not None:
            found = better
        return any(one.times and self._wanted(one) for one in found)

    def _one_text(self, number: int, found: list[Finding]) -> list[Finding] | None:
        """The findings after the first text fix that helps, lines last; None when there is none."""
        cue = self.cues[number - 1]
        offers = [one for one in found if one.fix is not None and self._wanted(one)]
        for one in sorted(offers, key=lambda one: self.families[one.rule] == _LINES):
            steps, after = self._steps(number, one, found)
            if _helps(one, found, after):
                self.edits += steps
                self._put({number: replace(cue, text=steps[-1].after)})
                return after
        return None

    def _steps(self, number: int, one: Finding, found: list[Finding]) -> tuple[list[Edit], list[Finding]]:
        """The edits that finding `one` asks for, and what is found after them: its own fix, then those of the findings
        that this uncovered (`Mr. Diallo` first becomes `M. Diallo`, whose space must then not break)."""
        cue, known = self.cues[number - 1], _weights(found)
        steps, after = list[Edit](), found
        current: Finding | None = one
        while current is not None and len(steps) < _STEPS:
            text = steps[-1].after if steps else cue.text
            steps.append(Edit(number, current.rule, text, current.fix or ""))
            after = self._asked(number, {number: replace(cue, text=current.fix or "")})
            new = (each for each in after if (each.cue, each.rule) not in known and each.fix is not None)
            current = next((each for each in new if each.rule in self.families), None)
        return steps, after

    def _one_time(self, number: int) -> bool:
        """Apply the first fix of times that helps; False when there is none."""
        for one in self._asked(number):
            if one.times and self._wanted(one):
                moved = {time.cue: self._moved(time) for time in one.times}
                touched = sorted({near for place in moved for near in (place, place + 1)} | {number})
                before = [each for place in touched for each in self._asked(place)]
                after = [each for place in touched for each in self._asked(place, moved)]
                if _helps(one, before, after):
                    olds = [(place, self.cues[place - 1], cue) for place, cue in moved.items()]
                    self.edits += [
                        Edit(place, one.rule, _clock(old.span), _clock(new.span)) for place, old, new in olds
                    ]
                    self._put(moved)
                    return True
        return False

    def _wanted(self, one: Finding) -> bool:
        return one.rule in self.families and (one.cue, one.rule) not in self.spared

    def _moved(self, time: Times) -> Cue:
        return replace(self.cues[time.cue - 1], span=Span(time.start, time.end))

    def _put(self, cues: dict[int, Cue]) -> None:
        for number, cue in cues.items():
            self.cues[number - 1] = cue
            self.waiting.update(range(max(1, number - 2), min(len(self.cues), number + 2) + 1))


def _weights(found: Iterable[Finding]) -> dict[tuple[int, str], int]:
    """How grave each finding is, by cue and rule."""
    return {(one.cue, one.rule): SEVERITIES.index(one.severity) for one in found}


def _helps(one: Finding, before: list[Finding], after: list[Finding]) -> bool:
    """True when finding `one` is gone or less grave, and nothing else is new or graver."""
    was, now = _weights(before), _weights(after)
    key = (one.cue, one.rule)
    return now.get(key, 0) < was[key] and all(weight <= was.get(place, 0) for place, weight in now.items())


def _clock(span: Span) -> str:
    return f"{text_of_ms(span.start)} --> {text_of_ms(span.end)}"
