# SPDX-License-Identifier: GPL-3.0-or-later
"""What people took back, and who was given what. Codes instead of ids: these rows outlive what they are about."""

from datetime import date, datetime

from sqlalchemy import false
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.schema.base import Base, new_id


class WithdrawalRow(Base):
    """A withdrawal or an erasure; `entry` is the hash of its line in the ledger, empty until that is written."""

    __tablename__ = "withdrawal"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str]
    participant: Mapped[str] = mapped_column(index=True)
    interview: Mapped[str]
    made_on: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str] = mapped_column(default="")
    originals: Mapped[list[str]] = mapped_column(default=list)
    entry: Mapped[str] = mapped_column(default="", index=True)
    done: Mapped[bool] = mapped_column(default=False, server_default=false())


class HandoverRow(Base):
    """Something that left the archive in somebody's hands; `render_id` when it is a rendered film."""

    __tablename__ = "handover"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    what: Mapped[str]
    render_id: Mapped[str | None] = mapped_column(index=True)
    recipient: Mapped[str]
    given_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
