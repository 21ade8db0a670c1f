# SPDX-License-Identifier: GPL-3.0-or-later
"""What the naming guard was told of a film, or of the words of a recording, as rows."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive.catalogue import outbox
from archive.catalogue.schema import NamingRow, SpokenNamingRow

CONFIRMED, STANDS = "confirmed", "stands"


class About(NamedTuple):
    """What was looked through: a film, or a recording (its id), one of the two."""

    film: str = ""
    recording: str = ""

    @property
    def id(self) -> str:
        """The id of either."""
        return self.film or self.recording


def confirm(session: Session, about: About, digest: str, by: str) -> None:
    """Words with this hash were compared with the vault, and hold no real name."""
    _keep(session, about, CONFIRMED, digest, by)


def confirmations(session: Session, about: About) -> frozenset[str]:
    """The hashes of all words that were confirmed."""
    return _keys(session, about, CONFIRMED)


def all_confirmed(session: Session) -> list[About]:
    """Every film and recording some words of which were confirmed."""
    found = session.scalars(select(NamingRow.film_id).where(NamingRow.kind == CONFIRMED).distinct())
    spoken = session.scalars(select(SpokenNamingRow.recording_id).where(SpokenNamingRow.kind == CONFIRMED).distinct())
    return [*(About(film=one) for one in found), *(About(recording=one) for one in spoken)]


def keep_confirmed(session: Session, about: About, digests: Collection[str]) -> None:
    """Of what was confirmed, keep only the words with these hashes."""
    if about.film:
        gone = delete(NamingRow).where(NamingRow.film_id == about.film, NamingRow.kind == CONFIRMED)
        session.execute(gone.where(NamingRow.key.not_in(digests)))
    else:
        spoken = delete(SpokenNamingRow).where(
            SpokenNamingRow.recording_id == about.recording, SpokenNamingRow.kind == CONFIRMED
        )
        session.execute(spoken.where(SpokenNamingRow.key.not_in(digests)))


def let_stand(session: Session, about: About, key: str, by: str) -> None:
    """The finding of this key may stay."""
    _keep(session, about, STANDS, key, by)


def ask_again(session: Session, about: About, key: str) -> bool:
    """A finding that was let stand is one again; False when none was under this key."""
    table, owner = (NamingRow, NamingRow.film_id) if about.film else (SpokenNamingRow, SpokenNamingRow.recording_id)
    row = session.scalar(select(table).where(owner == about.id, table.kind == STANDS, table.key == key))
    if row is not None:
        session.delete(row)
        session.flush()
    return row is not None


def standing(session: Session, about: About) -> frozenset[str]:
    """The keys of the findings that may stay."""
    return _keys(session, about, STANDS)


def _keys(session: Session, about: About, kind: str) -> frozenset[str]:
    if about.film:
        found = select(NamingRow.key).where(NamingRow.film_id == about.film, NamingRow.kind == kind)
    else:
        found = select(SpokenNamingRow.key).where(
            SpokenNamingRow.recording_id == about.recording, SpokenNamingRow.kind == kind
        )
    return frozenset(session.scalars(found))


def _keep(session: Session, about: About, kind: str, key: str, by: str) -> None:
    if about.film:
        session.merge(NamingRow(film_id=about.film, kind=kind, key=key, by=by, at=outbox.now()))
    else:
        session.merge(SpokenNamingRow(recording_id=about.recording, kind=kind, key=key, by=by, at=outbox.now()))
    session.flush()
