# SPDX-License-Identifier: GPL-3.0-or-later
"""Clips, the paper edit they are ordered in, and the cut list it resolves to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NewType

from archive.model.footage import Recording, RecordingId
from media.looks import Hiding
from media.span import Span

NOTHING_MASKED: frozenset[str] = frozenset()
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
    VOICE = "voice"


class Output(StrEnum):
    """For what a film is rendered: a hall, a telephone, a page of a social network, the radio."""

    HALL_720 = "hall-720"
    HALL_1080 = "hall-1080"
    PHONE = "phone"
    SQUARE = "square"
    PORTRAIT = "portrait"
    AUDIO = "audio"


@dataclass(frozen=True, slots=True)
class ItemLooks:
    """How a line of a paper edit looks and sounds. Fades in milliseconds, from and to black and silence.

    `lower`: a band says who speaks, by the name `speaker` where consent shows names, else by group and region.
    `masks`: what the film does not give away of the people in it, out of face, voice, name, place; a face is hidden
    as `hiding` says, a voice is silenced, a name and a place are left out of what the film writes.
    """

    fade_in: int = 0
    fade_out: int = 0
    lower: bool = False
    speaker: str = ""
    masks: frozenset[str] = frozenset()
    hiding: Hiding = Hiding.BLACK


NO_LOOKS = ItemLooks()


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a paper edit. A clip has `recording` and `span`; a card has `text`, `duration` (ms) and perhaps the name
    of a kept `picture`; a note has `text` only and never reaches the picture; a voice has `recording` and `span` and
    speaks over what follows it."""

    id: ItemId
    kind: ItemKind
    recording: RecordingId | None = None
    span: Span | None = None
    text: str = ""
    duration: int = 0
    picture: str = ""
    looks: ItemLooks = NO_LOOKS


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
    exact `span` that its whole frames cover, for which consent is decided. `written`: of a masked clip, all the words that
    the film may write over it, as one hash."""

    place: int
    item: ItemId
    recording: Recording
    asked: Span
    span: Span
    looks: ItemLooks = NO_LOOKS
    written: str = ""


@dataclass(frozen=True, slots=True)
class CutCard:
    """A title card or a still picture of the cut list; `duration` in milliseconds."""

    place: int
    item: ItemId
    text: str
    duration: int
    picture: str = ""
    looks: ItemLooks = NO_LOOKS


@dataclass(frozen=True, slots=True)
class CutVoice:
    """A voice over the film from the part number `part` (from 0) on."""

    cut: CutClip
    part: int


@dataclass(frozen=True, slots=True)
class CutList:
    """The paper edit resolved. Nothing leaves without one; one with `refusals` is never rendered.

    `masked`: what the film as a whole does not give away (the faces of one that is only heard), besides what the looks of
    its clips hide; None when footage is to leave as it is, which hides nothing. `unconfirmed`: the clips whose masks
    fewer than two people have looked at, and which consent does not count.
    """

    film: Film
    parts: tuple[CutClip | CutCard, ...]
    refusals: tuple[Refusal, ...]
    voices: tuple[CutVoice, ...] = ()
    masked: frozenset[str] | None = None
    unconfirmed: frozenset[ItemId] = frozenset()


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
    """A file that has left: its whole length in milliseconds and frames, the subtitle files beside it, and what is to be
    known of its words."""

    file: Path
    duration_ms: int
    frames: int
    subtitles: tuple[Path, ...]
    warnings: tuple[str, ...] = ()
