# SPDX-License-Identifier: GPL-3.0-or-later
"""The films of the archive, and the form that begins one."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.access import Access
from archive.catalogue import films
from archive.film.cutlist import resolve
from archive.model.film import NOTHING_MASKED, Audience, Film, ItemKind
from archive.withdrawal import recut_places
from media.language import gettext as _
from webui import forms, notices
from webui.filmview import running_time
from webui.person import editing, here, team

pages = Blueprint("films", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """A film in the list: how long, how many passages, and how many of them may not be used."""

    film: Film
    duration: int
    clips: int
    refused: int
    renders: int
    recut: int


@pages.get("/films")
@team
def page() -> str:
    """All films."""
    with here().reading() as session:
        access = Access.load(session)
        lines = []
        for film in films.listed(session):
            edit = films.edit_of(session, film.id)
            cut = resolve(session, access, edit, NOTHING_MASKED)
            clips = sum(1 for item in edit.items if item.kind is ItemKind.CLIP)
            refused = len({refusal.clip for refusal in cut.refusals})
            recut = len(recut_places(cut.refusals))
            lines.append(Line(film, running_time(cut), clips, refused, len(films.renders(session, film.id)), recut))
    return render_template("films.html", section="films.page", lines=lines, audiences=list(Audience))


@pages.post("/films")
@editing
def new() -> Response:
    """Begin a film with an empty paper edit."""
    form = request.form
    audience = forms.choice(Audience, form.get("audience", ""))
    with here().writing() as session:
        film = films.new(session, forms.text(form, "name"), audience, forms.text(form, "title"))
    notices.say(_("Le film « {name} » est commencé.").format(name=film.title or film.name))
    return notices.done(url_for("film.page", film=film.id))
