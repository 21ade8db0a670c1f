# SPDX-License-Identifier: GPL-3.0-or-later
"""What the journal says, as values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Act(StrEnum):
    """The kinds of deeds that the journal tells apart."""

    SAW = "saw"
    PLAYED = "played"
    SEARCHED = "searched"
    EXPORTED = "exported"
    CHANGED = "changed"
    REFUSED = "refused"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the journal. `subject` is the id of what it is about, empty when it is about nothing in particular."""

    id: int
    at: datetime
    person: str
    role: str
    act: Act
    subject: str
    said: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The newest line and the hash that covers all before it; kept elsewhere, it shows a journal that was cut short."""

    id: int
    hash: str


@dataclass(frozen=True, slots=True)
class Breach:
    """The first line at which the journal does not hold, and what that means in plain words."""

    id: int
    message: str
