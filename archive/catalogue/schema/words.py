# SPDX-License-Identifier: GPL-3.0-or-later
"""Tracks, their versions and what people decided about them."""

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
    last_cue: Mapped[int] = mapped_column(default=0, server_default="0")
    """The highest cue id that any version ever used: ids are not given twice."""


class TrackVersionRow(Base):
    """One state of a track: its cues as JSON, and the bytes of the file that it came from, if any.

    The database itself refuses to change or delete one: see `archive/catalogue/standing.py`.
    """

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


class TrackEventRow(Base):
    """What somebody decided about a track; never changed or deleted either.

    `sha256` and `words` name what they had before them: the whole content, and the words alone.
    """

    __tablename__ = "track_event"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    track_id: Mapped[str] = mapped_column(ForeignKey("track.id"), index=True)
    kind: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    before: Mapped[str]
    after: Mapped[str]
    version: Mapped[int]
    sha256: Mapped[str]
    words: Mapped[str]
    message: Mapped[str] = mapped_column(default="")


class TrackPairRow(Base):
    """Cues of a track that say in its language what cues of another track of the same recording say in theirs.

    The hashes are those of the texts when somebody last saw that they say the same.
    """

    __tablename__ = "track_pair"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    source_id: Mapped[str] = mapped_column(ForeignKey("track.id"), index=True)
    target_id: Mapped[str] = mapped_column(ForeignKey("track.id"), index=True)
    source_cues: Mapped[list[int]]
    target_cues: Mapped[list[int]]
    source_words: Mapped[str]
    target_words: Mapped[str]
    origin: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[datetime]


class TrackWaiverRow(Base):
    """A finding that somebody lets stand: one rule for one cue (0: the track as a whole) with one text, by its hash."""

    __tablename__ = "track_waiver"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    track_id: Mapped[str] = mapped_column(ForeignKey("track.id"), index=True)
    rule: Mapped[str]
    cue: Mapped[int]
    text: Mapped[str]
    message: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str]
    made_at: Mapped[datetime]
