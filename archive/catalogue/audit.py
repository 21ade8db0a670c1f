# SPDX-License-Identifier: GPL-3.0-or-later
"""The journal: added to in the transaction of the deed, read, and checked link by link."""

import json
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue import outbox
from archive.catalogue.schema import AuditRow
from archive.model.audit import Act, Breach, Deed, Head
from archive.person import Person
from media.language import gettext as _

START = "0" * 64
AT_ONCE = 1000


def write(session: Session, person: Person, act: Act, said: str, subject: str = "") -> None:
    """Add a line. `said` is a sentence in French that names people by their codes only."""
    last = session.execute(select(AuditRow.id, AuditRow.hash).order_by(AuditRow.id.desc()).limit(1)).first()
    number, before = (last.id + 1, last.hash) if last is not None else (1, START)
    row = AuditRow(
        id=number, at=outbox.now(), person=person.name, role=person.role, act=act, subject=subject, said=said, hash=""
    )
    row.hash = _link(row, before)
    session.add(row)
    session.flush()


def lately(session: Session, person: Person, act: Act, subject: str, within: timedelta) -> bool:
    """True when the same person did the same to the same thing a short while ago: a film is read in a hundred pieces."""
    found = session.scalar(
        select(AuditRow.id)
        .where(
            AuditRow.subject == subject,
            AuditRow.person == person.name,
            AuditRow.act == act,
            AuditRow.at >= outbox.now() - within,
        )
        .limit(1)
    )
    return found is not None


def listed(
    session: Session,
    *,
    person: str = "",
    act: Act | None = None,
    subjects: Collection[str] | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[Deed]:
    """The newest lines first, of one person, act or some subjects where given; `before` goes on from the line of that number."""
    query = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
    if person:
        query = query.where(AuditRow.person == person)
    if act is not None:
        query = query.where(AuditRow.act == act)
    if subjects is not None:
        query = query.where(AuditRow.subject.in_(subjects))
    if before is not None:
        query = query.where(AuditRow.id < before)
    return [_value(row) for row in session.scalars(query)]


def people(session: Session) -> list[str]:
    """Everybody who stands in the journal, by name."""
    return list(session.scalars(select(AuditRow.person).distinct().order_by(AuditRow.person)))


def head(session: Session) -> Head:
    """The newest line; number 0 for a journal that has none."""
    last = session.execute(select(AuditRow.id, AuditRow.hash).order_by(AuditRow.id.desc()).limit(1)).first()
    return Head(last.id, last.hash) if last is not None else Head(0, START)


def breach(session: Session, kept: Head | None = None) -> Breach | None:
    """The first place where the journal was edited, cut or reordered; None when it is whole.

    Only a head that was `kept` elsewhere can show that its end is missing, or that all of it was written anew.
    """
    number, before = 0, START
    for row in _rows(session):
        if row.id != number + 1:
            return Breach(row.id, _("Il manque une ou plusieurs lignes avant la ligne {id}.").format(id=row.id))
        if row.hash != _link(row, before):
            return Breach(row.id, _("La ligne {id} a été modifiée ou déplacée.").format(id=row.id))
        number, before = row.id, row.hash
        if kept is not None and kept.id == number and kept.hash != before:
            return Breach(number, _("La ligne {id} n’est plus celle qui a été relevée.").format(id=number))
    if kept is not None and kept.id > number:
        return Breach(number, _("La fin du journal manque : il allait jusqu’à la ligne {id}.").format(id=kept.id))
    return None


def _rows(session: Session) -> Iterator[AuditRow]:
    after = 0
    while rows := session.scalars(
        select(AuditRow).where(AuditRow.id > after).order_by(AuditRow.id).limit(AT_ONCE)
    ).all():
        yield from rows
        after = rows[-1].id
        session.expunge_all()


def _link(row: AuditRow, before: str) -> str:
    told = [row.id, _text(row.at), row.person, str(row.role), str(row.act), row.subject, row.said, before]
    return sha256(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def _text(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _value(row: AuditRow) -> Deed:
    return Deed(row.id, row.at, row.person, row.role, Act(row.act), row.subject, row.said, row.hash)
