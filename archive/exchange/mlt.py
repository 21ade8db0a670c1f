# SPDX-License-Identifier: GPL-3.0-or-later
"""MLT XML as Kdenlive keeps its projects; `melt` renders it, Shotcut reads it. Every place counts frames of the timeline.

MLT plays each file at the timeline's rate: frame `p` of a file shows what the file shows at `p / rate` seconds.
"""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from archive.exchange.cut import Card, Cut, Event, NotACut, Seconds, Taken, counted_in, flattened, sane
from archive.exchange.timeline import MARK, Black, Shot, Source, Timeline, title_of
from archive.exchange.tree import number, tree_of
from media.language import gettext as _

ENDING, NAME = "kdenlive", "MLT (Kdenlive)"
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,3})(?:[.,](\d{1,9}))?", re.ASCII)
_HEAD = b'<?xml version="1.0" encoding="utf-8"?>\n'


def write(timeline: Timeline) -> bytes:
    """The cut as a Kdenlive project: a picture track, a sound track, guides, the subtitle file shown over all."""
    root = ET.Element("mlt", LC_NUMERIC="C", version="7.0.0", title=timeline.name, producer="main_bin")
    rate, (width, height) = timeline.rate, timeline.size
    ET.SubElement(
        root,
        "profile",
        frame_rate_num=str(rate.numerator),
        frame_rate_den=str(rate.denominator),
        width=str(width),
        height=str(height),
        progressive="1",
        sample_aspect_num="1",
        sample_aspect_den="1",
        display_aspect_num=str(width),
        display_aspect_den=str(height),
        colorspace="709",
        description=f"{width}x{height} {rate}",
    )
    bin_ = ET.Element("playlist", id="main_bin")
    _property(bin_, "kdenlive:docproperties.version", "1.04")
    _property(bin_, "kdenlive:docproperties.kdenliveversion", "22.12.0")
    _property(bin_, "kdenlive:docproperties.guides", _guides(timeline))
    _property(bin_, "xml_retain", "1")
    names = {source: f"producer{index}" for index, source in enumerate(timeline.sources, start=1)}
    for index, source in enumerate(timeline.sources, start=4):
        root.append(_producer(source, names[source], index, timeline))
        entry = ET.SubElement(bin_, "entry", producer=names[source])
        entry.attrib |= {"in": "0", "out": str(_length(source, rate) - 1)}
    root.append(bin_)
    root.append(_color("black_track", timeline.frames))
    tracks = _playlists(root, timeline, names)
    root.append(_tractor(timeline, tracks))
    ET.indent(root)
    return _HEAD + bytes(ET.tostring(root, encoding="utf-8")) + b"\n"


def placed(part: Shot, rate: Fraction) -> int:
    """On which frame of the timeline's rate a shot begins in its own file: the one that shows its first picture."""
    return round(part.frames.start / part.source.rate * rate)


def _length(source: Source, rate: Fraction) -> int:
    return max(1, -(-source.frames * rate // source.rate))


def _producer(source: Source, name: str, index: int, timeline: Timeline) -> ET.Element:
    length = _length(source, timeline.rate)
    producer = ET.Element("producer", id=name)
    producer.attrib |= {"in": "0", "out": str(length - 1)}
    facts = {
        "length": length,
        "eof": "pause",
        "resource": source.address,
        "mlt_service": "avformat",
        "kdenlive:clipname": source.name,
        "kdenlive:id": index,
        f"{MARK}:sha256": source.sha256,
        f"{MARK}:reel": source.reel,
    }
    for key, value in facts.items():
        _property(producer, key, value)
    return producer


def _color(name: str, frames: int) -> ET.Element:
    black = ET.Element("producer", id=name)
    black.attrib |= {"in": "0", "out": str(max(1, frames) - 1)}
    for key, value in {
        "length": frames,
        "mlt_service": "color",
        "resource": "black",
        "mlt_image_format": "rgb",
    }.items():
        _property(black, key, value)
    return black


def _playlists(root: ET.Element, timeline: Timeline, names: dict[Source, str]) -> list[tuple[str, str]]:
    """Add one playlist for the sound and one for the pictures; gives each with what it hides."""
    found = []
    for kind, hides in (("audio", "video"), ("video", "audio")):
        cards = [part for part in timeline.parts if isinstance(part, Black)] if kind == "video" else []
        for index, card in enumerate(cards, start=1):
            root.append(_color(f"card{index}", card.count))
            _property(root[-1], f"{MARK}:card", card.text)
            _property(root[-1], "kdenlive:clipname", title_of(card))
        playlist, card_number = ET.Element("playlist", id=kind), 0
        if kind == "audio":
            _property(playlist, "kdenlive:audio_track", "1")
        for part in timeline.parts:
            if isinstance(part, Black) and kind == "video":
                card_number += 1
                _entry(playlist, f"card{card_number}", 0, part.count)
            elif isinstance(part, Shot) and (part.source.size if kind == "video" else part.source.sounds):
                entry = _entry(playlist, names[part.source], placed(part, timeline.rate), part.count)
                _property(entry, f"{MARK}:exact", part.ratio)
            else:
                ET.SubElement(playlist, "blank", length=str(part.count))
        root.append(playlist)
        found.append((kind, hides))
    return found


def _entry(playlist: ET.Element, producer: str, first: int, count: int) -> ET.Element:
    entry = ET.SubElement(playlist, "entry", producer=producer)
    entry.attrib |= {"in": str(first), "out": str(first + count - 1)}
    return entry


def _tractor(timeline: Timeline, tracks: list[tuple[str, str]]) -> ET.Element:
    tractor = ET.Element("tractor", id="maintractor", global_feed="1")
    tractor.attrib |= {"in": "0", "out": str(max(1, timeline.frames) - 1)}
    ET.SubElement(tractor, "track", producer="black_track")
    for name, hides in tracks:
        ET.SubElement(tractor, "track", producer=name, hide=hides)
    mix = ET.SubElement(tractor, "transition")
    facts = {"a_track": 0, "b_track": 1, "mlt_service": "mix", "always_active": 1, "internal_added": 237, "sum": 1}
    for key, value in facts.items():
        _property(mix, key, value)
    if timeline.cues:
        shown = ET.SubElement(tractor, "filter")
        said: dict[str, object] = {
            "mlt_service": "avfilter.subtitles",
            "av.filename": timeline.subtitles,
            "internal_added": 237,
        }
        for key, text in said.items():
            _property(shown, key, text)
    return tractor


def _guides(timeline: Timeline) -> str:
    found = zip(timeline.starts, timeline.parts, strict=True)
    guides = [{"comment": title_of(part), "pos": at, "type": 0} for at, part in found if title_of(part)]
    return json.dumps(guides, ensure_ascii=False)


def _property(element: ET.Element, name: str, value: object) -> None:
    ET.SubElement(element, "property", name=name).text = str(value)


@dataclass(slots=True)
class _Reading:
    """The producers and playlists of a file by their ids."""

    rate: Fraction
    known: dict[str, ET.Element]
    pictures: list[list[Event]] = field(default_factory=list)
    sounds: list[Event] = field(default_factory=list)


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
    return Cut(root.get("title", ""), rate or own, flattened(reading.pictures, reading.sounds))


def _tracks(element: ET.Element, hidden: str, reading: _Reading, depth: int) -> None:
    """Every playlist under a tractor, from the lowest track to the highest."""
    if depth > 8:
        raise NotACut(_("Ce projet MLT emboîte trop de pistes."), _("Exporter une seule séquence."))
    if element.tag == "playlist":
        events = list(_events(element, reading))
        counted_in(len(events) + len(reading.sounds) + sum(map(len, reading.pictures)))
        sound = hidden == "video" or _said(element, "kdenlive:audio_track") == "1"
        if sound:
            reading.sounds += events
        elif hidden != "both":
            reading.pictures.append(events)
        return
    sound = _said(element, "kdenlive:audio_track") == "1"
    for track in element.findall("track"):
        below = reading.known.get(track.get("producer", ""))
        if below is not None and below.tag in ("playlist", "tractor") and below is not element:
            _tracks(below, "video" if sound else track.get("hide", "") or hidden, reading, depth + 1)


def _events(playlist: ET.Element, reading: _Reading) -> Iterator[Event]:
    at, rate = 0, reading.rate
    for item in playlist:
        if item.tag == "blank":
            at += _frames(item.get("length", "0"), rate)
        elif item.tag == "entry":
            producer = reading.known.get(item.get("producer", ""))
            first = _frames(item.get("in", "0"), rate)
            count = _frames(item.get("out", str(first)), rate) + 1 - first
            if producer is not None and count > 0:
                event = _event(item, producer, Fraction(at) / rate, (first, count), rate)
                if event is not None:
                    yield event
            at += max(0, count)
            sane(Fraction(at) / rate)


def _event(
    entry: ET.Element, producer: ET.Element, at: Fraction, taken: tuple[int, int], rate: Fraction
) -> Event | None:
    first, count = taken
    length = Fraction(count) / rate
    service, card = _said(producer, "mlt_service"), _said(producer, f"{MARK}:card")
    if service in ("color", "colour"):
        return Card(sane(at), length, card) if card else None
    source = Seconds(sane(Fraction(first) / rate), length)
    names = ("warp_resource", "kdenlive:originalurl", "resource", "kdenlive:clipname")
    found = tuple(value for name in names if (value := _said(producer, name)))
    odd = ("speed",) if service == "timewarp" else ()
    facts = (_said(producer, f"{MARK}:reel"), found, _said(producer, f"{MARK}:sha256"), _said(entry, f"{MARK}:exact"))
    return Taken(sane(at), length, source, _said(producer, "kdenlive:clipname"), *facts, odd)


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
