# SPDX-License-Identifier: GPL-3.0-or-later
"""Tracks and their versions."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.schema.base import Base, new_id


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
