# SPDX-License-Identifier: GPL-3.0-or-later
"""MLT XML as Kdenlive keeps its projects; `melt` renders it, Shotcut reads it. Every place counts frames of the timeline.

MLT plays each file at the timeline's rate: frame `p` of a file shows what the file shows at `p / rate` seconds.
"""

import json
import xml.etree.ElementTree as ET
from fractions import Fraction

from archive.exchange.timeline import (
    MARK,
    Black,
    Shot,
    Source,
    Still,
    Timeline,
    fades_of,
    notes_of,
    stills_of,
    title_of,
)

ENDING, NAME = "kdenlive", "MLT (Kdenlive)"
_HEAD = b'<?xml version="1.0" encoding="utf-8"?>\n'


def write(timeline: Timeline) -> bytes:
    """The cut as a Kdenlive project: pictures, their sound, a track for each voice at a time, guides, fades, and the
    subtitle file shown over all."""
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
    files: tuple[Source | Still, ...] = (*timeline.sources, *stills_of(timeline))
    names = {file: f"producer{index}" for index, file in enumerate(files, start=1)}
    for index, file in enumerate(files, start=4):
        made = _producer(file, names[file], index, timeline)
        root.append(made)
        ET.SubElement(bin_, "entry", {"producer": names[file], "in": "0", "out": made.get("out", "0")})
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


def _producer(file: Source | Still, name: str, index: int, timeline: Timeline) -> ET.Element:
    if isinstance(file, Source):
        length = _length(file, timeline.rate)
        facts: dict[str, object] = {"mlt_service": "avformat", f"{MARK}:reel": file.reel}
    else:
        length = max(part.count for part in timeline.parts if isinstance(part, Black) and part.still == file)
        facts = {"mlt_service": "qimage", "ttl": length}
    producer = ET.Element("producer", {"id": name, "in": "0", "out": str(length - 1)})
    facts |= {"length": length, "eof": "pause", "resource": file.address, "kdenlive:clipname": file.name}
    for key, value in (facts | {"kdenlive:id": index, f"{MARK}:sha256": file.sha256}).items():
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


def _playlists(root: ET.Element, timeline: Timeline, names: dict[Source | Still, str]) -> list[tuple[str, str]]:
    """Add a playlist for the sound, those of the voices, and one for the pictures; gives each with what it hides."""
    cards = [part for part in timeline.parts if isinstance(part, Black) and part.still is None]
    for index, card in enumerate(cards, start=1):
        root.append(_color(f"card{index}", card.count))
        _property(root[-1], f"{MARK}:card", card.text)
        _property(root[-1], "kdenlive:clipname", title_of(card))
    found = [("audio", "video")]
    for index, voices in enumerate(timeline.voice_tracks, start=1):
        found.append((f"voice{index}", "video"))
        playlist, end = _sound_track(root, f"voice{index}"), 0
        for voice in voices:
            if voice.at > end:
                ET.SubElement(playlist, "blank", length=str(voice.at - end))
            entry = _shot(playlist, voice.shot, timeline, names)
            _property(entry, f"{MARK}:voice", "yes")
            end = voice.at + voice.shot.count
    sounds, pictures = _sound_track(root, "audio"), ET.SubElement(root, "playlist", id="video")
    number = 0
    for part in timeline.parts:
        if isinstance(part, Black):
            number += part.still is None
            producer = f"card{number}" if part.still is None else names[part.still]
            entry = _entry(pictures, producer, 0, part.count)
            if part.still is not None:
                _property(entry, f"{MARK}:card", part.text)
            _faded(entry, part, 0, "brightness")
        for kind, playlist in (("video", pictures), ("audio", sounds)):
            if isinstance(part, Shot) and (part.source.size if kind == "video" else part.source.sounds):
                entry = _shot(playlist, part, timeline, names)
                service = "brightness" if kind == "video" else "volume"
                _faded(entry, part, placed(part, timeline.rate), service)
            elif isinstance(part, Shot) or kind == "audio":
                ET.SubElement(playlist, "blank", length=str(part.count))
    return [*found, ("video", "audio")]


def _sound_track(root: ET.Element, name: str) -> ET.Element:
    playlist = ET.SubElement(root, "playlist", id=name)
    _property(playlist, "kdenlive:audio_track", "1")
    return playlist


def _shot(playlist: ET.Element, part: Shot, timeline: Timeline, names: dict[Source | Still, str]) -> ET.Element:
    entry = _entry(playlist, names[part.source], placed(part, timeline.rate), part.count)
    _property(entry, f"{MARK}:exact", part.ratio)
    return entry


def _entry(playlist: ET.Element, producer: str, first: int, count: int) -> ET.Element:
    span = {"in": str(first), "out": str(first + count - 1)}
    return ET.SubElement(playlist, "entry", {"producer": producer} | span)


def _faded(entry: ET.Element, part: Shot | Black, first: int, service: str) -> None:
    """The fades of a part as filters on its entry, as Kdenlive writes them; their places count in the producer."""
    last, (opens, closes) = first + part.count - 1, fades_of(part)
    for count, start, end, levels, name in (
        (opens, first, first + opens - 1, (0, 1), "in"),
        (closes, last - closes + 1, last, (1, 0), "out"),
    ):
        if not count:
            continue
        faded = ET.SubElement(entry, "filter", {"in": str(start), "out": str(end)})
        _property(faded, "mlt_service", service)
        if service == "volume":
            facts: dict[str, object] = {"gain": levels[0], "end": levels[1], "kdenlive_id": f"fade{name}"}
        else:
            side = "from" if name == "in" else "to"
            facts = {"level": f"0={levels[0]};-1={levels[1]}", "kdenlive_id": f"fade_{side}_black"}
        for key, value in facts.items():
            _property(faded, key, value)


def _tractor(timeline: Timeline, tracks: list[tuple[str, str]]) -> ET.Element:
    tractor = ET.Element("tractor", id="maintractor", global_feed="1")
    tractor.attrib |= {"in": "0", "out": str(max(1, timeline.frames) - 1)}
    ET.SubElement(tractor, "track", producer="black_track")
    for name, hides in tracks:
        ET.SubElement(tractor, "track", producer=name, hide=hides)
    for number in range(1, len(tracks)):  # the last one has the pictures
        mix = ET.SubElement(tractor, "transition")
        facts = {"a_track": 0, "b_track": number, "mlt_service": "mix", "always_active": 1, "sum": 1}
        for key, value in (facts | {"internal_added": 237}).items():
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
    said = [(at, " ; ".join(filter(None, (title_of(part), notes_of(part))))) for at, part in found]
    said += [(voice.at, title_of(voice.shot)) for voice in timeline.voices]
    guides = [{"comment": words, "pos": at, "type": 0} for at, words in said if words]
    return json.dumps(guides, ensure_ascii=False)


def _property(element: ET.Element, name: str, value: object) -> None:
    ET.SubElement(element, "property", name=name).text = str(value)
