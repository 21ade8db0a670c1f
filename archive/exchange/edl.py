# SPDX-License-Identifier: GPL-3.0-or-later
"""CMX 3600 written: one event a line, timecodes only: of the source at its own rate, of the record at the timeline's.

What the format has no place for stands in comments: the file's name, its SHA-256, our rates, the card's words. A program
that throws comments away leaves reel and timecode, from which a clip is still known.
"""

import re
from itertools import count, islice

from archive.exchange.timeline import Black, Shot, Source, Timeline, notes_of, title_of
from media.smpte import Timecode, write_timecode

ENDING, NAME = "edl", "CMX 3600"
REEL = 8
BLACK = frozenset({"BL", "BLACK"})


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
