# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts, the browsers that are signed in, and attempts that failed."""

from datetime import datetime

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.schema.base import Base, new_id


class AccountRow(Base):
    """`password` and `code` are hashes: argon2id of what a person chose, SHA-256 of a random one-time code."""

    __tablename__ = "account"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    password: Mapped[str | None]
    code: Mapped[str | None]
    code_until: Mapped[datetime | None]
    disabled: Mapped[bool] = mapped_column(default=False, server_default=false())
    made_at: Mapped[datetime]


class SignInRow(Base):
    """`token` is the SHA-256 of what the browser holds."""

    __tablename__ = "sign_in"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    token: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    address: Mapped[str]
    agent: Mapped[str]


class FailureRow(Base):
    """A name and a password that did not fit together, by SHA-256 of the name and by address."""

    __tablename__ = "sign_in_failure"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(index=True)
    name: Mapped[str]
    address: Mapped[str]
