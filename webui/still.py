# SPDX-License-Identifier: GPL-3.0-or-later
"""May it still be shown? Asked again while the bytes of a long answer are on their way."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar

from flask import session as kept

from archive import accounts
from archive.catalogue import outbox
from archive.library import Library, Session
from archive.model.account import Account
from media.errors import BaroError
from webui.person import SIGN_IN, signed_in

T = TypeVar("T")
EVERY = timedelta(minutes=5)


class Still(Generic[T]):
    """Asks `ask` now, and again at each call once somebody committed anything, another day began or `EVERY` passed.

    `ask` gives what it found and raises NotFound where nothing may be shown. A browser that was signed out, or whose
    account was closed or has another role now, is shown no more of it either. Once no, always no. Whoever watches is
    not idle: a long film alone keeps them signed in.
    """

    def __init__(self, library: Library, ask: Callable[[Session], T]) -> None:
        self._library, self._ask, self._open = library, ask, True
        self._token, self._account = str(kept.get(SIGN_IN, "")), signed_in()
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

    def _moment(self) -> tuple[str | None, date, int]:
        return self._library.catalogue.mark(), date.today(), (outbox.now() - datetime.min) // EVERY

    def _again(self) -> bool:
        try:
            with self._library.reading() as session:
                self._ask(session)
            return self._account is None or self._same_account(accounts.who(self._library, self._token))
        except BaroError:
            return False

    def _same_account(self, now: Account | None) -> bool:
        was = self._account
        return now is not None and was is not None and (now.id, now.role) == (was.id, was.role)
