# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of a whole file: how much of it reads comfortably, how fast it goes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from media.language import lazy
from subtitles.checks.reading import characters
from subtitles.checks.rule import Finding, Rule, Spotted, Whole
from subtitles.cue import Track

_SPEEDS = frozenset({"reading-speed", "reading-ladder"})


@dataclass(frozen=True, slots=True)
class Figures:
    """A file in numbers: its cues, the share of them that read comfortably (0 to 100; None without a cue), its
    characters per second."""

    cues: int
    comfort: int | None
    speed: float


def figures(track: Track, found: Iterable[Finding]) -> Figures:
    """The figures of `track`, of which `found` is what the check said. Comfortable: no remark on its speed."""
    shown = sum(cue.span.duration for cue in track.cues)
    count = sum(characters(cue.plain.strip()) for cue in track.cues)
    speed = round(count * 1000 / shown, 1) if shown else 0.0
    comfort = whole(track, found).comfort if track.cues else None
    return Figures(len(track.cues), comfort, speed)


def whole(track: Track, found: Iterable[Finding]) -> Whole:
    """The track as a whole, for the rules that judge it."""
    return Whole(track, _comfort(len(track.cues), {one.cue for one in found if one.rule in _SPEEDS}))


def _comfort(cues: int, hurried: Collection[int]) -> int:
    return 100 if not cues else 100 * (cues - len(hurried)) // cues


def _judge(whole: Whole, limits: Mapping[str, int]) -> Spotted | None:
    if whole.comfort >= limits["share"]:
        return None
    message = lazy("{share} % des sous-titres se lisent sans effort : il en faut {least} %.")
    fields = {"share": whole.comfort, "least": limits["share"]}
    return Spotted(message, whole.comfort, limits["share"], fields=fields)


RULES: tuple[Rule, ...] = (
    Rule(
        "comfort", "reading", lazy("Huit sous-titres sur dix se lisent sans effort."), "info",
        lazy("Règle de la maison"),
        "00:00:01,000 --> 00:00:03,000 Oui.\n00:00:03,000 --> 00:00:04,500 Nous avons marché toute la nuit.",
        "00:00:01,000 --> 00:00:03,000 Oui.\n00:00:03,000 --> 00:00:05,500 Nous avons marché toute la nuit.",
        limits={"share": 80}, judge=_judge,
    ),
)  # fmt: skip
