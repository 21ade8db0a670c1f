# SPDX-License-Identifier: GPL-3.0-or-later
"""MLT and Kdenlive read: the tracks under the topmost tractor, every place in frames of the project's rate."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from archive.exchange.cut import Card, Cut, Event, NotACut, Seconds, Taken, counted_in, sane
from archive.exchange.layers import Window, crossed, grown, layered
from archive.exchange.timeline import MARK
from archive.exchange.tree import number, tree_of
from media.language import gettext as _

DEEPEST = 8
_OPENS = frozenset({"fade_from_black", "fadein", "fadeInBrightness", "fadeInMovit", "fadeInVolume"})
_CLOSES = frozenset({"fade_to_black", "fadeout", "fadeOutBrightness", "fadeOutMovit", "fadeOutVolume"})
MIXING = frozenset({"luma", "dissolve", "movit.luma_mix"})
_SPEED = re.compile(r"-?\d{1,5}(?:\.\d{1,9})?", re.ASCII)
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,3})(?:[.,](\d{1,9}))?", re.ASCII)


@dataclass(slots=True)
class _Reading:
    """The producers and playlists of a file by their ids."""

    rate: Fraction
    known: dict[str, ET.Element]
    pictures: list[list[Event]] = field(default_factory=list)
    sounds: list[Taken] = field(default_factory=list)
    titles: list[Card] = field(default_factory=list)
    found: int = 0
    depth: int = 0


def read(data: bytes, rate: Fraction | None = None) -> Cut:
    """The cut in an MLT or Kdenlive file. Raises NotACut without one, or for a time that cannot be."""
    root = tree_of(data)
    profile = root.find("profile")
    if root.tag != "mlt" or profile is None:
        raise NotACut(_("Ce fichier n’est pas un projet MLT ou Kdenlive."), _("Donner le fichier .kdenlive ou .mlt."))
    above, under = (number(profile.get(name, "0")) for name in ("frame_rate_num", "frame_rate_den"))
    if not (under and 1 <= Fraction(above, under) <= 1000):
        raise NotACut(
            _("Cette séquence annonce une cadence impossible : {rate}.").format(rate=f"{above}/{under}"[:40]),
            _("Réexporter le projet."),
        )
    own = Fraction(above, under)
    reading = _Reading(own, {one.get("id", ""): one for one in root if one.get("id")})
    tractors = [one for one in root if one.tag == "tractor"]
    top = next((one for one in tractors if one.get("global_feed") == "1"), tractors[-1] if tractors else None)
    if top is None:
        top = next((one for one in reversed(root) if one.tag == "playlist" and one.get("id") != "main_bin"), None)
    if top is None:
        raise NotACut(_("Ce fichier MLT ne contient aucune piste."), _("Donner un projet Kdenlive avec un montage."))
    _tracks(top, "", reading, 0)
    return layered(root.get("title", ""), rate or own, reading.pictures, reading.sounds, (), reading.titles)


def _tracks(element: ET.Element, hidden: str, reading: _Reading, depth: int) -> None:
    """Every playlist under a tractor, from the lowest track to the highest."""
    if depth > DEEPEST:
        raise NotACut(_("Ce projet MLT emboîte trop de pistes."), _("Exporter une seule séquence."))
    if element.tag == "playlist":
        events = _events(element, reading)
        reading.found += len(events)
        counted_in(reading.found)
        sound = hidden == "video" or _said(element, "kdenlive:audio_track") == "1"
        if sound and hidden in ("audio", "both"):
            return  # nobody hears it
        if sound:
            reading.sounds += [event for event in events if isinstance(event, Taken)]
        elif hidden != "both":
            reading.pictures.append(events)
        return
    sound, first = _said(element, "kdenlive:audio_track") == "1", len(reading.pictures)
    for track in element.findall("track"):
        below = reading.known.get(track.get("producer", ""))
        if below is None or below is element:
            continue
        if below.tag in ("playlist", "tractor"):
            _tracks(below, "video" if sound else track.get("hide", "") or hidden, reading, depth + 1)
        elif track.get("out"):  # a cut of a file, as Shotcut keeps the two sides of a transition
            event = _entry(track, below, 0, reading.rate)
            reading.pictures += [[event]] if event is not None else []
    reading.pictures[first:] = crossed(reading.pictures[first:], _mixes(element, reading.rate))


def _mixes(tractor: ET.Element, rate: Fraction) -> list[tuple[Fraction, Fraction, Fraction]]:
    """When one track passes into another, in seconds; what Kdenlive adds by itself to put tracks together is none."""
    found = []
    for one in tractor.findall("transition"):
        if _said(one, "mlt_service") in MIXING and not _said(one, "internal_added"):
            whole = _frames(tractor.get("out", "0"), rate)
            first, last = (one.get(name) or _said(one, name) for name in ("in", "out"))
            start, end = _frames(first or "0", rate), _frames(last, rate) if last else whole
            found.append((start / rate, (start + end + 1) // 2 / rate, (end + 1) / rate))
    return found


def _events(playlist: ET.Element, reading: _Reading) -> list[Event]:
    at, rate, mixed = 0, reading.rate, False
    found: list[Event] = []
    for item in playlist:
        if item.tag == "blank":
            at += _frames(item.get("length", "0"), rate)
        elif item.tag == "entry":
            producer = reading.known.get(item.get("producer", ""))
            event = None if producer is None else _entry(item, producer, at, rate)
            parts: list[Event] = [] if event is None else [event]
            if isinstance(event, Taken) and producer is not None and producer.tag == "tractor":
                parts = list(_nested(producer, event, reading))
            mixing = producer is not None and producer.tag == "tractor" and bool(_mixes(producer, rate))
            for part in parts:
                whole = grown(found[-1] if found else None, part) if mixing or mixed else None
                found[-1:] = [*found[-1:], part] if whole is None else [whole]
            mixed = mixing
            at += max(0, _span(item, rate)[1])
            sane(Fraction(at) / rate)
    return found


def _span(item: ET.Element, rate: Fraction) -> tuple[int, int]:
    """The first frame of an entry in its producer, and how many it takes."""
    first = _frames(item.get("in", "0"), rate)
    return first, _frames(item.get("out", str(first)), rate) + 1 - first


def _entry(item: ET.Element, producer: ET.Element, at: int, rate: Fraction) -> Event | None:
    first, count = _span(item, rate)
    return _event(item, producer, Fraction(at) / rate, (first, count), rate) if count > 0 else None


def _nested(tractor: ET.Element, event: Taken, reading: _Reading) -> Iterator[Event]:
    """What is seen of a sequence within the sequence, at its place; itself where it cannot be opened."""
    assert isinstance(event.source, Seconds)
    if reading.depth >= DEEPEST:
        yield replace(event, odd=(*event.odd, "nested"))
        return
    inner = _Reading(reading.rate, reading.known, found=reading.found, depth=reading.depth + 1)
    _tracks(tractor, "", inner, 0)
    reading.found = inner.found
    window = Window(event.source.start, event.source.start + event.length, event.at)
    reading.sounds += window.sounds([inner.sounds])
    reading.titles += [*window.titles(inner.pictures), *window.sought(inner.titles)]
    yield from window.seen(inner.pictures)


def _event(
    entry: ET.Element, producer: ET.Element, at: Fraction, taken: tuple[int, int], rate: Fraction
) -> Event | None:
    first, count = taken
    length = Fraction(count) / rate
    service, card = _said(producer, "mlt_service"), _said(producer, f"{MARK}:card")
    if service in ("color", "colour"):
        return Card(sane(at), length, card) if card else None
    source, odd = _played(producer, sane(Fraction(first) / rate), length, rate)
    names = ("warp_resource", "kdenlive:originalurl", "resource", "kdenlive:clipname")
    found = tuple(value for name in names if (value := _said(producer, name)))
    facts = (_said(producer, f"{MARK}:reel"), found, _said(producer, f"{MARK}:sha256"), _said(entry, f"{MARK}:exact"))
    voice, text = bool(_said(entry, f"{MARK}:voice")), _said(entry, f"{MARK}:card")
    name = _said(producer, "kdenlive:clipname")
    fades = (_faded(entry, _OPENS, rate), _faded(entry, _CLOSES, rate))
    return Taken(sane(at), length, source, name, *facts, odd, heard=voice, voice=voice, text=text, fades=fades)


def _faded(entry: ET.Element, names: frozenset[str], rate: Fraction) -> Fraction:
    """How long an entry fades by the filters that Kdenlive and Shotcut put on it."""
    for one in entry.findall("filter"):
        if {_said(one, "kdenlive_id"), _said(one, "shotcut:filter")} & names:
            said = _said(one, "shotcut:animIn") or _said(one, "shotcut:animOut")
            first, last = (_frames(one.get(name, "0"), rate) for name in ("in", "out"))
            return Fraction(max(0, _frames(said, rate) if said else last - first + 1)) / rate
    return Fraction(0)


def _played(producer: ET.Element, first: Fraction, length: Fraction, rate: Fraction) -> tuple[Seconds, tuple[str, ...]]:
    """What is shown of a file from `first` on, and what was done to its speed; a slowed one is counted as it is shown."""
    if any(_said(link, "mlt_service") == "timeremap" for link in producer.findall("link")):
        return Seconds(first, length), ("warped",)
    said = _SPEED.fullmatch(_said(producer, "warp_speed") or _said(producer, "resource").partition(":")[0])
    if _said(producer, "mlt_service") != "timewarp":
        return Seconds(first, length), ()
    if said is None or not Fraction(said[0]):
        return Seconds(first, length), ("warped",)
    speed = Fraction(said[0])
    if speed == 1:
        return Seconds(first, length), ()
    whole = Fraction(_frames(_said(producer, "length") or "0", rate)) / rate
    start = first if speed > 0 else max(Fraction(0), whole - first - length)
    return Seconds(sane(start * abs(speed)), sane(length * abs(speed))), ("speed",) if speed > 0 else (
        "speed",
        "uneven",
    )


def _said(element: ET.Element, name: str) -> str:
    found = next((one for one in element.findall("property") if one.get("name") == name), None)
    return "" if found is None or found.text is None else found.text


def _frames(text: str, rate: Fraction) -> int:
    """A place as MLT writes it: frames, or a clock `HH:MM:SS.mmm` that is rounded to the nearest frame."""
    if ":" not in text:
        return number(text)
    clock = _CLOCK.fullmatch(text)
    if clock is None:
        raise NotACut(
            _("Ce montage contient un nombre illisible : « {text} ».").format(text=text[:24]),
            _("Réexporter le projet."),
        )
    hours, minutes, whole, part = (int(clock[n] or 0) for n in (1, 2, 3, 4))
    seconds = (hours * 60 + minutes) * 60 + whole + Fraction(part, 10 ** len(clock[4] or ""))
    return round(sane(Fraction(seconds)) * rate)
