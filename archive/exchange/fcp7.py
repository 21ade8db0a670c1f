# SPDX-License-Identifier: GPL-3.0-or-later
"""Final Cut Pro 7 XML (`xmeml`), which Premiere and Resolve read and write: `in` and `out` count frames of the file."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from fractions import Fraction

from archive.exchange.timeline import Black, Shot, Source, Still, Timeline, fades_of, notes_of, ntsc, titled
from media.smpte import Timecode, counted, write_timecode

ENDING, NAME = "xml", "Final Cut Pro 7 XML"
SHA, VOICE = "baro sha256:", "baro voice"
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n'


@dataclass(slots=True)
class _Files:
    """The files of a timeline: each described where it is named first, named by its id alone afterwards."""

    timeline: Timeline
    known: dict[Source | Still, str] = field(default_factory=dict)

    def name(self, item: ET.Element, source: Source | Still) -> None:
        """Say which file an item takes from, and its master clip: programs gather the shots of a file under it."""
        fresh = source not in self.known
        name = self.known.setdefault(source, f"{len(self.known) + 1}")
        item.insert(0, ET.Element("masterclipid"))
        item[0].text = f"masterclip-{name}"
        file = ET.SubElement(item, "file", id=f"file-{name}")
        if fresh:
            _texts(file, name=source.name, pathurl=self.timeline.url(source.address, "localhost"))
            self._describe(file, source)

    def _describe(self, file: ET.Element, source: Source | Still) -> None:
        if isinstance(source, Source):
            _rate(file, source.rate)
            _texts(file, duration=source.frames)
            _timecode(file, source.start, source.rate, source.reel)
        media = ET.SubElement(file, "media")
        if source.size:
            looks = ET.SubElement(ET.SubElement(media, "video"), "samplecharacteristics")
            if isinstance(source, Source):
                _rate(looks, source.rate)
            _texts(looks, width=source.size[0], height=source.size[1])
        if isinstance(source, Source) and source.sounds:
            audio = ET.SubElement(media, "audio")
            _texts(ET.SubElement(audio, "samplecharacteristics"), depth=16, samplerate=48000)
            _texts(audio, channelcount=source.channels)


def write(timeline: Timeline) -> bytes:
    """The cut as a sequence: pictures and their sound, linked; cards and bands as text generators, voices on tracks of
    their own."""
    timeline = titled(timeline)
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
    if any(source.channels > 1 for source in timeline.sources):
        tracks["audio2"] = ET.SubElement(audio, "track")
    files = _Files(timeline)
    _fill(tracks, timeline, files)
    over = _over(timeline)
    if over:
        ET.SubElement(video, "track").extend(over)
    for voices in timeline.voice_tracks:
        track = ET.SubElement(audio, "track")
        for voice in voices:
            number = timeline.voices.index(voice) + 1
            track.append(_clipitem(voice.shot, "voice", number, voice.at, files))
    ET.indent(root)
    return _HEAD + bytes(ET.tostring(root, encoding="utf-8")) + b"\n"


def _fill(tracks: dict[str, ET.Element], timeline: Timeline, files: _Files) -> None:
    for index, (at, part) in enumerate(zip(timeline.starts, timeline.parts, strict=True), start=1):
        if isinstance(part, Black):
            card = f"card-{index}"
            span = range(at, at + part.count)
            still = part.still
            if still is None:
                item = _text(part.text, card, span, timeline)
            else:
                item = _still(part, still, card, span, timeline)
                files.name(item, still)
            _lay(tracks["video"], _marked(item, part, range(0, part.count)), part, at, timeline)
            continue
        source, second = part.source, part.source.sounds and part.source.channels > 1
        there = (("video", source.size), ("audio", source.sounds), ("audio2", second))
        kinds = [kind for kind, given in there if given]
        places = {kind: sum(one.tag != "transitionitem" for one in tracks[kind]) + 1 for kind in kinds}
        for kind in kinds:
            item = _clipitem(part, kind, index, at, files)
            _links(item, index, places)
            _lay(tracks[kind], item, part, at, timeline)


def _lay(track: ET.Element, item: ET.Element, part: Shot | Black, at: int, timeline: Timeline) -> None:
    """Put an item on its track between its fades; where one lies, the item itself says only that its edge is hidden."""
    opens, closes = fades_of(part)
    end = at + part.count
    sound = (item.get("id") or "").startswith("audio")
    if opens:
        track.append(_fade(at, at + opens, "start-black", sound, timeline))
    track.append(item)
    if closes:
        track.append(_fade(end - closes, end, "end-black", sound, timeline))
    for name, hidden in (("start", opens), ("end", closes)):
        edge = item.find(name)
        if hidden and edge is not None:
            edge.text = "-1"


def _fade(start: int, end: int, alignment: str, sound: bool, timeline: Timeline) -> ET.Element:
    fade = ET.Element("transitionitem")
    _texts(fade, start=start, end=end, alignment=alignment)
    _rate(fade, timeline.rate)
    name, kind = ("Cross Fade ( 0dB)", "KGAudioTransCrossFade0dB") if sound else ("Cross Dissolve", "Cross Dissolve")
    effect = ET.SubElement(fade, "effect")
    _texts(effect, name=name, effectid=kind, effecttype="transition", mediatype="audio" if sound else "video")
    return fade


def _over(timeline: Timeline) -> list[ET.Element]:
    """What stands over pictures: the words of stills, the bands that say who speaks."""
    found = zip(timeline.starts, timeline.parts, strict=True)
    words = [
        (range(at, at + part.count), part.text)
        for at, part in found
        if isinstance(part, Black) and part.still is not None and part.text
    ]
    words += [(shown, "\n".join(lines)) for shown, lines in timeline.bands]
    laid = enumerate(sorted(words, key=lambda one: one[0].start), start=1)
    return [_text(text, f"title-{index}", span, timeline) for index, (span, text) in laid]


def _clipitem(part: Shot, kind: str, index: int, at: int, files: _Files) -> ET.Element:
    source = part.source
    item = ET.Element("clipitem", id=f"{kind}-{index}")
    _texts(item, name=source.name, enabled="TRUE", duration=source.frames)
    _rate(item, source.rate)
    frames = part.frames
    _texts(item, start=at, end=at + part.count, **{"in": frames.start, "out": frames.stop})
    files.name(item, source)
    if kind != "video":
        _texts(ET.SubElement(item, "sourcetrack"), mediatype="audio", trackindex=2 if kind == "audio2" else 1)
    if kind == "video" or source.size is None:
        _marked(item, part, frames)
    comments = ET.SubElement(item, "comments")
    _texts(comments, mastercomment1=f"{SHA}{source.sha256}")
    if kind == "voice":
        _texts(comments, mastercomment2=VOICE)
    return item


def _marked(item: ET.Element, part: Shot | Black, frames: range) -> ET.Element:
    """Who speaks and what is said, and what the film shows besides, as markers over the whole item."""
    quote = part.quote if isinstance(part, Shot) else part.text
    said = [((part.speaker if isinstance(part, Shot) else "") or quote, quote), (notes_of(part), "")]
    if isinstance(part, Black) and part.still is None:
        said = said[1:]  # its words are the item
    for name, comment in said:
        if name:
            marker = ET.SubElement(item, "marker")
            _texts(marker, name=name, comment=comment, **{"in": frames.start, "out": frames.stop})
    return item


def _still(part: Black, still: Still, name: str, span: range, timeline: Timeline) -> ET.Element:
    item = ET.Element("clipitem", id=name)
    _texts(item, name=still.name, enabled="TRUE", duration=part.count)
    _rate(item, timeline.rate)
    _texts(item, start=span.start, end=span.stop, **{"in": 0, "out": part.count}, stillframe="TRUE")
    _texts(ET.SubElement(item, "comments"), mastercomment1=f"{SHA}{still.sha256}")
    return item


def _links(item: ET.Element, index: int, places: dict[str, int]) -> None:
    """Tie picture and sounds of one shot together, so that they move as one."""
    for kind, place in places.items() if len(places) > 1 else ():
        link = ET.SubElement(item, "link")
        track, sort = (2, "audio") if kind == "audio2" else (1, kind)
        _texts(link, linkclipref=f"{kind}-{index}", mediatype=sort, trackindex=track, clipindex=place)


def _text(text: str, name: str, span: range, timeline: Timeline) -> ET.Element:
    item = ET.Element("generatoritem", id=name)
    _texts(item, name="Text", duration=len(span))
    _rate(item, timeline.rate)
    _texts(item, start=span.start, end=span.stop, **{"in": 0, "out": len(span)}, enabled="TRUE")
    effect = ET.SubElement(item, "effect")
    _texts(effect, name="Text", effectid="Text", effectcategory="Text", effecttype="generator", mediatype="video")
    parameter = ET.SubElement(effect, "parameter")
    _texts(parameter, parameterid="str", name="Text", value=text)
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
