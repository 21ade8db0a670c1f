# SPDX-License-Identifier: GPL-3.0-or-later
"""The people of the archive by code, never by name: listed, added, described, put into an interview."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.access import Access
from archive.catalogue import interviews, participants
from archive.model.footage import Interview, InterviewId
from archive.model.people import Group, Participant, ParticipantId, Sex
from media.language import gettext as _
from webui import forms, notices
from webui.person import here, team

pages = Blueprint("participants", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """A participant with their interviews, each with the state of the consent today, and on how many spans they are marked."""

    person: Participant
    interviews: tuple[tuple[Interview, str], ...]
    marks: int


@pages.get("/temoins")
@team
def page() -> str:
    """Everybody, by code; `?q=` keeps those whose code, group or interview has these letters."""
    asked = request.args.get("q", "").strip()
    lines = [line for line in _lines() if asked.casefold() in _words(line)]
    return render_template("participants.html", section="participants.page", lines=lines, asked=asked, **_choices())


@pages.get("/temoins/<participant>")
@team
def one(participant: str) -> str:
    """One person: what is written about them, and where they stand."""
    with here().reading() as session:
        found = participants.get(session, participant)
    line = next(line for line in _lines() if line.person.id == found.id)
    return render_template("participant.html", section="participants.page", line=line, **_choices())


@pages.post("/temoins")
@team
def add() -> Response:
    """Add a person under a code, taking part in an interview if one is named."""
    person = _described(ParticipantId(""))
    with here().writing() as session:
        kept = participants.add(session, person)
        if interview := request.form.get("interview", ""):
            participants.join(session, interview, kept.id)
    notices.say(_("{code} est inscrit.").format(code=kept.code))
    return notices.done(url_for("participants.one", participant=kept.id))


@pages.post("/temoins/<participant>")
@team
def edit(participant: str) -> Response:
    """Change what is written about a person."""
    with here().writing() as session:
        before = participants.get(session, participant)
        participants.update(session, _described(before.id))
    fields = {
        "code": before.code,
        "sex": before.sex.value,
        "group": before.group.value,
        "age_band": before.age_band,
        "region": before.region,
        "minor": "yes" if before.minor else "no",
    }
    notices.say(_("Fiche changée."), undo=url_for("participants.edit", participant=participant), fields=fields)
    return notices.done(url_for("participants.one", participant=participant))


@pages.post("/temoins/<participant>/entretiens")
@team
def join(participant: str) -> Response:
    """Say that a person took part in an interview; until they allow something, it closes."""
    with here().writing() as session:
        found = interviews.get(session, request.form.get("interview", ""))
        participants.join(session, found.id, participants.get(session, participant).id)
    notices.say(_("Inscrit à {code}. Sans autorisation de sa part, l’entretien est fermé.").format(code=found.code))
    return notices.done(url_for("participants.one", participant=participant))


def _lines() -> list[Line]:
    with here().reading() as session:
        access = Access.load(session)
        known = {interview.id: interview for interview in interviews.listed(session)}
    part: dict[ParticipantId, list[InterviewId]] = {}
    for interview, people in access.taking_part.items():
        for one_of_them in people:
            part.setdefault(one_of_them, []).append(interview)
    marks = [mark.participant for found in access.marked.values() for mark in found]
    lines = []
    for person in access.people.values():
        joined = sorted((known[interview] for interview in part.get(person.id, ())), key=lambda one: one.code)
        states = tuple((interview, _state(access, person.id, interview.id)) for interview in joined)
        lines.append(Line(person, states, marks.count(person.id)))
    return lines


def _state(access: Access, person: ParticipantId, interview: InterviewId) -> str:
    consent = access.consents.get((person, interview))
    return consent.state_on(date.today()) if consent else "none"


def _words(line: Line) -> str:
    codes = " ".join(interview.code for interview, _state in line.interviews)
    return f"{line.person.code} {line.person.group} {line.person.region} {codes}".casefold()


def _described(participant: ParticipantId) -> Participant:
    form = request.form
    return Participant(
        participant,
        forms.text(form, "code"),
        forms.choice(Sex, form.get("sex", Sex.UNKNOWN)),
        forms.choice(Group, form.get("group", Group.OTHER)),
        forms.text(form, "age_band"),
        form.get("minor") == "yes",
        forms.text(form, "region"),
    )


def _choices() -> dict[str, object]:
    with here().reading() as session:
        known = interviews.listed(session)
    return {"sexes": list(Sex), "groups": list(Group), "known": known}
