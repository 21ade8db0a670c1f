# SPDX-License-Identifier: GPL-3.0-or-later
"""A person takes back their word: what that will bring, what it leaves to do, the letters; and, for the protection officer
alone, the page that destroys for good."""

from datetime import date

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from archive import accounts, erasure
from archive.catalogue import consents, interviews, jobs, participants, recordings, withdrawals
from archive.model.footage import Interview
from archive.model.people import Consent, ConsentStatus, Participant
from archive.model.withdrawal import Taking
from archive.paper import notice as letters
from archive.person import Role
from archive.vault.sayings import identity_said, identity_will
from archive.withdrawal import Report
from archive.withdrawal import report as consequences
from media.errors import BaroError, NotFound, WrongUse
from media.language import gettext as _
from webui import notices
from webui.person import SIGN_IN, accounts_rule, here, only, team
from webui.signin import browser

pages = Blueprint("withdrawing", __name__)
protecting = only(frozenset({Role.PROTECTION}))


@pages.get("/autorisations/<consent>/retirer")
@team
def ask(consent: str) -> str:
    """What a withdrawal would bring, before anybody says that it is final."""
    found = _consent(consent)
    if found.status is ConsentStatus.SUPERSEDED:
        raise NotFound(consent)
    return render_template(
        "withdraw.html", section="footage.page", report=consequences(here(), found), consent=found, today=date.today()
    )


@pages.get("/autorisations/<consent>/suites")
@team
def report(consent: str) -> str:
    """What the withdrawal of a consent leaves to be done, and how far the clearing away is."""
    made = _report(consent)
    with here().reading() as catalogue:
        subject = withdrawals.subject_of(made.person.code, made.interview.code)
        job = jobs.newest(catalogue, withdrawals.JOB, subject)
        last = withdrawals.newest(catalogue, made.person.code, made.interview.code)
    return render_template("withdrawal.html", section="films.page", report=made, consent=consent, job=job, last=last)


@pages.get("/autorisations/<consent>/lettre")
@team
def letter(consent: str) -> str:
    """The sheet of the team and the letters, to print."""
    found = _report(consent)
    body = letters.notice(found, date.today())
    return render_template("paper.html", title=f"{letters.TITLE} · {found.person.code}", body=body)


@pages.get("/autorisations/<consent>/effacer")
@protecting
def before(consent: str) -> str:
    """What erasing would destroy; with `?etape=2` the words that confirm it."""
    return _before(consent, sure=request.args.get("etape") == "2")


@pages.post("/autorisations/<consent>/effacer")
@protecting
def erase(consent: str) -> Response | tuple[str, int]:
    """Destroy; when a word is missing nothing is destroyed, and the page says which."""
    person, interview = _about(consent)
    if _erased(person, interview):
        return redirect(url_for("withdrawing.report", consent=consent), 303)
    try:
        if request.form.get("sure") != "yes":
            raise WrongUse(_("Rien n’a été détruit."), _("Cocher la case qui dit que c’est définitif, puis effacer."))
        if accounts_rule():
            accounts.check_password(here(), str(session.get(SIGN_IN, "")), request.form.get("password", ""), browser())
        gone = erasure.erase(here(), person.code, interview.code, request.form.get("code", ""))
    except BaroError as error:
        notices.say_error(error)
        return _before(consent, sure=True), 409
    notices.say(_("Détruit pour toujours.") + " " + identity_said(gone.key))
    return redirect(url_for("withdrawing.report", consent=consent), 303)


def _before(consent: str, *, sure: bool) -> str:
    person, interview = _about(consent)
    loss = erasure.loss(here(), person.code, interview.code)
    return render_template(
        "erase.html",
        section="footage.page",
        loss=loss,
        consent=consent,
        identity=identity_will(loss.key),
        sure=sure,
        password=accounts_rule(),
    )


def _erased(person: Participant, interview: Interview) -> bool:
    """True when it was done already: the form was sent twice, or the page was open in another tab."""
    with here().reading() as catalogue:
        last = withdrawals.newest(catalogue, person.code, interview.code)
        return (
            last is not None
            and last.kind is Taking.ERASURE
            and not recordings.listed(catalogue, interview=interview.id)
        )


def _about(consent: str) -> tuple[Participant, Interview]:
    found = _consent(consent)
    with here().reading() as catalogue:
        return participants.get(catalogue, found.participant), interviews.get(catalogue, found.interview)


def _consent(consent: str) -> Consent:
    with here().reading() as catalogue:
        return consents.get(catalogue, consent)


def _report(consent: str) -> Report:
    found = _consent(consent)
    if found.status is not ConsentStatus.WITHDRAWN:
        raise NotFound(consent)
    return consequences(here(), found)
