# SPDX-License-Identifier: GPL-3.0-or-later
"""The French rules asked of a track. Rules are data, thresholds and severity belong to the profile.

To add a rule: write it into the module of its family with a before and after example, or add a family here.
"""

from collections.abc import Iterator
from fractions import Fraction

from media.language import gettext as _
from subtitles.checks import profile as profiles
from subtitles.checks import reading, text, timing, typography
from subtitles.checks.profile import Profile
from subtitles.checks.rule import OFF, Finding, Place, Rule
from subtitles.cue import Cue, Track

__all__ = ["RULES", "Finding", "Profile", "Rule", "active", "asked", "check", "load_profile"]

RULES: dict[str, Rule] = {rule.id: rule for family in (timing, reading, typography, text) for rule in family.RULES}
USUAL_RATE = Fraction(25)


def load_profile(name_or_path: str) -> Profile:
    """A shipped profile by name, or one's own by path. Raises WrongUse when it cannot be used."""
    return profiles.load(name_or_path, RULES)


def check(track: Track, profile: Profile, rate: Fraction | None = None) -> list[Finding]:
    """Every finding in `track`, in its order. `rate` is that of the picture (25 when unknown), for gaps in frames."""
    rules = active(profile, track.language)
    before: Cue | None = None
    findings: list[Finding] = []
    for number, cue in enumerate(track.cues, 1):
        findings += asked(rules, number, cue, before, profile, rate or USUAL_RATE)
        before = cue
    return findings


def active(profile: Profile, language: str) -> list[Rule]:
    """The rules that `profile` asks of a track in `language`."""
    tongue = language.lower().partition("-")[0]
    return [
        rule for rule in RULES.values() if profile.settings[rule.id].severity != OFF and rule.language in ("", tongue)
    ]


def asked(
    rules: list[Rule], number: int, cue: Cue, before: Cue | None, profile: Profile, rate: Fraction
) -> Iterator[Finding]:
    """What `rules` find in one cue."""
    for rule in rules:
        setting = profile.settings[rule.id]
        spotted = rule.find(Place(cue, before, rate, setting))
        if spotted is not None:
            message = _(spotted.message).format(**spotted.fields) if spotted.fields else _(spotted.message)
            severity = spotted.severity or setting.severity
            value, limit = spotted.value, spotted.limit
            yield Finding(rule.id, severity, number, cue.span.start, message, value, limit, spotted.fix)
