# SPDX-License-Identifier: GPL-3.0-or-later
"""A person takes back their word: everything closes in one transaction, and what shows them is deleted by a job.

The original stays under lock. `report` says what is left for people to do: films to cut again, and whoever holds a copy.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import (
    consents,
    exports,
    filmlife,
    films,
    handovers,
    interviews,
    participants,
    recordings,
    renders,
)
from archive.catalogue.erasing import parts_of
from archive.clearing import clear_interview
from archive.film.cutlist import resolve
from archive.library import Library
from archive.model.film import Film, Refusal, Render
from archive.model.footage import Interview, Recording
from archive.model.people import Consent, ConsentStatus, Participant
from archive.model.withdrawal import Handover
from media.language import gettext as _


@dataclass(frozen=True, slots=True)
class Copy:
    """A rendered film that shows the person, and who received it."""

    film: Film
    render: Render
    given: tuple[Handover, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a withdrawal closes, and what it leaves to be done.

    `whole`: recordings that close for everybody, because the person is marked nowhere in them; `partly`: those that close
    only where the person is marked; `others`: the codes of those who take part too. `loose`: hand-overs that say of no
    render what they hold, to be looked at; `exported`: what went to editing software.
    """

    person: Participant
    interview: Interview
    whole: tuple[Recording, ...]
    partly: tuple[Recording, ...]
    others: tuple[str, ...]
    to_recut: tuple[tuple[Film, tuple[Refusal, ...]], ...]
    copies: tuple[Copy, ...]
    loose: tuple[Handover, ...]
    exported: tuple[Handover, ...]


def withdraw(library: Library, consent: str, reason: str = "") -> Report:
    """Withdraw a consent (its id): closed at once for everybody, cleared away now or by the worker, whichever comes first.

    Raises NotFound, or Refused when it is withdrawn already.
    """
    with library.writing() as session:
        kept = consents.set_status(session, consent, ConsentStatus.WITHDRAWN, library.person.name, reason)
    clear_interview(library, kept.interview)
    return report(library, kept)


def report(library: Library, consent: Consent) -> Report:
    """Where the person of a record is: recordings, films with their places, renders, and who holds them.

    Asked before the withdrawal it says what that would bring; nothing is changed.
    """
    with library.reading() as session:
        person = participants.get(session, consent.participant)
        interview = interviews.get(session, consent.interview)
        access = _as_withdrawn(Access.load(session), consent)
        mine = _records(session, consent)
        given = handovers.listed(session)
        known = [*films.listed(session), *filmlife.removed(session)]
        holding = recordings.listed(session, interview=interview.id)
        marked = {
            one.id for one in holding if any(mark.participant == person.id for mark in access.marked.get(one.id, ()))
        }
        return Report(
            person,
            interview,
            tuple(one for one in holding if one.id not in marked),
            tuple(one for one in holding if one.id in marked),
            tuple(one.code for one in participants.of_interview(session, interview.id) if one.id != person.id),
            tuple(_to_recut(session, access, person.code)),
            tuple(_copies(session, known, mine, given)),
            tuple(one for one in given if one.render is None),
            tuple(_for_editing(session, interview, known)),
        )


def to_call_back(session: Session) -> dict[str, str]:
    """The renders (ids) that show somebody who withdrew, each with a consent (its id) whose page says what to do."""
    gone = [one for one in consents.listed(session) if one.status is ConsentStatus.WITHDRAWN]
    relied = {record: one.id for one in gone for record in _records(session, one)}
    found: dict[str, str] = {}
    for render in renders.everywhere(session):
        for record in _consents_of(render):
            if record in relied:
                found[render.id] = relied[record]
    return found


def _as_withdrawn(access: Access, consent: Consent) -> Access:
    pair = (consent.participant, consent.interview)
    return replace(access, consents=access.consents | {pair: replace(consent, status=ConsentStatus.WITHDRAWN)})


def _records(session: Session, consent: Consent) -> set[str]:
    """Every record that there ever was of the same person and interview (ids)."""
    everything = consents.listed(session, consent.interview, superseded=True)
    return {one.id for one in everything if one.participant == consent.participant}


def _to_recut(session: Session, access: Access, code: str) -> Iterator[tuple[Film, tuple[Refusal, ...]]]:
    for film in films.listed(session):
        cut = resolve(session, access, films.edit_of(session, film.id))
        places = tuple(one for one in cut.refusals if one.participant == code and one.reason == "withdrawn")
        if places:
            yield film, places


def _copies(session: Session, known: Sequence[Film], mine: set[str], given: Sequence[Handover]) -> Iterator[Copy]:
    for film in known:
        for render in renders.of_film(session, film.id):
            if mine & set(_consents_of(render)):
                yield Copy(film, render, tuple(one for one in given if one.render == render.id))


def _for_editing(session: Session, interview: Interview, known: Sequence[Film]) -> Iterator[Handover]:
    """What was exported to editing software of an interview: whoever exported it knows who holds it."""
    names = {film.id: film.name for film in known}
    holding = {one.id for one in recordings.listed(session, interview=interview.id)}
    for one in exports.everywhere(session):
        if interview.id in one.erased_of or holding & {extract.recording for extract in one.extracts}:
            what = _("export {code} du film {film} vers un logiciel de montage")
            said = what.format(code=one.code, film=names.get(one.film, "?"))
            yield Handover(one.id, said, one.made_by, one.made_at.date(), by=one.made_by)


def recut_places(refusals: tuple[Refusal, ...]) -> list[int]:
    """The places of a film that a withdrawal makes it cut again, in order."""
    return sorted({one.clip for one in refusals if one.reason == "withdrawn"})


def _consents_of(render: Render) -> Iterator[str]:
    """The consents that a render relied on; of one that was erased they are all that is left to know."""
    kept = render.facts.get("consents", [])
    yield from map(str, kept) if isinstance(kept, list) else ()
    for part in parts_of(render.facts):
        yield from map(str, part.get("consents", ()))
