# SPDX-License-Identifier: GPL-3.0-or-later
"""A consent as the commands answer it: codes instead of ids, values as the tables write them."""

from archive.consent import AUDIENCES, PARTS
from archive.library import Library
from archive.model.people import Consent
from archive.tables.cells import text_of_day, text_of_several


def codes_of(library: Library) -> dict[str, str]:
    """The codes of all participants and interviews by id."""
    from archive.catalogue import interviews, participants

    with library.reading() as session:
        codes: dict[str, str] = {person.id: person.code for person in participants.listed(session)}
        codes.update((interview.id, interview.code) for interview in interviews.listed(session))
    return codes


def data_of(consent: Consent, codes: dict[str, str]) -> dict[str, object]:
    """A consent as programs read it."""
    return {
        "id": consent.id,
        "participant": codes[consent.participant],
        "interview": codes[consent.interview],
        "status": consent.status,
        "given_on": text_of_day(consent.given_on) or None,
        "expires_on": text_of_day(consent.expires_on) or None,
        "embargo_until": text_of_day(consent.embargo_until) or None,
        "films": text_of_several(consent.films),
        "audiences": text_of_several(consent.audiences, AUDIENCES),
        "shows": text_of_several(consent.shows, PARTS),
        "guardian": consent.guardian,
        "assent": consent.assent,
        "language": consent.language,
        "method": consent.method,
        "witness": consent.witness,
        "evidence": consent.evidence,
        "evidence_file": consent.evidence_file,
        "recorded_by": consent.recorded_by,
        "confirmed_by": consent.confirmed_by,
    }
