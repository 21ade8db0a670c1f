# SPDX-License-Identifier: GPL-3.0-or-later
"""Sealing a passage, with its consequences: what showed it is deleted, and made again without it."""

from sqlalchemy.orm import Session

from archive.catalogue import films, jobs, recordings, seals
from archive.catalogue.withdrawals import FIRST, JOB
from archive.library import Library
from archive.model.film import Film, Item
from archive.model.footage import RecordingId
from archive.model.people import Seal
from media.span import Span


def seal(library: Library, recording: RecordingId, span: Span, reason: str = "") -> Seal:
    """Close `span` of a recording from now on: refused at once, black and silent once its files are made again.

    Raises NotFound for an unknown recording, Refused for a span outside it.
    """
    with library.writing() as session:
        kept = seals.add(session, Seal("", recording, span, reason), library.person.name)
        _enqueue_purge(session, recording, library.person.name)
    _clear(library, recording)
    return kept


def to_recut(library: Library, sealed: Seal) -> list[tuple[Film, list[int]]]:
    """The films that hold part of a sealed passage, each with the places to cut again."""
    with library.reading() as session:
        found = []
        for film in films.listed(session):
            items = films.edit_of(session, film.id).items
            places = [place for place, item in enumerate(items, start=1) if _holds(item, sealed)]
            if places:
                found.append((film, places))
    return found


def _holds(item: Item, sealed: Seal) -> bool:
    return item.recording == sealed.recording and item.span is not None and item.span.overlaps(sealed.span)


def unseal(library: Library, seal_id: str) -> Seal:
    """Open a sealed passage again and give back what it was. Raises NotFound."""
    with library.writing() as session:
        removed = seals.remove(session, seal_id)
    _clear(library, removed.recording)
    return removed


def _clear(library: Library, recording: RecordingId) -> None:
    from archive.clearing import clear

    with library.reading() as session:
        touched = [recordings.get(session, recording)]
    clear(library, touched)


def _enqueue_purge(session: Session, recording: RecordingId, by: str) -> None:
    """The same once more by the worker: whoever seals may be killed before the files are gone."""
    from archive.clearing import SEALED

    jobs.enqueue(session, JOB, recording, {SEALED: True}, priority=FIRST, by=by)
