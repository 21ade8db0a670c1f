# SPDX-License-Identifier: GPL-3.0-or-later
"""Participants, where they appear, what they allowed, and the passages nobody may use."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, false, true
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.schema.base import Base, new_id


class ParticipantRow(Base):
    """`vault_place` is where the vault keeps the identity: a blind name that tells nothing, so that its key can be
    destroyed by whoever holds the file, without opening it."""

    __tablename__ = "participant"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(unique=True)
    sex: Mapped[str]
    group: Mapped[str] = mapped_column("grp")
    age_band: Mapped[str] = mapped_column(default="")
    minor: Mapped[bool] = mapped_column(default=False, server_default=false())
    region: Mapped[str] = mapped_column(default="")
    vault_place: Mapped[str] = mapped_column(default="", server_default="")


class ParticipationRow(Base):
    """Who took part in which interview."""

    __tablename__ = "participation"
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id"), primary_key=True)
    participant_id: Mapped[str] = mapped_column(ForeignKey("participant.id"), primary_key=True, index=True)


class AppearanceRow(Base):
    __tablename__ = "appearance"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[str] = mapped_column(ForeignKey("participant.id"), index=True)
    recording_id: Mapped[str] = mapped_column(ForeignKey("recording.id"), index=True)
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    seen: Mapped[bool] = mapped_column(default=True, server_default=true())
    heard: Mapped[bool] = mapped_column(default=True, server_default=true())
    named: Mapped[bool] = mapped_column(default=False, server_default=false())


class ConsentRow(Base):
    """One record; at most one that is not superseded for each participant and interview."""

    __tablename__ = "consent"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[str] = mapped_column(ForeignKey("participant.id"))
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id"), index=True)
    status: Mapped[str]
    given_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    embargo_until: Mapped[date | None]
    films: Mapped[list[str]] = mapped_column(default=list)
    audiences: Mapped[list[str]] = mapped_column(default=list)
    shows: Mapped[list[str]] = mapped_column(default=list)
    guardian: Mapped[bool | None]
    assent: Mapped[bool | None]
    language: Mapped[str] = mapped_column(default="")
    method: Mapped[str] = mapped_column(default="")
    witness: Mapped[str] = mapped_column(default="", server_default="")
    evidence: Mapped[str] = mapped_column(default="")
    evidence_file: Mapped[str] = mapped_column(default="", server_default="")
    recorded_by: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    confirmed_by: Mapped[str] = mapped_column(default="", server_default="")
    __table_args__ = (Index(None, "participant_id", "interview_id"),)


class ConsentStepRow(Base):
    """Each state that a consent came to, in order; never changed."""

    __tablename__ = "consent_step"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    consent_id: Mapped[str] = mapped_column(ForeignKey("consent.id"), index=True)
    status: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]


class SealRow(Base):
    __tablename__ = "seal"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    recording_id: Mapped[str] = mapped_column(ForeignKey("recording.id"), index=True)
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
