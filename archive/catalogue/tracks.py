# SPDX-License-Identifier: GPL-3.0-or-later
"""Tracks and their versions. A version is written once and never changed; the file that it came from is kept."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, defer

from archive.catalogue import outbox, pairs, trackevents
from archive.catalogue.cuetext import content_of, sha256_of, track_of, words_of
from archive.catalogue.schema import RecordingRow, TrackRow, TrackVersionRow, new_id
from archive.model.footage import RecordingId, StoredTrack, TrackId, TrackStatus, TrackVersion
from media.errors import NotFound
from media.language import gettext as _
from subtitles.cue import Kind, Track
from subtitles.diagnostic import Diagnostic
from subtitles.identity import with_ids_of

_SHOWN_FIRST = (Kind.SUBTITLES, Kind.CAPTIONS, Kind.TRANSCRIPT)


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a version came from: its bytes as they were, and what reading them repaired."""

    data: bytes
    format: str
    encoding: str
    file_name: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()


def store(
    session: Session, recording: str, track: Track, *, author: str, message: str = "", source: Source | None = None
) -> StoredTrack:
    """Add `track` to a recording, or a new version of its track of the same language and kind.

    Cues that continue those of the version before keep their ids. The same content again is no new version. A changed
    text is no longer reviewed or approved. Raises NotFound for an unknown recording.
    """
    if session.get(RecordingRow, recording) is None:
        raise NotFound(
            _("Il n’y a pas de rush {id}.").format(id=recording), _("Voir « baro recording list » pour les rushes.")
        )
    row = session.scalar(
        select(TrackRow).where(
            TrackRow.recording_id == recording, TrackRow.language == track.language, TrackRow.kind == track.kind
        )
    )
    if row is not None:
        newest = get(session, row.id)
        track = with_ids_of(newest.track, track, row.last_cue)
        return _following(session, newest, track, author, message, source)
    row = TrackRow(id=new_id(), recording_id=recording, language=track.language, kind=track.kind, status="draft")
    row.last_cue = max((cue.id for cue in track.cues), default=0)
    session.add(row)
    session.flush()
    session.add(_version_row(row.id, 1, track, author, message, source))
    session.flush()
    outbox.announce_recording(session, recording, "track")
    return get(session, row.id)


def add_version(session: Session, track_id: str, track: Track, *, author: str, message: str = "") -> StoredTrack:
    """Add `track`, whose cue ids are those of the archive, as the next version of a track; its language and kind stay.

    The same content again is no new version. A changed text is no longer reviewed or approved. Raises NotFound.
    """
    return _following(session, get(session, track_id), track, author, message, None)


def _following(
    session: Session, newest: StoredTrack, track: Track, author: str, message: str, source: Source | None
) -> StoredTrack:
    """The version after `newest`; `newest` itself when nothing differs."""
    if sha256_of(content_of(track)) == newest.version.sha256:
        return newest
    row = session.get_one(TrackRow, newest.id)
    row.last_cue = max([row.last_cue, *(cue.id for cue in track.cues)])
    session.add(_version_row(row.id, newest.version.number + 1, track, author, message, source))
    session.flush()
    stored = get(session, row.id)
    if words_of(track) != words_of(newest.track):
        trackevents.edited(session, stored, author)
        pairs.follow(session, newest, stored, lambda track_id: get(session, track_id).track)
    outbox.announce_recording(session, newest.recording, "track")
    return get(session, row.id)


def get(session: Session, track_id: str) -> StoredTrack:
    """The track in its newest version. Raises NotFound."""
    for stored in _stored(session, _newest().where(TrackRow.id == track_id)):
        return stored
    raise _unknown(track_id)


def newest_number(session: Session, track_id: str) -> int:
    """The number of the newest version of a track; 0 when there is none."""
    wanted = select(func.max(TrackVersionRow.number)).where(TrackVersionRow.track_id == track_id)
    return session.scalar(wanted) or 0


def of_recording(session: Session, recording: str) -> list[StoredTrack]:
    """The tracks of a recording in their newest version, by language and kind."""
    return list(_stored(session, _newest().where(TrackRow.recording_id == recording)))


def french(session: Session, recording: str) -> StoredTrack | None:
    """The French track to show: subtitles before captions before a transcript, plain `fr` before its regions."""
    return shown_in_french(of_recording(session, recording))


def shown_in_french(found: Iterable[StoredTrack]) -> StoredTrack | None:
    """Which of the tracks of a recording is the French one to show, as `french` says."""
    found = [stored for stored in found if stored.language.lower().split("-")[0] == "fr"]
    return min(found, key=lambda stored: (_SHOWN_FIRST.index(stored.kind), stored.language), default=None)


def versions(session: Session, track_id: str) -> list[TrackVersion]:
    """All versions of a track, the first one first. Raises NotFound."""
    heavy = (TrackVersionRow.content, TrackVersionRow.original, TrackVersionRow.diagnostics)
    rows = session.scalars(
        select(TrackVersionRow)
        .where(TrackVersionRow.track_id == track_id)
        .order_by(TrackVersionRow.number)
        .options(*(defer(column) for column in heavy))
    ).all()
    if not rows:
        raise _unknown(track_id)
    return [_version(row) for row in rows]


def at_version(session: Session, track_id: str, number: int) -> StoredTrack:
    """The track as it was in version `number`. Raises NotFound."""
    query = (
        select(TrackRow, TrackVersionRow)
        .join(TrackVersionRow, TrackVersionRow.track_id == TrackRow.id)
        .where(TrackRow.id == track_id, TrackVersionRow.number == number)
    )
    for stored in _stored(session, query):
        return stored
    raise NotFound(
        _("La piste {id} n’a pas de version {number}.").format(id=track_id, number=number),
        _("Voir « baro subtitles versions {id} ».").format(id=track_id),
    )


def source(session: Session, track_id: str, number: int) -> Source | None:
    """The file that a version came from; None for one that was made here. Raises NotFound."""
    row = session.get(TrackVersionRow, (track_id, number))
    if row is None:
        raise _unknown(track_id)
    if row.original is None:
        return None
    entries: Any = row.diagnostics.get("diagnostics", [])
    return Source(
        row.original, row.format, row.encoding, row.file_name, tuple(Diagnostic(**entry) for entry in entries)
    )


def last_cue(session: Session, track_id: str) -> int:
    """The highest cue id that any version of a track ever used. Raises NotFound."""
    row = session.get(TrackRow, track_id)
    if row is None:
        raise _unknown(track_id)
    return row.last_cue


def statuses(session: Session) -> dict[str, TrackStatus]:
    """How far each track of the archive (its id) has come, without reading a cue."""
    rows = session.execute(select(TrackRow.id, TrackRow.status))
    return {track: TrackStatus(status) for track, status in rows}


def _newest() -> "Select[TrackRow, TrackVersionRow]":
    newest = (
        select(TrackVersionRow.track_id, func.max(TrackVersionRow.number).label("number"))
        .group_by(TrackVersionRow.track_id)
        .subquery()
    )
    return (
        select(TrackRow, TrackVersionRow)
        .join(newest, newest.c.track_id == TrackRow.id)
        .join(
            TrackVersionRow,
            (TrackVersionRow.track_id == newest.c.track_id) & (TrackVersionRow.number == newest.c.number),
        )
        .order_by(TrackRow.recording_id, TrackRow.language, TrackRow.kind, TrackRow.id)
    )


def _stored(session: Session, query: "Select[TrackRow, TrackVersionRow]") -> Iterator[StoredTrack]:
    light = query.options(defer(TrackVersionRow.original), defer(TrackVersionRow.diagnostics))
    for row, version in session.execute(light):
        kind = Kind(row.kind)
        track = track_of(version.content, row.language, kind)
        identity = TrackId(row.id), RecordingId(row.recording_id)
        yield StoredTrack(*identity, row.language, kind, TrackStatus(row.status), _version(version), track)


def _version_row(
    track_id: str, number: int, track: Track, author: str, message: str, source: Source | None
) -> TrackVersionRow:
    content = content_of(track)
    found = source.diagnostics if source is not None else ()
    entries = [{"line": d.line, "code": d.code, "severity": d.severity, "action": d.action} for d in found]
    return TrackVersionRow(
        track_id=track_id,
        number=number,
        author=author,
        message=message,
        made_at=outbox.now(),
        sha256=sha256_of(content),
        format=source.format if source is not None else "",
        encoding=source.encoding if source is not None else "",
        file_name=source.file_name if source is not None else "",
        original=source.data if source is not None else None,
        content=content,
        diagnostics={"diagnostics": entries},
    )


def _version(row: TrackVersionRow) -> TrackVersion:
    return TrackVersion(row.number, row.author, row.message, row.made_at, row.sha256, row.format, row.encoding)


def _unknown(track_id: str) -> NotFound:
    return NotFound(
        _("Il n’y a pas de piste {id}.").format(id=track_id),
        _("Voir « baro subtitles list RUSH » : les pistes d’un rush."),
    )
