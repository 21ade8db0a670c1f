# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings that somebody lets stand, kept with the track: a rule, a cue, and the text it was for."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive.catalogue import outbox
from archive.catalogue.schema import TrackWaiverRow, new_id
from archive.model.track import KeptWaiver


def of_track(session: Session, track_id: str) -> list[KeptWaiver]:
    """What was waived on a track, the first one first; some may be for texts that have changed since."""
    query = select(TrackWaiverRow).where(TrackWaiverRow.track_id == track_id)
    return [_waiver(row) for row in session.scalars(query.order_by(TrackWaiverRow.made_at, TrackWaiverRow.id))]


def add(session: Session, track_id: str, place: tuple[str, int, str], *, by: str, message: str = "") -> KeptWaiver:
    """Let a finding stand; `place` is its rule, the id of its cue (0: the whole track) and the hash of the text.

    One that stands already is given back as it is.
    """
    rule, cue, text = place
    query = select(TrackWaiverRow).where(
        TrackWaiverRow.track_id == track_id,
        TrackWaiverRow.rule == rule,
        TrackWaiverRow.cue == cue,
        TrackWaiverRow.text == text,
    )
    row = session.scalars(query).first()
    if row is None:
        row = TrackWaiverRow(
            id=new_id(),
            track_id=track_id,
            rule=rule,
            cue=cue,
            text=text,
            message=message,
            made_by=by,
            made_at=outbox.now(),
        )
        session.add(row)
        session.flush()
    return _waiver(row)


def remove(session: Session, track_id: str, rule: str, cue: int) -> int:
    """Ask again what was waived: one rule for one cue, whatever its text was. How many waivers that ended."""
    mine = (TrackWaiverRow.track_id == track_id, TrackWaiverRow.rule == rule, TrackWaiverRow.cue == cue)
    found = session.scalars(select(TrackWaiverRow.id).where(*mine)).all()
    session.execute(delete(TrackWaiverRow).where(*mine))
    return len(found)


def _waiver(row: TrackWaiverRow) -> KeptWaiver:
    return KeptWaiver(row.id, row.rule, row.cue, row.text, row.message, row.made_by, row.made_at)
