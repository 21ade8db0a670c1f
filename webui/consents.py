# SPDX-License-Identifier: GPL-3.0-or-later
"""The consents of one interview: who may see it today and why, each record in a sentence, and the form to enter them."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, jsonify, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from archive import entry, outlook
from archive.access import Access
from archive.catalogue import consents, films, interviews, participants, recordings
from archive.consent import AUDIENCES, PARTS
from archive.model.film import Film
from archive.model.footage import Interview
from archive.model.people import METHODS, Consent, ConsentStatus, ConsentStep, Participant
from media.errors import BaroError
from media.language import gettext as _
from media.language import ngettext
from webui import notices
from webui.consentform import records
from webui.person import here, team

pages = Blueprint("consents", __name__)
LANGUAGES = ("fr", "bm", "ses", "taq", "ff", "ar")


@dataclass(frozen=True, slots=True)
class Card:
    """One person of the interview with the record in force (None: none), what it means today, and how it came about."""

    person: Participant
    consent: Consent | None
    state: str
    says: str
    will: str
    mine: bool
    steps: tuple[ConsentStep, ...]


@pages.get("/entretiens/<interview>/autorisations")
@team
def page(interview: str) -> str:
    """Who may see the interview, and the record of each person."""
    library, today = here(), date.today()
    with library.reading() as session:
        found = interviews.get(session, interview)
        access = Access.load(session)
        takes = recordings.listed(session, interview=found.id)
        cards = []
        for person in participants.of_interview(session, found.id):
            consent = access.consents.get((person.id, found.id))
            steps = consents.history(session, consent.id) if consent else []
            cards.append(_card(person, consent, today, tuple(steps)))
        looks = outlook.looks(access, takes, films.listed(session))
        first = takes[0].id if takes else None
    waiting = [card for card in cards if card.state == ConsentStatus.PENDING]
    return render_template(
        "consents.html",
        section="footage.page",
        interview=found,
        cards=cards,
        looks=looks,
        waiting=[card.consent for card in waiting if card.consent and not card.mine],
        mine=sum(card.mine for card in waiting),
        first=first,
    )


@pages.get("/entretiens/<interview>/autorisations/saisir")
@team
def entry_form(interview: str) -> str:
    """The form, for one person (`?temoin=`) or for those who are ticked in it."""
    asked = MultiDict[str, str]([("people", request.args.get("temoin", ""))])
    return _entry(interview, asked)


@pages.post("/entretiens/<interview>/autorisations/saisir")
@team
def enter(interview: str) -> Response | tuple[str, int]:
    """Keep what was typed, waiting for the second person; what is wrong is said beside what was typed."""
    try:
        found, people, _names = _about(interview)
        kept = entry.enter(here(), records(request.form, found, people))
    except BaroError as error:
        notices.say_error(error)
        return _entry(interview, request.form), 409
    if all(one.status is ConsentStatus.ACTIVE for one in kept):
        notices.say(_("Déjà saisie et confirmée : rien n’a changé."))
        return notices.done(url_for("consents.page", interview=found.id))
    draft = kept[0].status is ConsentStatus.DRAFT
    said = ngettext("{count} autorisation saisie.", "{count} autorisations saisies.", len(kept))
    after = _("Gardée en brouillon.") if draft else _("Une autre personne doit maintenant la confirmer.")
    notices.say(said.format(count=len(kept)) + " " + after)
    return notices.done(url_for("consents.page", interview=found.id))


@pages.post("/entretiens/<interview>/autorisations/apercu")
@team
def preview(interview: str) -> Response | str | tuple[str, int]:
    """What the choices made so far would allow, one sentence a person; nothing is kept."""
    found, people, _names = _about(interview)
    try:
        made = {one.participant: one for one in records(request.form, found, people)}
        lines = [
            (person.code, outlook.promised(made[person.id], minor=person.minor))
            for person in people
            if person.id in made
        ]
        wrong = ""
    except BaroError as error:
        lines, wrong = [], error.message
    if notices.wants_json():
        return jsonify(html=render_template("_meaning.html", lines=lines, wrong=wrong))
    return _entry(interview, request.form, lines, wrong)


def _entry(
    interview: str, form: MultiDict[str, str], lines: list[tuple[str, str]] | None = None, wrong: str = ""
) -> str:
    found, people, names = _about(interview)
    with here().reading() as session:
        kept = {one.participant: one.state_on(date.today()) for one in consents.listed(session, found.id)}
    return render_template(
        "consent_entry.html",
        section="footage.page",
        interview=found,
        people=people,
        states=kept,
        films=names,
        form=form,
        lines=lines or [],
        wrong=wrong,
        audiences=AUDIENCES,
        parts=PARTS,
        methods=METHODS,
        languages=dict.fromkeys((*found.languages, *LANGUAGES)),
        today=date.today().isoformat(),
    )


def _about(interview: str) -> tuple[Interview, list[Participant], list[Film]]:
    with here().reading() as session:
        found = interviews.get(session, interview)
        return found, participants.of_interview(session, found.id), films.listed(session)


def _card(person: Participant, consent: Consent | None, today: date, steps: tuple[ConsentStep, ...]) -> Card:
    if consent is None:
        says = _("Rien n’est saisi : ses paroles et son image restent fermées, à l’équipe aussi.")
        return Card(person, None, "none", says, "", False, steps)
    pending = consent.status in consents.UNCONFIRMED
    return Card(
        person,
        consent,
        consent.state_on(today),
        outlook.meaning(consent, today, minor=person.minor),
        outlook.promised(consent, minor=person.minor) if pending else "",
        consents.same_person(consent.recorded_by, here().person.name),
        steps,
    )
