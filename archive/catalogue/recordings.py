# SPDX-License-Identifier: GPL-3.0-or-later
"""The recordings of the archive."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from unicodedata import normalize

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from archive.catalogue import outbox, placements, tags, withdrawals
from archive.catalogue.schema import InterviewRow, PartRow, RecordingRow, SidecarRow
from archive.model.footage import InterviewId, Part, Picture, Recording, RecordingId
from media.damage import Fault
from media.errors import NotFound, Refused
from media.language import gettext as _
from media.probe import AudioInfo
from media.span import Span


def add(session: Session, recording: Recording) -> None:
    """Name a recording whose original already stands in `originals/`. Raises Refused when its bytes are known."""
    known = by_sha256(session, recording.sha256)
    if known is not None:
        raise Refused(
            _("Ce fichier est déjà dans l’archive : {name}.").format(name=known.original_name),
            _("Son identifiant : {id}.").format(id=known.id),
        )
    session.add(_row_of(recording))
    session.flush()
    session.add_all(
        PartRow(
            recording_id=recording.id,
            position=position,
            sha256=part.sha256,
            name=part.name,
            size=part.size,
            start_ms=part.span.start,
            end_ms=part.span.end,
        )
        for position, part in enumerate(recording.parts)
    )
    session.flush()


def get(session: Session, recording: str) -> Recording:
    """The recording of that id. Raises NotFound."""
    return _value(_row(session, recording))


def find(session: Session, words: str) -> Recording:
    """The recording of that id, or the only one with that original name. Raises NotFound, or Refused when several have it."""
    row = session.get(RecordingRow, words)
    if row is not None:
        return _value(row)
    named = _rows(session, RecordingRow.original_name == normalize("NFC", words))
    if not named:
        raise _unknown(words)
    if len(named) > 1:
        raise Refused(
            _("Plusieurs rushes s’appellent {name}.").format(name=words),
            _("Donner l’identifiant : {ids}.").format(ids=", ".join(row.id for row in named)),
        )
    return _value(named[0])


def by_sha256(session: Session, sha256: str) -> Recording | None:
    """The recording with exactly these bytes."""
    row = session.scalar(select(RecordingRow).where(RecordingRow.sha256 == sha256))
    return None if row is None else _value(row)


def holding(session: Session, sha256: str) -> Recording | None:
    """The recording that a file with these bytes is, or is a part of."""
    part = session.scalar(select(PartRow.recording_id).where(PartRow.sha256 == sha256))
    return by_sha256(session, sha256) if part is None else get(session, part)


def listed(session: Session, *, interview: str | None = None, tag: str | None = None) -> list[Recording]:
    """All recordings, or those of an interview (its id), or those under a tag (its path), by original name."""
    conditions = [] if interview is None else [RecordingRow.interview_id == interview]
    found = [_value(row) for row in _rows(session, *conditions)]
    if tag is None:
        return found
    tagged = tags.recordings_with(session, tag)
    return [recording for recording in found if recording.id in tagged]


def hashes(session: Session, recording: Recording) -> tuple[str, ...]:
    """Every file among the originals that holds something of a recording: its bytes or its parts, and the sidecars about it.

    The first is that of the recording itself.
    """
    about = select(SidecarRow.sha256).where(SidecarRow.recording_id == recording.id).order_by(SidecarRow.name)
    parts = (part.sha256 for part in recording.parts)
    return tuple(dict.fromkeys((recording.sha256, *parts, *session.scalars(about))))


def sizes(session: Session) -> frozenset[int]:
    """The sizes in bytes of all originals."""
    return frozenset((*session.scalars(select(RecordingRow.size)), *session.scalars(select(PartRow.size))))


def count(session: Session) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(RecordingRow)) or 0


def describe(session: Session, recording: str, *, title: str | None = None, description: str | None = None) -> None:
    """Change the words about a recording; None leaves them. Raises NotFound."""
    row = _row(session, recording)
    if title is not None:
        row.title = title
    if description is not None:
        row.description = description
    outbox.announce_recording(session, recording, "recording")


def assign(session: Session, recording: str, interview: str | None, *, by_officer: bool = False) -> None:
    """Put a recording into an interview (its id), or take it out with None.

    Raises NotFound for either; Refused, unless the protection officer does it, for a recording of which somebody who
    withdrew keeps all or a part: in another interview nobody would ask for them any more.
    """
    row = _row(session, recording)
    if interview != row.interview_id and not by_officer and any(withdrawals.hidden(session, recording)):
        raise Refused(
            _("Une personne s’est retirée de {name} : ce rush reste dans son entretien.").format(
                name=row.original_name
            ),
            _("S’il y est par erreur, la personne chargée de la protection le déplace : baro recording assign."),
        )
    if interview is not None and session.get(InterviewRow, interview) is None:
        raise NotFound(_("Il n’y a pas d’entretien {id}.").format(id=interview), _("Voir « baro interview list »."))
    outbox.announce_recording(session, recording, "recording moved")
    if row.interview_id != interview:
        placements.remove(session, recording)
    row.interview_id = interview
    session.flush()
    if interview is not None:
        placements.ask(session, interview)
    outbox.announce_recording(session, recording, "recording moved")


def mark_ready(session: Session, recording: str, ready: bool) -> None:
    """Say whether all working files stand in `derived/`. Raises NotFound."""
    _row(session, recording).ready = ready


def judge(session: Session, recording: str, at: datetime, fault: Fault | None = None) -> None:
    """Write down that an original was decoded to its end, and the first fault that was found. Raises NotFound."""
    row = _row(session, recording)
    row.checked_at, row.fault_ms, row.fault = at, fault.at if fault else None, fault.said if fault else ""


def describe_sounds(session: Session, recording: str, sounds: Sequence[AudioInfo]) -> None:
    """Keep which sound tracks a recording has. Raises NotFound."""
    _row(session, recording).sounds = _stored(sounds)


def choose_sound(session: Session, recording: str, choice: str) -> None:
    """Keep which sound track is heard. Raises NotFound."""
    _row(session, recording).sound = choice


def _rows(session: Session, *conditions: ColumnElement[bool]) -> list[RecordingRow]:
    query = select(RecordingRow).where(*conditions).order_by(RecordingRow.original_name, RecordingRow.id)
    return list(session.scalars(query))


def _row(session: Session, recording: str) -> RecordingRow:
    row = session.get(RecordingRow, recording)
    if row is None:
        raise _unknown(recording)
    return row


def _unknown(words: str) -> NotFound:
    return NotFound(
        _("Il n’y a pas de rush {words}.").format(words=words),
        _("Voir « baro recording list » : identifiants et noms des fichiers."),
    )


def _row_of(recording: Recording) -> RecordingRow:
    picture = recording.picture
    return RecordingRow(
        id=recording.id,
        sha256=recording.sha256,
        original_name=recording.original_name,
        size=recording.size,
        duration=recording.duration,
        container=recording.container,
        interview_id=recording.interview,
        width=picture.width if picture else None,
        height=picture.height if picture else None,
        rate_num=picture.rate.numerator if picture else None,
        rate_den=picture.rate.denominator if picture else None,
        rotation=picture.rotation if picture else 0,
        video_codec=picture.codec if picture else "",
        has_sound=recording.has_sound,
        sound_codec=recording.sound_codec,
        start_timecode=recording.start_timecode,
        title=recording.title,
        description=recording.description,
        recorded_at=recording.recorded_at,
        ingested_at=recording.ingested_at or outbox.now(),
        ready=recording.ready,
        checked_at=recording.checked_at,
        fault_ms=recording.fault.at if recording.fault else None,
        fault=recording.fault.said if recording.fault else "",
        sounds=_stored(recording.sounds),
        sound=recording.sound,
    )


def _value(row: RecordingRow) -> Recording:
    return Recording(
        id=RecordingId(row.id),
        sha256=row.sha256,
        original_name=row.original_name,
        size=row.size,
        duration=row.duration,
        container=row.container,
        interview=None if row.interview_id is None else InterviewId(row.interview_id),
        picture=_picture(row),
        has_sound=row.has_sound,
        sound_codec=row.sound_codec,
        start_timecode=row.start_timecode,
        title=row.title,
        description=row.description,
        recorded_at=row.recorded_at,
        ingested_at=row.ingested_at,
        ready=row.ready,
        checked_at=row.checked_at,
        fault=None if row.fault_ms is None else Fault(row.fault_ms, row.fault),
        sounds=_tracks(row.sounds),
        sound=row.sound,
        parts=tuple(Part(part.sha256, part.name, part.size, Span(part.start_ms, part.end_ms)) for part in row.parts),
    )


def _stored(sounds: Sequence[AudioInfo]) -> dict[str, object]:
    return {"tracks": [[one.codec, one.channels, one.sample_rate, one.place, one.level] for one in sounds]}


def _tracks(stored: dict[str, object]) -> tuple[AudioInfo, ...]:
    found = stored.get("tracks", [])
    return tuple(AudioInfo(*one) for one in found) if isinstance(found, list) else ()


def _picture(row: RecordingRow) -> Picture | None:
    if row.width is None or row.height is None or not row.rate_num or not row.rate_den:
        return None
    return Picture(row.width, row.height, Fraction(row.rate_num, row.rate_den), row.video_codec, row.rotation)
