# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts of the people who work with an archive, and the browsers in which they are signed in."""

from dataclasses import dataclass
from datetime import datetime

from archive.person import Person, Role


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in. `ready` once a password was chosen; `invited_until` while a one-time code waits (UTC)."""

    id: str
    name: str
    role: Role
    ready: bool
    disabled: bool
    made_at: datetime
    invited_until: datetime | None = None

    @property
    def person(self) -> Person:
        """Who acts when this account does."""
        return Person(self.name, self.role)


@dataclass(frozen=True, slots=True)
class SignIn:
    """One browser in which somebody is signed in; times in UTC. `agent` is what the browser says of itself, cut short."""

    id: str
    account: str
    started_at: datetime
    seen_at: datetime
    address: str
    agent: str
