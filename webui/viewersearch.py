# SPDX-License-Identifier: GPL-3.0-or-later
"""The search of viewers: the words of the clips that they may see, by the same rule, with counts that give nobody away."""

from flask import Blueprint, render_template, request, url_for

from archive.library import Library
from archive.search import Hit, IndexBusy, Request, Results, search
from archive.search.analysis import FRENCH
from media.errors import BaroError
from media.language import gettext as _
from media.language import lazy
from webui.person import here
from webui.search import pieces, value_named
from webui.viewer import USE, Gate, Shown, reel_of

pages = Blueprint("viewersearch", __name__)
MOST = 100
FACETS = (("region", lazy("Région")), ("group", lazy("Groupe")), ("sex", lazy("Voix de")))


@pages.get("/voir/chercher")
def page() -> str:
    """The question, and where it is said in the clips that everybody may see."""
    query = request.args.get("q", "").strip()
    results: Results | None = None
    refusal: BaroError | None = None
    reel = _reel(here())
    if query:
        within = tuple((str(item.clip.recording), item.clip.span) for item in reel)
        asked = Request(query, language=FRENCH, limit=MOST, use=USE, outside=True, within=within, patient=False)
        try:
            results = search(here(), asked)
        except BaroError as error:  # shown beside the question
            refusal = error
    return render_template(
        "viewer_search.html",
        section="",
        query=query,
        results=results,
        refusal=refusal,
        busy=isinstance(refusal, IndexBusy),
        hits=[(hit, _clip_of(reel, hit)) for hit in results.hits] if results else (),
        facets=[(name, _(title)) for name, title in FACETS],
        pieces=pieces,
        value_named=value_named,
        link=_link,
    )


def _reel(library: Library) -> list[Shown]:
    with library.reading() as session:
        return reel_of(session, Gate.load(library, session))


def _clip_of(reel: list[Shown], hit: Hit) -> Shown | None:
    """The shortest clip that holds a hit."""
    found = [
        item
        for item in reel
        if item.clip.recording == hit.recording
        and item.clip.span.start <= hit.start_ms
        and hit.end_ms <= item.clip.span.end
    ]
    return min(found, key=lambda item: item.clip.span.duration, default=None)


def _link(item: Shown, hit: Hit) -> str:
    """The clip on the viewers' page, on the word."""
    place = max(0, hit.word_ms - item.clip.span.start)
    return f"{url_for('viewer.page', c=item.clip.id, t=place)}#extrait-{item.clip.id}"
