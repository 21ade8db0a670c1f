# SPDX-License-Identifier: GPL-3.0-or-later
"""What people have changed in a track and not yet made a version of."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.schema.base import Base


class DraftRow(Base):
    """The changes of one person at one desk (a browser) to version `base` of a track; `serial` only grows."""

    __tablename__ = "draft"
    track_id: Mapped[str] = mapped_column(ForeignKey("track.id"), primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    desk: Mapped[str] = mapped_column(primary_key=True)
    base: Mapped[int]
    serial: Mapped[int]
    content: Mapped[dict[str, object]]
    saved_at: Mapped[datetime]
