# SPDX-License-Identifier: GPL-3.0-or-later
"""CMX 3600: one event a line, timecodes only. Source timecodes count at the source's own rate, record ones at the timeline's.

What the format has no place for stands in comments: the file's name, its SHA-256, our rates, the card's words. A program
that throws comments away leaves reel and timecode, from which a clip is still known.
"""

import re
from fractions import Fraction

from archive.exchange.cut import Card, Codes, Cut, Event, NotACut, Taken, counted_in, flattened
from archive.exchange.timeline import Black, Shot, Source, Timeline, title_of
from archive.exchange.tree import fraction
from media.errors import WrongUse
from media.language import gettext as _
from media.smpte import Timecode, read_timecode, write_timecode

ENDING, NAME = "edl", "CMX 3600"
FALLBACK_RATE = Fraction(25)
LONGEST_LINE = 4_000
_EVENT = re.compile(
    r"(?P<number>\d{1,6})\s+(?P<reel>\S+)\s+(?P<channel>\S+)\s+(?P<kind>C|D|W\d{1,3}|K\s?B?O?)(?:\s+\d{1,4})?\s+"
    r"(?P<src_in>[\d:;.,]{11,12})\s+(?P<src_out>[\d:;.,]{11,12})\s+"
    r"(?P<rec_in>[\d:;.,]{11,12})\s+(?P<rec_out>[\d:;.,]{11,12})\s*",
    re.ASCII,
)
_COMMENT = re.compile(r"\*?\s*(?P<key>FROM CLIP NAME|SOURCE FILE|BARO [A-Z]+|TITLE|M2)\s*:?\s*(?P<value>.*)", re.DOTALL)


def write(timeline: Timeline) -> bytes:
    """The cut as an EDL, one picture track with its sound."""
    lines = [
        f"TITLE: {timeline.name}",
        f"FCM: {'DROP FRAME' if timeline.drop else 'NON-DROP FRAME'}",
        "",
    ]
    for event, (at, part) in enumerate(zip(timeline.starts, timeline.parts, strict=True), start=1):
        record = f"{timeline.timecode(at)} {timeline.timecode(at + part.count)}"
        lines += _shot(event, part, record) if isinstance(part, Shot) else _card(event, part, record, timeline)
        if event == 1:  # not above: some readers know no comment before the first event
            lines.append(f"* BARO RATE: {timeline.rate}")
    return ("\r\n".join(lines) + "\r\n").encode()


def _shot(event: int, part: Shot, record: str) -> list[str]:
    source = part.source
    first, last = (_code(source, frame) for frame in (part.frames.start, part.frames.stop))
    channel = "B" if source.size and source.sounds else "V" if source.size else "A"
    lines = [
        f"{event:03d}  {source.reel} {channel:<5} C        {first} {last} {record}",
        f"* FROM CLIP NAME: {source.name}",
        f"* SOURCE FILE: {source.address}",
        f"* BARO SHA: {source.sha256}",
        f"* BARO SOURCERATE: {source.rate}",
    ]
    if title_of(part):
        lines.append(f"* LOC: {record[:11]} BLUE    {title_of(part)}")
    return lines


def _card(event: int, part: Black, record: str, timeline: Timeline) -> list[str]:
    none, length = (write_timecode(Timecode(frame), timeline.rate) for frame in (0, part.count))
    escaped = part.text.replace("\\", "\\\\").replace("\n", "\\n")
    return [
        f"{event:03d}  BL V     C        {none} {length} {record}",
        f"* BARO CARD: {escaped}",
        f"* LOC: {record[:11]} RED     {title_of(part)}",
    ]


def _code(source: Source, frame: int) -> str:
    return write_timecode(Timecode(source.start.frame + frame, source.start.drop), source.rate)


def read(data: bytes, rate: Fraction | None = None) -> Cut:
    """The cut in an EDL. `rate`: that of the timeline, for an EDL cannot say it; ours say it in a comment, else 25.

    Raises NotACut when no event is found or a timecode is none.
    """
    text = _text(data)
    said = re.search(r"^\* BARO RATE: ([\d/]{1,24})\r?$", text, re.MULTILINE)
    rate = rate or (fraction(said[1]) if said else FALLBACK_RATE)
    title, events, remarks = "", list[tuple[re.Match[str], dict[str, str]]](), list[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        found = _EVENT.fullmatch(line.strip()) if len(line) < LONGEST_LINE else None
        if found is not None:
            events.append((found, {}))
            counted_in(len(events))
            continue
        comment = _COMMENT.match(line.strip()) if len(line) < LONGEST_LINE else None
        if comment is not None and comment["key"] == "TITLE":
            title = title or comment["value"]
        elif comment is not None and events:
            events[-1][1].setdefault(comment["key"], comment["value"].rstrip())
        elif line[:1].isdigit():
            remarks.append(_("Ligne {line} : événement illisible, laissé de côté.").format(line=number))
    if not events:
        raise NotACut(_("Ce fichier ne contient aucun événement CMX 3600."), _("Réexporter la séquence en EDL."))
    pictures, sounds = _events(events, rate)
    return Cut(title, rate, flattened([pictures], sounds), tuple(remarks))


def _events(found: list[tuple[re.Match[str], dict[str, str]]], rate: Fraction) -> tuple[list[Event], list[Event]]:
    try:
        starts = [read_timecode(one["rec_in"], rate).frame for one, _said in found]
        ends = [read_timecode(one["rec_out"], rate).frame for one, _said in found]
    except WrongUse as error:
        raise NotACut(
            error.message, _("L’EDL n’est peut-être pas à {rate} images/s : le dire avec --rate.").format(rate=rate)
        ) from error
    first = min(starts)
    pictures: list[Event] = []
    sounds: list[Event] = []
    for start, end, (one, said) in zip(starts, ends, found, strict=True):
        if end <= start:  # the outgoing side of a dissolve, or nothing at all
            continue
        event = _event(one, said, Fraction(start - first) / rate, Fraction(end - start) / rate)
        if event is not None:
            (sounds if one["channel"].startswith("A") and "V" not in one["channel"] else pictures).append(event)
    return pictures, sounds


def _event(one: re.Match[str], said: dict[str, str], at: Fraction, length: Fraction) -> Event | None:
    if one["reel"].upper() in ("BL", "BLACK"):
        text = said.get("BARO CARD", "")
        words = re.sub(r"\\([\\n])", lambda escape: "\n" if escape[1] == "n" else "\\", text)
        return Card(at, length, words) if text else None
    odd = (["speed"] if "M2" in said else []) + ([] if one["kind"] == "C" else ["transition"])
    name, address = said.get("FROM CLIP NAME", ""), said.get("SOURCE FILE", "")
    addresses = (address,) if address else ()
    codes = Codes(one["src_in"], one["src_out"])
    return Taken(at, length, codes, name, one["reel"], addresses, said.get("BARO SHA", ""), "", tuple(odd))


def _text(data: bytes) -> str:
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotACut(_("Ce fichier n’est pas un texte : ce n’est pas une EDL."), _("Réexporter la séquence en EDL."))
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
