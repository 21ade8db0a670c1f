# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody took back, as the ledger and the catalogue know it; and what was handed over to whom."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Taking(StrEnum):
    """A consent withdrawn; or, on top of it, everything destroyed."""

    WITHDRAWAL = "withdrawal"
    ERASURE = "erasure"


@dataclass(frozen=True, slots=True)
class Taken:
    """One act: whose (codes), which day, by whom; `originals` are the hashes of the files destroyed by an erasure."""

    kind: Taking
    participant: str
    interview: str
    on: date
    by: str = ""
    reason: str = ""
    originals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Handover:
    """`what` (a film's file, an edition, a clip) given to `recipient`; `render` when it is a rendered film."""

    id: str
    what: str
    recipient: str
    given_on: date
    render: str | None = None
    note: str = ""
    by: str = ""
