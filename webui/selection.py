# SPDX-License-Identifier: GPL-3.0-or-later
"""Chosen hits sent to a paper edit, in the order in which they were chosen from, as clips of a film or of a new one."""

import re

from flask import Blueprint, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from archive.access import Access
from archive.catalogue import filmlife, films
from archive.library import Session
from archive.model.film import Audience, Film
from archive.search.fields import plain
from media.errors import NotFound, Refused, WrongUse
from media.language import gettext as _
from media.language import ngettext
from media.span import Span
from webui import forms, notices
from webui.person import editing, here

pages = Blueprint("selection", __name__)
NEW = "new"
MOST = 200
_PICK = re.compile(r"([0-9a-f]{32}) (\d{1,11}) (\d{1,11})")


@pages.post("/recherche/montage")
@editing
def send() -> Response:
    """Put the chosen passages at the end of a film, all of them or none."""
    picked = [_picked(words) for words in dict.fromkeys(request.form.getlist("pick"))]
    if not picked:
        raise WrongUse(_("Aucun passage n’est choisi."), _("Cocher des passages, ou touche X sur chacun."))
    if len(picked) > MOST:
        raise WrongUse(_("Trop de passages à la fois."), _("Deux cents au plus."))
    with here().writing() as session:
        access = Access.load(session)
        film, new = _film(session)
        made = []
        for recording, span in picked:
            if not access.decide("draft", recording, span).allowed:  # type: ignore[arg-type]
                raise Refused(
                    _("Un des passages choisis ne peut plus être montré ; rien n’a été envoyé."),
                    _("Refaire la recherche : il n’y sera plus."),
                )
            made.append(films.add_clip(session, film.id, recording, span).id)
    notices.say(
        ngettext(
            "{count} passage envoyé au film {name}.", "{count} passages envoyés au film {name}.", len(made)
        ).format(count=len(made), name=film.title or film.name),
        undo=url_for("selection.take_back", film=film.id),
        fields={"items": " ".join(made), "new": "1" if new else ""},
    )
    return notices.done(url_for("film.page", film=film.id))


@pages.post("/films/<film>/reprendre")
@editing
def take_back(film: str) -> Response:
    """Take the lines out again that a selection made, and the film too when it was begun for them and is empty."""
    with here().writing() as session:
        for item in request.form.get("items", "").split()[:MOST]:
            films.remove(session, film, item)
        gone = request.form.get("new") == "1" and not films.edit_of(session, film).items
        if gone:
            filmlife.remove(session, film)
    notices.say(_("Les passages envoyés sont repris."))
    if not gone:
        return notices.done(url_for("film.page", film=film))
    films_page = url_for("films.page")  # the page of the film is no more: the notice waits for the next one
    return jsonify(notices="", next=films_page) if notices.wants_json() else redirect(films_page, 303)


def _film(session: Session) -> tuple[Film, bool]:
    """The film that was chosen, or a new one."""
    form = request.form
    if form.get("film", NEW) != NEW:
        return films.get(session, form["film"]), False
    title = forms.text(form, "title")
    if not title:
        raise WrongUse(_("Il manque le titre du nouveau film."), _("L’écrire, ou choisir un film."))
    name = re.sub(r"[^a-z0-9]+", "-", plain(title)).strip("-")[:60]
    return films.new(session, name, forms.choice(Audience, form.get("audience", "")), title), True


def _picked(words: str) -> tuple[str, Span]:
    found = _PICK.fullmatch(words)
    if found is None:
        raise NotFound(words)
    return found[1], Span(int(found[2]), int(found[3]))
