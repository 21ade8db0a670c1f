# SPDX-License-Identifier: GPL-3.0-or-later
"""The search page: exact quotes and free words; a hit leads to the player, on the word."""

from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlencode

from flask import Blueprint, render_template, url_for

from archive.catalogue import films, searches, tags
from archive.labels import label
from archive.library import Library
from archive.model.film import Audience
from archive.model.footage import TrackStatus
from archive.search import Hit, IndexBusy, Results, search
from archive.search.fields import FRENCH_NAMES
from media.errors import BaroError
from media.language import gettext as _
from media.language import lazy
from webui import question
from webui.frame import addressed
from webui.person import EDITING, here, team
from webui.words import tag_label

pages = Blueprint("search", __name__)
PER_PAGE = 20
MOST = 1000
MOST_VALUES = 48  # of one facet: a thousand hours have a thousand voices
FACETS = (
    ("region", lazy("Région")),
    ("group", lazy("Groupe")),
    ("sex", lazy("Voix de")),
    ("language", lazy("Langue")),
    ("date", lazy("Mois")),
    ("tag", lazy("Mot-clé")),
    ("person", lazy("Témoin")),
    ("status", lazy("État du texte")),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, found or not."""

    text: str
    found: bool


@pages.get("/recherche")
@team
def page() -> str:
    """The question, its answer if there is one, and the way to narrow or widen it."""
    asked, number = question.query(), question.page_number(MOST // PER_PAGE)
    results, refusal = _asked(here(), number) if asked or question.filters() else (None, None)
    last = min(-(-results.total // PER_PAGE), MOST // PER_PAGE) if results else 1
    with here().reading() as session:
        terms = {term.path: tag_label(term) for term in tags.terms(session)}
        kept = () if results else tuple(searches.listed(session))
        all_films = films.listed(session)
    return render_template(
        "search.html",
        section="search.page",
        query=asked,
        results=results,
        refusal=refusal,
        busy=isinstance(refusal, IndexBusy),
        hits=results.hits[(number - 1) * PER_PAGE :] if results else (),
        described=results.described if results and number == 1 else (),
        facets=[(name, _(title)) for name, title in FACETS],
        field_names=FRENCH_NAMES,
        most_values=MOST_VALUES,
        terms=terms,
        searches=kept,
        films=all_films,
        audiences=list(Audience),
        may_edit=here().person.role in EDITING,
        number=number,
        last=max(1, last),
        **shared(),
    )


def shared() -> dict[str, object]:
    """What every page of a question shows around its answer."""
    return {
        "filters": question.filters(),
        "switches": question.switches(),
        "kept": question.kept(),
        "pieces": pieces,
        "link": link,
        "address": question.address,
        "page_address": lambda number: question.address(page=number),
        "exactly": exactly,
        "of_saved": of_saved,
        "value_named": value_named,
        "pick": pick,
    }


def _asked(library: Library, number: int) -> tuple[Results | None, BaroError | None]:
    try:
        return search(library, question.asked(number * PER_PAGE)), None
    except BaroError as error:  # shown beside the question, so that it can be put right
        return None, error


def link(hit: Hit) -> str:
    """The page of the interview with its player on the first word found."""
    if not hit.interview_id:
        return url_for("interview.recording", recording=hit.recording, t=hit.word_ms)
    place = {"r": hit.recording, "t": hit.word_ms, "start": hit.start_ms, "end": hit.end_ms}
    page = url_for("interview.page", interview=hit.interview_id)
    return f"{page}?{urlencode(place)}"


def pick(hit: Hit) -> str:
    """The span of a hit, as the boxes that choose it send it."""
    return f"{hit.recording} {hit.start_ms} {max(hit.end_ms, hit.start_ms + 1)}"


def of_saved(saved: dict[str, str], asked: str) -> str:
    """The address of a kept search."""
    return addressed("search.page", {"q": asked, **saved})


def exactly(asked: str) -> str:
    """The same question with each free word asked in exactly this form; quotes are exact already."""
    words = asked.split()
    closed = '"' in asked or "«" in asked or "(" in asked or ":" in asked
    return asked if closed else " ".join(word if word in _OPERATORS else f"={word.lstrip('=')}" for word in words)


_OPERATORS = frozenset({"ET", "OU", "SAUF", "AND", "OR", "NOT"})


def value_named(name: str, value: str, terms: dict[str, str]) -> str:
    """A value of a facet as people read it."""
    if name == "tag":
        return terms.get(value, value)
    if name == "status" and value in set(TrackStatus):
        return label(value)
    words = value if name in ("region", "person", "date") else label(value)
    return words[:1].upper() + words[1:]


def pieces(hit: Hit) -> list[Piece]:
    """What the cues say, cut at the found words."""
    edges = {0, len(hit.text)} | {edge for mark in hit.marks for edge in mark}
    return [
        Piece(hit.text[start:end], any(first <= start and end <= last for first, last in hit.marks))
        for start, end in pairwise(sorted(edges))
    ]
