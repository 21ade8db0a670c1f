# SPDX-License-Identifier: GPL-3.0-or-later
"""SBV, the format of video platforms: `h:mm:ss.mmm,h:mm:ss.mmm`, then the text. Read only."""

from collections.abc import Iterator

from media.language import gettext as _
from media.span import Span
from subtitles.cue import Cue, Track
from subtitles.diagnostic import WARNING, Diagnostic
from subtitles.formats.base import Parsed, lost, sequence
from subtitles.formats.markup import tidy
from subtitles.formats.stanza import Line, Stanza, stanzas
from subtitles.formats.timing import SRT, Broken, Timing, arrow_timing, comma_timing, diagnose

NAME = "sbv"


def looks_like(text: str) -> bool:
    """True when there are times with the comma of SBV and none with an arrow: a mixture is read as SubRip."""
    if any(isinstance(arrow_timing(line, SRT), Timing) for line in _lines_with("-->", text)):
        return False
    return any(isinstance(comma_timing(line), Timing) for line in text.split("\n"))


def _lines_with(sign: str, text: str) -> Iterator[str]:
    """The lines of `text` that hold `sign`, one after another as they are asked for."""
    at = text.find(sign)
    while at >= 0:
        end = text.find("\n", at)
        end = end if end >= 0 else len(text)
        yield text[text.rfind("\n", 0, at) + 1 : end]
        at = text.find(sign, end)


def read(text: str, strict: bool = False) -> Parsed:
    """The track in `text`. With `strict`, cues whose timing had to be repaired are reported, not kept."""
    cues: list[Cue] = []
    lines: list[int] = []
    found: list[Diagnostic] = []
    for stanza in stanzas(text, lambda line, _placed: comma_timing(line)):
        timing = stanza.timing
        if isinstance(timing, Timing) and not (strict and timing.repairs):
            found += diagnose(stanza.line, timing.repairs)
            said = "\n".join(line.text.replace("[br]", "\n") for line in _text(stanza, found))
            cues.append(Cue(len(cues) + 1, Span(timing.start, timing.end), tidy(said)))
            lines.append(stanza.line)
        elif timing is not None or stanza.body:
            found.append(_lost(stanza))
    found += sequence(cues, lines)
    return Parsed(Track(tuple(cues)), sorted(found, key=lambda diagnostic: diagnostic.line))


def _text(stanza: Stanza, found: list[Diagnostic]) -> list[Line]:
    kept, *later = stanza.parts()
    for part in later:
        action = _("Ligne vide à l’intérieur du sous-titre : retirée, le texte qui suit est gardé.")
        found.append(Diagnostic(part[0].number, "blank-line", WARNING, action))
        kept += part
    return kept


def _lost(stanza: Stanza) -> Diagnostic:
    if isinstance(stanza.timing, Broken):
        action = _("Temps illisible : ce sous-titre n’a pas pu être placé.")
        said = [Line(stanza.line, stanza.timing.words, False), *stanza.body]
        return lost(stanza.line, "unreadable-time", action, said)
    if stanza.timing is None:
        action = _("Texte sans temps en tête de fichier : il n’a pas pu devenir un sous-titre.")
        return lost(stanza.body[0].number, "text-without-time", action, stanza.body)
    return lost(stanza.line, "not-standard", _("Temps hors norme : le sous-titre n’est pas gardé."), stanza.body)
