# SPDX-License-Identifier: GPL-3.0-or-later
"""What people do to a catalogue that only ever closes: the law says that none of it opens anything."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from archive.catalogue import appearances, consents, filmlife, interviews, participants, recordings, seals
from archive.consent import AUDIENCES
from archive.model.film import Film
from archive.model.footage import Interview, Recording, StoredTrack
from archive.model.people import Appearance, Consent, ConsentStatus, Participant, Seal
from media.errors import Refused
from media.span import Span
from tests.people import a_witness, appears

TODAY = date(2018, 10, 4)
LENGTH = 4000


@dataclass(frozen=True, slots=True)
class World:
    """A focus group: one recording with French words, a film of three passages, what each one allowed."""

    session: Session
    interview: Interview
    recording: Recording
    people: list[Participant]
    words: StoredTrack
    film: Film


def changed(world: World, number: int, **facts: object) -> None:
    """The newest paper of a person corrected, where there is one."""
    known = _paper(world, number)
    if known is not None and known.status is ConsentStatus.ACTIVE:
        again = replace(known, id=type(known.id)(""), recorded_by="Awa", confirmed_by="Ina", **facts)  # type: ignore[arg-type]
        consents.record(world.session, again, "Ina")


def _paper(world: World, number: int) -> Consent | None:
    return consents.current(world.session, world.people[number].id, world.interview.id)


def _to(status: ConsentStatus) -> Callable[[World, int], None]:
    def change(world: World, number: int) -> None:
        known = _paper(world, number)
        if known is not None and status in consents.TRANSITIONS[known.status]:
            consents.set_status(world.session, known.id, status, "Ina")

    return change


def _without(field: str, values: tuple[str, ...]) -> Callable[[World, int], None]:
    def change(world: World, number: int) -> None:
        known = _paper(world, number)
        if known is not None:
            changed(world, number, **{field: getattr(known, field) - set(values)})

    return change


def _seal(start: int, end: int) -> Callable[[World, int], None]:
    return lambda world, _number: (
        seals.add(world.session, Seal("", world.recording.id, Span(start, end)), "Ina") and None
    )


def _grown_younger(world: World, number: int) -> None:
    person = participants.get(world.session, world.people[number].id)
    participants.update(world.session, replace(person, minor=True))


def _marks(world: World, number: int) -> list[Appearance]:
    """The marks of a person, where somebody else may be anywhere: to say who is there opens a moment that held nobody."""
    person = world.people[number].id
    marks = appearances.of_recording(world.session, world.recording.id)
    anywhere = {one.id for one in world.people} - {one.participant for one in marks} - {person}
    return [one for one in marks if one.participant == person] if anywhere else []


def _marked_wider(world: World, number: int) -> None:
    for mark in _marks(world, number):
        span = Span(max(0, mark.span.start - 700), min(LENGTH, mark.span.end + 700))
        appearances.change(world.session, replace(mark, span=span))


def _marked_once_more(world: World, number: int) -> None:
    if _marks(world, number):
        appears(world.session, world.people[number], world.recording, 1100, 1300)


def _seen_too(world: World, number: int) -> None:
    for mark in _marks(world, number):
        appearances.change(world.session, replace(mark, seen=True, heard=True, named=True))


def _marked_nowhere(world: World, number: int) -> None:
    for mark in _marks(world, number):
        appearances.unmark(world.session, mark.id)


def _one_more_person(world: World, _number: int) -> None:
    a_witness(world.session, world.interview, "A-9")


def _film_renamed(world: World, _number: int) -> None:
    with suppress(Refused):  # consents cite it
        filmlife.change(world.session, world.film.id, name="encore-un")


def _described_otherwise(world: World, _number: int) -> None:
    interviews.update(world.session, replace(world.interview, region="Mopti", place="Konna"))


def _taken_out(world: World, _number: int) -> None:
    recordings.assign(world.session, world.recording.id, None, by_officer=True)


CLOSING: dict[str, Callable[[World, int], None]] = {
    "withdrawing": _to(ConsentStatus.WITHDRAWN),
    "suspending": _to(ConsentStatus.SUSPENDED),
    "expiring": lambda world, number: changed(world, number, expires_on=TODAY),
    "an embargo": lambda world, number: changed(world, number, embargo_until=TODAY + timedelta(30)),
    "a child": _grown_younger,
    "sealing a moment": _seal(1000, 1250),
    "sealing half": _seal(0, 2100),
    "sealing all": _seal(0, LENGTH),
    "one audience less": _without("audiences", ("internet",)),
    "no audience": _without("audiences", AUDIENCES),
    "no face": _without("shows", ("face",)),
    "no name and no place": _without("shows", ("name", "place")),
    "no film": _without("films", ("any", "confiance")),
    "marked wider": _marked_wider,
    "marked once more": _marked_once_more,
    "seen, heard and named where only heard": _seen_too,
    "marked nowhere any more": _marked_nowhere,
    "one more person": _one_more_person,
    "another name of the film": _film_renamed,
    "another region": _described_otherwise,
    "outside any interview": _taken_out,
}
