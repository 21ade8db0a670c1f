# SPDX-License-Identifier: GPL-3.0-or-later
"""Who appears where: participants marked on the timeline of a recording."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue import outbox, participants, withdrawals
from archive.catalogue.schema import AppearanceRow, RecordingRow, new_id
from archive.model.footage import RecordingId
from archive.model.people import Appearance, ParticipantId
from media.errors import NotFound, Refused
from media.language import gettext as _
from media.span import Span


def mark(session: Session, appearance: Appearance, *, keeper: bool = False) -> Appearance:
    """Keep an appearance and give it back; an empty `id` gets one. The participant joins the recording's interview.

    Raises NotFound for an unknown recording or participant, Refused for a span that is empty or runs past the end, and
    unless a `keeper` of the archive does it, for the first mark of somebody who withdrew: it opens the rest.
    """
    recording = _recording(session, appearance)
    participants.get(session, appearance.participant)
    if not keeper and not _marks(session, appearance.participant, appearance.recording):
        withdrawals.refuse_reopening(session, appearance.participant, appearance.recording)
    kept = replace(appearance, id=appearance.id or new_id())
    session.add(_row(kept))
    if recording.interview_id is not None:
        participants.join(session, recording.interview_id, kept.participant)
    session.flush()
    outbox.announce_recording(session, kept.recording, "appearance")
    withdrawals.clear_again(session, kept.participant, kept.recording)
    return kept


def get(session: Session, appearance: str) -> Appearance:
    """The appearance of that id. Raises NotFound."""
    return _value(_found(session, appearance))


def change(session: Session, appearance: Appearance, *, keeper: bool = False) -> None:
    """Move the appearance of that id, or say otherwise what is seen and heard; who and on which recording stays.

    Raises NotFound, Refused for a span that is empty or runs past the end, and unless a `keeper` does it, for one that
    leaves a moment of somebody who withdrew.
    """
    row = _found(session, appearance.id)
    kept = replace(appearance, recording=RecordingId(row.recording_id), participant=ParticipantId(row.participant_id))
    _recording(session, kept)
    if not keeper and not (kept.span.start <= row.start_ms and row.end_ms <= kept.span.end):
        withdrawals.refuse_reopening(session, row.participant_id, row.recording_id)
    row.start_ms, row.end_ms = kept.span.start, kept.span.end
    row.seen, row.heard, row.named = kept.seen, kept.heard, kept.named
    session.flush()
    outbox.announce_recording(session, kept.recording, "appearance")
    withdrawals.clear_again(session, kept.participant, kept.recording)


def unmark(session: Session, appearance: str, *, keeper: bool = False) -> None:
    """Take an appearance (its id) off the timeline.

    Raises NotFound, and unless a `keeper` does it, Refused for one of several of somebody who withdrew; without any they
    may be anywhere again.
    """
    row = _found(session, appearance)
    if not keeper and _marks(session, row.participant_id, row.recording_id) > 1:
        withdrawals.refuse_reopening(session, row.participant_id, row.recording_id)
    outbox.announce_recording(session, row.recording_id, "appearance")
    withdrawals.clear_again(session, row.participant_id, row.recording_id)
    session.delete(row)
    session.flush()


def of_recording(session: Session, recording: str) -> list[Appearance]:
    """The appearances on a recording (its id), in order of time."""
    query = (
        select(AppearanceRow)
        .where(AppearanceRow.recording_id == recording)
        .order_by(AppearanceRow.start_ms, AppearanceRow.end_ms, AppearanceRow.id)
    )
    return [_value(row) for row in session.scalars(query)]


def everywhere(session: Session) -> list[Appearance]:
    """Every appearance of the archive."""
    return [_value(row) for row in session.scalars(select(AppearanceRow))]


def _marks(session: Session, participant: str, recording: str) -> int:
    """How often somebody (id) is marked on a recording (id)."""
    query = select(AppearanceRow.id).where(
        AppearanceRow.recording_id == recording, AppearanceRow.participant_id == participant
    )
    return len(session.scalars(query).all())


def _found(session: Session, appearance: str) -> AppearanceRow:
    row = session.get(AppearanceRow, appearance)
    if row is None:
        raise NotFound(_("Il n’y a pas de présence {id}.").format(id=appearance))
    return row


def _recording(session: Session, appearance: Appearance) -> RecordingRow:
    """The recording that holds all of the appearance."""
    recording = session.get(RecordingRow, appearance.recording)
    if recording is None:
        raise NotFound(
            _("Il n’y a pas de rush {words}.").format(words=appearance.recording), _("Voir « baro recording list ».")
        )
    if not appearance.span.duration or appearance.span.end > recording.duration:
        raise Refused(
            _("Ce passage n’est pas dans le rush {name}.").format(name=recording.original_name),
            _("Donner un début avant la fin, et une fin avant celle du rush."),
        )
    return recording


def _row(appearance: Appearance) -> AppearanceRow:
    return AppearanceRow(
        id=appearance.id,
        participant_id=appearance.participant,
        recording_id=appearance.recording,
        start_ms=appearance.span.start,
        end_ms=appearance.span.end,
        seen=appearance.seen,
        heard=appearance.heard,
        named=appearance.named,
    )


def _value(row: AppearanceRow) -> Appearance:
    return Appearance(
        id=row.id,
        participant=ParticipantId(row.participant_id),
        recording=RecordingId(row.recording_id),
        span=Span(row.start_ms, row.end_ms),
        seen=row.seen,
        heard=row.heard,
        named=row.named,
    )
