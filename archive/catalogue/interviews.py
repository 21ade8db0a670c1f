# SPDX-License-Identifier: GPL-3.0-or-later
"""The interviews of the archive."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue import outbox
from archive.catalogue.schema import InterviewRow, new_id
from archive.model.code import check_code
from archive.model.footage import Interview, InterviewId, InterviewKind
from media.errors import NotFound, Refused
from media.language import gettext as _


def add(session: Session, interview: Interview) -> Interview:
    """Keep a new interview and give it back; an empty `id` gets one. Raises Refused when its code is no code or taken."""
    kept = replace(interview, id=interview.id or InterviewId(new_id()))
    check_code(kept.code)
    if _row_of_code(session, kept.code) is not None:
        raise _taken(kept.code)
    row = InterviewRow(id=kept.id)
    _fill(row, kept)
    session.add(row)
    session.flush()
    return kept


def get(session: Session, interview: str) -> Interview:
    """The interview of that id. Raises NotFound."""
    return _value(_row(session, interview))


def by_code(session: Session, code: str) -> Interview:
    """The interview of that code. Raises NotFound."""
    row = _row_of_code(session, code)
    if row is None:
        raise _absent(code)
    return _value(row)


def listed(session: Session, *, region: str | None = None, kind: str | None = None) -> list[Interview]:
    """All interviews, or those of a region, of a kind, by code."""
    query = select(InterviewRow).order_by(InterviewRow.code)
    if region is not None:
        query = query.where(InterviewRow.region == region)
    if kind is not None:
        query = query.where(InterviewRow.kind == kind)
    return [_value(row) for row in session.scalars(query)]


def update(session: Session, interview: Interview) -> None:
    """Replace what is written about the interview of that id. Raises NotFound, or Refused when its code is no code or taken."""
    check_code(interview.code)
    row = _row(session, interview.id)
    other = _row_of_code(session, interview.code)
    if other is not None and other.id != row.id:
        raise _taken(interview.code)
    if _value(row) == interview:
        return
    _fill(row, interview)
    session.flush()
    outbox.announce(session, interview.id, "interview")


def _row(session: Session, interview: str) -> InterviewRow:
    row = session.get(InterviewRow, interview)
    if row is None:
        raise _absent(interview)
    return row


def _row_of_code(session: Session, code: str) -> InterviewRow | None:
    return session.scalar(select(InterviewRow).where(InterviewRow.code == code))


def _absent(words: str) -> NotFound:
    return NotFound(
        _("Il n’y a pas d’entretien {words}.").format(words=words),
        _("Voir les codes sur la page Rushes, ou avec « baro interview list »."),
    )


def _taken(code: str) -> Refused:
    return Refused(
        _("Un autre entretien porte déjà le code {code}.").format(code=code),
        _("Choisir un autre code, ou modifier cet entretien avec « baro interview edit »."),
    )


def _fill(row: InterviewRow, interview: Interview) -> None:
    row.code = interview.code
    row.kind = interview.kind
    row.region = interview.region
    row.place = interview.place
    row.held_on = interview.held_on
    row.languages = list(interview.languages)
    row.title = interview.title
    row.description = interview.description


def _value(row: InterviewRow) -> Interview:
    return Interview(
        id=InterviewId(row.id),
        code=row.code,
        kind=InterviewKind(row.kind),
        region=row.region,
        place=row.place,
        held_on=row.held_on,
        languages=tuple(row.languages),
        title=row.title,
        description=row.description,
    )
