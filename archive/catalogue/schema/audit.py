# SPDX-License-Identifier: GPL-3.0-or-later
"""The journal of who did what: rows are added, never changed; each holds the hash of all before it."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.schema.base import Base


class AuditRow(Base):
    """`said` is the sentence that people read; `hash` covers the row and the hash of the row before."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    person: Mapped[str]
    role: Mapped[str]
    act: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    said: Mapped[str]
    hash: Mapped[str]
    __table_args__ = ({"sqlite_autoincrement": True},)
