# SPDX-License-Identifier: GPL-3.0-or-later
"""May it still be shown? Asked again while the bytes of a long answer are on their way."""

from collections.abc import Callable
from datetime import date
from typing import Generic, TypeVar

from flask import session as kept

from archive import accounts
from archive.library import Library, Session
from media.errors import BaroError
from webui.person import SIGN_IN

T = TypeVar("T")


class Still(Generic[T]):
    """Asks `ask` now, and again at each call once somebody committed anything or another day began.

    `ask` gives what it found and raises NotFound where nothing may be shown. A browser that was signed out, or whose
    account was closed, is shown no more of it either. Once no, always no.
    """

    def __init__(self, library: Library, ask: Callable[[Session], T]) -> None:
        self._library, self._ask, self._token, self._open = library, ask, str(kept.get(SIGN_IN, "")), True
        self._asked_at = self._moment()  # before asking: what is committed meanwhile is asked about again
        with library.reading() as session:
            self.found = ask(session)

    def __call__(self) -> bool:
        """Whether the next bytes may go; one look at the mark of the catalogue as long as nothing changed."""
        moment = self._moment()
        if self._open and (moment != self._asked_at or moment[0] is None):
            self._asked_at = moment
            self._open = self._again()
        return self._open

    def _moment(self) -> tuple[str | None, date]:
        return self._library.catalogue.mark(), date.today()

    def _again(self) -> bool:
        try:
            with self._library.reading() as session:
                self._ask(session)
            return not self._token or accounts.who(self._library, self._token) is not None
        except BaroError:
            return False
