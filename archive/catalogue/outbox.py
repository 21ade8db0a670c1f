# SPDX-License-Identifier: GPL-3.0-or-later
"""What the index must hear of: written in the transaction of the change, read by one reader.

Whoever changes a track, a consent, an appearance, a seal, a tag or a description of an interview calls `announce`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from archive.catalogue.schema import OutboxRow, RecordingRow


@dataclass(frozen=True, slots=True)
class Change:
    """An interview (None: all of them) whose words or permissions changed."""

    id: int
    interview: str | None
    cause: str


def now() -> datetime:
    """The present moment in UTC, without a zone, as the catalogue stores it."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def announce(session: Session, interview: str | None, cause: str) -> None:
    """Tell the index that `interview` changed (None: everything), in the caller's transaction."""
    session.add(OutboxRow(interview_id=interview, cause=cause, made_at=now()))


def announce_recording(session: Session, recording: str, cause: str) -> None:
    """Tell the index that the interview of `recording` changed; one without an interview is announced as itself."""
    interview = session.scalar(select(RecordingRow.interview_id).where(RecordingRow.id == recording))
    announce(session, interview or recording, cause)


def waiting(session: Session, after: int) -> list[Change]:
    """The changes announced after generation `after`, oldest first."""
    rows = session.scalars(select(OutboxRow).where(OutboxRow.id > after).order_by(OutboxRow.id))
    return [Change(row.id, row.interview_id, row.cause) for row in rows]


def heard(session: Session, up_to: int) -> None:
    """Forget the changes up to and with `up_to`, keeping the newest row: it holds the generation."""
    newest = session.scalar(select(func.max(OutboxRow.id))) or 0
    session.execute(delete(OutboxRow).where(OutboxRow.id <= up_to, OutboxRow.id < newest))


def generation(session: Session) -> int:
    """The id of the newest change ever announced; 0 in a new archive."""
    return session.scalar(select(func.max(OutboxRow.id))) or 0
