# SPDX-License-Identifier: GPL-3.0-or-later
"""The status of a track and the history of who changed it. An event is written once and never changed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue import outbox
from archive.catalogue.cuetext import words_of
from archive.catalogue.schema import TrackEventRow, TrackRow
from archive.model.footage import StoredTrack, TrackStatus
from archive.model.track import EventKind, TrackEvent

_READ = (TrackStatus.REVIEWED, TrackStatus.APPROVED)


def of_track(session: Session, track_id: str) -> list[TrackEvent]:
    """What was decided about a track, the first thing first."""
    query = select(TrackEventRow).where(TrackEventRow.track_id == track_id).order_by(TrackEventRow.id)
    return [_event(row) for row in session.scalars(query)]


def decide(
    session: Session, stored: StoredTrack, kind: EventKind, after: TrackStatus, *, by: str, message: str = ""
) -> None:
    """Write down what somebody decided about the newest version of a track, and let its status be `after`."""
    version = stored.version
    session.add(
        TrackEventRow(
            track_id=stored.id,
            kind=kind,
            made_by=by,
            made_at=outbox.now(),
            before=stored.status,
            after=after,
            version=version.number,
            sha256=version.sha256,
            words=words_of(stored.track),
            message=message,
        )
    )
    session.get_one(TrackRow, stored.id).status = after
    session.flush()
    if after is not stored.status:
        outbox.announce_recording(session, stored.recording, "track status")


def edited(session: Session, stored: StoredTrack, by: str) -> None:
    """The words of a track have changed: read by nobody any more, it stands where it stood before it was read."""
    if stored.status not in _READ:
        return
    before = (event.after for event in reversed(of_track(session, stored.id)) if event.kind is EventKind.STATUS)
    unread = next((status for status in before if status not in _READ), TrackStatus.TRANSLATED)
    decide(session, stored, EventKind.EDIT, unread, by=by)


def _event(row: TrackEventRow) -> TrackEvent:
    return TrackEvent(
        EventKind(row.kind),
        row.made_by,
        row.made_at,
        TrackStatus(row.before),
        TrackStatus(row.after),
        row.version,
        row.sha256,
        row.words,
        row.message,
    )
