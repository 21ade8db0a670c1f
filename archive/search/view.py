# SPDX-License-Identifier: GPL-3.0-or-later
"""The index opened for questions: kept open between them, as its parts never change."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
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
from archive.search.manifest import is_whole, read
from archive.search.permission import Permission
from archive.search.request import Request, Results
from archive.search.store import catch_up, is_current, rebuild, state
from media.errors import CannotCheck
from media.language import gettext as _

PATIENCE = 1.0  # seconds that a page waits for the index; a small change takes far less

_log = logging.getLogger("baro.search")


class View:
    """The parts of one edition of the index. Whoosh shares a file position among matchers: one question at a time."""

    def __init__(self, parts: list[Part]) -> None:
        """Open the Whoosh index of each part. Raises OSError or whoosh's own errors when one is damaged."""
        self.parts = parts
        self.engine = Engine([part.folder for part in parts])
        self._lock = Lock()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other question for the length of the block."""
        with self._lock:
            yield


class IndexBusy(CannotCheck):
    """There is no index to ask just now: it is being built."""


def search(library: Library, request: Request) -> Results:
    """Answer `request` from the index, brought up to date first when that is possible now.

    Raises WrongUse when the question cannot be understood, IndexBusy while there is no index to ask.
    """
    with asking(library, request) as asked:
        results = answer(asked)
    known = read(library.index)
    if known is not None and is_current(library, known):
        return results
    return replace(results, note=state(library).message)


@contextmanager
def asking(library: Library, request: Request) -> Iterator[Search]:
    """The question made ready over the open index, for the length of the block. Raises as `search` does."""
    view = _view(library, request.patient)
    words = vocabulary.load(library.folder)
    with library.reading() as session:
        access = Access.load(session)
        facts = Facts.load(session, access)
    permission = Permission(access, request.use, request.within)
    with view.alone():
        yield Search(Asked(request, view.parts, view.engine, words, permission, facts))


def _view(library: Library, patient: bool) -> View:
    known = read(library.index)
    if known is None or not is_current(library, known):
        _at_work(library, catch_up, patient)
    view = _opened(library.index)
    if view is None:
        _at_work(library, _again, patient)
        view = _opened(library.index)
    if view is None:
        raise IndexBusy(
            _("L’index de recherche est en train de se refaire."),
            _("Le catalogue et la lecture marchent pendant ce temps. Recharger la page dans un instant."),
        )
    return view


def _again(library: Library) -> int:
    return rebuild(library, wait=False)


_threads: dict[Path, Thread] = {}
_starting = Lock()


def _at_work(library: Library, work: Callable[[Library], int], patient: bool) -> None:
    """Do the work here, or with another thread that is waited for a second: a page is never held by a large rebuild."""
    if patient:
        _quietly(library, work)
        return
    with _starting:
        thread = _threads.get(library.index)
        if thread is None or not thread.is_alive():
            thread = Thread(target=_quietly, args=(library, work), daemon=True, name="baro-index")
            _threads[library.index] = thread
            thread.start()
    thread.join(PATIENCE)


def _quietly(library: Library, work: Callable[[Library], int]) -> None:
    try:
        work(library)
    except (OSError, CatalogueError) as error:  # a full or locked disk: the old state still answers
        _log.warning("index: %s", error)


def _opened(index: Path) -> View | None:
    """The index as it is now; None when it is missing or damaged."""
    for _attempt in range(2):  # a writer may have replaced the parts between the manifest and their opening
        known = read(index)
        if known is None or not is_whole(index, known):
            return None
        try:
            return _open(index, known.edition)
        except Exception as error:  # Whoosh and numpy raise whatever a damaged file leads them to
            _log.warning("index: %s", error)
    return None


@lru_cache(maxsize=2)
def _open(index: Path, edition: str) -> View:
    known = read(index)
    if known is None or known.edition != edition:
        raise FileNotFoundError(index)
    return View([Part(index / "parts" / part.name) for part in known.parts])
