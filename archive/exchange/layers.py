# SPDX-License-Identifier: GPL-3.0-or-later
"""Several tracks as one film: what is seen, the titles that stand over pictures, the voices that speak over others.

A film here shows one passage after another, each with its own sound. What lies on top is what is seen; a sound that is
not that of the picture above it is a voice.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import islice, takewhile

from archive.exchange.cut import Card, Codes, Cut, Event, Seconds, Taken

SYNC = Fraction(1, 20)
"""Seconds by which picture and sound of one moment may lie apart when each is rounded to frames of its own."""
SPLIT = Fraction(1)
"""A sound that begins or ends so much before or after its own picture is a split edit; longer, it is a voice."""
Spans = list[tuple[Fraction, Fraction]]


def layered(
    name: str,
    rate: Fraction,
    pictures: Sequence[Sequence[Event]],
    sounds: Iterable[Taken],
    remarks: Iterable[str] = (),
    beside: Iterable[Card] = (),
    *,
    apart: bool = False,
) -> Cut:
    """The cut of these tracks; the last picture track is on top. `beside`: titles that were found within nested sequences.

    `apart`: the sound of every picture lies on a track of its own, so that a picture without it was silenced.
    """
    titles, tracks = _titles(pictures)
    seen = _seen(tracks)
    heard = _Heard(list(seen))
    for sound in sounds:
        heard.take(sound)
    if apart:
        heard.tell_silenced()
    events = sorted(heard.events, key=lambda one: one.at)
    return Cut(name, rate, tuple(events), tuple(remarks), (*titles, *beside), tuple(heard.voices))


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a nested sequence that a cut shows: from `first` to `last` on its own clock, at `at` in the cut."""

    first: Fraction
    last: Fraction
    at: Fraction

    def seen(self, tracks: Sequence[Sequence[Event]]) -> Iterator[Event]:
        """What is seen of its picture tracks, the last one on top, without the titles over them."""
        return self._through(_seen(_titles(tracks)[1]))

    def sought(self, titles: Iterable[Card]) -> list[Card]:
        """Those of these titles that fall into it."""
        return [one for one in self._through(titles) if isinstance(one, Card)]

    def titles(self, tracks: Sequence[Sequence[Event]]) -> list[Card]:
        """The words that stand over its pictures."""
        return self.sought(_titles(tracks)[0])

    def sounds(self, tracks: Iterable[Sequence[Event]]) -> list[Taken]:
        """What is heard of its sound tracks."""
        found = (self._through(track) for track in tracks)
        return [one for track in found for one in track if isinstance(one, Taken)]

    def _through(self, events: Iterable[Event]) -> Iterator[Event]:
        for event in events:
            start, end = max(event.at, self.first), min(event.end, self.last)
            if start < end:
                yield replace(piece(event, start, end), at=self.at + start - self.first)


def crossed(
    tracks: Sequence[Sequence[Event]], mixes: Iterable[tuple[Fraction, Fraction, Fraction]]
) -> list[list[Event]]:
    """These tracks, one event at a time where one passes into another: a mix begins, has its middle, ends (seconds).

    What goes out stays until the middle; of two that lie together it is the lower one.
    """
    found = [list(track) for track in tracks]
    begins: dict[Fraction, list[tuple[list[Event], int]]] = {}
    ends: dict[Fraction, list[tuple[list[Event], int]]] = {}
    for track in found:
        for index, event in enumerate(track):
            begins.setdefault(event.at, []).append((track, index))
            ends.setdefault(event.end, []).append((track, index))
    for start, middle, end in dict.fromkeys(mixes):
        going = [(track, index) for track, index in ends.get(end, ()) if track[index].at <= start]
        coming = [(track, index) for track, index in begins.get(start, ()) if track[index].end >= end]
        pair = next(((one, other) for one in going for other in coming if one[0] is not other[0]), None)
        if pair is None:
            continue
        (lower, first), (upper, second) = pair
        lower[first] = piece(lower[first], lower[first].at, middle)
        later = piece(upper[second], middle, upper[second].end)
        upper[second] = replace(later, odd=(*later.odd, "transition")) if isinstance(later, Taken) else later
    return found


def grown(before: Event | None, event: Event) -> Event | None:
    """One event of two that a mix had parted: the second goes on where the first ends, in the same file. None: they are two."""
    if not (isinstance(before, Taken) and isinstance(event, Taken) and before.end == event.at):
        return None
    first, second = before.source, event.source
    if isinstance(first, Codes) or isinstance(second, Codes) or _key(before) != _key(event):
        return None
    if first.start + first.length != second.start or "speed" in (*before.odd, *event.odd):
        return None
    odd = tuple(dict.fromkeys([*before.odd, *event.odd]))
    source, fades = replace(first, length=first.length + second.length), (before.fades[0], event.fades[1])
    return replace(before, length=before.length + event.length, source=source, odd=odd, exact="", fades=fades)


def _titles(tracks: Sequence[Sequence[Event]]) -> tuple[list[Card], list[list[Event]]]:
    """The words that stand over a picture of a lower track, and the tracks without them."""
    titles: list[Card] = []
    left: list[list[Event]] = []
    below: Spans = []
    for track in tracks:
        over = {index for index, one in enumerate(track) if isinstance(one, Card) and _touched(one, below)}
        titles += [one for index, one in enumerate(track) if index in over and isinstance(one, Card)]
        left.append([one for index, one in enumerate(track) if index not in over])
        below = _joined([*below, *((one.at, one.end) for one in track if isinstance(one, Taken) and one.length > 0)])
    return titles, left


def _seen(tracks: Sequence[Sequence[Event]]) -> list[Event]:
    seen: list[Event] = []
    covered: Spans = []
    for track in reversed(tracks):
        fresh: list[Event] = []
        for event in sorted(track, key=lambda one: one.at):
            if event.length > 0:
                fresh += [piece(event, *span) for span in _uncovered(event, covered)]
        covered = _joined([*covered, *((event.at, event.end) for event in fresh)])
        seen += fresh
    return sorted(seen, key=lambda one: one.at)


@dataclass(slots=True)
class _Heard:
    """The sounds as they are laid under what is seen."""

    events: list[Event]
    voices: list[Taken] = field(default_factory=list)
    _covered: Spans = field(default_factory=list)
    _shots: dict[str, list[Taken]] = field(default_factory=dict)
    _told: set[object] = field(default_factory=set)
    _sounding: dict[str, list[Taken]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._covered = _joined([(one.at, one.end) for one in self.events])
        for one in self.events:
            if isinstance(one, Taken):
                self._shots.setdefault(_key(one), []).append(one)

    def take(self, sound: Taken) -> None:
        """Drop what is the sound of a picture that is seen, or heard already; the rest stands alone, or is a voice."""
        self._sounding.setdefault(_key(sound), []).append(sound)
        same = (_key(sound), sound.at, sound.length, sound.source, sound.voice)
        if sound.length <= 0 or same in self._told:  # the other side of a stereo pair
            return
        self._told.add(same)
        if sound.voice:
            self.voices.append(sound)
            return
        own = self._own(sound)
        for start, end in _uncovered(sound, own):
            if own and end - start <= SYNC:
                continue
            part = piece(sound, start, end)
            assert isinstance(part, Taken)
            part = replace(part, heard=True)
            if own and end - start < SPLIT:
                self.voices.append(replace(part, odd=(*part.odd, "split")))
            elif _touched(part, self._covered):
                self.voices.append(part)
            else:
                self.events.append(part)
                insort(self._covered, (start, end))

    def tell_silenced(self) -> None:
        """Say of each picture that its sound is not heard for most of it; where none has any, the list holds no sound."""
        spans = {
            key: _joined([(one.at, one.end) for one in sounds if not one.voice])
            for key, sounds in self._sounding.items()
        }
        seen = [(place, one) for place, one in enumerate(self.events) if isinstance(one, Taken) and not one.heard]
        silent = [(place, one) for place, one in seen if _mostly(one, spans.get(_key(one), []))]
        for place, one in silent if len(silent) < len(seen) else ():
            self.events[place] = replace(one, odd=(*one.odd, "silenced"))

    def _own(self, sound: Taken) -> Spans:
        """When the picture is seen whose sound this is."""
        shots = self._shots.get(_key(sound), [])
        near = islice(shots, bisect_right(shots, sound.at, key=lambda one: one.end), None)
        found = takewhile(lambda one: one.at < sound.end, near)
        return _joined([(one.at, one.end) for one in found if _together(sound, one)])


def _key(taken: Taken) -> str:
    """What names the file of a shot, the same for its picture and its sound."""
    return (taken.sha256 or next(iter(taken.addresses), "") or taken.reel or taken.name).casefold()


def _together(sound: Taken, picture: Taken) -> bool:
    """True when a sound is that of a picture of the same file, at the same moment of it."""
    if isinstance(sound.source, Codes) or isinstance(picture.source, Codes) or "speed" in (*sound.odd, *picture.odd):
        return True
    return abs((sound.at - sound.source.start) - (picture.at - picture.source.start)) <= SYNC


def _mostly(event: Event, spans: Spans) -> bool:
    """True when most of an event lies outside of these spans."""
    return 2 * sum((end - start for start, end in _uncovered(event, spans)), Fraction(0)) > event.length


def _touched(event: Event, covered: Spans) -> bool:
    found = bisect_right(covered, event.at, key=lambda span: span[1])
    return found < len(covered) and covered[found][0] < event.end


def _uncovered(event: Event, covered: Spans) -> Spans:
    pieces, at = [], event.at
    for start, end in islice(covered, bisect_right(covered, at, key=lambda span: span[1]), None):
        if start >= event.end:
            break
        if start > at:
            pieces.append((at, start))
        at = max(at, end)
    if at < event.end:
        pieces.append((at, event.end))
    return pieces


def piece(event: Event, start: Fraction, end: Fraction) -> Event:
    """The part of an event from `start` to `end`, both in the time of the cut; a fade stays only where its edge does."""
    if (start, end) == (event.at, event.end):
        return event
    if isinstance(event, Card):
        return replace(event, at=start, length=end - start)
    opens, closes = event.fades
    fades = (
        opens if opens is None or start == event.at else Fraction(0),
        closes if closes is None or end == event.end else Fraction(0),
    )
    source, odd = _shown(event, start - event.at, end - start)
    return replace(event, at=start, length=end - start, source=source, exact="", odd=odd, fades=fades)


def _shown(event: Taken, late: Fraction, length: Fraction) -> tuple[Codes | Seconds, tuple[str, ...]]:
    """What a part of an event shows of its file, and what is odd about it; of a changed speed that is not one steady
    speed forwards nobody knows which part that is."""
    source, odd = event.source, event.odd
    if "speed" in odd and ("uneven" in odd or isinstance(source, Codes)):
        odd = (*odd, "warped")
    if isinstance(source, Codes):
        return replace(source, late=source.late + late, length=length), odd
    speed = source.length / event.length if "speed" in odd else Fraction(1)
    left = max(Fraction(0), source.length - late * speed)
    return replace(source, start=source.start + late * speed, length=min(left, length * speed)), odd


def _joined(spans: Spans) -> Spans:
    result: Spans = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result
