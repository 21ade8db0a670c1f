# SPDX-License-Identifier: GPL-3.0-or-later
"""CMX 3600: one event a line, timecodes only. Source timecodes count at the source's own rate, record ones at the timeline's.

What the format has no place for stands in comments: the file's name, its SHA-256, our rates, the card's words. A program
that throws comments away leaves reel and timecode, from which a clip is still known.
"""

import re
from fractions import Fraction
from itertools import count, islice

from archive.exchange.cut import Card, Codes, Cut, Event, NotACut, Taken, counted_in
from archive.exchange.layers import layered
from archive.exchange.timeline import Black, Shot, Source, Timeline, notes_of, title_of
from archive.exchange.tree import fraction
from media.errors import WrongUse
from media.language import gettext as _
from media.smpte import Timecode, read_timecode, write_timecode

ENDING, NAME = "edl", "CMX 3600"
FALLBACK_RATE = Fraction(25)
REEL = 8
LONGEST_LINE = 4_000
_EVENT = re.compile(
    r"(?P<number>\d{1,6})\s+(?P<reel>\S+)\s+(?P<channel>\S+)\s+(?P<kind>C|D|W\d{1,3}|K\s?B?O?)(?:\s+\d{1,4})?\s+"
    r"(?P<src_in>[\d:;.,]{11,12})\s+(?P<src_out>[\d:;.,]{11,12})\s+"
    r"(?P<rec_in>[\d:;.,]{11,12})\s+(?P<rec_out>[\d:;.,]{11,12})\s*",
    re.ASCII,
)
_COMMENT = re.compile(r"\*?\s*(?P<key>FROM CLIP NAME|SOURCE FILE|BARO [A-Z]+|TITLE|M2)\s*:?\s*(?P<value>.*)", re.DOTALL)


def write(timeline: Timeline) -> bytes:
    """The cut as an EDL: one picture track with its sound, the voices on the second sound track."""
    lines = [
        f"TITLE: {timeline.name}",
        f"FCM: {'DROP FRAME' if timeline.drop else 'NON-DROP FRAME'}",
        "",
    ]
    names = dict(zip(timeline.sources, short_reels([source.reel for source in timeline.sources]), strict=True))
    laid: list[tuple[int, Shot | Black, str]] = []
    for at, part in zip(timeline.starts, timeline.parts, strict=True):
        laid.append((at, part, ""))
        laid += [(at, voice.shot, "A2") for voice in timeline.voices if voice.at == at]
    for event, (at, part, voice) in enumerate(laid, start=1):
        record = f"{timeline.timecode(at)} {timeline.timecode(at + part.count)}"
        if isinstance(part, Shot):
            lines += _shot(event, part, record, names[part.source], voice)
        else:
            lines += _card(event, part, record, timeline)
        if notes_of(part):
            lines.append(f"* LOC: {record[:11]} YELLOW  {notes_of(part)}")
        if event == 1:  # not above: some readers know no comment before the first event
            lines.append(f"* BARO RATE: {timeline.rate}")
    return ("\r\n".join(lines) + "\r\n").encode()


def short_reels(reels: list[str]) -> list[str]:
    """Reel names of at most eight letters and digits, which is all that CMX 3600 holds, each different.

    >>> short_reels(["C0001", "l_entretien_2_Gao", "l_entretien_3_Gao"])
    ['C0001', 'lentret1', 'lentret2']
    """
    found: list[str] = []
    for reel in reels:
        base = re.sub(r"[^A-Za-z0-9]", "", reel) or "R"
        numbered = (f"{base[: REEL - len(str(n))]}{n}" for n in count(1))
        whole = [base] if len(base) <= REEL else []
        found.append(next(name for name in (*whole, *islice(numbered, len(reels) + 1)) if name not in found))
    return found


def _line(event: int, reel: str, channel: str, codes: str) -> str:
    """One event in the columns of CMX 3600: number, reel, channels, cut."""
    return f"{event:03d}  {reel:<{REEL}} {channel:<5} C        {codes}"


def _shot(event: int, part: Shot, record: str, reel: str, voice: str) -> list[str]:
    source = part.source
    first, last = (_code(source, frame) for frame in (part.frames.start, part.frames.stop))
    channel = voice or ("B" if source.size and source.sounds else "V" if source.size else "A")
    lines = [
        _line(event, reel, channel, f"{first} {last} {record}"),
        f"* FROM CLIP NAME: {source.name}",
        *([f"* BARO REEL: {source.reel}"] if reel != source.reel else []),
        *(["* BARO VOICE: yes"] if voice else []),
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
    still = part.still
    named = [] if still is None else [f"* FROM CLIP NAME: {still.name}", f"* SOURCE FILE: {still.address}"]
    named += [] if still is None else [f"* BARO SHA: {still.sha256}"]
    return [
        _line(event, "BL" if still is None else "AX", "V", f"{none} {length} {record}"),
        *named,
        *([f"* BARO CARD: {escaped}"] if part.text else []),
        *([f"* LOC: {record[:11]} RED     {title_of(part)}"] if part.text else []),
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
    return layered(title, rate, [pictures], sounds, remarks)


def _events(found: list[tuple[re.Match[str], dict[str, str]]], rate: Fraction) -> tuple[list[Event], list[Taken]]:
    try:
        starts = [read_timecode(one["rec_in"], rate).frame for one, _said in found]
        ends = [read_timecode(one["rec_out"], rate).frame for one, _said in found]
    except WrongUse as error:
        raise NotACut(
            error.message, _("L’EDL n’est peut-être pas à {rate} images/s : le dire avec --rate.").format(rate=rate)
        ) from error
    first = min(starts)
    pictures: list[Event] = []
    sounds: list[Taken] = []
    for start, end, (one, said) in zip(starts, ends, found, strict=True):
        if end <= start:  # the outgoing side of a dissolve, or nothing at all
            continue
        event = _event(one, said, Fraction(start - first) / rate, Fraction(end - start) / rate)
        if isinstance(event, Taken) and one["channel"].startswith("A") and "V" not in one["channel"]:
            sounds.append(event)
        elif event is not None:
            pictures.append(event)
    return pictures, sounds


def _event(one: re.Match[str], said: dict[str, str], at: Fraction, length: Fraction) -> Event | None:
    text = re.sub(r"\\([\\n])", lambda escape: "\n" if escape[1] == "n" else "\\", said.get("BARO CARD", ""))
    if one["reel"].upper() in ("BL", "BLACK"):
        return Card(at, length, text) if text else None
    odd = (["speed"] if "M2" in said else []) + ([] if one["kind"] == "C" else ["transition"])
    name, address = said.get("FROM CLIP NAME", ""), said.get("SOURCE FILE", "")
    addresses = (address,) if address else ()
    codes = Codes(one["src_in"], one["src_out"])
    reel, voice = said.get("BARO REEL", one["reel"]), "BARO VOICE" in said
    facts = (name, reel, addresses, said.get("BARO SHA", ""), "", tuple(odd))
    return Taken(at, length, codes, *facts, heard=voice, voice=voice, text=text)


def _text(data: bytes) -> str:
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotACut(_("Ce fichier n’est pas un texte : ce n’est pas une EDL."), _("Réexporter la séquence en EDL."))
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
