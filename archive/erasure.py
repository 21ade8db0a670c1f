# SPDX-License-Identifier: GPL-3.0-or-later
"""Erasing: a separate act of the protection officer, after a withdrawal. Originals with their sidecars, tracks, copies and
evidence are destroyed.

The ledger keeps that it was done and the hashes of what was destroyed, so that neither a backup nor a card brings it back.
"""

from dataclasses import dataclass, replace

from archive.catalogue import (
    clock,
    consents,
    erasing,
    interviews,
    participants,
    recordings,
    renders,
    tracks,
    withdrawals,
)
from archive.catalogue.erasing import parts_of
from archive.clearing import clear_interview
from archive.destroying import destroy
from archive.library import Library
from archive.model.film import Render
from archive.model.footage import Interview, Recording
from archive.model.people import ConsentStatus, Participant
from archive.model.withdrawal import Taken, Taking
from archive.person import Role
from archive.vault.erased import Key, destroy_key, key_of
from media.errors import Refused, WrongUse
from media.language import gettext as _


@dataclass(frozen=True, slots=True)
class Loss:
    """What an erasure would destroy: every recording of the interview and the words of the others in it, rendered films and
    packages that show it, copies of papers; and what can be done at once to the key of the identity."""

    person: Participant
    interview: Interview
    recordings: tuple[Recording, ...]
    others: tuple[str, ...]
    tracks: int
    films: tuple[str, ...]
    papers: int
    key: Key


def loss(library: Library, participant: str, interview: str) -> Loss:
    """What erasing a participant from an interview (codes) would destroy. Raises NotFound, or Refused before a withdrawal."""
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
        everybody = participants.of_interview(session, place.id)
        mine = [one for one in consents.listed(session, place.id, superseded=True) if one.participant == person.id]
        going = {one.id for one in holding}
        shown = [one for one in renders.everywhere(session) if going & _held(one)]
        return Loss(
            person,
            place,
            tuple(holding),
            tuple(one.code for one in everybody if one.id != person.id),
            sum(len(tracks.of_recording(session, one.id)) for one in holding),
            tuple(one.file for one in shown if (library.films / one.file).is_file()),
            len({one.evidence_file for one in mine if one.evidence_file}),
            key_of(library, person.code),
        )


def erase(library: Library, participant: str, interview: str, confirmation: str) -> Loss:
    """Destroy for good what `loss` names. `confirmation` is the participant's code, typed again.

    Gives what was destroyed; `key` says what became of the key of the identity. Raises Refused for anybody but the
    protection officer, WrongUse without the confirmation, NotFound.
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
        today = clock.today(session)
    taken = Taken(Taking.ERASURE, participant, interview, today, library.person.name, "", hashes)
    with library.writing() as session:
        files = erasing.forget(session, taken)
        withdrawals.note(session, taken, files=files)
    destroy(library.catalogue, library.folder, files)
    clear_interview(library, going.interview.id)
    return replace(going, key=destroy_key(library, participant))


def _held(render: Render) -> set[str]:
    return {str(part.get("recording", "")) for part in parts_of(render.facts)}
