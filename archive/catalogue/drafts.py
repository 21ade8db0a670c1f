# SPDX-License-Identifier: GPL-3.0-or-later
"""Drafts of tracks: kept beside the versions, never one of them."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive.catalogue import outbox
from archive.catalogue.cuetext import content_of, track_of
from archive.catalogue.schema import DraftRow
from archive.model.draft import Draft
from archive.model.footage import TrackId
from subtitles.cue import Kind, Track


def keep(session: Session, draft: Draft) -> bool:
    """Store `draft` in place of the one of the same desk. False when a later one stands there already.

    An empty draft is kept too: it says that the changes were taken back.
    """
    row = session.get(DraftRow, (draft.track, draft.person, draft.desk))
    if row is not None and row.serial > draft.serial:
        return False
    if row is None:
        row = DraftRow(track_id=draft.track, person=draft.person, desk=draft.desk)
        session.add(row)
    row.base, row.serial, row.saved_at = draft.base, draft.serial, outbox.now()
    changed = content_of(Track(draft.changed))
    row.content = {**changed, "removed": list(draft.removed), "order": list(draft.order)}
    session.flush()
    return True


def of_person(session: Session, track_id: str, person: str) -> list[Draft]:
    """The drafts of a person for a track, one for each desk, the one stored last first."""
    rows = session.scalars(
        select(DraftRow)
        .where(DraftRow.track_id == track_id, DraftRow.person == person)
        .order_by(DraftRow.saved_at.desc(), DraftRow.desk)
    )
    return [_value(row) for row in rows]


def of_track(session: Session, track_id: str) -> list[Draft]:
    """Everybody's drafts for a track, by person and desk."""
    rows = session.scalars(
        select(DraftRow).where(DraftRow.track_id == track_id).order_by(DraftRow.person, DraftRow.desk)
    )
    return [_value(row) for row in rows]


def forget(session: Session, track_id: str, person: str, desk: str) -> None:
    """Delete the draft of a desk; nothing happens when there is none."""
    session.execute(
        delete(DraftRow).where(DraftRow.track_id == track_id, DraftRow.person == person, DraftRow.desk == desk)
    )


def _value(row: DraftRow) -> Draft:
    content: Any = row.content
    return Draft(
        TrackId(row.track_id),
        row.person,
        row.desk,
        row.base,
        row.serial,
        track_of(content, "fr", Kind.SUBTITLES).cues,
        tuple(content["removed"]),
        tuple(content["order"]),
        row.saved_at,
    )
