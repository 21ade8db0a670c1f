# SPDX-License-Identifier: GPL-3.0-or-later
"""One film: its paper edit, its check, its renders."""

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.access import Access
from archive.catalogue import films
from archive.consent import PARTS
from archive.film.aspect import looks_text
from archive.film.check import check_film
from archive.film.cutlist import check_allowed, resolve
from archive.film.outputs import masked_by
from archive.film.render import enqueue_film
from archive.model.film import NO_LOOKS, Audience, Output, SubtitleMode
from archive.naming.guard import refuse_names
from media.language import gettext as _
from media.looks import Hiding
from webui import forms, notices
from webui.exchangeview import exchange_view
from webui.filmview import film_view, sounds
from webui.person import editing, here, team
from webui.security import LARGEST_CUT
from webui.words import MODES

pages = Blueprint("film", __name__)


@pages.get("/films/<film>")
@team
def page(film: str) -> str:
    """The page of a film; `?regard=1` says what is worth a look before it is rendered."""
    view = film_view(here(), film)
    remarks = check_film(here(), film).remarks if request.args.get("regard") else None
    modes = [(mode.value, _(said)) for mode, said in MODES.items()]
    choices: dict[str, object] = {"modes": modes, "outputs": list(Output), "parts": PARTS, "hidings": list(Hiding)}
    choices |= {"no_looks": NO_LOOKS, "looks_text": looks_text}
    choices |= {"remarks": remarks, "sounds": sounds(here())}
    choices |= {"exchange": exchange_view(here(), film), "audiences": list(Audience)}
    choices["largest_cut"] = LARGEST_CUT >> 20
    return render_template("film.html", section="films.page", view=view, **choices)


@pages.post("/films/<film>/rendre")
@editing
def render(film: str) -> Response:
    """Ask the worker for the film. Raises FilmRefused, saying who and why, when a passage may not be used."""
    mode = forms.choice(SubtitleMode, request.form.get("subtitles", ""))
    output = forms.choice(Output, request.form.get("output", Output.HALL_720))
    with here().reading() as session:
        check_allowed(resolve(session, Access.load(session), films.edit_of(session, film), masked_by(output)))
    refuse_names(here(), film)
    with here().writing() as session:
        enqueue_film(session, film, mode, by=here().person.name, output=output)
    notices.say(_("Le rendu est demandé."))
    return notices.done(url_for("film.page", film=film))
