# SPDX-License-Identifier: GPL-3.0-or-later
"""Clips that somebody cut out of recordings."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue import jobs, outbox
from archive.catalogue.films import check_span
from archive.catalogue.schema import ClipRow
from archive.model.film import Clip, ClipId
from archive.model.footage import RecordingId
from media.errors import NotFound
from media.language import gettext as _
from media.span import Span

JOB = "render-clip"


def add(session: Session, clip: Clip) -> None:
    """Remember a clip. Raises NotFound for an unknown recording, Refused for a span that is empty or beyond its end."""
    check_span(session, clip.recording, clip.span)
    session.add(
        ClipRow(
            id=clip.id,
            recording_id=clip.recording,
            start_ms=clip.span.start,
            end_ms=clip.span.end,
            title=clip.title,
            released=clip.released,
            made_by=clip.made_by,
            made_at=clip.made_at or outbox.now(),
            ready=clip.ready,
        )
    )
    session.flush()


def get(session: Session, clip: str) -> Clip:
    """The clip of that id. Raises NotFound."""
    return _value(_row(session, clip))


def listed(session: Session, recording: str | None = None) -> list[Clip]:
    """All clips, or those of a recording, in the order of the footage."""
    query = select(ClipRow).order_by(ClipRow.recording_id, ClipRow.start_ms, ClipRow.end_ms, ClipRow.id)
    if recording is not None:
        query = query.where(ClipRow.recording_id == recording)
    return [_value(row) for row in session.scalars(query)]


def release(session: Session, clip: str, released: bool) -> None:
    """Ask for the viewers' page, or take the clip back from it. Raises NotFound.

    A clip that goes to viewers is made again, for the words that the team may read are not always theirs.
    """
    _row(session, clip).released = released
    if released:
        jobs.enqueue(session, JOB, clip)


def mark_ready(session: Session, clip: str, ready: bool) -> None:
    """Say whether the clip's files stand in `derived/`. Raises NotFound."""
    _row(session, clip).ready = ready


def remove(session: Session, clip: str) -> None:
    """Forget a clip; the recording stays as it is. Raises NotFound."""
    session.delete(_row(session, clip))
    session.flush()


def _row(session: Session, clip: str) -> ClipRow:
    row = session.get(ClipRow, clip)
    if row is None:
        raise NotFound(_("Il n’y a pas d’extrait {id}.").format(id=clip))
    return row


def _value(row: ClipRow) -> Clip:
    return Clip(
        id=ClipId(row.id),
        recording=RecordingId(row.recording_id),
        span=Span(row.start_ms, row.end_ms),
        title=row.title,
        released=row.released,
        made_by=row.made_by,
        made_at=row.made_at,
        ready=row.ready,
    )
