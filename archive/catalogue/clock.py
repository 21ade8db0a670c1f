# SPDX-License-Identifier: GPL-3.0-or-later
"""The latest day that this archive has seen: a computer whose clock went back cannot bring an ended consent to life again."""

from datetime import date

from sqlalchemy.orm import Session

from archive.catalogue import audit
from archive.catalogue.schema import FactRow
from archive.model.audit import Act
from archive.person import Person

_NAME = "latest-day"


def latest(session: Session) -> date | None:
    """The latest day on which something was written; None in a new archive."""
    row = session.get(FactRow, _NAME)
    return None if row is None else date.fromisoformat(row.value)


def today(session: Session) -> date:
    """The day of this computer, or the latest one that is known where its clock went back."""
    return max(date.today(), latest(session) or date.min)


def ahead(session: Session) -> date | None:
    """The later day that this archive has known, where the clock of this computer went back; else None."""
    known = latest(session)
    return known if known is not None and known > date.today() else None


def believe(session: Session, today: date, by: Person) -> None:
    """Take the clock of this computer for right: the one that said a later day ran ahead. The journal keeps who says so."""
    known = latest(session)
    if known is not None and known > today:
        said = f"a ramené du {known.isoformat()} au {today.isoformat()} le dernier jour connu de l’archive"
        set_to(session, today)
        audit.write(session, by, Act.CHANGED, said)


def reached(session: Session, today: date) -> None:
    """Remember that this day has come; an earlier one than is known changes nothing."""
    known = latest(session)
    if known is None or known < today:
        set_to(session, today)


def set_to(session: Session, day: date) -> None:
    """Say which day it is, whatever was known: a clock once ran ahead."""
    session.merge(FactRow(name=_NAME, value=day.isoformat()))
    session.flush()
