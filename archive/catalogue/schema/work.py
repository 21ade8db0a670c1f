# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs, the outbox of the index, and facts of the archive itself."""

from datetime import datetime

from sqlalchemy import Index, false
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.schema.base import Base, new_id


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
