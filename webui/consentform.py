# SPDX-License-Identifier: GPL-3.0-or-later
"""From the one form in which consents are entered, for one person or a whole group, to the records it means."""

from collections.abc import Sequence
from datetime import date

from werkzeug.datastructures import MultiDict

from archive.consent import ANY_FILM, AUDIENCES, PARTS
from archive.model.footage import Interview
from archive.model.people import METHODS, Consent, ConsentId, ConsentStatus, Participant
from media.errors import WrongUse
from media.language import gettext as _
from webui import forms

Form = MultiDict[str, str]


def records(form: Form, interview: Interview, people: Sequence[Participant]) -> list[Consent]:
    """A record for each person who is ticked; nothing that was left out is allowed. Raises WrongUse."""
    chosen = set(form.getlist("people"))
    return [_record(form, interview, person) for person in people if person.id in chosen]


def _record(form: Form, interview: Interview, person: Participant) -> Consent:
    given_on = forms.day(form.get("given_on", ""))
    expires_on, embargo = forms.day(form.get("expires_on", "")), forms.day(form.get("embargo_until", ""))
    if given_on is not None and given_on > date.today():
        raise WrongUse(_("Le jour de l’accord est dans le futur."), _("Corriger la date."))
    if expires_on is not None and given_on is not None and expires_on <= given_on:
        raise WrongUse(_("L’autorisation se termine avant d’avoir commencé."), _("Corriger l’une des deux dates."))
    return Consent(
        id=ConsentId(""),
        participant=person.id,
        interview=interview.id,
        status=ConsentStatus.DRAFT if form.get("draft") == "yes" else ConsentStatus.PENDING,
        given_on=given_on,
        expires_on=expires_on,
        embargo_until=embargo,
        films=_films(form),
        audiences=_among(form, "audiences", AUDIENCES),
        shows=_among(form, "shows", PARTS),
        guardian=_ticked(form, f"guardian-{person.id}") if person.minor else None,
        assent=_ticked(form, f"assent-{person.id}") if person.minor else None,
        language=forms.text(form, "language"),
        method=next(iter(_among(form, "method", METHODS)), ""),
        witness=forms.text(form, "witness"),
        evidence=forms.text(form, "evidence"),
    )


def _films(form: Form) -> frozenset[str]:
    names = frozenset(name for name in form.getlist("films") if name)
    return frozenset({ANY_FILM}) if ANY_FILM in names else names


def _among(form: Form, name: str, known: Sequence[str]) -> frozenset[str]:
    found = frozenset(form.getlist(name)) - {""}
    if not found <= set(known):
        raise WrongUse(_("Choix inconnu : « {words} ».").format(words=min(found - set(known))))
    return found


def _ticked(form: Form, name: str) -> bool:
    return form.get(name) == "yes"
