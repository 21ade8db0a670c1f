# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is asking: the one place where a request gets its person, its role, and the archive as that person sees it."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import ParamSpec, TypeVar

from flask import Request, abort, current_app, g, request, session

from archive import accounts
from archive.library import Library
from archive.model.account import Account
from archive.person import ADMINISTERING, TEAM, UNNAMED, Person, Role
from archive.person import DESCRIBING as DESCRIBING
from archive.person import EDITING as EDITING

NAME_LENGTH = 60
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
SIGN_IN = "sign_in"

P = ParamSpec("P")
R = TypeVar("R")


def person_of(asked: Request) -> Person:
    """The person and role behind a request.

    With accounts: the one who signed in, else a nameless viewer. Until accounts exist: the name chosen once in the
    page, the role that the server was started with, on this computer only; from any other computer everybody is a
    viewer. Whoever asks to see what viewers see is a viewer until taking it back.
    """
    if accounts_rule():
        account = signed_in()
        person = account.person if account is not None else Person("", Role.VIEWER)
        return Person(person.name, Role.VIEWER) if session.get("viewer") else person
    started: Person = current_app.extensions["baro"].person
    name = str(session.get("name") or started.name)
    if session.get("viewer") or not _this_computer(asked):
        return Person(name, Role.VIEWER)
    return Person(name, started.role)


def accounts_rule() -> bool:
    """True once somebody has an account with a password: from then on everybody signs in."""
    if "accounts" not in g:
        g.accounts = accounts.needed(current_app.extensions["baro"])
    return bool(g.accounts)


def signed_in() -> Account | None:
    """Whose account this browser is signed in to, asked of the catalogue once in each request."""
    if "account" not in g:
        token = str(session.get(SIGN_IN, ""))
        g.account = accounts.who(current_app.extensions["baro"], token) if token else None
    account: Account | None = g.account
    return account


def named() -> bool:
    """True when the person said who they are: by signing in, in the page, or where the server was started."""
    if accounts_rule():
        return signed_in() is not None
    started: Library = current_app.extensions["baro"]
    return bool(session.get("name") or started.settings.person or started.person.name != UNNAMED)


def _this_computer(asked: Request) -> bool:
    if any(name in asked.headers for name in FORWARDED):
        return False  # a server in front of this one asks for somebody else
    try:
        return ip_address(asked.remote_addr or "").is_loopback
    except ValueError:
        return False


def here() -> Library:
    """The archive, asked by the person of this request."""
    if "library" not in g:
        g.library = current_app.extensions["baro"].as_person(person_of(request))
    library: Library = g.library
    return library


def only(roles: frozenset[Role]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep a view for `roles`; everybody else gets the page of things that do not exist."""

    def keep(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if here().person.role not in roles:
                abort(404)
            return view(*args, **kwargs)

        return guarded

    return keep


team = only(TEAM)
administering = only(ADMINISTERING)
describing = only(DESCRIBING)
editing = only(EDITING)
