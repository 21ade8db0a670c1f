# SPDX-License-Identifier: GPL-3.0-or-later
"""The skeleton that MicroDVD and MPL2 share: one line per cue with its two times in front, `|` between its lines."""

import re
from collections.abc import Callable
from typing import NamedTuple

from media.language import gettext as _
from subtitles.cue import Cue, Track
from subtitles.diagnostic import INFO, WARNING, Diagnostic
from subtitles.formats.base import Parsed, lost, ordered, sequence
from subtitles.formats.markup import TAG
from subtitles.formats.stanza import Line
from subtitles.formats.tags import Tagged
from subtitles.formats.timing import diagnose

LONGEST_NUMBER = 9
"""Digits: a longer frame number or time is no time of any film."""

_BROKEN = re.compile(r"\s*[{\[][^{}\[\]]{0,20}\d[^{}\[\]]{0,20}[}\]]\s*[{\[][^{}\[\]]{0,20}[}\]]")


class Said(NamedTuple):
    """What the text behind two times says, and whether it had codes that our text cannot keep."""

    text: str
    styled: bool


class Dialect(NamedTuple):
    """A format of that kind: its line (two groups of digits, then the text), its clock and its text."""

    line: re.Pattern[str]
    ms: Callable[[int], int]
    said: Callable[[str], Said]


def read_lines(text: str, dialect: Dialect, strict: bool, first: int = 1) -> Parsed:
    """The track in the lines of `text`, the first of which has the number `first`."""
    cues: list[Cue] = []
    lines: list[int] = []
    found: list[Diagnostic] = []
    for number, times, more in _joined(text, dialect, first, found):
        written = "|".join([times[3], *more])
        span, repairs = ordered(dialect.ms(int(times[1])), dialect.ms(int(times[2])))
        if strict and repairs:
            action = _("Temps hors norme : le sous-titre n’est pas gardé.")
            found.append(lost(number, "not-standard", action, [Line(number, written, False)]))
            continue
        found += diagnose(number, repairs)
        said = dialect.said(written)
        if said.styled:
            action = _("Codes de police, de couleur ou de position : laissés dans le fichier d’origine.")
            found.append(Diagnostic(number, "codes-left-out", INFO, action))
        if TAG.search(written):
            action = _("Une balise écrite comme du texte : lue comme une balise.")
            found.append(Diagnostic(number, "escaped-tag", INFO, action))
        cues.append(Cue(len(cues) + 1, span, said.text))
        lines.append(number)
    found += sequence(cues, lines)
    return Parsed(Track(tuple(cues)), sorted(found, key=lambda diagnostic: diagnostic.line))


def styled_lines(text: str, codes: Callable[[str, Tagged], str]) -> str:
    """Text whose lines are parted by `|`; `codes` obeys those of one line and gives the rest of it."""
    tagged = Tagged()
    for place, line in enumerate(text.split("|")):
        rest = codes(line.strip(" \t"), tagged)
        tagged.say("\n" if place else "")
        tagged.say(rest)
    return tagged.text()


def _joined(
    text: str, dialect: Dialect, first: int, found: list[Diagnostic]
) -> list[tuple[int, re.Match[str], list[str]]]:
    """The lines that have times, each with those below it that have none; what cannot be placed is reported."""
    joined: list[tuple[int, re.Match[str], list[str]]] = []
    for number, line in enumerate(text.split("\n"), first):
        if not line.strip(" \t"):
            continue
        times = dialect.line.match(line)
        if times is not None and max(len(times[1]), len(times[2])) <= LONGEST_NUMBER:
            joined.append((number, times, []))
        elif times is not None or not joined or _BROKEN.match(line):
            code = "text-without-time" if times is None and not _BROKEN.match(line) else "unreadable-time"
            action = _("Ligne sans temps lisible : elle n’a pas pu devenir un sous-titre.")
            found.append(lost(number, code, action, [Line(number, line, False)]))
        else:
            joined[-1][2].append(line)
            action = _("Ligne sans temps : rendue au sous-titre qui précède.")
            found.append(Diagnostic(number, "continued-line", WARNING, action))
    return joined
