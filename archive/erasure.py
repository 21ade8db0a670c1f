# SPDX-License-Identifier: GPL-3.0-or-later
"""Erasing: a separate act of the protection officer, after a withdrawal. Originals with their sidecars, tracks, copies and
evidence are destroyed.

The ledger keeps that it was done and the hashes of what was destroyed, so that neither a backup nor a card brings it back.
"""

from dataclasses import dataclass
from datetime import date

from archive.catalogue import consents, erasing, interviews, participants, recordings, withdrawals
from archive.clearing import clear_interview
from archive.destroying import destroy
from archive.library import Library
from archive.model.footage import Recording
from archive.model.people import ConsentStatus
from archive.model.withdrawal import Taken, Taking
from archive.person import Role
from media.errors import Refused, WrongUse
from media.language import gettext as _


@dataclass(frozen=True, slots=True)
class Loss:
    """What an erasure would destroy: every recording of the interview, and the words of the others in it."""

    recordings: tuple[Recording, ...]
    others: tuple[str, ...]


def loss(library: Library, participant: str, interview: str) -> Loss:
    """What erasing a participant from an interview (codes) would destroy. Raises NotFound."""
    with library.reading() as session:
        person = participants.by_code(session, participant)
        place = interviews.by_code(session, interview)
        current = consents.current(session, person.id, place.id)
        if current is None or current.status is not ConsentStatus.WITHDRAWN:
            raise Refused(
                _("{code} n’a pas retiré son autorisation.").format(code=participant),
                _("Effacer vient après le retrait : retirer d’abord l’autorisation."),
            )
        holding = recordings.listed(session, interview=place.id)
        others = [one.code for one in participants.of_interview(session, place.id) if one.id != person.id]
    return Loss(tuple(holding), tuple(others))


def erase(library: Library, participant: str, interview: str, confirmation: str) -> Loss:
    """Destroy for good what `loss` names. `confirmation` is the participant's code, typed again.

    Raises Refused for anybody but the protection officer, WrongUse without the confirmation, NotFound.
    """
    if library.person.role is not Role.PROTECTION:
        raise Refused(
            _("Seule la personne chargée de la protection efface."), _("Lui demander ; rien n’a été détruit.")
        )
    going = loss(library, participant, interview)
    if confirmation.strip() != participant:
        raise WrongUse(
            _("Rien n’a été détruit."),
            _("Pour effacer, écrire de nouveau le code du témoin : {code}").format(code=participant),
        )
    with library.reading() as session:
        hashes = tuple(sha256 for one in going.recordings for sha256 in recordings.hashes(session, one))
    taken = Taken(Taking.ERASURE, participant, interview, date.today(), library.person.name, "", hashes)
    with library.writing() as session:
        place = interviews.by_code(session, interview).id
        files = erasing.forget(session, taken)
        withdrawals.note(session, taken, files=files)
    destroy(library.catalogue, library.folder, files)
    clear_interview(library, place)
    return going
