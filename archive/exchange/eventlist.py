# SPDX-License-Identifier: GPL-3.0-or-later
"""CMX 3600 read, as many programs write it: events line by line, what stands in comments, dissolves cut in their middle.

A dissolve is two lines of one number: the first names what goes out and has no length, the second what comes in. Of its
comments `FROM` names the first, `TO` the second; a film here has no dissolves, so both are shown for half of it. One from
or to black is a fade.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from archive.exchange.cut import Card, Codes, Cut, Event, NotACut, Taken, counted_in
from archive.exchange.edl import BLACK
from archive.exchange.layers import layered
from archive.exchange.tree import fraction
from media.errors import WrongUse
from media.language import gettext as _
from media.smpte import DROPPING, counted, day_of, read_timecode

FALLBACK_RATE = Fraction(25)
DROP_RATES = (Fraction(30000, 1001), Fraction(60000, 1001))
LONGEST_LINE = 4_000
MOST_SAID = 50
MOST_TRACKS = 99
_TIME = r"[\d:;.,]{11,12}"
_EVENT = re.compile(
    r"(?P<number>\d{1,6})\s+(?P<reel>\S+)\s+(?P<channel>\S+)\s+(?P<kind>C|D|W\d{1,3}|K\s?B?O?)(?:\s+(?P<frames>\d{1,4}))?\s+"
    rf"(?P<src_in>{_TIME})\s+(?P<src_out>{_TIME})\s+(?P<rec_in>{_TIME})\s+(?P<rec_out>{_TIME})\s*",
    re.ASCII,
)
_COMMENT = re.compile(
    r"\*?\s*(?P<key>(?:FROM|TO) CLIP NAME|SOURCE FILE|BARO [A-Z]+|TITLE|FCM|M2)\s*:?\s*(?P<value>.*)", re.DOTALL
)
_RENAMED = re.compile(r"FINAL CUT PRO REEL:\s*(?P<whole>.+?)\s+REPLACED BY:\s*(?P<short>\S+)")
_TRACK = re.compile(r"V(\d{1,2})\b")


@dataclass(slots=True)
class _Line:
    """One event as it stands there: its line in the file, its fields, what the comments after it say."""

    at: int
    fields: dict[str, str]
    said: dict[str, list[str]] = field(default_factory=dict)

    @property
    def black(self) -> bool:
        return self.fields["reel"].upper() in BLACK

    @property
    def mixed(self) -> bool:
        """True for the incoming side of a dissolve or a wipe."""
        return self.fields["kind"][0] in "DW"

    def first(self, key: str) -> str:
        return next(iter(self.said.get(key, ())), "")


@dataclass(slots=True)
class _Read:
    """What was read so far."""

    title: str = ""
    drop: bool | None = None
    lines: list[_Line] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def read(data: bytes, rate: Fraction | None = None) -> Cut:
    """The cut in an EDL. `rate`: that of the timeline, for an EDL cannot say it; ours say it in a comment, else 25.

    Raises NotACut when no event is found or a timecode is none.
    """
    found = _read(_text(data).splitlines())
    if not found.lines:
        raise NotACut(_("Ce fichier ne contient aucun événement CMX 3600."), _("Réexporter la séquence en EDL."))
    own = rate or _rate(found)
    pictures, sounds = list[list[Event]](), list[Taken]()
    for channel, lines in _tracks(found.lines).items():
        events = _mixed(lines, _places(lines, own, found), own, found)
        if channel.startswith("V"):
            pictures += _apart(events)
        else:
            sounds += [event for event in events if isinstance(event, Taken)]
    start = min((event.at for event in [*sounds, *(one for track in pictures for one in track)]), default=Fraction(0))
    apart = not any(
        {"A", "V"} <= set(line.fields["channel"].upper()) or line.fields["channel"].upper() == "B"
        for line in found.lines
    )
    tracks = [[replace(event, at=event.at - start) for event in track] for track in pictures]
    return layered(
        found.title, own, tracks, [replace(one, at=one.at - start) for one in sounds], found.remarks, apart=apart
    )


def _read(lines: list[str]) -> _Read:
    found = _Read()
    for number, line in enumerate(lines, start=1):
        text = line.strip() if len(line) < LONGEST_LINE else ""
        event = _EVENT.fullmatch(text)
        if event is not None:
            found.lines.append(_Line(number, {key: value or "" for key, value in event.groupdict().items()}))
            counted_in(len(found.lines))
        elif line.strip()[:1].isdigit():
            found.remarks.append(_("Ligne {line} : événement illisible, laissé de côté.").format(line=number))
        else:
            _comment(found, text)
    return found


def _comment(found: _Read, text: str) -> None:
    comment, renamed = _COMMENT.match(text), _RENAMED.search(text)
    if renamed is not None:
        found.renamed[renamed["short"]] = renamed["whole"]
    elif comment is None:
        return
    elif comment["key"] == "TITLE":
        found.title = found.title or comment["value"]
    elif comment["key"] == "FCM":  # a later one speaks of tapes: the timeline stays what it is
        found.drop = found.drop if found.drop is not None else not comment["value"].upper().startswith("NON")
    elif found.lines:
        said = found.lines[-1].said.setdefault(comment["key"], [])
        if len(said) < MOST_SAID:
            said.append(comment["value"].rstrip())


def _rate(found: _Read) -> Fraction:
    said = next((line.first("BARO RATE") for line in found.lines if "BARO RATE" in line.said), "")
    if said:
        return fraction(said)
    if found.drop:
        highest = max(int(re.split(r"[:;.,]", line.fields["rec_in"])[-1] or 0) for line in found.lines)
        return DROP_RATES[highest >= counted(DROP_RATES[0])]
    found.remarks.append(
        _(
            "Cette EDL ne dit pas sa cadence : elle est lue à {rate} images/s. Si c’en est une autre, la donner et reprendre le montage."
        ).format(rate=FALLBACK_RATE)
    )
    return FALLBACK_RATE


def _tracks(lines: list[_Line]) -> dict[str, list[_Line]]:
    """The events by track: `V1` and above for what has a picture, else the sound channels as they are named."""
    found: dict[str, list[_Line]] = {}
    for line in lines:
        channel = line.fields["channel"].upper()
        number = _TRACK.search(channel)
        seen = "V" in channel or channel == "B"
        found.setdefault(f"V{int(number[1]) if number else 1:02d}" if seen else channel, []).append(line)
        if len(found) > MOST_TRACKS:
            raise _too_many()
    return dict(sorted(found.items()))


def _places(lines: list[_Line], rate: Fraction, found: _Read) -> list[tuple[int, int]]:
    """Where each event begins and how many frames it takes, in frames of the timeline; midnight ends nothing."""
    drop = found.drop is True and rate in DROPPING
    whole, day = list[tuple[int, int]](), day_of(rate, drop)
    try:
        for line in lines:
            codes = (line.fields[name] for name in ("rec_in", "rec_out"))
            start, end = (read_timecode(f"{code[:8]};{code[9:]}" if drop else code, rate).frame for code in codes)
            whole.append((start, (end - start) % day))
    except WrongUse as error:
        raise NotACut(
            error.message, _("L’EDL n’est peut-être pas à {rate} images/s : le dire avec --rate.").format(rate=rate)
        ) from error
    late = max(start for start, _count in whole) - min(start for start, _count in whole) > day // 2
    return [(start + day if late and start < day // 2 else start, count) for start, count in whole]


def _mixed(lines: list[_Line], places: list[tuple[int, int]], rate: Fraction, found: _Read) -> list[Event]:
    """The events of a track; at a dissolve what goes out stays until its middle, what comes in begins there."""
    events: list[Event] = []
    longest = day_of(rate, found.drop is True and rate in DROPPING) // 2
    going: _Line | None = None
    for line, (start, count) in zip(lines, places, strict=True):
        if not count:  # the outgoing side of a dissolve, or nothing at all
            going = line
            continue
        if going is not None and going.fields["number"] != line.fields["number"]:
            going = None
        if count > longest:
            found.remarks.append(_("Ligne {line} : fin avant début, laissé de côté.").format(line=line.at))
            continue
        at, mixed = Fraction(start) / rate, min(int(line.fields["frames"] or 0), count) if line.mixed else 0
        event = _event(line, going, found.renamed, at, Fraction(count) / rate)
        if mixed:
            event = _meets(events, (going, line), event, at, (Fraction(mixed) / rate, Fraction(mixed // 2) / rate))
        going = None
        if event is not None:
            events.append(event)
    return events


def _meets(
    events: list[Event],
    lines: tuple[_Line | None, _Line],
    event: Event | None,
    at: Fraction,
    mix: tuple[Fraction, Fraction],
) -> Event | None:
    """What comes in at a dissolve that begins at `at`; what went out is prolonged. `mix`: how long it is, and half of it."""
    going, coming = lines
    before = events[-1] if events and events[-1].end == at else None
    if going is not None and going.black:
        return replace(event, fades=(mix[0], event.fades[1])) if isinstance(event, Taken) else event
    if isinstance(event, Taken):
        event = replace(event, odd=tuple(dict.fromkeys([*event.odd, "transition"])))
    if not isinstance(before, Taken) or not isinstance(before.source, Codes):
        return event
    if going is not None and going.fields["src_in"] != before.source.last:
        return event  # what goes out is not what was there
    if coming.black:
        events[-1] = _longer(replace(before, fades=(before.fades[0], mix[0])), mix[0])
        return _later(event, mix[0])
    events[-1] = _longer(before, mix[1])
    return _later(event, mix[1])


def _longer(event: Taken, more: Fraction) -> Taken:
    assert isinstance(event.source, Codes)
    return replace(event, length=event.length + more, source=replace(event.source, more=event.source.more + more))


def _later(event: Event | None, late: Fraction) -> Event | None:
    if event is None or event.length <= late:
        return None
    if isinstance(event, Card):
        return replace(event, at=event.at + late, length=event.length - late)
    assert isinstance(event.source, Codes)
    source = replace(event.source, late=event.source.late + late)
    return replace(event, at=event.at + late, length=event.length - late, source=source)


def _event(line: _Line, going: _Line | None, renamed: dict[str, str], at: Fraction, length: Fraction) -> Event | None:
    card = line.first("BARO CARD")
    text = re.sub(r"\\([\\n])", lambda escape: "\n" if escape[1] == "n" else "\\", card)
    if line.black:
        return Card(at, length, text) if text else None
    odd = [*(["speed"] if "M2" in line.said else []), *(["transition"] if line.fields["kind"][0] == "K" else [])]
    name, address = _named(line, going)
    reel = line.first("BARO REEL") or renamed.get(line.fields["reel"], line.fields["reel"])
    voice, codes = "BARO VOICE" in line.said, Codes(line.fields["src_in"], line.fields["src_out"])
    facts = (name, reel, (address,) if address else (), line.first("BARO SHA"), "", tuple(odd))
    return Taken(at, length, codes, *facts, heard=voice, voice=voice, text=text)


def _named(line: _Line, going: _Line | None) -> tuple[str, str]:
    """The clip's name and its file as the comments give them; nothing where they may speak of what goes out."""
    names, files = line.said.get("FROM CLIP NAME", []), line.said.get("SOURCE FILE", [])
    if not line.mixed or (going is not None and going.black and "TO CLIP NAME" not in line.said):
        return next(iter(names), ""), next(iter(files), "")
    name = line.first("TO CLIP NAME")
    if len(files) > 1:
        return name, files[1]
    own = [file for file in files if name and re.split(r"[/\\]", file)[-1].startswith(name.rpartition(".")[0] or name)]
    return name, next(iter(own), "")


def _apart(events: list[Event]) -> Iterator[list[Event]]:
    """The events of a track on as many as keep them apart: what was recorded over something lies above it."""
    tracks: list[list[Event]] = []
    for event in events:
        free = next((track for track in tracks if track[-1].end <= event.at), None)
        if free is None:
            tracks.append([event])
            if len(tracks) > MOST_TRACKS:
                raise _too_many()
        else:
            free.append(event)
    yield from tracks


def _too_many() -> NotACut:
    return NotACut(_("Cette EDL a trop de pistes."), _("Exporter une seule séquence."))


def _text(data: bytes) -> str:
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotACut(_("Ce fichier n’est pas un texte : ce n’est pas une EDL."), _("Réexporter la séquence en EDL."))
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
