# SPDX-License-Identifier: GPL-3.0-or-later
"""The seals of the archive as rows. To seal with its consequences, call `archive.seals`."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue import outbox
from archive.catalogue.schema import RecordingRow, SealRow, new_id
from archive.model.footage import RecordingId
from archive.model.people import Seal
from media.errors import NotFound, Refused
from media.language import gettext as _
from media.span import Span


def add(session: Session, seal: Seal, by: str) -> Seal:
    """Keep a seal and give it back; an empty `id` gets one.

    Raises NotFound for an unknown recording, Refused for a span that lies outside it or is empty.
    """
    recording = session.get(RecordingRow, seal.recording)
    if recording is None:
        raise NotFound(
            _("Il n’y a pas de rush {words}.").format(words=seal.recording), _("Voir « baro recording list ».")
        )
    if not seal.span.duration or seal.span.start >= recording.duration:
        raise Refused(
            _("Ce passage n’est pas dans le rush {name}.").format(name=recording.original_name),
            _("Donner un début avant la fin, à l’intérieur du rush."),
        )
    kept = replace(seal, id=seal.id or new_id())
    session.add(
        SealRow(
            id=kept.id,
            recording_id=kept.recording,
            start_ms=kept.span.start,
            end_ms=kept.span.end,
            reason=kept.reason,
            made_by=by,
            made_at=outbox.now(),
        )
    )
    session.flush()
    outbox.announce_recording(session, kept.recording, "seal")
    return kept


def get(session: Session, seal: str) -> Seal:
    """The seal of that id. Raises NotFound."""
    return _value(_row(session, seal))


def remove(session: Session, seal: str) -> Seal:
    """Take the seal (its id) away and give back what it was. Raises NotFound."""
    row = _row(session, seal)
    removed = _value(row)
    outbox.announce_recording(session, removed.recording, "seal")
    session.delete(row)
    session.flush()
    return removed


def of_recording(session: Session, recording: str) -> list[Seal]:
    """The seals of a recording (its id), in order of time."""
    query = select(SealRow).where(SealRow.recording_id == recording).order_by(SealRow.start_ms, SealRow.id)
    return [_value(row) for row in session.scalars(query)]


def everywhere(session: Session) -> list[Seal]:
    """Every seal of the archive, by recording and time."""
    query = select(SealRow).order_by(SealRow.recording_id, SealRow.start_ms, SealRow.id)
    return [_value(row) for row in session.scalars(query)]


def _row(session: Session, seal: str) -> SealRow:
    row = session.get(SealRow, seal)
    if row is None:
        raise NotFound(_("Il n’y a pas de scellé {id}.").format(id=seal), _("Voir « baro seal list »."))
    return row


def _value(row: SealRow) -> Seal:
    return Seal(row.id, RecordingId(row.recording_id), Span(row.start_ms, row.end_ms), row.reason)
