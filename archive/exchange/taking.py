# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines of a paper edit as a cut made outside says them, with what is odd about each.

A line that is still in the cut stays the line it was. A passage that was trimmed or split keeps what hides the people
in it; a voice stands before the part that begins with it.
"""

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from fractions import Fraction

from sqlalchemy.orm import Session

from archive.catalogue import films
from archive.catalogue.looks import LONGEST_FADE
from archive.catalogue.schema import new_id
from archive.exchange.build import plain
from archive.exchange.cards import words_shown
from archive.exchange.cut import Card, Cut, Taken
from archive.exchange.oddity import Oddity, as_note
from archive.exchange.recognise import File, Shelf, Why, recognised
from archive.exchange.stills import picture_of
from archive.library import Library
from archive.model.film import NO_LOOKS, Item, ItemId, ItemKind, ItemLooks, PaperEdit
from media.span import Span
from media.timecode import frames_lasting, frames_of, span_of_frames

PARTS = (ItemKind.CLIP, ItemKind.CARD)


@dataclass(slots=True)
class Taking:
    """The new paper edit as it comes together. `parts`: what each passage shows when, for its subtitles."""

    library: Library
    session: Session
    cut: Cut
    old: PaperEdit
    shelf: Shelf
    items: list[Item] = field(default_factory=list)
    odd: list[Oddity] = field(default_factory=list)
    parts: list[dict[str, object]] = field(default_factory=list)
    kept: set[ItemId] = field(default_factory=set)
    titles: list[Card] = field(default_factory=list)
    _alone: list[tuple[int, Taken]] = field(default_factory=list)
    _begins: list[tuple[Fraction, ItemId]] = field(default_factory=list)
    _waiting: set[ItemId] = field(default_factory=set)
    _before: dict[ItemId | None, list[Item]] = field(default_factory=dict)
    _fading: bool = field(init=False)
    _end: Fraction = field(init=False)

    def __post_init__(self) -> None:
        self._fading = any(any(one.fades) for one in self.cut.events if isinstance(one, Taken))
        self._end = _end_of(self.cut)

    def take(self) -> None:
        """Go through the whole cut; `titles` are then those that nothing here shows."""
        self.titles, end = list(self.cut.titles), Fraction(0)
        for number, event in enumerate(self.cut.events, start=1):
            if (event.at - end) * self.cut.rate >= 1:
                self.odd.append(Oddity(number, end, Why.BLANK, length=event.at - end))
            end = max(end, event.end)
            if isinstance(event, Card):
                self._add(event.at, self._card(event.text, event))
            else:
                self._shot(number, event)
        for number, voice in [*self._alone, *enumerate(self.cut.voices, start=len(self.cut.events) + 1)]:
            self._voice(number, voice)
        self.items = [line for item in self.items for line in (*self._before.pop(item.id, ()), item)]
        self.items += self._before.pop(None, [])

    def _add(self, at: Fraction, item: Item) -> None:
        self.items.append(item)
        self._begins.append((at, item.id))

    def _shot(self, number: int, event: Taken) -> None:
        found = recognised(self.shelf, event, self.cut.rate)
        picture = picture_of(self.library, event) if found is Why.UNKNOWN else ""
        if picture:
            over = next((one for one in self.titles if (one.at, one.end) == (event.at, event.end)), None)
            if over is not None:
                self.titles.remove(over)
            card = self._card(over.text if over is not None else event.text, event, picture)
            self._add(event.at, self._faded(card, event))
        elif found is Why.UNKNOWN and (words := words_shown(event, self.old.items)):
            self._add(event.at, self._card(words, event))
        elif isinstance(found, Why):
            self.items.append(self._note(number, event, found))
        elif event.heard and found[0].recording.picture is not None:
            self._alone.append((number, event))
        else:
            self._clip(number, event, *found)

    def _note(self, number: int, event: Taken, why: Why) -> Item:
        oddity = Oddity(number, event.at, why, event.name or event.reel, event.length)
        self.odd.append(oddity)
        return Item(_fresh(), ItemKind.NOTE, text=as_note(oddity, self.cut.rate))

    def _clip(self, number: int, event: Taken, file: File, frames: range) -> None:
        self._say(number, event, file, frames)
        item = self._faded(self._line(ItemKind.CLIP, file, frames), event)
        self._add(event.at, item)
        self._placed(event, item)

    def _faded(self, item: Item, event: Taken) -> Item:
        """The line with the fades that the cut shows; where it shows none at all, those of before stay."""
        if not self._fading:
            return item
        rate, looks = self.cut.rate, item.looks
        count = round(event.length * rate)
        opens = min(round(looks.fade_in * rate / 1000), count)
        closes = min(round(looks.fade_out * rate / 1000), count - opens)
        longest = LONGEST_FADE
        if event.fades[0] is not None and abs(event.fades[0] * rate - opens) > 1:
            looks = replace(looks, fade_in=min(longest, int(event.fades[0] * 1000)))
        if event.fades[1] is not None and abs(event.fades[1] * rate - closes) > 1:
            looks = replace(looks, fade_out=min(longest, int(event.fades[1] * 1000)))
        return replace(item, looks=looks)

    def _placed(self, event: Taken, item: Item) -> None:
        span = item.span or Span(0, 0)
        at, end = (int(moment * 1000) for moment in (event.at, event.end))
        part: dict[str, object] = {"recording": item.recording, "start_ms": span.start, "end_ms": span.end}
        part |= {"at_ms": at, "length_ms": end - at, "item": item.id}
        self.parts.append(part | ({"voice": True} if item.kind is ItemKind.VOICE else {}))

    def _voice(self, number: int, event: Taken) -> None:
        """A voice goes before the part that begins nearest to it; what cannot be taken leaves its note there."""
        name = event.name or event.reel
        if "split" in event.odd:
            self.odd.append(Oddity(number, event.at, Why.SPLIT, name, event.length))
            return
        found = recognised(self.shelf, event, self.cut.rate)
        after = bisect_left(self._begins, event.at, key=lambda one: one[0])
        around = self._begins[max(0, after - 1) : after + 1]
        near = min(around, key=lambda one: abs(one[0] - event.at), default=None)
        if isinstance(found, Why):
            item = self._note(number, event, found)
        else:
            file, frames = found
            self._say(number, event, file, frames)
            item = self._line(ItemKind.VOICE, file, frames, last=event.end + 1 / file.rate >= self._end)
            self._placed(event, item)
            if near is None or abs(near[0] - event.at) * self.cut.rate > 1:
                self.odd.append(Oddity(number, event.at, Why.MOVED, name, event.length))
        self._before.setdefault(None if near is None else near[1], []).append(item)

    def _say(self, number: int, event: Taken, file: File, frames: range) -> None:
        off = abs(Fraction(len(frames)) / file.rate - event.length)  # played faster or slower there
        speed = {"speed"} if off > 1 / file.rate + 1 / self.cut.rate else set()
        spoken = {"silenced"} if file.recording.has_sound and not event.heard else set()
        for why in sorted({*event.odd, *speed} & ({"speed", "transition"} | spoken)):
            self.odd.append(Oddity(number, event.at, Why(why), event.name or event.reel, event.length))

    def _line(self, kind: ItemKind, file: File, frames: range, *, last: bool = False) -> Item:
        """The line that shows just that, else a new one; of a voice that ends with the film (`last`) the end does not count."""
        recording = file.recording
        for item in self.old.items:
            same = item.kind is kind and item.recording == recording.id and item.id not in self.kept
            own = frames_of(item.span, file.rate) if same and item.span is not None else range(0)
            if own and (own == frames or (last and own.start == frames.start and own.stop > frames.stop)):
                self.kept.add(item.id)
                return item
        span = span_of_frames(frames, file.rate)
        inside = Span(span.start, max(span.start + 1, min(span.end, recording.duration)))
        looks = self._looks(file, frames) if kind is ItemKind.CLIP else NO_LOOKS
        return Item(_fresh(), kind, recording.id, inside, looks=looks)

    def _looks(self, file: File, frames: range) -> ItemLooks:
        """Those of the passage that this one was made of; a fade only where its edge still is."""
        around = [
            (item.looks, own)
            for item in self.old.items
            if item.kind is ItemKind.CLIP and item.recording == file.recording.id and item.span is not None
            for own in (frames_of(item.span, file.rate),)
            if own.start < frames.stop and frames.start < own.stop
        ]
        if not around:
            return NO_LOOKS
        masks = frozenset().union(*(looks.masks for looks, _own in around))
        looks, own = max(around, key=lambda one: min(one[1].stop, frames.stop) - max(one[1].start, frames.start))
        opens = looks.fade_in if own.start == frames.start else 0
        return replace(looks, masks=masks, fade_in=opens, fade_out=looks.fade_out if own.stop == frames.stop else 0)

    def _card(self, text: str, event: Card | Taken, picture: str = "") -> Item:
        count = round(event.length * self.cut.rate)
        for item in self.old.items:
            same = item.kind is ItemKind.CARD and item.id not in self.kept and plain(item.text) == text.strip()
            if same and item.picture == picture and frames_lasting(item.duration, self.cut.rate) == count:
                self.kept.add(item.id)
                return item
        longest = min(films.LONGEST_CARD, int(event.length * 1000))
        duration = max(films.SHORTEST_CARD, longest)
        return Item(_fresh(), ItemKind.CARD, text=text.strip(), duration=duration, picture=picture)

    def with_notes(self) -> list[Item]:
        """The lines, with those of the old paper edit that never reach a cut list where they were."""
        after: dict[ItemId | None, list[Item]] = {}
        anchor: ItemId | None = None
        said = {item.text for item in self.items if item.kind is ItemKind.NOTE}
        last = max((n for n, item in enumerate(self.old.items) if item.kind in PARTS), default=-1)
        for number, item in enumerate(self.old.items):
            if item.kind in PARTS or item.id in self.kept:
                anchor = self._now(item) or anchor
            elif item.kind is ItemKind.VOICE and number < last:
                continue
            elif item.text not in said:  # the same shot was missing the last time
                after.setdefault(anchor, []).append(item)
                self._waiting.add(item.id)
        found = after.get(None, [])
        for item in self.items:
            found += [item, *after.get(item.id, [])]
        return found

    def gone(self) -> list[Item]:
        """The passages, cards and voices of before that the cut shows nothing of any more."""
        spoken = [item for item in self.old.items if item.kind in (*PARTS, ItemKind.VOICE)]
        return [item for item in spoken if self._now(item) is None and item.id not in self._waiting]

    def _now(self, old: Item) -> ItemId | None:
        """Where an old line is in the new paper edit: itself, or the first passage that shows some of it."""
        if old.id in self.kept:
            return old.id
        for item in self.items:
            same = item.recording is not None and item.recording == old.recording
            if same and item.span is not None and old.span is not None and item.span.overlaps(old.span):
                return item.id
        return None


def _end_of(cut: Cut) -> Fraction:
    """When the film of a cut is over, within a frame; where shots are counted at rates of their own, half a frame each."""
    whole = all((event.at * cut.rate).denominator == 1 for event in cut.events)
    within = 1 if whole else 1 + Fraction(len(cut.events), 2)
    return max((event.end for event in cut.events), default=Fraction(0)) - within / cut.rate


def _fresh() -> ItemId:
    return ItemId(new_id())
