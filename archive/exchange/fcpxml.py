# SPDX-License-Identifier: GPL-3.0-or-later
"""FCPXML 1.8, which Final Cut Pro and Resolve read: times are exact fractions of a second, subtitles are captions."""

import xml.etree.ElementTree as ET
from fractions import Fraction
from itertools import pairwise

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
    titled,
)

ENDING, NAME = "fcpxml", "FCPXML"
VOICE = "voice "
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
    """The cut as a project: one storyline, speakers and quotes as markers, French captions, bands and voices connected."""
    timeline = titled(timeline)
    root = ET.Element("fcpxml", version="1.8")
    resources = ET.SubElement(root, "resources")
    formats: dict[tuple[Fraction, tuple[int, int] | None], str] = {}
    main = _format(resources, formats, timeline.rate, timeline.size)
    assets = {
        source: _asset(resources, source, index, formats, timeline) for index, source in enumerate(timeline.sources, 1)
    }
    pictures = {
        still: _picture(resources, still, index, timeline) for index, still in enumerate(stills_of(timeline), 1)
    }
    if timeline.bands or any(isinstance(part, Black) and part.text for part in timeline.parts):
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
    _fill(ET.SubElement(sequence, "spine"), timeline, assets, pictures)
    ET.indent(root)
    return _HEAD + bytes(ET.tostring(root, encoding="utf-8")) + b"\n"


def _fill(spine: ET.Element, timeline: Timeline, assets: dict[Source, str], pictures: dict[Still, str]) -> None:
    first, edges = Fraction(timeline.first) / timeline.rate, pairwise([*timeline.starts, timeline.frames])
    for index, ((start, end), part) in enumerate(zip(edges, timeline.parts, strict=True), start=1):
        if isinstance(part, Shot):
            item = _clip(part, assets[part.source])
        elif part.still is not None:
            item = ET.Element("video", ref=pictures[part.still], name=part.still.name, start="0s")
        else:
            item = _title(part.text, f"ts{index}", title_of(part))
        item.set("offset", _time(first + start / timeline.rate))
        item.set("duration", _time(part.count / timeline.rate))
        _faded(item, part, timeline)
        _connected(item, part, timeline, assets, start)
        _captions(item, timeline, start, end, index)
        _markers(item, part, timeline)
        spine.append(item)


def _faded(item: ET.Element, part: Shot | Black, timeline: Timeline) -> None:
    """The fades of a part as the opacity and the level of its item; nothing of its neighbours is needed for them."""
    sounds = isinstance(part, Shot) and part.source.sounds
    seen = isinstance(part, Black) or part.source.size is not None
    for name, there in (("adjust-blend", seen), ("adjust-volume", sounds)):
        if there and any(fades_of(part)):
            amount = ET.SubElement(ET.SubElement(item, name), "param", name="amount")
            for tag, count in zip(("fadeIn", "fadeOut"), fades_of(part), strict=True):
                if count:
                    ET.SubElement(amount, tag, type="linear", duration=_time(count / timeline.rate))


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


def _picture(resources: ET.Element, still: Still, index: int, timeline: Timeline) -> str:
    """A still picture lasts as long as one wants: its asset has no length of its own, its format no rate."""
    form = ET.SubElement(resources, "format", id=f"still{index}", name="FFVideoFormatRateUndefined")
    form.attrib |= {"width": str(still.size[0]), "height": str(still.size[1])}
    asset = ET.SubElement(resources, "asset", id=f"picture{index}", name=still.name, src=timeline.url(still.address))
    asset.attrib |= {"start": "0s", "duration": "0s", "hasVideo": "1", "format": f"still{index}"}
    ET.SubElement(ET.SubElement(asset, "metadata"), "md", key=f"org.{MARK}.sha256", value=still.sha256)
    return f"picture{index}"


def _connected(item: ET.Element, part: Shot | Black, timeline: Timeline, assets: dict[Source, str], at: int) -> None:
    """What stands over a part, and the voices that begin under it."""
    begins, span = _read_time(item.get("start", "0s")), range(at, at + part.count)
    over = [(span, part.text)] if isinstance(part, Black) and part.still is not None and part.text else []
    over += [(shown, "\n".join(lines)) for shown, lines in timeline.bands if shown.start in span]
    for number, (shown, text) in enumerate(over, start=1):
        title = _title(text, f"over{at}-{number}", text.replace("\n", " / "))
        title.attrib |= {"lane": "2", "offset": _time(begins + (shown.start - at) / timeline.rate)}
        title.set("duration", _time(len(shown) / timeline.rate))
        item.append(title)
    for number, tracks in enumerate(timeline.voice_tracks, start=1):
        for voice in tracks:
            if voice.at in span:
                spoken = _clip(voice.shot, assets[voice.shot.source], VOICE)
                spoken.attrib |= {"lane": str(-number), "srcEnable": "audio"}
                spoken.set("offset", _time(begins + (voice.at - at) / timeline.rate))
                spoken.set("duration", _time(voice.shot.count / timeline.rate))
                item.append(spoken)


def _markers(item: ET.Element, part: Shot | Black, timeline: Timeline) -> None:
    said = title_of(part) if isinstance(part, Shot) else ""
    for words in filter(None, (said, notes_of(part))):
        marker = ET.SubElement(item, "marker", start=item.get("start", "0s"), value=words)
        marker.set("duration", _time(1 / timeline.rate))


def _asset(
    resources: ET.Element,
    source: Source,
    index: int,
    formats: dict[tuple[Fraction, tuple[int, int] | None], str],
    timeline: Timeline,
) -> str:
    form = _format(resources, formats, source.rate, source.size) if source.size else ""
    asset = ET.SubElement(resources, "asset", id=f"asset{index}", name=source.name, src=timeline.url(source.address))
    asset.attrib |= {"start": _time(source.start.frame / source.rate), "duration": _time(source.frames / source.rate)}
    if form:
        asset.attrib |= {"hasVideo": "1", "format": form}
    if source.sounds:
        asset.attrib |= {
            "hasAudio": "1",
            "audioSources": "1",
            "audioChannels": str(source.channels),
            "audioRate": "48000",
        }
    facts = ET.SubElement(asset, "metadata")
    ET.SubElement(facts, "md", key="com.apple.proapps.studio.reel", value=source.reel)
    ET.SubElement(facts, "md", key=f"org.{MARK}.sha256", value=source.sha256)
    return f"asset{index}"


def _clip(part: Shot, asset: str, what: str = "") -> ET.Element:
    source = part.source
    clip = ET.Element("asset-clip", ref=asset, name=source.name)
    clip.set("start", _time((source.start.frame + part.frames.start) / source.rate))
    clip.set("tcFormat", "DF" if source.start.drop else "NDF")
    if source.sounds:
        clip.set("audioRole", "dialogue")
    ET.SubElement(clip, "note").text = f"{MARK} {what}{part.ratio}"
    return clip


def _title(text: str, style_id: str, name: str) -> ET.Element:
    title = ET.Element("title", ref="title", name=name[:60], start="0s")
    ET.SubElement(ET.SubElement(title, "text"), "text-style", ref=style_id).text = text
    style = ET.SubElement(title, "text-style-def", id=style_id)
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
