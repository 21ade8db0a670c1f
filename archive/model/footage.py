# SPDX-License-Identifier: GPL-3.0-or-later
"""Interviews, the recordings filmed during them, their tracks, and the tags put on them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import NewType

from media.damage import Fault
from media.probe import AudioInfo
from media.span import Span
from subtitles.cue import Kind, Track

InterviewId = NewType("InterviewId", str)
RecordingId = NewType("RecordingId", str)
TrackId = NewType("TrackId", str)
TagId = NewType("TagId", str)


class InterviewKind(StrEnum):
    """How people were consulted."""

    INDIVIDUAL = "individual"
    FOCUS_GROUP = "focus_group"
    RESTITUTION = "restitution"


class TrackStatus(StrEnum):
    """How far a track has come; an approved one was read by two people."""

    DRAFT = "draft"
    TRANSCRIBED = "transcribed"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Interview:
    """One consultation. `code` is what the team writes on the slate, unique in the archive."""

    id: InterviewId
    code: str
    kind: InterviewKind
    region: str
    place: str = ""
    held_on: date | None = None
    languages: tuple[str, ...] = ()
    title: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """The video stream as it is shown: square-pixel size after rotation, exact rate."""

    width: int
    height: int
    rate: Fraction
    codec: str
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One of the files that a camera wrote of one take: its SHA-256, its name, its bytes, and its place in the take (ms)."""

    sha256: str
    name: str
    size: int
    span: Span


def take_hash(parts: Sequence[str]) -> str:
    """What stands for the bytes of a take of several files: the SHA-256 of their hashes, a line each."""
    return hashlib.sha256("".join(f"{sha256}\n" for sha256 in parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Recording:
    """One take. `sha256` names its bytes in `originals/`; `duration` is in milliseconds.

    A take that the camera wrote as several files has `parts`: these lie in `originals/`, and `sha256` is that of their
    hashes, a line each. `archive.takes.rush` gives the one file to read, whatever the take is made of.
    `picture` is None for a sound recorder's file, `has_sound` False for a mute camera. `ready` says that all its
    working files stand in `derived/`. `checked_at`: when it was decoded to its end, None for not yet; `fault` is what was found.
    `sounds` are its sound tracks, `sound` which of them is heard (`media.soundtrack`).
    """

    id: RecordingId
    sha256: str
    original_name: str
    size: int
    duration: int
    container: str
    interview: InterviewId | None = None
    picture: Picture | None = None
    has_sound: bool = True
    sound_codec: str = ""
    start_timecode: str = ""
    title: str = ""
    description: str = ""
    recorded_at: datetime | None = None
    ingested_at: datetime | None = None
    ready: bool = False
    checked_at: datetime | None = None
    fault: Fault | None = None
    sounds: tuple[AudioInfo, ...] = ()
    sound: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def files(self) -> tuple[tuple[str, int], ...]:
        """What lies in `originals/` of it: hashes and bytes."""
        return tuple((part.sha256, part.size) for part in self.parts) or ((self.sha256, self.size),)

    @property
    def whole(self) -> Span:
        """All of it."""
        return Span(0, self.duration)


@dataclass(frozen=True, slots=True)
class TrackVersion:
    """One numbered state of a track, never overwritten. `number` counts from 1."""

    number: int
    author: str
    message: str
    made_at: datetime
    sha256: str
    format: str
    encoding: str


@dataclass(frozen=True, slots=True)
class StoredTrack:
    """A track of the archive: what it is, how far it is, and its newest version with its cues."""

    id: TrackId
    recording: RecordingId
    language: str
    kind: Kind
    status: TrackStatus
    version: TrackVersion
    track: Track


@dataclass(frozen=True, slots=True)
class Tag:
    """A term of the controlled vocabulary. `path` is its place in the hierarchy: `securite/barrages`."""

    id: TagId
    path: str
    label_fr: str
    label_en: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tagging:
    """A tag on a recording (`span` None: on all of it) or on a span of it."""

    id: str
    tag: Tag
    recording: RecordingId
    span: Span | None = None
