# SPDX-License-Identifier: GPL-3.0-or-later
"""Signed-in browsers and failed attempts as rows."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from archive.catalogue.schema import FailureRow, SignInRow, new_id
from archive.model.account import SignIn

KEPT = timedelta(days=1)
AGENT_LENGTH = 120


def start(session: Session, token: str, account: str, at: datetime, address: str, agent: str) -> None:
    """Keep a new one under the hash of its token."""
    session.add(
        SignInRow(
            id=new_id(),
            token=token,
            account_id=account,
            started_at=at,
            seen_at=at,
            address=address,
            agent=agent[:AGENT_LENGTH],
        )
    )


def of_token(session: Session, token: str) -> SignIn | None:
    """The one with this token hash, if nobody ended it."""
    row = session.scalar(select(SignInRow).where(SignInRow.token == token))
    return None if row is None else _value(row)


def of_account(session: Session, account: str) -> list[SignIn]:
    """All of an account, the newest first."""
    rows = select(SignInRow).where(SignInRow.account_id == account).order_by(SignInRow.seen_at.desc(), SignInRow.id)
    return [_value(row) for row in session.scalars(rows)]


def seen(session: Session, signin: str, at: datetime) -> None:
    """Say that it was just used."""
    row = session.get(SignInRow, signin)
    if row is not None:
        row.seen_at = at


def end(session: Session, signin: str) -> None:
    """End one."""
    session.execute(delete(SignInRow).where(SignInRow.id == signin))


def end_all(session: Session, account: str, but: str = "") -> None:
    """End all of an account, but one."""
    session.execute(delete(SignInRow).where(SignInRow.account_id == account, SignInRow.id != but))


def end_older(session: Session, started: datetime, used: datetime) -> None:
    """Forget those that began before `started` or were last used before `used`."""
    session.execute(delete(SignInRow).where((SignInRow.started_at < started) | (SignInRow.seen_at < used)))


def failed(session: Session, at: datetime, name: str, address: str) -> None:
    """Note a failed attempt; those of more than a day ago are forgotten."""
    session.execute(delete(FailureRow).where(FailureRow.at < at - KEPT))
    session.add(FailureRow(at=at, name=name, address=address))


def failures(session: Session, since: datetime, name: str | None = None, address: str | None = None) -> int:
    """How many attempts failed since a moment and for a day from then, for a name, from an address, or both.

    Those of later were noted by a clock that ran ahead: they would close the door for as long as it did.
    """
    query = select(func.count()).select_from(FailureRow).where(FailureRow.at.between(since, since + KEPT))
    if name is not None:
        query = query.where(FailureRow.name == name)
    if address is not None:
        query = query.where(FailureRow.address == address)
    return session.scalar(query) or 0


def forgive(session: Session, name: str, address: str) -> None:
    """Forget the failures of somebody who then signed in."""
    session.execute(delete(FailureRow).where(FailureRow.name == name, FailureRow.address == address))


def _value(row: SignInRow) -> SignIn:
    return SignIn(row.id, row.account_id, row.started_at, row.seen_at, row.address, row.agent)
