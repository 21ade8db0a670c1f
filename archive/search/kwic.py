# SPDX-License-Identifier: GPL-3.0-or-later
"""The concordance as people read it: each place where the words are said, eight words to the left and to the right."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from archive.labels import label
from archive.library import Library
from archive.search.analysis import folded, forms
from archive.search.answer import in_order
from archive.search.request import Hit, Request
from archive.search.view import asking
from archive.tables.sheet import Column, written
from media.language import lazy
from media.timecode import text_of_ms

WORDS = 8
MOST_LINES = 20_000
_SPACED = re.compile(r"[^ ]+")
COLUMNS = (
    Column("left", lazy("Huit mots avant.")),
    Column("found", lazy("Les mots trouvés.")),
    Column("right", lazy("Huit mots après.")),
    Column("interview", lazy("Code de l’entretien.")),
    Column("speaker", lazy("Code du témoin, jamais son nom.")),
    Column("group", lazy("Groupe.")),
    Column("sex", lazy("Sexe.")),
    Column("region", lazy("Région.")),
    Column("language", lazy("Langue de la piste.")),
    Column("recording", lazy("Nom du rush.")),
    Column("word", lazy("Moment du premier mot.")),
    Column("start", lazy("Début du premier sous-titre touché.")),
    Column("end", lazy("Fin du dernier.")),
    Column("french", lazy("Ce que disent les sous-titres français au même moment, pour une autre langue.")),
)


class Order(StrEnum):
    """How the lines of a concordance are sorted."""

    PLACE = "place"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `hit` says where it is."""

    left: str
    found: str
    right: str
    hit: Hit


@dataclass(frozen=True, slots=True)
class Concordance:
    """The first lines of all; `total` counts all of them."""

    query: str
    total: int
    lines: tuple[Line, ...]
    order: Order


def concordance(library: Library, request: Request, order: Order = Order.PLACE) -> Concordance:
    """Every place where the words of the question are said, sorted, then cut to `request.limit` lines.

    Sorting looks at 20,000 lines at most. Raises as `archive.search.search` does.
    """
    most = request.limit if order is Order.PLACE else MOST_LINES
    with asking(library, replace(request, limit=min(most, MOST_LINES))) as search:
        places = search.places
        writer = search.writer_of_places()
        found = [line_of(writer.hit(item)) for item in in_order(search, places)]
        total = sum(len(batch.first) for batch in places)
    if order is not Order.PLACE:
        found.sort(key=_before if order is Order.LEFT else _after)
    return Concordance(request.query, total, tuple(found[: max(0, request.limit)]), order)


def line_of(hit: Hit) -> Line:
    """The found words of a hit with what is said around them."""
    start = hit.marks[0][0] if hit.marks else 0
    end = hit.marks[-1][1] if hit.marks else len(hit.text)
    before, after = f"{hit.before} {hit.text[:start]}".strip(), f"{hit.text[end:]} {hit.after}".strip()
    words, more = _words(before), _words(after)
    left = before[words[-WORDS].start() :] if len(words) > WORDS else before
    right = after[: more[WORDS - 1].end()] if len(more) > WORDS else after
    return Line(left, hit.text[start:end], right, hit)


def _words(text: str) -> list[re.Match[str]]:
    """The words as people count them: what stands between spaces and has a letter or a digit."""
    return [match for match in _SPACED.finditer(text) if any(letter.isalnum() for letter in match[0])]


def as_csv(lines: Iterable[Line], *, excel: bool = False) -> bytes:
    """The lines as CSV, one a line; see `archive.tables.sheet.written`."""
    return written(COLUMNS, (_cells(line) for line in lines), excel=excel)


def _cells(line: Line) -> Sequence[str]:
    hit = line.hit
    times = (text_of_ms(hit.word_ms), text_of_ms(hit.start_ms), text_of_ms(hit.end_ms))
    who = (hit.interview, hit.speaker, label(hit.group), label(hit.sex), hit.region, hit.language)
    return (line.left, line.found, line.right, *who, hit.recording_name, *times, hit.french)


def _after(line: Line) -> tuple[list[str], list[str]]:
    """Sorted by the words that follow, the nearest first; what is equal by the words themselves."""
    return _plain(line.right, line.hit.language), _plain(line.found, line.hit.language)


def _before(line: Line) -> tuple[list[str], list[str]]:
    """Sorted by the words that come before, the nearest first."""
    return _plain(line.left, line.hit.language)[::-1], _plain(line.found, line.hit.language)


def _plain(text: str, language: str) -> list[str]:
    return [folded(form) for form in forms(text, language)]
