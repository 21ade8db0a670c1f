# SPDX-License-Identifier: GPL-3.0-or-later
"""The index opened for questions: kept open between them, as its parts never change."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock, Thread

from archive.access import Access
from archive.catalogue.engine import CatalogueError
from archive.library import Library
from archive.search import vocabulary
from archive.search.answer import Asked, Search, answer
from archive.search.concordance import Part
from archive.search.engine import Engine
from archive.search.facts import Facts
from archive.search.manifest import Manifest, is_whole, read
from archive.search.permission import Permission
from archive.search.ranking import Ranking
from archive.search.request import Request, Results
from archive.search.store import catch_up, is_current, rebuild, state, tidied
from archive.search.tidy import LIGHT_WORDS, due
from media.errors import CannotCheck
from media.language import gettext as _

PATIENCE = 1.0  # seconds that a page waits for the index; a small change takes far less

_log = logging.getLogger("baro.search")


@dataclass(frozen=True, slots=True)
class View:
    """The parts of one edition of the index, opened."""

    manifest: Manifest
    parts: tuple[Part, ...]
    engine: Engine
    ranking: Ranking


@dataclass(frozen=True, slots=True)
class _Known:
    """What the catalogue said about permissions, as long as nobody commits anything and the day is the same."""

    mark: str | None
    day: date
    access: Access
    facts: Facts
    permissions: dict[str, Permission] = field(default_factory=dict)

    def permission(self, request: Request) -> Permission:
        """What this request may see; kept from question to question, as asking about all of it is slow."""
        if request.within is not None:
            return Permission(self.access, request.use, request.within)
        if request.use not in self.permissions:
            self.permissions[request.use] = Permission(self.access, request.use)
        return self.permissions[request.use]


@dataclass(slots=True)
class _Desk:
    """What is kept from one question to the next in one archive, where one question is answered at a time."""

    alone: Lock = field(default_factory=Lock)
    starting: Lock = field(default_factory=Lock)
    thread: Thread | None = None
    view: View | None = None
    known: _Known | None = None
    heard: tuple[str | None, date] | None = None  # when the index was last seen to be up to date


@lru_cache(maxsize=4)
def _desk(_index: Path) -> _Desk:
    return _Desk()


class IndexBusy(CannotCheck):
    """There is no index to ask just now: it is being built."""


def search(library: Library, request: Request) -> Results:
    """Answer `request` from the index, brought up to date first when that is possible now.

    Raises WrongUse when the question cannot be understood, IndexBusy while there is no index to ask.
    """
    with asking(library, request) as asked:
        results = answer(asked)
    if _now(library) == _desk(library.index).heard:
        return results
    known = read(library.index)
    if known is not None and is_current(library, known):
        return results
    return replace(results, note=state(library).message)


@contextmanager
def asking(library: Library, request: Request) -> Iterator[Search]:
    """The question made ready over the open index, for the length of the block. Raises as `search` does."""
    desk = _desk(library.index)
    view = _view(library, desk, request.patient)
    words = vocabulary.load(library.folder)
    with desk.alone:
        known = _known(library, desk)
        permission = known.permission(request)
        yield Search(Asked(request, view.parts, view.engine, words, permission, known.facts, view.ranking))


def _now(library: Library) -> tuple[str | None, date]:
    return library.catalogue.mark(), date.today()


def _known(library: Library, desk: _Desk) -> _Known:
    mark, day = _now(library)  # looked at first: what is written later counts the next time
    known = desk.known
    if known is None or mark is None or (known.mark, known.day) != (mark, day):
        with library.reading() as session:
            access = Access.load(session)
            known = desk.known = _Known(mark, day, access, Facts.load(session, access))
    return known


def _view(library: Library, desk: _Desk, patient: bool) -> View:
    _hear(library, desk, patient)
    view = _opened(library.index, desk)
    if view is None:
        _at_work(library, desk, _again, patient)
        view = _opened(library.index, desk)
    if view is None:
        raise IndexBusy(
            _("L’index de recherche est en train de se refaire."),
            _("Le catalogue et la lecture marchent pendant ce temps. Recharger la page dans un instant."),
        )
    return view


def _hear(library: Library, desk: _Desk, patient: bool) -> None:
    """Bring the index up to date when that is possible now; nothing is asked while nobody has written anything."""
    now, found = _now(library), read(library.index)
    if found is not None and now == desk.heard:
        return
    if found is None or not is_current(library, found):
        _at_work(library, desk, _caught_up, patient)
        now, found = _now(library), read(library.index)
    desk.heard = now if now[0] is not None and found is not None and is_current(library, found) else None


def _again(library: Library) -> None:
    rebuild(library, wait=False)


def _caught_up(library: Library) -> None:
    """What is quickly put in order afterwards is, before the answer; the rest beside it, before this process ends."""
    catch_up(library, tidying=False)
    known = read(library.index)
    group = due(known.shelves) if known is not None else []
    if group and sum(shelf.words for shelf in group) > LIGHT_WORDS:
        Thread(target=_quietly, args=(library, _tidy), name="baro-tidy").start()
    elif group:
        _tidy(library)


def _tidy(library: Library) -> None:
    tidied(library.index)


def _at_work(library: Library, desk: _Desk, work: Callable[[Library], None], patient: bool) -> None:
    """Do the work here, or with another thread that is waited for a second: a page is never held by a large rebuild."""
    if patient:
        _quietly(library, work)
        return
    with desk.starting:
        thread = desk.thread
        if thread is None or not thread.is_alive():
            thread = desk.thread = Thread(target=_quietly, args=(library, work), daemon=True, name="baro-index")
            thread.start()
    thread.join(PATIENCE)


def _quietly(library: Library, work: Callable[[Library], None]) -> None:
    try:
        work(library)
    except (OSError, CatalogueError) as error:  # a full or locked disk: the old state still answers
        _log.warning("index: %s", error)


def _opened(index: Path, desk: _Desk) -> View | None:
    """The index as it is now; None when it is missing or damaged."""
    for _attempt in range(2):  # a writer may have replaced the parts between the manifest and their opening
        known = read(index)
        if known is None or not is_whole(index, known):
            return None
        if desk.view is not None and desk.view.manifest.edition == known.edition:
            return desk.view
        try:
            desk.view = _open(index, known, desk.view)
            return desk.view
        except Exception as error:  # numpy raises whatever a damaged file leads it to
            _log.warning("index: %s", error)
    return None


def _open(index: Path, known: Manifest, before: View | None) -> View:
    """The parts that the manifest names; those that are open already stay so."""
    kept = {(part.folder.name, part.present): part for part in (before.parts if before is not None else ())}
    parts = []
    for shelf in known.shelves:
        present = shelf.interviews if shelf.stale else None
        for files in shelf.parts:
            part = kept.get((files.name, present))
            parts.append(part if part is not None else Part(index / "parts" / files.name, present))
    return View(known, tuple(parts), Engine(parts), Ranking(parts))
