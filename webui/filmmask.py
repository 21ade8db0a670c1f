# SPDX-License-Identifier: GPL-3.0-or-later
"""Masked clips: their result rendered, watched by the team, confirmed by two people or doubted by one."""

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from archive.access import Access
from archive.film import masks
from archive.film.cutlist import refused
from archive.library import Session
from archive.model.film import CutClip
from media.errors import NotFound
from media.language import gettext as _
from media.language import ngettext
from webui import notices
from webui.person import editing, here, team
from webui.ranges import bytes_of
from webui.still import Still

pages = Blueprint("filmmask", __name__)


@pages.post("/films/<film>/lignes/<item>/masque")
@editing
def render(film: str, item: str) -> Response:
    """Ask the worker for the result of a masked clip."""
    masks.enqueue(here(), film, item)
    notices.say(_("Le résultat du masque est demandé ; il paraît ici dès qu’il est prêt."))
    return notices.done(url_for("film.page", film=film))


@pages.get("/films/<film>/lignes/<item>/masque.mp4")
@team
def watch(film: str, item: str) -> Response:
    """The result of a masked clip, for those who look at it."""
    library = here()

    def ask(session: Session) -> CutClip:
        cut = masks.clip_of(session, film, item)
        if refused(Access.load(session), cut, "draft", None):
            raise NotFound(item)
        return cut

    still = Still(library, ask)
    try:
        return bytes_of(masks.proof_of(library, still.found), request, "video/mp4", still=still)
    except FileNotFoundError:
        abort(404)


@pages.post("/films/<film>/lignes/<item>/masque/confirmer")
@team
def confirm(film: str, item: str) -> Response:
    """I looked at all of it: it gives nobody away."""
    by = masks.confirm(here(), film, item)
    said = ngettext("{count} personne l’a confirmé.", "{count} personnes l’ont confirmé.", len(by))
    notices.say(said.format(count=len(by)), undo=url_for("filmmask.doubt", film=film, item=item))
    return notices.done(url_for("film.page", film=film))


@pages.post("/films/<film>/lignes/<item>/masque/douter")
@team
def doubt(film: str, item: str) -> Response:
    """Somebody can be recognised all the same."""
    masks.doubt(here(), film, item)
    notices.say(_("Le masque ne compte plus : à regarder de nouveau par deux personnes."))
    return notices.done(url_for("film.page", film=film))
