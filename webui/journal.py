# SPDX-License-Identifier: GPL-3.0-or-later
"""The journal, for the administration and the protection officer: by person, by kind of deed, by recording or film."""

from flask import Blueprint, render_template, request

from archive.catalogue import audit
from archive.model.audit import Act
from archive.person import KEEPING
from archive.subjects import everything_about
from webui.frame import addressed
from webui.person import here, only

pages = Blueprint("journal", __name__)
PER_PAGE = 100


@pages.get("/journal")
@only(KEEPING)
def page() -> str:
    """The newest lines, those after `before`, narrowed as asked; and whether the journal holds."""
    asked = {name: request.args.get(name, "") for name in ("person", "act", "subject")}
    act = Act(asked["act"]) if asked["act"] in set(Act) else None
    with here().reading() as session:
        about = everything_about(session, asked["subject"]) if asked["subject"] else None
        deeds = audit.listed(
            session,
            person=asked["person"],
            act=act,
            subjects=about,
            before=request.args.get("before", type=int),
            limit=PER_PAGE + 1,
        )
        people = audit.people(session)
        verified = "verify" in request.args
        found = audit.breach(session) if verified else None
    return render_template(
        "journal.html",
        section="",
        deeds=deeds[:PER_PAGE],
        older=addressed("journal.page", {**asked, "before": deeds[PER_PAGE - 1].id}) if len(deeds) > PER_PAGE else "",
        people=people,
        acts=list(Act),
        asked=asked,
        verified=verified,
        breach=found,
    )
