# SPDX-License-Identifier: GPL-3.0-or-later
"""The French rules asked of a track. Rules are data, thresholds and severity belong to the profile.

To add a rule: write it into the module of its family with a before and after example, or add a family here.
"""

from collections.abc import Iterable
from fractions import Fraction

from media.language import decimals
from media.language import gettext as _
from subtitles.checks import (
    dialogue,
    figures,
    language,
    lines,
    numbers,
    reading,
    spelling,
    text,
    timing,
    typography,
)
from subtitles.checks import profile as profiles
from subtitles.checks.panel import Panel
from subtitles.checks.profile import Profile
from subtitles.checks.rule import OFF, USUAL_RATE, Finding, Ground, Place, Repair, Rule, Setting, Spotted, Times, placed
from subtitles.cue import Cue, Track

__all__ = [
    "RULES",
    "Finding",
    "Ground",
    "Profile",
    "Repair",
    "Rule",
    "active",
    "asked",
    "check",
    "ground_of",
    "judged",
    "load_profile",
]

FAMILIES = (timing, reading, lines, dialogue, typography, spelling, numbers, text, language, figures)
RULES: dict[str, Rule] = {rule.id: rule for family in FAMILIES for rule in family.RULES}


def load_profile(name_or_path: str) -> Profile:
    """A shipped profile by name, or one's own by path. Raises WrongUse when it cannot be used."""
    return profiles.load(name_or_path, RULES)


def ground_of(profile: Profile, rate: Fraction | None, glyphs: tuple[frozenset[int], ...] = ()) -> Ground:
    """What is known of the picture; without a `rate` gaps are counted at 25 and alignment is not asked."""
    width, most = profile.settings["line-length"].limits["max"], profile.settings["line-count"].limits["max"]
    return Ground(rate or USUAL_RATE, bool(rate), glyphs, width, most)


def check(
    track: Track, profile: Profile, rate: Fraction | None = None, glyphs: tuple[frozenset[int], ...] = ()
) -> list[Finding]:
    """Every finding in `track`: those of the file as a whole, then those of its cues in its order.

    `rate` is that of the picture, for gaps in frames and alignment. `glyphs`: what each font for burning can draw.
    """
    rules, ground = active(profile, track.language), ground_of(profile, rate, glyphs)
    cues = track.cues
    found: list[Finding] = []
    for number, cue in enumerate(cues, 1):
        before = cues[number - 2] if number > 1 else None
        after = cues[number] if number < len(cues) else None
        found += asked(rules, number, placed(cue, before, after, ground))
    return [*judged(track, profile, found), *found]


def active(profile: Profile, language: str) -> Panel:
    """The rules that `profile` asks of each cue of a track in `language`, with their settings."""
    return Panel([pair for pair in _wanted(profile, language) if pair[0].find is not None])


def _wanted(profile: Profile, language: str) -> list[tuple[Rule, Setting]]:
    tongue = language.lower().partition("-")[0]
    pairs = ((rule, profile.settings[rule.id]) for rule in RULES.values())
    return [(rule, setting) for rule, setting in pairs if setting.severity != OFF and rule.language in ("", tongue)]


def asked(panel: Panel, number: int, place: Place) -> list[Finding]:
    """What the rules of `panel` find in one cue, the cue number `number`."""
    found: list[Finding] = []
    for rule, setting in panel.of(place):
        spotted = rule.find(place, setting.limits) if rule.find is not None else None
        if spotted is not None:
            found.append(_finding(rule, setting, number, place.cue, spotted))
    return found


def judged(track: Track, profile: Profile, found: Iterable[Finding]) -> list[Finding]:
    """What is wrong with the track as a whole, knowing what was `found` in its cues."""
    rules = [(rule, setting) for rule, setting in _wanted(profile, track.language) if rule.judge is not None]
    whole = figures.whole(track, found)
    judgements = []
    for rule, setting in rules:
        spotted = rule.judge(whole, setting.limits) if rule.judge is not None else None
        if spotted is not None:
            judgements.append(_finding(rule, setting, 0, None, spotted))
    return judgements


def _finding(rule: Rule, setting: Setting, number: int, cue: Cue | None, spotted: Spotted) -> Finding:
    message = _(spotted.message)
    if spotted.fields:
        fields = spotted.fields
        message = message.format_map(
            {name: decimals(str(one)) if isinstance(one, float) else one for name, one in fields.items()}
        )
    times: tuple[Times, ...] = ()
    if spotted.moves:
        times = tuple([Times(number + offset, start, end) for offset, start, end in spotted.moves])
    return Finding(
        rule.id,
        spotted.severity or setting.severity,
        number,
        cue.span.start if cue is not None else 0,
        message,
        spotted.value,
        spotted.limit,
        spotted.fix,
        times,
        rule.repair if times or spotted.fix is not None else Repair.NONE,
    )
