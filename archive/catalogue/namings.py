# SPDX-License-Identifier: GPL-3.0-or-later
"""What the naming guard was told of a film, as rows."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue import outbox
from archive.catalogue.schema import NamingRow

CONFIRMED, STANDS = "confirmed", "stands"


def confirm(session: Session, film: str, digest: str, by: str) -> None:
    """Words with this hash were compared with the vault, and hold no real name."""
    _keep(session, film, CONFIRMED, digest, by)


def confirmed(session: Session, film: str, digest: str) -> bool:
    """True when exactly these words were confirmed."""
    return session.get(NamingRow, (film, CONFIRMED, digest)) is not None


def let_stand(session: Session, film: str, key: str, by: str) -> None:
    """The finding of this key may stay."""
    _keep(session, film, STANDS, key, by)


def standing(session: Session, film: str) -> frozenset[str]:
    """The keys of the findings that may stay."""
    return frozenset(session.scalars(select(NamingRow.key).where(NamingRow.film_id == film, NamingRow.kind == STANDS)))


def _keep(session: Session, film: str, kind: str, key: str, by: str) -> None:
    session.merge(NamingRow(film_id=film, kind=kind, key=key, by=by, at=outbox.now()))
    session.flush()
