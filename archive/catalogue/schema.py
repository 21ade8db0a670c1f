# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the catalogue. Times are milliseconds; ids are random 128-bit hexadecimal texts."""

import secrets
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import JSON, DateTime, ForeignKey, Index, LargeBinary, MetaData, Text, false, true
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def new_id() -> str:
    """A random 128-bit id in hexadecimal."""
    return secrets.token_hex(16)


class Base(DeclarativeBase):
    """The root of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {str: Text(), datetime: DateTime(), dict[str, object]: JSON(), list[str]: JSON()}


class InterviewRow(Base):
    __tablename__ = "interview"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    region: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    held_on: Mapped[date | None]
    languages: Mapped[list[str]] = mapped_column(default=list)
    title: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")


class RecordingRow(Base):
    __tablename__ = "recording"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    sha256: Mapped[str] = mapped_column(unique=True)
    original_name: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    duration: Mapped[int]
    container: Mapped[str]
    interview_id: Mapped[str | None] = mapped_column(ForeignKey("interview.id"), index=True)
    width: Mapped[int | None]
    height: Mapped[int | None]
    rate_num: Mapped[int | None]
    rate_den: Mapped[int | None]
    rotation: Mapped[int] = mapped_column(default=0)
    video_codec: Mapped[str] = mapped_column(default="")
    has_sound: Mapped[bool] = mapped_column(default=True)
    sound_codec: Mapped[str] = mapped_column(default="")
    start_timecode: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime | None]
    ingested_at: Mapped[datetime]
    ready: Mapped[bool] = mapped_column(default=False, server_default=false())


class ParticipantRow(Base):
    __tablename__ = "participant"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(unique=True)
    sex: Mapped[str]
    group: Mapped[str] = mapped_column("grp")
    age_band: Mapped[str] = mapped_column(default="")
    minor: Mapped[bool] = mapped_column(default=False, server_default=false())
    region: Mapped[str] = mapped_column(default="")


class ParticipationRow(Base):
    """Who took part in which interview."""

    __tablename__ = "participation"
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id"), primary_key=True)
    participant_id: Mapped[str] = mapped_column(ForeignKey("participant.id"), primary_key=True, index=True)


class AppearanceRow(Base):
    __tablename__ = "appearance"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[str] = mapped_column(ForeignKey("participant.id"), index=True)
    recording_id: Mapped[str] = mapped_column(ForeignKey("recording.id"), index=True)
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    seen: Mapped[bool] = mapped_column(default=True, server_default=true())
    heard: Mapped[bool] = mapped_column(default=True, server_default=true())
    named: Mapped[bool] = mapped_column(default=False, server_default=false())


class ConsentRow(Base):
    """One record; at most one that is not superseded for each participant and interview."""

    __tablename__ = "consent"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[str] = mapped_column(ForeignKey("participant.id"))
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id"), index=True)
    status: Mapped[str]
    given_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    embargo_until: Mapped[date | None]
    films: Mapped[list[str]] = mapped_column(default=list)
    audiences: Mapped[list[str]] = mapped_column(default=list)
    shows: Mapped[list[str]] = mapped_column(default=list)
    guardian: Mapped[bool | None]
    assent: Mapped[bool | None]
    language: Mapped[str] = mapped_column(default="")
    method: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    __table_args__ = (Index(None, "participant_id", "interview_id"),)


class SealRow(Base):
    __tablename__ = "seal"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    recording_id: Mapped[str] = mapped_column(ForeignKey("recording.id"), index=True)
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]


class TrackRow(Base):
    __tablename__ = "track"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    recording_id: Mapped[str] = mapped_column(ForeignKey("recording.id"), index=True)
    language: Mapped[str]
    kind: Mapped[str]
    status: Mapped[str]


class TrackVersionRow(Base):
    """One state of a track: its cues as JSON, and the bytes of the file that it came from, if any."""

    __tablename__ = "track_version"
    track_id: Mapped[str] = mapped_column(ForeignKey("track.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    author: Mapped[str]
    message: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    sha256: Mapped[str]
    format: Mapped[str]
    encoding: Mapped[str]
    file_name: Mapped[str] = mapped_column(default="")
    original: Mapped[bytes | None] = mapped_column(LargeBinary)
    content: Mapped[dict[str, object]]
    diagnostics: Mapped[dict[str, object]] = mapped_column(default=dict)


class TagRow(Base):
    __tablename__ = "tag"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    path: Mapped[str] = mapped_column(unique=True)
    label_fr: Mapped[str]
    label_en: Mapped[str] = mapped_column(default="")
    synonyms: Mapped[list[str]] = mapped_column(default=list)


class TaggingRow(Base):
    """A tag on a recording; no start and end means on all of it."""

    __tablename__ = "tagging"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    tag_id: Mapped[str] = mapped_column(ForeignKey("tag.id"), index=True)
    recording_id: Mapped[str] = mapped_column(ForeignKey("recording.id"), index=True)
    start_ms: Mapped[int | None]
    end_ms: Mapped[int | None]
    made_by: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]


class ClipRow(Base):
    __tablename__ = "clip"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    recording_id: Mapped[str] = mapped_column(ForeignKey("recording.id"), index=True)
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    title: Mapped[str] = mapped_column(default="")
    released: Mapped[bool] = mapped_column(default=False, server_default=false())
    made_by: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    ready: Mapped[bool] = mapped_column(default=False, server_default=false())


class FilmRow(Base):
    __tablename__ = "film"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    audience: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]


class ItemRow(Base):
    """One line of a paper edit; `position` orders the film, from 1."""

    __tablename__ = "film_item"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    film_id: Mapped[str] = mapped_column(ForeignKey("film.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    recording_id: Mapped[str | None] = mapped_column(ForeignKey("recording.id"), index=True)
    start_ms: Mapped[int | None]
    end_ms: Mapped[int | None]
    text: Mapped[str] = mapped_column(default="")
    duration: Mapped[int] = mapped_column(default=0)


class RenderRow(Base):
    __tablename__ = "render"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    film_id: Mapped[str] = mapped_column(ForeignKey("film.id"), index=True)
    file: Mapped[str]
    made_at: Mapped[datetime]
    duration: Mapped[int]
    frames: Mapped[int]
    subtitles: Mapped[str]
    facts: Mapped[dict[str, object]]


class JobRow(Base):
    """Work to be done by a worker under a lease; see `archive/catalogue/jobs.py`."""

    __tablename__ = "job"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    subject: Mapped[str]
    payload: Mapped[dict[str, object]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default="queued")
    priority: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    token: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str] = mapped_column(default="")
    lease_until: Mapped[datetime | None]
    progress: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(default="")
    cancel: Mapped[bool] = mapped_column(default=False, server_default=false())
    outputs: Mapped[dict[str, object]] = mapped_column(default=dict)
    made_by: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    __table_args__ = (Index(None, "state", "priority"), Index(None, "kind", "subject"))


class OutboxRow(Base):
    """What the index has not heard yet. Ids only grow: the highest one ever given is the catalogue's generation."""

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    interview_id: Mapped[str | None]
    cause: Mapped[str]
    made_at: Mapped[datetime]
    __table_args__ = ({"sqlite_autoincrement": True},)


class FactRow(Base):
    """Key and value facts of the archive itself, such as its id."""

    __tablename__ = "fact"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
