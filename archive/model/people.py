# SPDX-License-Identifier: GPL-3.0-or-later
"""Participants (by code, never by name), where they appear, and what they allowed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from archive.model.footage import InterviewId, RecordingId
from media.span import Span

ParticipantId = NewType("ParticipantId", str)
ConsentId = NewType("ConsentId", str)
METHODS = ("written", "filmed", "fingerprint")
EXPIRED = "expired"


class Sex(StrEnum):
    """As the consultation's figures count it."""

    FEMALE = "f"
    MALE = "m"
    UNKNOWN = "unknown"


class Group(StrEnum):
    """The groups that were consulted."""

    WOMEN = "women"
    YOUTH = "youth"
    FORCES = "forces"
    ADMINISTRATIVE = "administrative"
    RELIGIOUS = "religious"
    TRADITIONAL = "traditional"
    POLITICAL = "political"
    CIVIL_SOCIETY = "civil_society"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Participant:
    """A person under a pseudonymous code (`GAO-F-012`). `age_band` is free text such as `18-35`."""

    id: ParticipantId
    code: str
    sex: Sex
    group: Group
    age_band: str = ""
    minor: bool = False
    region: str = ""


@dataclass(frozen=True, slots=True)
class Appearance:
    """A participant in a span of a recording."""

    id: str
    participant: ParticipantId
    recording: RecordingId
    span: Span
    seen: bool = True
    heard: bool = True
    named: bool = False


class ConsentStatus(StrEnum):
    """As stored; `expired` follows from the date, `none` from there being no record or only a draft."""

    DRAFT = "draft"
    PENDING = "pending"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Consent:
    """What one participant allowed for one interview.

    `films` holds film names, or `any`; `audiences` out of screening, broadcast, internet, partner; `shows` out of
    face, voice, name, place. `guardian` and `assent` count for minors only. `method` is one of `METHODS` or a few
    words, `witness` who stood by, without a name. `evidence` says where the paper or the filmed statement lies,
    `evidence_file` which file of the archive is its copy (SHA-256 and type). It is in force once `confirmed_by`,
    who is not `recorded_by`, has compared it with the paper.
    """

    id: ConsentId
    participant: ParticipantId
    interview: InterviewId
    status: ConsentStatus
    given_on: date | None = None
    expires_on: date | None = None
    embargo_until: date | None = None
    films: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    shows: frozenset[str] = frozenset()
    guardian: bool | None = None
    assent: bool | None = None
    language: str = ""
    method: str = ""
    witness: str = ""
    evidence: str = ""
    evidence_file: str = ""
    recorded_by: str = ""
    confirmed_by: str = ""

    def state_on(self, today: date) -> str:
        """The state as people understand it that day: `expired` once the last day of an active record has come."""
        over = self.expires_on is not None and today >= self.expires_on
        return EXPIRED if over and self.status is ConsentStatus.ACTIVE else self.status.value


@dataclass(frozen=True, slots=True)
class ConsentStep:
    """One change of a consent's state: who made it, when (UTC), and why if they said so."""

    status: ConsentStatus
    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Seal:
    """A span that must not be used, in any way."""

    id: str
    recording: RecordingId
    span: Span
    reason: str = ""
