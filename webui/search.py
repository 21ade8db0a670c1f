# SPDX-License-Identifier: GPL-3.0-or-later
"""The search page: exact quotes and free words; a hit leads to the player, on the word."""

from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for

from archive.library import Library
from archive.search import Hit, Request, Results, search
from media.errors import BaroError
from webui.frame import addressed
from webui.person import here, team

pages = Blueprint("search", __name__)
PER_PAGE = 20
MOST = 1000
FILTERS = ("region", "group", "sex", "language")
SWITCHES = ("broad", "fuzzy")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, found or not."""

    text: str
    found: bool


@pages.get("/recherche")
@team
def page() -> str:
    """The question, its answer if there is one, and the way to narrow or widen it."""
    query = request.args.get("q", "").strip()
    number = min(max(1, request.args.get("page", 1, type=int)), MOST // PER_PAGE)
    results, refusal = _asked(here(), query, number) if query else (None, None)
    last = min(-(-results.total // PER_PAGE), MOST // PER_PAGE) if results else 1
    return render_template(
        "search.html",
        section="search.page",
        query=query,
        results=results,
        refusal=refusal,
        hits=results.hits[(number - 1) * PER_PAGE :] if results else (),
        filters={name: request.args[name] for name in FILTERS if request.args.get(name)},
        switches={name: request.args.get(name) == "1" for name in SWITCHES},
        pieces=pieces,
        link=link,
        address=address,
        page_address=lambda number: address(page=number),
        exactly=exactly,
        number=number,
        last=max(1, last),
    )


def _asked(library: Library, query: str, number: int) -> tuple[Results | None, BaroError | None]:
    question = Request(
        query,
        region=request.args.get("region") or None,
        group=request.args.get("group") or None,
        sex=request.args.get("sex") or None,
        language=request.args.get("language") or None,
        broad=request.args.get("broad") == "1",
        fuzzy=request.args.get("fuzzy") == "1",
        limit=number * PER_PAGE,
    )
    try:
        return search(library, question), None
    except BaroError as error:  # shown beside the question, so that it can be put right
        return None, error


def link(hit: Hit) -> str:
    """The page of the interview with its player on the first word found."""
    if not hit.interview_id:
        return url_for("interview.recording", recording=hit.recording, t=hit.word_ms)
    place = {"r": hit.recording, "t": hit.word_ms, "start": hit.start_ms, "end": hit.end_ms}
    page = url_for("interview.page", interview=hit.interview_id)
    return f"{page}?{urlencode(place)}"


def address(**changed: object) -> str:
    """This page with some answers changed (None takes one off), from its first page on."""
    names = ("q", *FILTERS, *SWITCHES, "page")
    kept: dict[str, object] = {name: request.args[name] for name in names if request.args.get(name)}
    if "page" not in changed:
        kept.pop("page", None)
    return addressed("search.page", {**kept, **changed})


def exactly(query: str) -> str:
    """The same question with each free word asked in exactly this form; quotes are exact already."""
    words = query.split()
    return query if '"' in query or "«" in query else " ".join(f"={word.lstrip('=')}" for word in words)


def pieces(hit: Hit) -> list[Piece]:
    """What the cues say, cut at the found words."""
    edges = {0, len(hit.text)} | {edge for mark in hit.marks for edge in mark}
    return [
        Piece(hit.text[start:end], any(first <= start and end <= last for first, last in hit.marks))
        for start, end in pairwise(sorted(edges))
    ]
