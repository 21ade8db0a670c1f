# SPDX-License-Identifier: GPL-3.0-or-later
"""Who received what, and what a withdrawal leaves to be done: films to cut again, copies to call back, a letter."""

from datetime import date

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.catalogue import consents, handovers, renders
from archive.model.people import ConsentStatus
from archive.model.withdrawal import Handover
from archive.paper import notice as letters
from archive.withdrawal import Report
from archive.withdrawal import report as consequences
from media.errors import NotFound
from media.language import gettext as _
from webui import forms, notices
from webui.person import here, team

pages = Blueprint("handovers", __name__)


@pages.get("/remises")
@team
def page() -> str:
    """The register, and the form that adds to it."""
    with here().reading() as session:
        lines, files = handovers.listed(session), renders.everywhere(session)
    today = date.today().isoformat()
    return render_template("handovers.html", section="films.page", lines=lines, files=files, today=today)


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


@pages.get("/autorisations/<consent>/suites")
@team
def report(consent: str) -> str:
    """What the withdrawal of a consent leaves to be done."""
    return render_template("withdrawal.html", section="films.page", report=_report(consent), consent=consent)


@pages.get("/autorisations/<consent>/lettre")
@team
def letter(consent: str) -> str:
    """The letter to whoever received a film with the person in it."""
    found = _report(consent)
    body = letters.notice(found, date.today())
    return render_template("paper.html", title=f"{letters.TITLE} · {found.person.code}", body=body)


def _report(consent: str) -> Report:
    with here().reading() as session:
        found = consents.get(session, consent)
    if found.status is not ConsentStatus.WITHDRAWN:
        raise NotFound(consent)
    return consequences(here(), found)
