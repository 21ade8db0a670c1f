# SPDX-License-Identifier: GPL-3.0-or-later
"""A person takes back their word: everything closes in one transaction, and what shows them is deleted by a job.

The original stays under lock. `report` says what is left for people to do: films to cut again, and whoever holds a copy.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
from archive.model.footage import Interview
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
    """What a withdrawal leaves to be done. `loose` are hand-overs that say of no render what they hold: to be looked at."""

    person: Participant
    interview: Interview
    to_recut: tuple[tuple[Film, tuple[Refusal, ...]], ...]
    copies: tuple[Copy, ...]
    loose: tuple[Handover, ...]


def withdraw(library: Library, consent: str, reason: str = "") -> Report:
    """Withdraw a consent (its id): closed at once for everybody, cleared away now or by the worker, whichever comes first.

    Raises NotFound, or Refused when it is withdrawn already.
    """
    with library.writing() as session:
        kept = consents.set_status(session, consent, ConsentStatus.WITHDRAWN, library.person.name, reason)
    clear_interview(library, kept.interview)
    return report(library, kept)


def report(library: Library, consent: Consent) -> Report:
    """Where the person of a record still is: films with their places, renders, and who holds them."""
    with library.reading() as session:
        person = participants.get(session, consent.participant)
        interview = interviews.get(session, consent.interview)
        access = Access.load(session)
        mine = {
            one.id
            for one in consents.listed(session, interview.id, superseded=True)
            if one.participant == consent.participant
        }
        given = handovers.listed(session)
        copies, to_recut = [], []
        for film in films.listed(session):
            cut = resolve(session, access, films.edit_of(session, film.id))
            places = tuple(one for one in cut.refusals if one.participant == person.code and one.reason == "withdrawn")
            if places:
                to_recut.append((film, places))
        for film in (known := [*films.listed(session), *filmlife.removed(session)]):
            for render in renders.of_film(session, film.id):
                if mine & set(_consents_of(render)):
                    copies.append(Copy(film, render, tuple(one for one in given if one.render == render.id)))
        away = list(_for_editing(session, interview, known))
    loose = tuple(one for one in [*given, *away] if one.render is None)
    return Report(person, interview, tuple(to_recut), tuple(copies), loose)


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
