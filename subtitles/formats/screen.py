# SPDX-License-Identifier: GPL-3.0-or-later
"""ttconv's model of a screen, paragraph by paragraph, as texts with times."""

import logging
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from media.errors import Refused
from media.language import gettext as _
from subtitles.cue import Cue, Track
from subtitles.diagnostic import WARNING, Diagnostic
from subtitles.formats.base import Parsed, lost, ordered, sequence
from subtitles.formats.markup import TAG, tidy
from subtitles.formats.stanza import Line
from subtitles.formats.tags import Tagged
from subtitles.formats.timing import diagnose

logging.getLogger("ttconv").addHandler(logging.NullHandler())  # what it says there, our diagnostics say for users

LARGEST = 100_000
"""Paragraphs: more are no subtitles of a film, and ttconv would take minutes over them."""
LINGERS = 4_000
"""Milliseconds that a text stays when nobody says until when and no other follows."""
_PLAIN = {"i": False, "b": False, "u": False}
_BLANKS = re.compile(r"[ \t\r\n]+")


class Paragraph(NamedTuple):
    """A text that stands on the screen from `start` to `end` (milliseconds; None: nobody said). `name` is its xml:lang."""

    name: str
    start: int | None
    end: int | None
    text: str
    whole: bool


def paragraphs(document: Any) -> Iterator[Paragraph]:
    """Every text of a ttconv document in its order; `whole` is false where a paragraph shows its parts in turn."""
    from ttconv.model import P

    body = document.get_body()
    waiting: list[tuple[Any, _Place]] = [(body, _Place(None, None, {}))] if body is not None else []
    while waiting:
        element, above = waiting.pop()
        place = above.inside(element)
        if isinstance(element, P):
            yield from _paragraph(element, place)
        else:
            waiting += [(child, place) for child in reversed(list(element))]


def placed(found: list[tuple[int, Paragraph]], language: str, strict: bool) -> Parsed:
    """The track of paragraphs with their lines in the file; one that nobody times is reported, not kept."""
    cues: list[Cue] = []
    lines: list[int] = []
    told: list[Diagnostic] = []
    for place, (line, one) in enumerate(found):
        if one.start is None and one.end is None:
            action = _("Texte sans temps : il n’a pas pu devenir un sous-titre.")
            told.append(lost(line, "time-missing", action, [Line(line, one.text, False)]))
            continue
        start, end = one.start or 0, one.end
        if end is None:
            following = found[place + 1][1].start if place + 1 < len(found) else None
            end = following if following is not None and following > start else start + LINGERS
            action = _("Fin absente : le sous-titre reste jusqu’au suivant, ou {seconds} secondes.")
            told.append(Diagnostic(line, "end-missing", WARNING, action.format(seconds=LINGERS // 1000)))
        span, repairs = ordered(start, end)
        if strict and repairs:
            action = _("Temps hors norme : le sous-titre n’est pas gardé.")
            told.append(lost(line, "not-standard", action, [Line(line, one.text, False)]))
            continue
        told += diagnose(line, repairs)
        cues.append(Cue(len(cues) + 1, span, one.text))
        lines.append(line)
    told += sequence(cues, lines)
    return Parsed(Track(tuple(cues), language), sorted(told, key=lambda one: one.line))


def refuse_too_many(count: int) -> None:
    """Raises Refused when a file has more paragraphs than ttconv can read in reasonable time."""
    if count > LARGEST:
        raise Refused(
            _("Ce fichier a {count} sous-titres : trop pour un film.").format(count=count),
            _("Au plus {limit} dans ce format. Le découper, ou l’exporter en SRT ou en WebVTT.").format(limit=LARGEST),
        )


class _Place(NamedTuple):
    """What an element has from those around it: its times in seconds from the start of the film, and its styles."""

    begin: Fraction | None
    end: Fraction | None
    styles: dict[str, bool]

    def inside(self, element: Any) -> "_Place":
        begin, end = element.get_begin(), element.get_end()
        zero = self.begin or Fraction(0)
        own = self.begin if begin is None else zero + begin
        until = self.end if end is None else zero + end
        if until is not None and self.end is not None:
            until = min(until, self.end)
        return _Place(own, until, {**self.styles, **_styles(element)})


def _paragraph(element: Any, place: _Place) -> Iterator[Paragraph]:
    name = element.get_lang()
    parts = list(_parts(element, place)) if element.get_begin() is None else []
    if parts:
        for part, inner in parts:
            yield Paragraph(name, _ms(inner.begin), _ms(inner.end), _text(part, inner.styles), False)
    else:
        yield Paragraph(name, _ms(place.begin), _ms(place.end), _text(element, place.styles), True)


def _parts(element: Any, place: _Place) -> Iterator[tuple[Any, _Place]]:
    """The children of a paragraph without a start of its own, when some of them have times."""
    children = [(child, place.inside(child)) for child in element if _spoken(child)]
    if any(child.get_begin() is not None or child.get_end() is not None for child, _inner in children):
        yield from ((child, inner) for child, inner in children if _text(child, inner.styles))


def _spoken(element: Any) -> bool:
    from ttconv.model import Br

    return not isinstance(element, Br)


def _ms(seconds: Fraction | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)


def _text(element: Any, styles: dict[str, bool]) -> str:
    tagged = Tagged()
    _gather(element, styles, tagged)
    text = tidy("\n".join(line.strip(" \t") for line in tagged.text().split("\n")))
    return text if TAG.sub("", text).strip(" \t\n") else ""


def _gather(element: Any, styles: dict[str, bool], tagged: Tagged) -> None:
    from ttconv.model import Br, Text, WhiteSpaceHandling

    for child in element:
        if isinstance(child, Br):
            tagged.say("\n")
        elif isinstance(child, Text):
            tagged.set_all({**_PLAIN, **styles})
            said = child.get_text()
            kept = element.get_space() is WhiteSpaceHandling.PRESERVE
            tagged.say(said if kept else _BLANKS.sub(" ", said))
        else:
            _gather(child, {**styles, **_styles(child)}, tagged)


def _styles(element: Any) -> dict[str, bool]:
    from ttconv.style_properties import FontStyleType, FontWeightType, StyleProperties

    if not element.is_style_applicable(StyleProperties.FontStyle) and not any(True for _style in element.iter_styles()):
        return {}
    slant = element.get_style(StyleProperties.FontStyle)
    weight = element.get_style(StyleProperties.FontWeight)
    line = element.get_style(StyleProperties.TextDecoration)
    found = {
        "i": None if slant is None else slant is not FontStyleType.normal,
        "b": None if weight is None else weight is FontWeightType.bold,
        "u": None if line is None or line.underline is None else bool(line.underline),
    }
    return {tag: on for tag, on in found.items() if on is not None}
