# SPDX-License-Identifier: GPL-3.0-or-later
"""Searches that somebody kept under a name."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.schema.base import Base, new_id


class SavedSearchRow(Base):
    """`filters` holds what stood beside the question, by the names of the request."""

    __tablename__ = "saved_search"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    query: Mapped[str]
    filters: Mapped[dict[str, object]]
    made_by: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
