# SPDX-License-Identifier: GPL-3.0-or-later
"""The index opened for questions: kept open between them, as its parts never change."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from threading import Lock

from archive.access import Access
from archive.catalogue.engine import CatalogueError
from archive.library import Library
from archive.search import vocabulary
from archive.search.answer import Asked, answer
from archive.search.concordance import Part
from archive.search.engine import Engine
from archive.search.facts import Facts
from archive.search.manifest import is_whole, read
from archive.search.permission import Permission
from archive.search.request import Request, Results
from archive.search.store import catch_up, is_current, rebuild
from media.errors import CannotCheck
from media.language import gettext as _

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


def search(library: Library, request: Request) -> Results:
    """Answer `request` from the index, brought up to date first when that is possible now.

    Raises WrongUse when the question cannot be understood, CannotCheck while there is no index to ask.
    """
    view = _view(library)
    words = vocabulary.load(library.folder)
    with library.reading() as session:
        access = Access.load(session)
        facts = Facts.load(session, access)
    permission = Permission(access, request.use, request.within)
    with view.alone():
        return answer(Asked(request, view.parts, view.engine, words, permission, facts))


def _view(library: Library) -> View:
    known = read(library.index)
    if known is None or not is_current(library, known):
        with suppress(OSError, CatalogueError):  # a full or locked disk: the old state still answers
            catch_up(library)
    view = _opened(library.index)
    if view is None:
        rebuild(library, wait=False)
        view = _opened(library.index)
    if view is None:
        raise CannotCheck(
            _("L’index est en cours de reconstruction."),
            _("Réessayer dans un instant ; « baro index » en montre l’état."),
        )
    return view


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
