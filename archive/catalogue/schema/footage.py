# SPDX-License-Identifier: GPL-3.0-or-later
"""Interviews, recordings, and the tags on them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.catalogue.schema.base import Base, new_id


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
    checked_at: Mapped[datetime | None]
    fault_ms: Mapped[int | None]
    fault: Mapped[str] = mapped_column(default="", server_default="")
    sounds: Mapped[dict[str, object]] = mapped_column(default=dict, server_default="{}")
    sound: Mapped[str] = mapped_column(default="", server_default="")
    parts: Mapped[list["PartRow"]] = relationship(order_by="PartRow.position", lazy="selectin")


class PlacementRow(Base):
    """Where a recording lies on the timeline of its interview; see `archive.model.placement`."""

    __tablename__ = "placement"
    recording_id: Mapped[str] = mapped_column(ForeignKey("recording.id"), primary_key=True)
    offset_ms: Mapped[int]
    how: Mapped[str]
    drift_ppm: Mapped[int] = mapped_column(default=0)
    middle_ms: Mapped[int] = mapped_column(default=0)
    confidence: Mapped[int | None]
    timecode_off_ms: Mapped[int | None]
    made_by: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]


class PartRow(Base):
    """One of the files of a take that the camera wrote as several; `position` counts from 0."""

    __tablename__ = "part"
    recording_id: Mapped[str] = mapped_column(ForeignKey("recording.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    size: Mapped[int]
    start_ms: Mapped[int]
    end_ms: Mapped[int]


class SidecarRow(Base):
    """A camera's own file about a recording."""

    __tablename__ = "sidecar"
    __table_args__ = (UniqueConstraint("recording_id", "name", "sha256"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    recording_id: Mapped[str] = mapped_column(ForeignKey("recording.id"), index=True)
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]


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
