# SPDX-License-Identifier: GPL-3.0-or-later
"""What every format offers. To add one:

1. Write `subtitles/formats/<name>.py` with `looks_like(text)`, `read(text, strict)` and `write(track, strict)`,
   or only those that the format can do.
2. Put a line into `FORMATS` of `subtitles/formats/__init__.py`; the order there is the order of recognition.
3. Add its round trip to `tests/subtitles/test_round_trip.py` and its defects to a test module of its name.
"""

from collections.abc import Iterable
from typing import NamedTuple

from media.errors import Refused
from media.language import gettext as _
from media.span import Span
from subtitles.cue import Cue, Track
from subtitles.diagnostic import ERROR, INFO, WARNING, Diagnostic
from subtitles.formats.markup import tidy
from subtitles.formats.stanza import Line, words


class Unwritable(Refused):
    """A cue that the format or the encoding cannot carry; nothing was written."""

    def __init__(self, message: str, hint: str = "", cue: int = 0) -> None:
        super().__init__(message, hint)
        self.cue = cue


class Parsed(NamedTuple):
    """A file read: its track, and what was repaired or could not be kept."""

    track: Track
    diagnostics: list[Diagnostic]


class Composed(NamedTuple):
    """A track written, and what was substituted or left out; `line` of a diagnostic is the number of the cue.

    `text` is the bytes themselves for a binary format.
    """

    text: str | bytes
    diagnostics: list[Diagnostic]


def lost(line: int, code: str, action: str, said: list[Line]) -> Diagnostic:
    """A cue that could not be kept, with its words so that nobody is silenced."""
    shown = _("{action} Ses mots : « {words} ».").format(action=action, words=words(said)) if said else action
    return Diagnostic(line, code, ERROR, shown)


def sequence(cues: Iterable[Cue], lines: Iterable[int]) -> list[Diagnostic]:
    """What is noticed between neighbours and left as it is: overlaps and cues without words."""
    found, latest = [], 0
    for cue, line in zip(cues, lines, strict=True):
        span, text = cue.span, cue.text
        if span.start < latest:
            action = _("Ce sous-titre commence avant la fin d’un précédent : gardé tel quel.")
            found.append(Diagnostic(line, "overlap", INFO, action))
        if not (cue.plain if "<" in text else text).strip():
            found.append(Diagnostic(line, "empty-cue", WARNING, _("Sous-titre sans texte : gardé tel quel.")))
        if span.end > latest:
            latest = span.end
    return found


def ordered(start: int, end: int) -> tuple[Span, tuple[str, ...]]:
    """A span of two times in milliseconds that may be below zero or the wrong way round, and the repairs by code."""
    repairs = []
    if start < 0 or end < 0:
        start, end = max(start, 0), max(end, 0)
        repairs.append("negative-time")
    if start > end:
        start, end = end, start
        repairs.append("inverted-times")
    return Span(start, end), tuple(repairs)


def carried(text: str, number: int, strict: bool, arrow: str | None = None) -> tuple[str, list[Diagnostic]]:
    """`text` in the normal form: no blank line, no space or break at its edges, no control of the file itself.

    `arrow` replaces `-->` where the format cannot carry it. Each substitution is a diagnostic; with `strict` the
    first one raises Unwritable.
    """
    changed = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    steps = [(changed, _("saut de ligne hors norme écrit comme un saut ordinaire"))]
    steps.append((changed := changed.replace("\0", "").replace("\ufeff", ""), _("caractère invisible retiré")))
    steps.append((changed := tidy(changed), _("lignes vides et espaces du bord retirées")))
    if arrow is not None:
        steps.append((changed := changed.replace("-->", arrow), _("« --> » écrit « {arrow} »").format(arrow=arrow)))
    diagnostics, before = [], text
    for after, what in steps:
        if after != before:
            diagnostics.append(substituted(number, what, strict))
        before = after
    return changed, diagnostics


def substituted(number: int, what: str, strict: bool) -> Diagnostic:
    """A stated substitution in cue `number`. Raises Unwritable when `strict` forbids it."""
    if strict:
        raise Unwritable(
            _("Sous-titre {number} : le format ne peut pas porter ce texte tel quel ({what}).").format(
                number=number, what=what
            ),
            _("Corriger ce sous-titre, ou exporter sans --strict."),
            number,
        )
    return Diagnostic(number, "substituted", WARNING, _("Sous-titre {n} : {what}.").format(n=number, what=what))


def left_out(count: int, code: str, sentence: str) -> list[Diagnostic]:
    """One line for something that `count` cues have and the format cannot say; empty when there is none."""
    return [Diagnostic(0, code, INFO, sentence.format(count=count))] if count else []
