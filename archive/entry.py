# SPDX-License-Identifier: GPL-3.0-or-later
"""Consents as people enter them: one, or one for each of a focus group, all or none; and confirmed by somebody else."""

from collections.abc import Sequence
from dataclasses import replace

from archive.catalogue import consents
from archive.library import Library, Session
from archive.model.people import Consent, ConsentStatus
from media.errors import WrongUse
from media.language import gettext as _


def enter(library: Library, records: Sequence[Consent]) -> list[Consent]:
    """Keep what one person typed: as a draft, or waiting for the second person. One transaction.

    Each replaces the record in force of the same person, which no longer opens anything; one that says the same (a form
    that was sent twice) is left as it stands. Raises WrongUse when there is nobody or no date, Refused and NotFound as
    `consents.record` does.
    """
    if not records:
        raise WrongUse(_("Personne n’est choisi."), _("Cocher au moins une personne."))
    by = library.person.name
    waiting = [replace(one, status=_entered(one), recorded_by=by, confirmed_by="") for one in records]
    if any(one.given_on is None and one.status is ConsentStatus.PENDING for one in waiting):
        raise WrongUse(_("La date manque."), _("Écrire le jour où la personne a donné son autorisation."))
    with library.writing() as session:
        return [_standing(session, one) or consents.record(session, one, by) for one in waiting]


def confirm(library: Library, ids: Sequence[str]) -> list[Consent]:
    """Bring waiting records into force, all or none; one that is in force already stays. Raises Refused when this person
    recorded one of them."""
    by = library.person.name
    with library.writing() as session:
        found = [consents.get(session, one) for one in dict.fromkeys(ids)]
        return [
            one
            if one.status is ConsentStatus.ACTIVE
            else consents.set_status(session, one.id, ConsentStatus.ACTIVE, by)
            for one in found
        ]


def _standing(session: Session, consent: Consent) -> Consent | None:
    """The record in force when it says what `consent` says and is as far, or further."""
    known = consents.current(session, consent.participant, consent.interview)
    if known is None or known.status not in (consent.status, ConsentStatus.ACTIVE):
        return None
    about = {name: getattr(known, name) for name in ("id", "status", "evidence_file", "recorded_by", "confirmed_by")}
    return known if replace(consent, **about) == known else None


def _entered(consent: Consent) -> ConsentStatus:
    return ConsentStatus.DRAFT if consent.status is ConsentStatus.DRAFT else ConsentStatus.PENDING
