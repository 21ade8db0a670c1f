# SPDX-License-Identifier: GPL-3.0-or-later
"""Papers to print from the browser: the consent form of an interview, and the page to read aloud."""

from flask import Blueprint, Response, render_template, request

from archive import paper
from archive.catalogue import films, interviews, participants
from archive.paper import form as forms
from archive.paper import summary
from webui.person import here, team

pages = Blueprint("papers", __name__)


@pages.get("/entretiens/<interview>/feuille")
@team
def form(interview: str) -> str:
    """The form, for the person of `?temoin=` or with the code left blank."""
    who = request.args.get("temoin", "")
    with here().reading() as session:
        found = interviews.get(session, interview)
        person = participants.get(session, who) if who else None
        names = [film.name for film in films.listed(session)]
    code, minor = (person.code, person.minor) if person else ("", False)
    body = forms.form(found, code, minor=minor, films=names)
    return render_template("paper.html", title=f"{forms.TITLE} · {found.code}", body=body)


@pages.get("/entretiens/<interview>/a-lire")
@team
def read_aloud(interview: str) -> str:
    """The page to read aloud."""
    with here().reading() as session:
        found = interviews.get(session, interview)
    return render_template(
        "paper.html", title=f"{summary.TITLE} · {found.code}", body=summary.summary(found), large=True
    )


@pages.get("/papier.css")
def look() -> Response:
    """How papers look; the same in a file made by the command line."""
    return Response(paper.CSS.read_text(encoding="utf-8"), mimetype="text/css")
