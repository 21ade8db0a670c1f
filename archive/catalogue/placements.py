# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the recordings of an interview lie on its timeline, and who said so."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.catalogue import jobs, outbox
from archive.catalogue.schema import PlacementRow, RecordingRow
from archive.model.footage import RecordingId
from archive.model.placement import How, Placement

JOB = "align"
PRIORITY = 5
"""Behind the working copies: whoever watches a card come in wants to see it first."""


def of_interview(session: Session, interview: str) -> dict[RecordingId, Placement]:
    """What is known of the recordings of an interview (its id)."""
    query = select(PlacementRow).join(RecordingRow).where(RecordingRow.interview_id == interview)
    return {RecordingId(row.recording_id): _value(row) for row in session.scalars(query)}


def of(session: Session, recording: str) -> Placement | None:
    """What is known of one recording."""
    row = session.get(PlacementRow, recording)
    return None if row is None else _value(row)


def put(session: Session, placement: Placement, by: str = "") -> None:
    """Keep where a recording lies, in place of what was known of it."""
    row = session.get(PlacementRow, placement.recording) or PlacementRow(recording_id=placement.recording)
    row.offset_ms, row.how = placement.offset, placement.how
    row.drift_ppm, row.middle_ms = placement.drift, placement.middle
    row.confidence, row.timecode_off_ms = placement.confidence, placement.timecode_off
    row.made_by, row.made_at = by, outbox.now()
    session.add(row)
    session.flush()


def remove(session: Session, recording: str) -> None:
    """Know nothing any more of where a recording lies."""
    row = session.get(PlacementRow, recording)
    if row is not None:
        session.delete(row)
        session.flush()


def ask(session: Session, interview: str, by: str = "") -> str | None:
    """Ask for the recordings of an interview to be placed; None where fewer than two have sound."""
    sounding = select(func.count()).where(RecordingRow.interview_id == interview, RecordingRow.has_sound)
    if (session.scalar(sounding) or 0) < 2:
        return None
    return jobs.enqueue(session, JOB, interview, priority=PRIORITY, by=by)


def _value(row: PlacementRow) -> Placement:
    return Placement(
        RecordingId(row.recording_id),
        row.offset_ms,
        How(row.how),
        row.drift_ppm,
        row.middle_ms,
        row.confidence,
        row.timecode_off_ms,
    )
