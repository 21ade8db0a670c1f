# SPDX-License-Identifier: GPL-3.0-or-later
"""Clips, the paper edit they are ordered in, and the cut list it resolves to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NewType

from archive.model.footage import Recording, RecordingId
from media.span import Span

ClipId = NewType("ClipId", str)
FilmId = NewType("FilmId", str)
ItemId = NewType("ItemId", str)


class Audience(StrEnum):
    """Before whom a film is shown; each one is a use that consent names."""

    SCREENING = "screening"
    BROADCAST = "broadcast"
    INTERNET = "internet"
    PARTNER = "partner"


class SubtitleMode(StrEnum):
    """How French subtitles travel with a picture; SRT and VTT lie beside in every case."""

    BURN = "burn"
    SOFT = "soft"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Clip:
    """A span of a recording that somebody cut. `released` asks for the viewers' page; consent still decides."""

    id: ClipId
    recording: RecordingId
    span: Span
    title: str = ""
    released: bool = False
    made_by: str = ""
    made_at: datetime | None = None
    ready: bool = False


class ItemKind(StrEnum):
    """What a line of a paper edit is."""

    CLIP = "clip"
    CARD = "card"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a paper edit. A clip has `recording` and `span`; a card has `text` and `duration` (ms); a note has `text` only and never reaches the picture."""

    id: ItemId
    kind: ItemKind
    recording: RecordingId | None = None
    span: Span | None = None
    text: str = ""
    duration: int = 0


@dataclass(frozen=True, slots=True)
class Film:
    """The work: its name is what consents cover by name."""

    id: FilmId
    name: str
    audience: Audience
    title: str = ""
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PaperEdit:
    """A film as an ordered text."""

    film: Film
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a clip may not be used: `clip` is its place in the paper edit counted from 1, `participant` a code or empty."""

    clip: int
    recording: str
    span: Span
    participant: str
    reason: str


@dataclass(frozen=True, slots=True)
class CutClip:
    """A line of the cut list: its place in the paper edit from 1, the recording, the span that was asked for, and the
    exact `span` that its whole frames cover, for which consent is decided."""

    place: int
    item: ItemId
    recording: Recording
    asked: Span
    span: Span


@dataclass(frozen=True, slots=True)
class CutCard:
    """A title card of the cut list; `duration` in milliseconds."""

    place: int
    item: ItemId
    text: str
    duration: int


@dataclass(frozen=True, slots=True)
class CutList:
    """The paper edit resolved. Nothing leaves without one; one with `refusals` is never rendered."""

    film: Film
    parts: tuple[CutClip | CutCard, ...]
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Render:
    """One rendered file of a film, and what made it (`facts`: versions, hashes, consents relied on)."""

    id: str
    film: FilmId
    file: str
    made_at: datetime
    duration: int
    frames: int
    subtitles: SubtitleMode
    facts: dict[str, object]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file that has left: its whole length in milliseconds and frames, and the subtitle files beside it."""

    file: Path
    duration_ms: int
    frames: int
    subtitles: tuple[Path, ...]
