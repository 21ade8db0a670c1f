# SPDX-License-Identifier: GPL-3.0-or-later
"""The register of hand-overs: who received what, and what has to be called back."""

from datetime import date

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.catalogue import films, handovers, renders
from archive.model.withdrawal import Handover
from archive.withdrawal import to_call_back
from media.language import gettext as _
from webui import forms, notices
from webui.person import here, team

pages = Blueprint("handovers", __name__)


@pages.get("/remises")
@team
def page() -> str:
    """The register, and the form that adds to it."""
    with here().reading() as session:
        lines, files, calls = handovers.listed(session), renders.everywhere(session), to_call_back(session)
        titles = {film.id: film.title or film.name for film in films.listed(session)}
    return render_template(
        "handovers.html",
        section="films.page",
        lines=lines,
        files=[one for one in files if one.id not in calls],
        calls=calls,
        titles=titles,
        today=date.today().isoformat(),
    )


@pages.post("/remises")
@team
def add() -> Response:
    """Write down that somebody received a film, an edition or a clip."""
    form = request.form
    asked = Handover(
        "",
        forms.text(form, "what"),
        forms.text(form, "recipient"),
        forms.day(form.get("given_on", "")) or date.today(),
        form.get("render") or None,
        forms.text(form, "note"),
        here().person.name,
    )
    with here().writing() as session:
        kept = handovers.add(session, asked)
    said = _("{what} : remis à {who}.").format(what=kept.what, who=kept.recipient)
    notices.say(said, undo=url_for("handovers.remove", handover=kept.id))
    return notices.done(url_for("handovers.page"))


@pages.post("/remises/<handover>/effacer")
@team
def remove(handover: str) -> Response:
    """Take a line away that was written by mistake."""
    with here().writing() as session:
        gone = handovers.remove(session, handover)
    fields = {
        "what": gone.what,
        "recipient": gone.recipient,
        "given_on": gone.given_on.isoformat(),
        "render": gone.render or "",
        "note": gone.note,
    }
    notices.say(_("Ligne effacée."), undo=url_for("handovers.add"), fields=fields)
    return notices.done(url_for("handovers.page"))
