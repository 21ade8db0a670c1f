# SPDX-License-Identifier: GPL-3.0-or-later
"""Every word that leaves with a film: its name and title, cards and notes, subtitles burned and beside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from sqlalchemy.orm import Session

from archive.access import Access
from archive.film.cutlist import masks_of, resolve
from archive.film.words import words_of
from archive.model.film import CutClip, PaperEdit


class Where(StrEnum):
    """The kinds of places a text stands in."""

    FILE = "file"
    TITLE = "title"
    LINE = "line"
    SUBTITLE = "subtitle"


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a film: its `place` in the paper edit from 1 (0: the film itself), and the item, or the track and cue, that says it.

    `places_shown`: everybody there allowed the place to be shown, so a village may be named.
    """

    place: int
    where: Where
    text: str
    item: str = ""
    track: str = ""
    cue: int = 0
    places_shown: bool = False


def texts_of(session: Session, access: Access, edit: PaperEdit) -> tuple[Text, ...]:
    """All texts of a film as they would leave today, in order."""
    film = edit.film
    head = [Text(0, Where.FILE, film.name), *([Text(0, Where.TITLE, film.title)] if film.title else [])]
    lines = [Text(place, Where.LINE, item.text, item.id) for place, item in enumerate(edit.items, 1) if item.text]
    return (*head, *lines, *_spoken(session, access, edit))


def digest(texts: Sequence[Text]) -> str:
    """What these texts say, as one hash; another word, another place or another order is another one."""
    told = "\x00".join(f"{one.place}\x01{one.where}\x01{one.text}" for one in texts)
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _spoken(session: Session, access: Access, edit: PaperEdit) -> Iterator[Text]:
    cut = resolve(session, access, edit, frozenset({"face"}))  # the output that lets most words through
    heard = [*cut.parts, *(voice.cut for voice in cut.voices)]
    for part in sorted((part for part in heard if isinstance(part, CutClip)), key=lambda part: part.place):
        words = words_of(session, access, part, edit.film.audience, edit.film.name, masks_of(cut, part))
        shown = _places_shown(access, part)
        for cue in words.cues:
            yield Text(part.place, Where.SUBTITLE, cue.plain, track=words.track, cue=cue.id, places_shown=shown)


def _places_shown(access: Access, part: CutClip) -> bool:
    interview = part.recording.interview
    people = access.who(part.recording.id, part.span)
    consents = [access.consents.get((person.id, interview)) for person in people] if interview is not None else []
    return bool(consents) and all(consent is not None and "place" in consent.shows for consent in consents)
