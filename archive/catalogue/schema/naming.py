# SPDX-License-Identifier: GPL-3.0-or-later
"""What the naming guard was told: words that were compared with the vault, findings that may stay."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.schema.base import Base


class SpokenNamingRow(Base):
    """As `NamingRow`, of the words of one recording; `confirmed` is about all the words of one of its tracks."""

    __tablename__ = "spoken_naming"
    recording_id: Mapped[str] = mapped_column(ForeignKey("recording.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    by: Mapped[str]
    at: Mapped[datetime]


class NamingRow(Base):
    """`kind` is `confirmed` (`key`: the hash of all words of the film) or `stands` (`key`: that of one finding)."""

    __tablename__ = "naming"
    film_id: Mapped[str] = mapped_column(ForeignKey("film.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    by: Mapped[str]
    at: Mapped[datetime]
