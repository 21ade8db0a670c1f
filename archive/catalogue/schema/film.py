# SPDX-License-Identifier: GPL-3.0-or-later
"""Clips, films and their renders."""

from datetime import datetime

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.schema.base import Base, new_id


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
    removed_at: Mapped[datetime | None]


class FilmVersionRow(Base):
    """A paper edit as it was at one moment; `items` are the columns of its lines, in order."""

    __tablename__ = "film_version"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    film_id: Mapped[str] = mapped_column(ForeignKey("film.id"), index=True)
    number: Mapped[int]
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(default="")
    cause: Mapped[str] = mapped_column(default="")
    items: Mapped[dict[str, object]]
    facts: Mapped[dict[str, object]]


class ExportRow(Base):
    """What was handed to editing software; `code` begins the neutral names of its extracts."""

    __tablename__ = "film_export"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    film_id: Mapped[str] = mapped_column(ForeignKey("film.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    way: Mapped[str]
    audience: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(default="")
    facts: Mapped[dict[str, object]]


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
    picture: Mapped[str] = mapped_column(default="", server_default="")
    looks: Mapped[dict[str, object]] = mapped_column(default=dict, server_default="{}")


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


class MaskRow(Base):
    """Somebody looked at the result of a recipe on a line of a film. A line that is gone leaves its confirmations, which nobody asks again."""

    __tablename__ = "mask_confirmation"
    item_id: Mapped[str] = mapped_column(primary_key=True)
    recipe: Mapped[str] = mapped_column(primary_key=True)
    by: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
