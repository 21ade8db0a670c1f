# SPDX-License-Identifier: GPL-3.0-or-later
"""A cut made outside becomes the paper edit of a film: what was is kept as a version, what is odd is said, shot by shot.

The film keeps its name, for consents cite it. Lines that are still in the cut stay the lines they were; notes stay after
the line that they followed; a shot that cannot be taken leaves a note in its place, so that no film grows shorter in silence.
"""

from dataclasses import dataclass, field, replace
from fractions import Fraction

from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import films, filmversions
from archive.catalogue.schema import new_id
from archive.exchange.build import plain
from archive.exchange.cut import Card, Cut, Taken
from archive.exchange.oddity import Oddity, as_note
from archive.exchange.recognise import File, Shelf, Why, recognised
from archive.film.cutlist import resolve
from archive.library import Library
from archive.model.film import Item, ItemId, ItemKind, PaperEdit, Refusal
from media.errors import Refused
from media.language import gettext as _
from media.span import Span
from media.timecode import frames_of, span_of_frames


@dataclass(frozen=True, slots=True)
class Conformed:
    """What became of a cut. `version` is None when nothing was changed; `before` is the version to go back to.

    `refusals` are the passages that the film's audience may not see, by their place in the paper edit.
    """

    name: str
    rate: Fraction
    clips: int
    cards: int
    odd: tuple[Oddity, ...]
    refusals: tuple[Refusal, ...]
    before: int | None = None
    version: int | None = None

    @property
    def whole(self) -> bool:
        """True when every shot was taken as it is, and may be shown."""
        return not self.odd and not self.refusals


@dataclass(slots=True)
class _Taking:
    """The lines of the new paper edit as they come together."""

    session: Session
    cut: Cut
    old: PaperEdit
    shelf: Shelf
    items: list[Item] = field(default_factory=list)
    odd: list[Oddity] = field(default_factory=list)
    parts: list[dict[str, object]] = field(default_factory=list)
    kept: set[ItemId] = field(default_factory=set)

    def take(self) -> None:
        """Go through the whole cut."""
        end = Fraction(0)
        for number, event in enumerate(self.cut.events, start=1):
            if (event.at - end) * self.cut.rate >= 1:
                self.odd.append(Oddity(number, end, Why.BLANK, length=event.at - end))
            end = max(end, event.end)
            if isinstance(event, Card):
                self.items.append(self._card(event))
            else:
                self._shot(number, event)

    def _shot(self, number: int, event: Taken) -> None:
        found = recognised(self.shelf, event, self.cut.rate)
        name = event.name or event.reel
        if isinstance(found, Why):
            oddity = Oddity(number, event.at, found, name, event.length)
            self.odd.append(oddity)
            self.items.append(Item(_fresh(), ItemKind.NOTE, text=as_note(oddity, self.cut.rate)))
            return
        file, frames = found
        for why in sorted({*event.odd, *self._speed(event, file, frames)} & {"speed", "transition"}):
            self.odd.append(Oddity(number, event.at, Why(why), name, event.length))
        item = self._clip(file, frames)
        self.items.append(item)
        span = item.span or Span(0, 0)
        at, end = (int(moment * 1000) for moment in (event.at, event.end))
        part: dict[str, object] = {"recording": item.recording, "start_ms": span.start, "end_ms": span.end}
        self.parts.append(part | {"at_ms": at, "length_ms": end - at})

    def _speed(self, event: Taken, file: File, frames: range) -> set[str]:
        """A shot that takes another time in the cut than in its file is played faster or slower there."""
        off = abs(Fraction(len(frames)) / file.rate - event.length)
        return {"speed"} if off > 1 / file.rate + 1 / self.cut.rate else set()

    def _clip(self, file: File, frames: range) -> Item:
        recording = file.recording
        for item in self.old.items:
            same = item.kind is ItemKind.CLIP and item.recording == recording.id and item.id not in self.kept
            if same and item.span is not None and frames_of(item.span, file.rate) == frames:
                self.kept.add(item.id)
                return item
        span = span_of_frames(frames, file.rate)
        inside = Span(span.start, max(span.start + 1, min(span.end, recording.duration)))
        return Item(_fresh(), ItemKind.CLIP, recording.id, inside)

    def _card(self, card: Card) -> Item:
        count = round(card.length * self.cut.rate)
        for item in self.old.items:
            same = item.kind is ItemKind.CARD and item.id not in self.kept and plain(item.text) == card.text.strip()
            if same and max(1, -(-item.duration * self.cut.rate // 1000)) == count:
                self.kept.add(item.id)
                return item
        longest = min(films.LONGEST_CARD, int(card.length * 1000))
        return Item(_fresh(), ItemKind.CARD, text=card.text.strip(), duration=max(films.SHORTEST_CARD, longest))

    def with_notes(self) -> list[Item]:
        """The lines, with those of the old paper edit that never reach a cut list where they were."""
        after: dict[ItemId | None, list[Item]] = {}
        anchor: ItemId | None = None
        said = {item.text for item in self.items if item.kind is ItemKind.NOTE}
        for item in self.old.items:
            if item.kind in (ItemKind.CLIP, ItemKind.CARD):
                anchor = self._now(item) or anchor
            elif item.text not in said:  # the same shot was missing the last time
                after.setdefault(anchor, []).append(item)
        found = after.get(None, [])
        for item in self.items:
            found += [item, *after.get(item.id, [])]
        return found

    def _now(self, old: Item) -> ItemId | None:
        """Where an old line is in the new paper edit: itself, or the first passage that shows some of it."""
        if old.id in self.kept:
            return old.id
        for item in self.items:
            same = item.recording is not None and item.recording == old.recording
            if same and item.span is not None and old.span is not None and item.span.overlaps(old.span):
                return item.id
        return None


def conform(library: Library, film: str, cut: Cut, source: str, *, dry: bool = False) -> Conformed:
    """Bring a cut into a film (its id). `source` is the name of the cut's file; `dry`: only say what would become of it.

    Nothing is changed when not one shot is from this archive. Raises NotFound, and Refused for a cut without shots.
    """
    if not cut.events:
        raise Refused(_("Ce montage est vide."), _("Exporter une séquence qui contient des plans."))
    if dry:
        with library.reading() as session:
            return _taken_in(session, library, film, cut, "")
    with library.writing() as session:
        return _taken_in(session, library, film, cut, source)


def _taken_in(session: Session, library: Library, film: str, cut: Cut, source: str) -> Conformed:
    taking = _Taking(session, cut, films.edit_of(session, film), Shelf.load(session))
    taking.take()
    items = taking.with_notes()
    clips, cards = (sum(item.kind is kind for item in taking.items) for kind in (ItemKind.CLIP, ItemKind.CARD))
    edit = replace(taking.old, items=tuple(items))
    refusals = resolve(session, Access.load(session), edit).refusals
    done = Conformed(cut.name, cut.rate, clips, cards, tuple(taking.odd), refusals)
    if not source or not clips:
        return done
    by = library.person.name
    before = filmversions.keep(session, film, by, _("avant le montage {name}").format(name=source))
    filmversions.replace_items(session, film, items)
    facts: dict[str, object] = {"source": source, "rate": str(cut.rate), "parts": taking.parts}
    facts["odd"] = [one.facts(cut.rate) for one in taking.odd]
    version = filmversions.keep(session, film, by, _("montage {name}").format(name=source), facts)
    return replace(done, before=before, version=version)


def _fresh() -> ItemId:
    return ItemId(new_id())
