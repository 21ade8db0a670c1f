# SPDX-License-Identifier: GPL-3.0-or-later
"""Builders for tests about people: an interview, its recording, who took part and what they allowed."""

from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from archive.catalogue import appearances, consents, interviews, participants, recordings
from archive.catalogue.schema import new_id
from archive.model.footage import Interview, InterviewId, InterviewKind, Picture, Recording, RecordingId
from archive.model.people import (
    Appearance,
    Consent,
    ConsentId,
    ConsentStatus,
    Group,
    Participant,
    ParticipantId,
    Sex,
)
from media.span import Span

TODAY = date(2018, 10, 4)
EVERYTHING = frozenset({"face", "voice", "name", "place"})
EVERYBODY = frozenset({"screening", "broadcast", "internet", "partner"})


def an_interview(session: Session, code: str = "GAO-01", **more: object) -> Interview:
    """An interview in Gao."""
    made = Interview(InterviewId(""), code, InterviewKind.FOCUS_GROUP, "Gao", **more)  # type: ignore[arg-type]
    return interviews.add(session, made)


def a_recording(
    session: Session, interview: Interview | None, name: str = "C0001.MP4", *, duration: int = 60_000, seen: bool = True
) -> Recording:
    """A recording that only the catalogue knows; `seen` False for a sound recorder's file."""
    recording = Recording(
        id=RecordingId(new_id()),
        sha256=new_id() * 2,
        original_name=name,
        size=1000,
        duration=duration,
        container="mp4",
        interview=interview.id if interview else None,
        picture=Picture(1280, 720, Fraction(25), "h264") if seen else None,
    )
    recordings.add(session, recording)
    return recordings.get(session, recording.id)


def a_witness(session: Session, interview: Interview, code: str, *, minor: bool = False) -> Participant:
    """Somebody who took part in the interview."""
    made = participants.add(session, Participant(ParticipantId(""), code, Sex.FEMALE, Group.WOMEN, "18-35", minor))
    participants.join(session, interview.id, made.id)
    return made


def a_consent(session: Session, who: Participant, interview: Interview, **more: object) -> Consent:
    """A consent for everything, unless `more` says otherwise."""
    facts: dict[str, object] = {
        "status": ConsentStatus.ACTIVE,
        "given_on": date(2018, 1, 2),
        "films": frozenset({"any"}),
        "audiences": EVERYBODY,
        "shows": EVERYTHING,
        "recorded_by": "Awa",
        **more,
    }
    made = Consent(id=ConsentId(""), participant=who.id, interview=interview.id, **facts)  # type: ignore[arg-type]
    return consents.record(session, made, "Ina")


def appears(session: Session, who: Participant, recording: Recording, start: int, end: int, **how: bool) -> Appearance:
    """Somebody marked on the timeline, by a keeper of the archive."""
    return appearances.mark(session, Appearance("", who.id, recording.id, Span(start, end), **how), keeper=True)
