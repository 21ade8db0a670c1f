# SPDX-License-Identifier: GPL-3.0-or-later
"""What people decide about a track: how far it is, who approved it, what translates what, which findings may stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archive.model.footage import TrackId, TrackStatus


class EventKind(StrEnum):
    """What happened to the status of a track."""

    STATUS = "status"
    """Somebody said how far it is."""
    APPROVAL = "approval"
    WITHDRAWAL = "withdrawal"
    """Somebody took their approval back."""
    EDIT = "edit"
    """The words changed, so it is no longer reviewed or approved."""


@dataclass(frozen=True, slots=True)
class TrackEvent:
    """Who did what, and what they had before them: version number, hash of the content, hash of the words alone."""

    kind: EventKind
    by: str
    at: datetime
    before: TrackStatus
    after: TrackStatus
    version: int
    sha256: str
    words: str
    message: str = ""


class Origin(StrEnum):
    """How two groups of cues came to be a pair."""

    PROPOSED = "proposed"
    """Found by the machine from their times."""
    EDITED = "edited"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Pair:
    """Cues of `target` that say what cues of `source` say; the hashes are those of their texts when last seen right."""

    id: str
    source: TrackId
    target: TrackId
    source_cues: tuple[int, ...]
    target_cues: tuple[int, ...]
    source_words: str
    target_words: str
    origin: Origin
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class KeptWaiver:
    """A finding that somebody lets stand: `rule` for the cue with id `cue` (0: the whole track) as long as it has the
    text whose hash is `text`."""

    id: str
    rule: str
    cue: int
    text: str
    message: str
    by: str
    at: datetime


def same_person(one: str, other: str) -> bool:
    """True when two names, which people type, are meant for one person."""
    return _key(one) == _key(other)


def approvals(events: Iterable[TrackEvent], words: str) -> tuple[TrackEvent, ...]:
    """The approvals that hold for a track whose words have the hash `words`, the first one first: at most one a person,
    given since the last change of status, for exactly these words."""
    held: dict[str, TrackEvent] = {}
    for event in events:
        if event.kind in (EventKind.STATUS, EventKind.EDIT):
            held = {}
        elif event.kind is EventKind.WITHDRAWAL:
            held.pop(_key(event.by), None)
        elif event.words == words:
            held.setdefault(_key(event.by), event)
    return tuple(held.values())


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
