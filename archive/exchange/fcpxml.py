# SPDX-License-Identifier: GPL-3.0-or-later
"""FCPXML 1.8, which Final Cut Pro and Resolve read: times are exact fractions of a second, subtitles are captions."""

import xml.etree.ElementTree as ET
from fractions import Fraction
from itertools import pairwise

from archive.exchange.timeline import MARK, Black, Shot, Source, Timeline, title_of

ENDING, NAME = "fcpxml", "FCPXML"
CAPTIONS = "SRT?captionFormat=SRT.fr"
TITLE = ".../Titles.localized/Bumper:Opener.localized/Basic Title.localized/Basic Title.moti"
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n'
_NAMED = {(1280, 720): "720p", (1920, 1080): "1080p"}
_SPEEDS = {
    Fraction(n): name
    for n, name in (
        ("24000/1001", "2398"),
        ("24", "24"),
        ("25", "25"),
        ("30000/1001", "2997"),
        ("30", "30"),
        ("50", "50"),
        ("60000/1001", "5994"),
        ("60", "60"),
    )
}


def write(timeline: Timeline) -> bytes:
    """The cut as a project: one storyline, speakers and quotes as markers, French captions."""
    root = ET.Element("fcpxml", version="1.8")
    resources = ET.SubElement(root, "resources")
    formats: dict[tuple[Fraction, tuple[int, int] | None], str] = {}
    main = _format(resources, formats, timeline.rate, timeline.size)
    assets = {source: _asset(resources, source, index, formats) for index, source in enumerate(timeline.sources, 1)}
    if any(isinstance(part, Black) for part in timeline.parts):
        ET.SubElement(resources, "effect", id="title", name="Basic Title", uid=TITLE)
    event = ET.SubElement(ET.SubElement(root, "library"), "event", name=timeline.name)
    sequence = ET.SubElement(ET.SubElement(event, "project", name=timeline.name), "sequence", format=main)
    first = Fraction(timeline.first) / timeline.rate
    sequence.attrib |= {
        "duration": _time(timeline.frames / timeline.rate),
        "tcStart": _time(first),
        "tcFormat": "DF" if timeline.drop else "NDF",
        "audioLayout": "stereo",
        "audioRate": "48k",
    }
    spine = ET.SubElement(sequence, "spine")
    edges = pairwise([*timeline.starts, timeline.frames])
    for index, ((start, end), part) in enumerate(zip(edges, timeline.parts, strict=True), start=1):
        item = _clip(part, assets[part.source], timeline) if isinstance(part, Shot) else _title(part, index, timeline)
        item.set("offset", _time(first + start / timeline.rate))
        item.set("duration", _time(part.count / timeline.rate))
        _captions(item, timeline, start, end, index)
        if title_of(part) and isinstance(part, Shot):
            marker = ET.SubElement(item, "marker", start=item.get("start", "0s"), value=title_of(part))
            marker.set("duration", _time(1 / timeline.rate))
        spine.append(item)
    ET.indent(root)
    return _HEAD + bytes(ET.tostring(root, encoding="utf-8")) + b"\n"


def _format(
    resources: ET.Element,
    known: dict[tuple[Fraction, tuple[int, int] | None], str],
    rate: Fraction,
    size: tuple[int, int] | None,
) -> str:
    if (rate, size) not in known:
        name = known[rate, size] = f"r{len(known) + 1}"
        found = ET.SubElement(resources, "format", id=name)
        if size in _NAMED and rate in _SPEEDS:
            found.set("name", f"FFVideoFormat{_NAMED[size]}{_SPEEDS[rate]}")
        found.set("frameDuration", _time(1 / rate))
        if size is not None:
            found.attrib |= {"width": str(size[0]), "height": str(size[1])}
    return known[rate, size]


def _asset(
    resources: ET.Element, source: Source, index: int, formats: dict[tuple[Fraction, tuple[int, int] | None], str]
) -> str:
    form = _format(resources, formats, source.rate, source.size) if source.size else ""
    asset = ET.SubElement(resources, "asset", id=f"asset{index}", name=source.name, src=source.address)
    asset.attrib |= {"start": _time(source.start.frame / source.rate), "duration": _time(source.frames / source.rate)}
    if form:
        asset.attrib |= {"hasVideo": "1", "format": form}
    if source.sounds:
        asset.attrib |= {"hasAudio": "1", "audioSources": "1", "audioChannels": "2", "audioRate": "48000"}
    facts = ET.SubElement(asset, "metadata")
    ET.SubElement(facts, "md", key="com.apple.proapps.studio.reel", value=source.reel)
    ET.SubElement(facts, "md", key=f"org.{MARK}.sha256", value=source.sha256)
    return f"asset{index}"


def _clip(part: Shot, asset: str, timeline: Timeline) -> ET.Element:
    source = part.source
    clip = ET.Element("asset-clip", ref=asset, name=source.name)
    clip.set("start", _time((source.start.frame + part.frames.start) / source.rate))
    clip.set("tcFormat", "DF" if source.start.drop else "NDF")
    if source.sounds:
        clip.set("audioRole", "dialogue")
    ET.SubElement(clip, "note").text = f"{MARK} {part.ratio}"
    return clip


def _title(part: Black, index: int, timeline: Timeline) -> ET.Element:
    title = ET.Element("title", ref="title", name=title_of(part)[:60], start="0s")
    ET.SubElement(ET.SubElement(title, "text"), "text-style", ref=f"ts{index}").text = part.text
    style = ET.SubElement(title, "text-style-def", id=f"ts{index}")
    ET.SubElement(style, "text-style", font="Helvetica", fontSize="60", fontColor="1 1 1 1", alignment="center")
    return title


def _captions(item: ET.Element, timeline: Timeline, start: int, end: int, index: int) -> None:
    """The subtitles that begin under this part, on whole frames, in the part's own time."""
    own = _read_time(item.get("start", "0s"))
    for number, cue in enumerate(timeline.cues, start=1):
        first, last = (_frame(ms, timeline.rate) for ms in (cue.span.start, cue.span.end))
        if not start <= first < end or last <= first:
            continue
        caption = ET.SubElement(item, "caption", lane="1", name=cue.plain.replace("\n", " ")[:60], role=CAPTIONS)
        caption.attrib |= {
            "offset": _time(own + (first - start) / timeline.rate),
            "duration": _time((last - first) / timeline.rate),
            "start": "0s",
        }
        ET.SubElement(ET.SubElement(caption, "text"), "text-style", ref=f"ts{index}-{number}").text = cue.plain
        style = ET.SubElement(caption, "text-style-def", id=f"ts{index}-{number}")
        ET.SubElement(style, "text-style", font=".SF NS Text", fontSize="13", fontColor="1 1 1 1")


def _frame(ms: int, rate: Fraction) -> int:
    return round(ms * rate / 1000)


def _time(seconds: Fraction) -> str:
    """A time as FCPXML writes it.

    >>> _time(Fraction(1001, 30000)), _time(Fraction(2))
    ('1001/30000s', '2s')
    """
    return f"{seconds}s"


def _read_time(text: str) -> Fraction:
    return Fraction(text.removesuffix("s"))
