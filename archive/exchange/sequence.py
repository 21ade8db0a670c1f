# SPDX-License-Identifier: GPL-3.0-or-later
"""Final Cut Pro 7 XML read: the tracks of the first sequence, with the sequences that stand as clips in it."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from urllib.parse import unquote

from archive.exchange.cut import Card, Cut, Event, NotACut, Seconds, Taken, counted_in, sane
from archive.exchange.fcp7 import SHA, VOICE
from archive.exchange.layers import Window, layered
from archive.exchange.tree import number, tree_of, words
from media.language import gettext as _

DEEPEST = 8


@dataclass(slots=True)
class _Reading:
    """The files and sequences that were defined once and are named again by id only; how deep it is, how much was found."""

    files: dict[str, ET.Element] = field(default_factory=dict)
    sequences: dict[str, ET.Element] = field(default_factory=dict)
    titles: list[Card] = field(default_factory=list)
    depth: int = 0
    found: int = 0

    def file(self, item: ET.Element) -> ET.Element | None:
        found = item.find("file")
        if found is None:
            return None
        name = found.get("id", "")
        if len(found) or name not in self.files:
            self.files.setdefault(name, found)
        return self.files[name] if not len(found) else found


def read(data: bytes, rate: Fraction | None = None) -> Cut:
    """The cut of the first sequence. Raises NotACut without one, or for a number that cannot be."""
    root = tree_of(data)
    sequence = root if root.tag == "sequence" else root.find(".//sequence")
    if sequence is None:
        raise NotACut(_("Ce fichier XML ne contient aucune séquence."), _("Exporter la séquence, pas le projet."))
    own = rate or _rate_of(sequence, Fraction(25))
    reading = _Reading()
    for file in root.iter("file"):  # a program may name a file before it says what it is
        if len(file):
            reading.files.setdefault(file.get("id", ""), file)
    for nested in root.iter("sequence"):
        if len(nested):
            reading.sequences.setdefault(nested.get("id", ""), nested)
    pictures, sounds = _tracks(sequence, "video", own, reading), _tracks(sequence, "audio", own, reading)
    heard = [event for track in sounds for event in track if isinstance(event, Taken)]
    return layered(words(sequence, "name"), own, pictures, heard, (), reading.titles, apart=True)


def _tracks(sequence: ET.Element, kind: str, rate: Fraction, reading: _Reading) -> list[list[Event]]:
    found = []
    for track in sequence.findall(f"media/{kind}/track"):
        events = list(_events(track, kind, rate, reading))
        reading.found += len(events)
        counted_in(reading.found)
        found.append(events)
    return found


def _events(track: ET.Element, kind: str, rate: Fraction, reading: _Reading) -> Iterator[Event]:
    if words(track, "enabled").upper() == "FALSE":
        return
    end, items = 0, [item for item in track if item.tag in ("transitionitem", "clipitem", "generatoritem")]
    for before, item, after in zip([None, *items], items, [*items[1:], None], strict=False):
        if item.tag == "transitionitem":
            end = _mix(item).cut
            continue
        edges = [_mix(one) if one is not None and one.tag == "transitionitem" else None for one in (before, after)]
        event, end = _event(item, end, rate, reading, (edges[0], edges[1]))
        if event is None or words(item, "enabled").upper() == "FALSE":
            continue
        inner = item.find("sequence")
        if inner is not None and isinstance(event, Taken):
            yield from _nested(inner, event, kind, reading)
        else:
            yield event


@dataclass(frozen=True, slots=True)
class _Mix:
    """A transition: its first frame, the one where the cut is, its end; `black`: it comes from black or goes there."""

    start: int
    cut: int
    end: int
    black: bool


def _mix(item: ET.Element) -> _Mix:
    start, end = (number(words(item, name, "0")) for name in ("start", "end"))
    side, _dash, dark = words(item, "alignment").lower().partition("-")
    return _Mix(start, {"start": start, "end": end}.get(side, (start + end) // 2), end, dark == "black")


def _nested(inner: ET.Element, event: Taken, kind: str, reading: _Reading) -> Iterator[Event]:
    """What is seen or heard of a sequence within the sequence, at its place; itself where it cannot be opened."""
    inner = inner if len(inner) else reading.sequences.get(inner.get("id", ""), inner)
    assert isinstance(event.source, Seconds)
    if not len(inner) or reading.depth >= DEEPEST or {"speed", "warped"} & {*event.odd}:
        yield replace(event, odd=(*event.odd, "nested"))
        return
    reading.depth += 1
    tracks = _tracks(inner, kind, _rate_of(inner, Fraction(25)), reading)
    reading.depth -= 1
    window = Window(event.source.start, event.source.start + event.length, event.at)
    if kind == "video":
        reading.titles += window.titles(tracks)
        yield from window.seen(tracks)
    else:
        yield from window.sounds(tracks)


def _event(
    item: ET.Element, before: int, rate: Fraction, reading: _Reading, edges: tuple[_Mix | None, _Mix | None]
) -> tuple[Event | None, int]:
    file = reading.file(item)
    own = _rate_of(item, rate if file is None else _rate_of(file, rate))
    (start, end), (first, last) = _spans(item, before, rate, own, edges)
    head, tail = edges
    odd = ["transition"] if head is not None and not head.black else []
    at, length = sane(Fraction(start) / rate), sane(Fraction(max(0, end - start)) / rate)
    if item.tag == "generatoritem":
        text = words(item, "effect/parameter[parameterid='str']/value")
        return (Card(at, length, text) if text else None), end
    speed = _speed(item)
    if speed is not None:
        odd.append("speed" if speed > 0 else "warped")
        if speed > 0 and abs(last - first - length) <= 1 / own:  # counted in the frames that are shown
            first, last = first * speed, last * speed
    source = Seconds(sane(first), sane(max(Fraction(0), last - first)))
    paths = (words(file, "pathurl"), words(file, "name"), words(item, "name"))
    reel, sha = words(file, "timecode/reel/name"), words(item, "comments/mastercomment1")
    sha = sha.removeprefix(SHA) if sha.startswith(SHA) else ""
    addresses = tuple(unquote(path) for path in paths if path)
    voice = words(item, "comments/mastercomment2") == VOICE
    facts = (words(item, "name"), reel, addresses, sha, "", tuple(odd))
    fades = (
        _faded(head, rate) if head is not None and head.cut == head.start else Fraction(0),
        _faded(tail, rate) if tail is not None and tail.cut == tail.end else Fraction(0),
    )
    return Taken(at, length, source, *facts, heard=voice, voice=voice, fades=fades), end


def _spans(
    item: ET.Element, before: int, rate: Fraction, own: Fraction, edges: tuple[_Mix | None, _Mix | None]
) -> tuple[tuple[int, int], tuple[Fraction, Fraction]]:
    """Frames of the timeline, seconds of the file. -1 stands where a transition hides an edge: the file then counts from
    where the transition begins, or to where it ends."""
    start, end = (number(words(item, name, "-1")) for name in ("start", "end"))
    first, last = (Fraction(number(words(item, name, "0"))) / own for name in ("in", "out"))
    head, tail = edges
    if start == -1:
        start = before if head is None else head.cut
        first += 0 if head is None else Fraction(head.cut - head.start) / rate
    if end == -1 and tail is not None:
        end = tail.cut
        last -= Fraction(tail.end - tail.cut) / rate
    return (start, start + round((last - first) * rate) if end == -1 else end), (first, last)


def _faded(mix: _Mix, rate: Fraction) -> Fraction:
    return Fraction(max(0, mix.end - mix.start)) / rate if mix.black else Fraction(0)


def _speed(item: ET.Element) -> Fraction | None:
    """How fast a clip plays; 0 where that changes or runs backwards, None for a clip that plays as it is."""
    for effect in item.findall("filter/effect"):
        if words(effect, "effectid") == "timeremap":
            said = {words(one, "parameterid"): words(one, "value") for one in effect.findall("parameter")}
            plain = re.fullmatch(r"\d{1,5}(?:\.\d{1,9})?", said.get("speed", ""), re.ASCII)
            turned = said.get("reverse", "").upper() == "TRUE" or said.get("variablespeed", "0") not in ("0", "FALSE")
            speed = Fraction(plain[0]) / 100 if plain and not turned else Fraction(0)
            return None if speed == 1 else speed
    return None


def _rate_of(element: ET.Element, otherwise: Fraction) -> Fraction:
    base = words(element, "rate/timebase")
    if not base:
        return otherwise
    value = number(base)
    if not 1 <= value <= 1000:
        raise NotACut(
            _("Cette séquence annonce une cadence impossible : {rate}.").format(rate=base), _("Réexporter la séquence.")
        )
    return Fraction(value * 1000, 1001) if words(element, "rate/ntsc").upper() == "TRUE" else Fraction(value)
