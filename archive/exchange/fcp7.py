# SPDX-License-Identifier: GPL-3.0-or-later
"""Final Cut Pro 7 XML (`xmeml`), which Premiere and Resolve read and write: `in` and `out` count frames of the file."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from urllib.parse import unquote

from archive.exchange.cut import Card, Cut, Event, NotACut, Seconds, Taken, counted_in, flattened, sane
from archive.exchange.timeline import Black, Shot, Source, Timeline, ntsc, title_of
from archive.exchange.tree import number, tree_of, words
from media.language import gettext as _
from media.smpte import Timecode, counted, write_timecode

ENDING, NAME = "xml", "Final Cut Pro 7 XML"
SHA = "baro sha256:"
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n'


def write(timeline: Timeline) -> bytes:
    """The cut as a sequence: a picture track and a sound track, linked; cards as text generators."""
    root = ET.Element("xmeml", version="5")
    sequence = ET.SubElement(root, "sequence", id="sequence-1")
    _texts(sequence, name=timeline.name, duration=timeline.frames)
    _rate(sequence, timeline.rate)
    _timecode(sequence, Timecode(timeline.first, timeline.drop), timeline.rate)
    video, audio = (ET.SubElement(ET.SubElement(sequence, "media"), "video"), ET.Element("audio"))
    sequence[-1].append(audio)
    looks = ET.SubElement(ET.SubElement(video, "format"), "samplecharacteristics")
    _rate(looks, timeline.rate)
    _texts(looks, width=timeline.size[0], height=timeline.size[1], anamorphic="FALSE", pixelaspectratio="square")
    _texts(looks, fielddominance="none")
    heard = ET.SubElement(ET.SubElement(audio, "format"), "samplecharacteristics")
    _texts(heard, depth=16, samplerate=48000)
    tracks = {"video": ET.SubElement(video, "track"), "audio": ET.SubElement(audio, "track")}
    _fill(tracks, timeline)
    ET.indent(root)
    return _HEAD + bytes(ET.tostring(root, encoding="utf-8")) + b"\n"


def _fill(tracks: dict[str, ET.Element], timeline: Timeline) -> None:
    defined: dict[Source, str] = {}
    for index, (at, part) in enumerate(zip(timeline.starts, timeline.parts, strict=True), start=1):
        if isinstance(part, Black):
            tracks["video"].append(_text(part, index, at, timeline))
            continue
        kinds = [kind for kind, there in (("video", part.source.size), ("audio", part.source.sounds)) if there]
        places = {kind: len(tracks[kind]) + 1 for kind in kinds}
        for kind in kinds:
            item = _clipitem(part, kind, index, at, defined)
            _links(item, index, places)
            tracks[kind].append(item)


def _clipitem(part: Shot, kind: str, index: int, at: int, defined: dict[Source, str]) -> ET.Element:
    source = part.source
    item = ET.Element("clipitem", id=f"{kind}-{index}")
    _texts(item, name=source.name, enabled="TRUE", duration=source.frames)
    _rate(item, source.rate)
    frames = part.frames
    _texts(item, start=at, end=at + part.count, **{"in": frames.start, "out": frames.stop})
    known = source in defined
    file = ET.SubElement(item, "file", id=defined.setdefault(source, f"file-{len(defined) + 1}"))
    if not known:
        _file(file, source)
    if kind == "audio":
        _texts(ET.SubElement(item, "sourcetrack"), mediatype="audio", trackindex=1)
    if title_of(part) and (kind == "video" or source.size is None):
        marker = ET.SubElement(item, "marker")
        _texts(marker, name=part.speaker or part.quote, comment=part.quote, **{"in": frames.start, "out": frames.stop})
    _texts(ET.SubElement(item, "comments"), mastercomment1=f"{SHA}{source.sha256}")
    return item


def _links(item: ET.Element, index: int, places: dict[str, int]) -> None:
    """Tie picture and sound of one shot together, so that they move as one."""
    for kind, place in places.items() if len(places) > 1 else ():
        link = ET.SubElement(item, "link")
        _texts(link, linkclipref=f"{kind}-{index}", mediatype=kind, trackindex=1, clipindex=place)


def _file(file: ET.Element, source: Source) -> None:
    _texts(file, name=source.name, pathurl=source.address)
    _rate(file, source.rate)
    _texts(file, duration=source.frames)
    _timecode(file, source.start, source.rate, source.reel)
    media = ET.SubElement(file, "media")
    if source.size:
        looks = ET.SubElement(ET.SubElement(media, "video"), "samplecharacteristics")
        _texts(looks, width=source.size[0], height=source.size[1])
    if source.sounds:
        audio = ET.SubElement(media, "audio")
        _texts(ET.SubElement(audio, "samplecharacteristics"), depth=16, samplerate=48000)
        _texts(audio, channelcount=2)


def _text(part: Black, index: int, at: int, timeline: Timeline) -> ET.Element:
    item = ET.Element("generatoritem", id=f"card-{index}")
    _texts(item, name="Text", duration=part.count)
    _rate(item, timeline.rate)
    _texts(item, start=at, end=at + part.count, **{"in": 0, "out": part.count}, enabled="TRUE")
    effect = ET.SubElement(item, "effect")
    _texts(effect, name="Text", effectid="Text", effectcategory="Text", effecttype="generator", mediatype="video")
    parameter = ET.SubElement(effect, "parameter")
    _texts(parameter, parameterid="str", name="Text", value=part.text)
    return item


def _rate(element: ET.Element, rate: Fraction) -> None:
    _texts(ET.SubElement(element, "rate"), timebase=counted(rate), ntsc="TRUE" if ntsc(rate) else "FALSE")


def _timecode(element: ET.Element, code: Timecode, rate: Fraction, reel: str = "") -> None:
    timecode = ET.SubElement(element, "timecode")
    _rate(timecode, rate)
    display = "DF" if code.drop else "NDF"
    _texts(timecode, string=write_timecode(code, rate), frame=code.frame, displayformat=display)
    if reel:
        _texts(ET.SubElement(timecode, "reel"), name=reel)


def _texts(element: ET.Element, **texts: object) -> None:
    for name, text in texts.items():
        ET.SubElement(element, name).text = str(text)


@dataclass(slots=True)
class _Reading:
    """The files and clips that were defined once and are named again by id only."""

    files: dict[str, ET.Element] = field(default_factory=dict)

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
    pictures = [list(_events(track, own, reading)) for track in sequence.findall("media/video/track")]
    sounds = [event for track in sequence.findall("media/audio/track") for event in _events(track, own, reading)]
    counted_in(sum(map(len, pictures)) + len(sounds))
    return Cut(words(sequence, "name"), own, flattened(pictures, sounds))


def _events(track: ET.Element, rate: Fraction, reading: _Reading) -> Iterator[Event]:
    if words(track, "enabled").upper() == "FALSE":
        return
    end, mixing = 0, False
    for item in track:
        if item.tag == "transitionitem":
            end, mixing = (number(words(item, "start", "0")) + number(words(item, "end", "0"))) // 2, True
        elif item.tag in ("clipitem", "generatoritem"):
            event, end = _event(item, end, rate, reading, mixing)
            mixing = False
            if event is not None and words(item, "enabled").upper() != "FALSE":
                yield event


def _event(item: ET.Element, before: int, rate: Fraction, reading: _Reading, mixing: bool) -> tuple[Event | None, int]:
    start, end = (number(words(item, name, "-1")) for name in ("start", "end"))
    first, last = (number(words(item, name, "0")) for name in ("in", "out"))
    file = reading.file(item)
    own = _rate_of(item, rate if file is None else _rate_of(file, rate))
    # -1 stands where a transition hides the edge
    odd = ["transition"] if mixing or start == -1 or end == -1 else []
    start = before if start == -1 else start
    end = start + round((last - first) / own * rate) if end == -1 else end
    at, length = sane(Fraction(start) / rate), sane(Fraction(max(0, end - start)) / rate)
    if item.tag == "generatoritem":
        text = words(item, "effect/parameter[parameterid='str']/value")
        return (Card(at, length, text) if text else None), end
    if any(words(one, "effectid") == "timeremap" for one in item.findall("filter/effect")):
        odd.append("speed")
    source = Seconds(sane(Fraction(first) / own), sane(Fraction(max(0, last - first)) / own))
    paths = (words(file, "pathurl"), words(file, "name"), words(item, "name"))
    reel, sha = words(file, "timecode/reel/name"), words(item, "comments/mastercomment1")
    sha = sha.removeprefix(SHA) if sha.startswith(SHA) else ""
    addresses = tuple(unquote(path) for path in paths if path)
    return Taken(at, length, source, words(item, "name"), reel, addresses, sha, "", tuple(odd)), end


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
