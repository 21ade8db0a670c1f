# SPDX-License-Identifier: GPL-3.0-or-later
"""The index opened for questions: kept open between them, as its parts never change."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock

from archive.access import Access
from archive.library import Library
from archive.search import vocabulary
from archive.search.answer import Asked, answer
from archive.search.concordance import Part
from archive.search.engine import Engine
from archive.search.manifest import Manifest, read
from archive.search.permission import Permission
from archive.search.request import Request, Results
from archive.search.store import catch_up, is_current
from media.errors import CannotCheck
from media.language import gettext as _


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
        permission = Permission(Access.load(session), request.use)
    with view.alone():
        return answer(Asked(request, view.parts, view.engine, words, permission))


def _view(library: Library) -> View:
    known = read(library.index)
    if known is None or not is_current(library, known) or not _opens(library, known):
        catch_up(library)
        known = read(library.index)
    if known is not None:
        try:
            return _open(library.index, known.edition)
        except FileNotFoundError:  # replaced between reading the manifest and opening its parts
            known = read(library.index)
            if known is not None and _opens(library, known):
                return _open(library.index, known.edition)
    raise CannotCheck(
        _("L’index est en cours de reconstruction."), _("Réessayer dans un instant ; « baro index » en montre l’état.")
    )


def _opens(library: Library, known: Manifest) -> bool:
    try:
        _open(library.index, known.edition)
    except (OSError, ValueError, KeyError):
        return False
    return True


@lru_cache(maxsize=2)
def _open(index: Path, edition: str) -> View:
    known = read(index)
    if known is None or known.edition != edition:
        raise FileNotFoundError(index / "manifest.json")
    return View([Part(index / "parts" / part.name) for part in known.parts])
