# SPDX-License-Identifier: GPL-3.0-or-later
"""The hits of a question played one after another: each from one second before its first word's cue to its end."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from archive.access import Access
from archive.catalogue import films, recordings
from archive.library import Library
from archive.model.film import Audience
from archive.search import Hit, IndexBusy, search
from media.errors import BaroError, NotFound
from webui import question
from webui.gate import PROXY, current, playback
from webui.person import EDITING, here, team
from webui.search import shared

pages = Blueprint("listen", __name__)
MOST = 200
BEFORE = 1000


@dataclass(frozen=True, slots=True)
class Heard:
    """A hit with what is played of it: from `start` to `end` in milliseconds; `playable` when the copy is there."""

    hit: Hit
    start: int
    end: int
    playable: bool


@pages.get("/recherche/ecouter")
@team
def page() -> str:
    """The hits in order, and a player on the one that `?n=` names, from 0."""
    asked = question.query() or question.filters()
    heard: list[Heard] = []
    total, refusal = 0, None
    if asked:
        try:
            results = search(here(), question.asked(MOST))
            heard, total = _heard(here(), (*results.hits, *results.described)[:MOST]), results.total
        except BaroError as error:
            refusal = error
    at = _at(heard)
    with here().reading() as session:
        all_films = films.listed(session)
    return render_template(
        "listen.html",
        section="search.page",
        query=question.query(),
        heard=heard,
        total=total,
        at=at,
        now=heard[at] if heard else None,
        refusal=refusal,
        busy=isinstance(refusal, IndexBusy),
        films=all_films,
        audiences=list(Audience),
        may_edit=here().person.role in EDITING,
        **shared(),
    )


def _at(heard: list[Heard]) -> int:
    """Which hit is meant: the one asked for, else the first that can be played."""
    wanted = request.args.get("n", -1, type=int)
    if 0 <= wanted < len(heard):
        return wanted
    return next((number for number, one in enumerate(heard) if one.playable), 0)


def _heard(library: Library, hits: tuple[Hit, ...]) -> list[Heard]:
    open_now: dict[str, bool] = {}
    with library.reading() as session:
        access = Access.load(session)
        for name in dict.fromkeys(hit.recording for hit in hits):
            try:
                recording = recordings.get(session, name)
            except NotFound:
                continue
            open_now[name] = playback(access, recording).allowed and current(library, session, recording, PROXY)
    return [
        Heard(hit, max(0, hit.start_ms - BEFORE), max(hit.end_ms, hit.start_ms + 1), open_now.get(hit.recording, False))
        for hit in hits
    ]
