# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of the index: brought up to date from the outbox, rebuilt beside, and never deleted before it is replaced."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from archive.access import Access
from archive.catalogue import outbox
from archive.library import Library
from archive.posix import lock_file
from archive.search import build, source
from archive.search.manifest import Holding, Manifest, PartFiles, Shelf, is_whole, read, sizes
from archive.search.request import IndexState
from archive.search.source import InterviewWords
from archive.search.tidy import FULL_WORDS, put_in_place, tidy_all
from media.language import gettext as _
from media.language import ngettext


def catch_up(library: Library, wait: bool = False, tidying: bool = True) -> int:
    """Replace what the outbox announced since the index was written, and say how many interviews that were.

    One writer at a time: with `wait` until the other is done, else 0 at once. An index that is missing, damaged or of
    another version is rebuilt. With `tidying`, the words that were replaced leave the files before this returns.
    """
    with lock_file(library.index / "lock", wait) as held:
        if not held:
            return 0
        known = read(library.index)
        if known is None or not is_whole(library.index, known):
            return _rebuild(library)
        generation, changed = _changes(library, known)
        if changed is None:
            return _rebuild(library)
        today = date.today().isoformat()
        if changed:
            known = _replace(library, known, changed)
        if changed or (known.generation, known.day) != (generation, today):
            known = Manifest(secrets.token_hex(8), generation, today, known.shelves)
            _commit(library, known)
        if tidying:
            tidy_all(library.index, known)
        return len(changed)


def tidied(index: Path) -> None:
    """Put the shelves in order, unless another writer is at work: it does so itself."""
    with lock_file(index / "lock", wait=False) as held:
        known = read(index) if held else None
        if known is not None and is_whole(index, known):
            tidy_all(index, known)


def rebuild(library: Library, wait: bool = True) -> int:
    """Build the whole index beside the one there is, then take its place; say how many interviews it holds.

    Without `wait`, 0 at once when another writer is at work.
    """
    with lock_file(library.index / "lock", wait) as held:
        return _rebuild(library) if held else 0


def is_current(library: Library, known: Manifest) -> bool:
    """True when the index has heard everything, today."""
    with library.reading() as session:
        return known.generation == outbox.generation(session) and known.day == date.today().isoformat()


def state(library: Library) -> IndexState:
    """How the index stands, in a sentence."""
    known = read(library.index)
    with library.reading() as session:
        if known is None or not is_whole(library.index, known):
            return IndexState(False, 0, outbox.generation(session), _("L’index manque ou est abîmé : il sera refait."))
        behind = len(outbox.waiting(session, known.generation))
        newest = outbox.generation(session)
    if newest < known.generation:
        return IndexState(False, known.generation, 0, _("L’index vient d’un autre catalogue : il sera refait."))
    if behind:
        waiting = ngettext(
            "L’index attend {count} changement : il répond avec l’état d’avant.",
            "L’index attend {count} changements : il répond avec l’état d’avant.",
            behind,
        )
        return IndexState(True, known.generation, behind, waiting.format(count=behind))
    return IndexState(True, known.generation, 0, _("L’index est à jour."))


def _rebuild(library: Library) -> int:
    with library.reading() as session:
        generation = outbox.generation(session)
        everything = source.interview_ids(session)
    today = date.today().isoformat()
    shelves = tuple(_written(library, everything))
    _commit(library, Manifest(secrets.token_hex(8), generation, today, shelves))
    return sum(len(shelf.holdings) for shelf in shelves)


def _changes(library: Library, known: Manifest) -> tuple[int, set[str] | None]:
    """The catalogue's generation and the interviews to read again; None for all of them."""
    with library.reading() as session:
        generation = outbox.generation(session)
        waiting = outbox.waiting(session, known.generation)
        lost = bool(waiting) and waiting[0].id > known.generation + 1  # forgotten before this index heard of them
        if generation < known.generation or lost or any(change.interview is None for change in waiting):
            return generation, None
        changed = {change.interview for change in waiting if change.interview is not None}
        if known.day != date.today().isoformat():
            access = Access.load(session)
            for holding in (holding for shelf in known.shelves for holding in shelf.holdings):
                if source.digest_of(session, access, holding.interview) != holding.digest:
                    changed.add(holding.interview)
        return generation, changed


def _replace(library: Library, known: Manifest, changed: set[str]) -> Manifest:
    """The changed interviews on a shelf of their own, and off those they were on; with those whose recordings moved."""
    with library.reading() as session:
        moved = set(source.recordings_of(session, changed))
        there = set(source.interview_ids(session))
    kept, again = [], changed & there
    for shelf in known.shelves:
        staying = tuple(
            held for held in shelf.holdings if held.interview not in changed and not moved & set(held.recordings)
        )
        again |= {held.interview for held in shelf.holdings} - {held.interview for held in staying} - (changed - there)
        if staying:
            stale = shelf.stale or len(staying) < len(shelf.holdings)
            kept.append(replace(shelf, holdings=staying, stale=stale and bool(shelf.parts)))
    return replace(known, shelves=(*kept, *_written(library, sorted(again))))


def _written(library: Library, interviews: Iterable[str]) -> Iterator[Shelf]:
    """Read these interviews and write them to new shelves, each closed once it has enough words."""
    pending: list[InterviewWords] = []
    words = 0
    with library.reading() as session:
        access = Access.load(session)
    for interview in interviews:
        with library.reading() as session:  # short looks: a long one would keep writers waiting
            found = source.read(session, access, interview)
        if found is None:
            continue
        pending.append(found)
        words += build.count_words(found)
        if words >= FULL_WORDS:
            yield _shelf(library, pending, words)
            pending, words = [], 0
    if pending:
        yield _shelf(library, pending, words)


def _shelf(library: Library, told: list[InterviewWords], words: int) -> Shelf:
    parts = []
    for language in build.languages(told):
        name = secrets.token_hex(8)
        folder = library.index / "parts" / name
        build.write_part(folder, language, told)
        parts.append(PartFiles(name, sizes(folder)))
    holdings = tuple(Holding(found.interview, found.recordings, found.digest) for found in told)
    return Shelf(holdings, tuple(parts), words)


def _commit(library: Library, manifest: Manifest) -> None:
    put_in_place(library.index, manifest)
    with library.writing() as session:
        outbox.heard(session, manifest.generation)
