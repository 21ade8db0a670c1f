# SPDX-License-Identifier: GPL-3.0-or-later
"""A person takes back their word: everything closes in one transaction, and what shows them is deleted by a job.

The original stays under lock. `report` says what is left for people to do: films to cut again, and whoever holds a copy.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import (
    clips,
    consents,
    exports,
    filmlife,
    films,
    handovers,
    interviews,
    participants,
    recordings,
    renders,
    withdrawals,
)
from archive.catalogue.withdrawals import hidden
from archive.derive import enqueue_derive
from archive.film.cutlist import resolve
from archive.jobs import JobRun, Outcome
from archive.library import Library
from archive.model.film import Film, Refusal, Render
from archive.model.footage import Interview, Recording
from archive.model.job import Job
from archive.model.people import Consent, ConsentStatus, Participant
from archive.model.withdrawal import Handover
from media.errors import NotFound
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
    clear(library, kept.interview)
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
        if holding & {extract.recording for extract in one.extracts}:
            what = _("export {code} du film {film} vers un logiciel de montage")
            said = what.format(code=one.code, film=names.get(one.film, "?"))
            yield Handover(one.id, said, one.made_by, one.made_at.date(), by=one.made_by)


def recut_places(refusals: tuple[Refusal, ...]) -> list[int]:
    """The places of a film that a withdrawal makes it cut again, in order."""
    return sorted({one.clip for one in refusals if one.reason == "withdrawn"})


def clear(library: Library, interview: str) -> None:
    """Delete what was made from the recordings of an interview (its id) that hold somebody who withdrew.

    What may still be seen of them is asked for again, without that person. Safe to be killed in and to be done twice.
    """
    with library.writing() as session:
        touched = [one for one in recordings.listed(session, interview=interview) if _touched(session, one)]
        gone = [clip for one in touched for clip in _clips(session, one)]
        for clip in gone:
            clips.mark_ready(session, clip, False)
        for one in touched:
            enqueue_derive(session, one.id, library.person.name)
    for one in touched:
        shutil.rmtree(library.derived("recordings", one.id), ignore_errors=True)
    for clip in gone:
        for file in library.derived("clips").glob(f"{clip}.*"):
            file.unlink(missing_ok=True)
    if touched:
        shutil.rmtree(library.derived("segments"), ignore_errors=True)  # they do not say whose picture they hold


def handle(library: Library, job: Job, run: JobRun) -> Outcome:
    """The job `purge` of `participant interview` (codes): clear, destroy what was erased, write the index anew."""
    from archive.search import rebuild

    destroy(library, _files(job))
    try:
        with library.reading() as session:
            interview = interviews.by_code(session, job.subject.partition(" ")[2]).id
    except NotFound:
        return Outcome()  # it was not here when the catalogue was put back
    clear(library, interview)
    run.progress(50, _("L’index se refait sans ces paroles"))
    rebuild(library)
    return Outcome(message=_("Ce qui montrait la personne est effacé."))


def destroy(library: Library, files: Sequence[str]) -> None:
    """Destroy `files` of the archive's folder, every original that was erased, and copies of recordings that are gone.

    Done again, it finds nothing.
    """
    with library.reading() as session:
        hashes = [sha256 for one in withdrawals.listed(session) for sha256 in one.originals]
        known = {one.id for one in recordings.listed(session)}
    for name in files:
        (library.folder / name).unlink(missing_ok=True)
    for sha256 in hashes:
        library.original(sha256).unlink(missing_ok=True)
    for folder in library.derived("recordings").glob("*") if hashes else ():
        if folder.name not in known:
            shutil.rmtree(folder, ignore_errors=True)


def _files(job: Job) -> list[str]:
    found = job.payload.get("files", [])
    return [str(name) for name in found] if isinstance(found, list) else []


def _touched(session: Session, recording: Recording) -> bool:
    whole, spans = hidden(session, recording.id)
    return whole or bool(spans)


def _clips(session: Session, recording: Recording) -> Iterator[str]:
    whole, spans = hidden(session, recording.id)
    for clip in clips.listed(session, recording.id):
        if whole or any(span.overlaps(clip.span) for span in spans):
            yield clip.id


def _consents_of(render: Render) -> Iterator[str]:
    parts = render.facts.get("parts", [])
    for part in parts if isinstance(parts, list) else ():
        yield from map(str, part.get("consents", ()))
