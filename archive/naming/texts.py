# SPDX-License-Identifier: GPL-3.0-or-later
"""Every word that leaves: with a film its name and title, cards and notes, bands, subtitles and who says them; with a track its cues."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from sqlalchemy.orm import Session

from archive.access import Access
from archive.film.cutlist import masks_of, resolve
from archive.film.lower import name_shown
from archive.film.words import words_of
from archive.model.film import NOTHING_MASKED, CutClip, PaperEdit
from archive.model.footage import RecordingId, StoredTrack
from archive.tracks import on_screen, visible_cues
from media.span import Span
from subtitles.cue import Cue


class Where(StrEnum):
    """The kinds of places a text stands in."""

    FILE = "file"
    TITLE = "title"
    LINE = "line"
    LOWER = "lower-third"
    SUBTITLE = "subtitle"
    CUE = "cue"
    SPEAKER = "speaker"
    OUTPUT = "output"
    CLIP_TITLE = "clip-title"


@dataclass(frozen=True, slots=True)
class Shown:
    """What consent lets be told where a text stands: the place, when everybody there allowed it, and the names of the
    participants with these codes."""

    place: bool = False
    names: frozenset[str] = NOTHING_MASKED


NOTHING_SHOWN = Shown()


@dataclass(frozen=True, slots=True)
class Text:
    """A text that leaves: its `place` in the paper edit or the number of its cue (from 1; 0: neither), and the item, or
    the track and cue, that says it."""

    place: int
    where: Where
    text: str
    item: str = ""
    track: str = ""
    cue: int = 0
    shown: Shown = NOTHING_SHOWN


def texts_of(session: Session, access: Access, edit: PaperEdit) -> tuple[Text, ...]:
    """All texts of a film as they would leave today, in order."""
    film = edit.film
    head = [Text(0, Where.FILE, film.name), *([Text(0, Where.TITLE, film.title)] if film.title else [])]
    lines = [Text(place, Where.LINE, item.text, item.id) for place, item in enumerate(edit.items, 1) if item.text]
    return (*head, *lines, *_spoken(session, access, edit))


def cues_of(
    access: Access, stored: StoredTrack, use: str, film: str | None = None, span: Span | None = None
) -> tuple[Text, ...]:
    """The texts of a track that `use` may show in `span` (None: all), each cue under its number in the track, and who says them."""
    numbers = {cue.id: number for number, cue in enumerate(stored.track.cues, 1)}
    seen = [cue for cue in visible_cues(access, stored, use, film) if span is None or cue.span.overlaps(span)]
    told = {cue.id: shown_in(access, stored.recording, on_screen(cue)) for cue in seen}
    texts = [
        Text(numbers[cue.id], Where.CUE, cue.plain, track=stored.id, cue=cue.id, shown=told[cue.id]) for cue in seen
    ]
    return (*texts, *(_voices(seen, stored.id, numbers, told)))


def shown_in(access: Access, recording: RecordingId, span: Span, masked: frozenset[str] = NOTHING_MASKED) -> Shown:
    """What the people in a span let be told there, apart from what is `masked`."""
    known = access.recordings.get(recording)
    interview = known.interview if known is not None else None
    if interview is None:
        return NOTHING_SHOWN
    allowed = {
        person.code: consent.shows - masked
        for person in access.who(recording, span)
        if (consent := access.consents.get((person.id, interview))) is not None
    }
    everybody = {person.code for person in access.who(recording, span)}
    place = bool(everybody) and all("place" in allowed.get(code, NOTHING_MASKED) for code in everybody)
    return Shown(place, frozenset(code for code, shows in allowed.items() if "name" in shows))


def digest(texts: Sequence[Text]) -> str:
    """What these texts say, as one hash; another word, another place or another order is another one."""
    told = "\x00".join(f"{one.cue or one.place}\x01{one.where}\x01{one.text}" for one in texts)
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def lines_of(words: str) -> tuple[Text, ...]:
    """The words of an SRT that is about to be written, each line under the number of its cue."""
    found: list[Text] = []
    number = 0
    for line in words.splitlines():
        if line.isdecimal():
            number = int(line)
        elif line.strip() and "-->" not in line:
            found.append(Text(number, Where.CUE, line))
    return tuple(found)


def _spoken(session: Session, access: Access, edit: PaperEdit) -> Iterator[Text]:
    cut = resolve(session, access, edit, frozenset({"face"}))  # the output that lets most words through
    heard = [*cut.parts, *(voice.cut for voice in cut.voices)]
    for part in sorted((part for part in heard if isinstance(part, CutClip)), key=lambda part: part.place):
        masks = masks_of(cut, part)
        words = words_of(session, access, part, edit.film.audience, edit.film.name, masks)
        shown = shown_in(access, part.recording.id, part.span, masks)
        if part.looks.lower and part.looks.speaker and name_shown(access, part, masks):
            yield Text(part.place, Where.LOWER, part.looks.speaker, part.item, shown=shown)
        for cue in words.cues:
            yield Text(part.place, Where.SUBTITLE, cue.plain, track=words.track, cue=cue.id, shown=shown)
        places = dict.fromkeys((cue.id for cue in words.cues), part.place)
        yield from _voices(words.cues, words.track, places, dict.fromkeys(places, shown))


def _voices(cues: Sequence[Cue], track: str, places: dict[int, int], shown: dict[int, Shown]) -> Iterator[Text]:
    """Who speaks, as WebVTT, scripts and tables write it: each name where it stands first."""
    first: dict[str, Cue] = {}
    for cue in cues:
        if cue.speaker:
            first.setdefault(cue.speaker, cue)
    for name, cue in first.items():
        yield Text(places[cue.id], Where.SPEAKER, name, track=track, cue=cue.id, shown=shown[cue.id])
