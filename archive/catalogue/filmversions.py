# SPDX-License-Identifier: GPL-3.0-or-later
"""Versions of a paper edit, numbered from 1, never overwritten: what it was before and after a cut was brought in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.catalogue import films, looks, outbox
from archive.catalogue.schema import FilmVersionRow, ItemRow, RecordingRow
from archive.model.film import FilmId, Item, ItemKind
from media.errors import NotFound
from media.language import gettext as _

_LINES = "lines"
_NOT_KEPT = {"film_id", "position"}


@dataclass(frozen=True, slots=True)
class FilmVersion:
    """One kept state: `cause` says what made it, `facts` what else is known (of a conformed cut: its places and times)."""

    film: FilmId
    number: int
    made_at: datetime
    made_by: str
    cause: str
    lines: int
    facts: dict[str, object]


def keep(session: Session, film: str, by: str, cause: str, facts: dict[str, object] | None = None) -> int:
    """Keep the paper edit as it stands and give its number; one that equals the last kept one is not kept twice.

    Raises NotFound.
    """
    films.get(session, film)
    rows, last = _rows(session, film), _last(session, film)
    lines = [_columns(row) for row in rows]
    if last is not None and last.items.get(_LINES) == lines and facts is None:
        return last.number
    number = 1 if last is None else last.number + 1
    row = FilmVersionRow(film_id=film, number=number, made_at=outbox.now(), made_by=by, cause=cause)
    row.items, row.facts = {_LINES: lines}, facts or {}
    session.add(row)
    session.flush()
    return number


def replace_items(session: Session, film: str, items: list[Item]) -> None:
    """Put `items` in the place of the whole paper edit; an item that was there keeps its id and all else it had."""
    known = {row.id: _columns(row) for row in _rows(session, film)}
    _write(session, film, [known.get(item.id, {}) | _of_item(item) for item in items])


def bring_back(session: Session, film: str, number: int, by: str) -> None:
    """Make the paper edit what it was in version `number`; what stands now is kept first. Raises NotFound.

    A passage whose recording is no longer in the archive comes back as a note.
    """
    wanted = _get(session, film, number)
    keep(session, film, by, _("avant le retour à la version {number}").format(number=number))
    lines = wanted.items.get(_LINES)
    _write(session, film, [dict(line) for line in lines] if isinstance(lines, list) else [])
    keep(session, film, by, _("retour à la version {number}").format(number=number), dict(wanted.facts) or None)


def listed(session: Session, film: str) -> list[FilmVersion]:
    """The versions of a film, newest first."""
    query = select(FilmVersionRow).where(FilmVersionRow.film_id == film).order_by(FilmVersionRow.number.desc())
    return [_value(row) for row in session.scalars(query)]


def get(session: Session, film: str, number: int) -> FilmVersion:
    """One version. Raises NotFound."""
    return _value(_get(session, film, number))


def _write(session: Session, film: str, lines: list[dict[str, object]]) -> None:
    for row in _rows(session, film):
        session.delete(row)
    session.flush()
    there = set(session.scalars(select(RecordingRow.id)))
    for position, line in enumerate(lines, start=1):
        if line.get("recording_id") is not None and line["recording_id"] not in there:
            text = _("Passage dont le rush n’est plus dans l’archive.")
            line = {"id": line["id"], "kind": str(ItemKind.NOTE), "text": text}
        session.add(ItemRow(film_id=film, position=position, **line))
    session.flush()


def _rows(session: Session, film: str) -> list[ItemRow]:
    return list(session.scalars(select(ItemRow).where(ItemRow.film_id == film).order_by(ItemRow.position, ItemRow.id)))


def _columns(row: ItemRow) -> dict[str, object]:
    """Every column of a line but where it stands: columns that join later are kept too."""
    names = [column.name for column in ItemRow.__table__.columns if column.name not in _NOT_KEPT]
    return {name: getattr(row, name) for name in names}


def _of_item(item: Item) -> dict[str, object]:
    return {
        "id": item.id,
        "kind": str(item.kind),
        "recording_id": item.recording,
        "start_ms": None if item.span is None else item.span.start,
        "end_ms": None if item.span is None else item.span.end,
        "text": item.text,
        "duration": item.duration,
        "picture": item.picture,
        "looks": looks.stored(item.looks),
    }


def _last(session: Session, film: str) -> FilmVersionRow | None:
    newest = select(func.max(FilmVersionRow.number)).where(FilmVersionRow.film_id == film).scalar_subquery()
    return session.scalar(select(FilmVersionRow).where(FilmVersionRow.film_id == film, FilmVersionRow.number == newest))


def _get(session: Session, film: str, number: int) -> FilmVersionRow:
    films.get(session, film)
    row = session.scalar(select(FilmVersionRow).where(FilmVersionRow.film_id == film, FilmVersionRow.number == number))
    if row is None:
        raise NotFound(
            _("Ce film n’a pas de version {number}.").format(number=number), _("Voir « baro film versions ».")
        )
    return row


def _value(row: FilmVersionRow) -> FilmVersion:
    lines = row.items.get(_LINES)
    count = len(lines) if isinstance(lines, list) else 0
    return FilmVersion(FilmId(row.film_id), row.number, row.made_at, row.made_by, row.cause, count, dict(row.facts))
