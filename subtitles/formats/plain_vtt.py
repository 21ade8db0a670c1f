# SPDX-License-Identifier: GPL-3.0-or-later
"""WebVTT files in which nothing is odd, read in one go: blocks, identifiers, settings and voices included.

The first oddity ends the attempt, and the careful reader of `webvtt.py` goes over the whole file. Both give the same track.
"""

import re

from media.span import Span
from subtitles.cue import Cue, Track, Wording, plain_cue
from subtitles.formats.base import Parsed, sequence
from subtitles.formats.markup import TAG
from subtitles.formats.plain import has_blank_line
from subtitles.formats.voice import from_vtt, to_vtt

_TIME = r"((?:[0-9]{2}:)?[0-5][0-9]):([0-5][0-9])\.([0-9]{3})"
_HEAD = re.compile(r"(WEBVTT(?:[ \t][^\n]*)?\n(?:[^\n]+\n)*)\n+")
_CUE = re.compile(rf"(?:([^\n:]+)\n)?{_TIME} --> {_TIME}([ \t][^\n]*)?\n((?:[^\n]+\n)+)\n*")
_BLOCK = re.compile(r"((?:NOTE(?:[ \t][^\n]*)?|(?:STYLE|REGION)[ \t]*)\n(?:[^\n]+\n)*)\n*")


def read_plain(text: str) -> Parsed | None:
    """The track in `text`, with its blocks, or None when anything in it asks for a careful look."""
    text = text if text.endswith("\n") else f"{text}\n"
    head = _HEAD.match(text)
    if head is None or _odd(head[1]):
        return None
    title = head[1][:-1].strip(" \t")
    reader = _Reader([(0, title)] if title != "WEBVTT" else [])
    at, line = head.end(), head[0].count("\n") + 1
    while at < len(text):
        found = _CUE.match(text, at) or _BLOCK.match(text, at)
        if found is None or not (reader.cue(found, line) if found.re is _CUE else reader.block(found)):
            return None
        line += found[0].count("\n")
        at = found.end()
    if not reader.cues:
        return None
    said = sequence(reader.cues, reader.lines) if reader.remarkable else []
    return Parsed(Track(tuple(reader.cues), blocks=tuple(reader.blocks)), said)


def _odd(block: str) -> bool:
    """True when a block may hold what some take for a timing, or a line of blanks."""
    return ">" in block or "→" in block or has_blank_line(block)


class _Reader:
    """Gathers the cues and blocks; `remarkable` when neighbours or silent cues ask for a remark."""

    def __init__(self, blocks: list[tuple[int, str]]) -> None:
        self.blocks = blocks
        self.cues: list[Cue] = []
        self.lines: list[int] = []
        self.minutes: dict[str, int] = {}
        self.latest = 0
        self.remarkable = False

    def block(self, found: re.Match[str]) -> bool:
        """Keep a block that is not a cue; False when it asks for a careful look."""
        if _odd(found[1]):
            return False
        self.blocks.append((len(self.cues), found[1][:-1].strip(" \t")))
        return True

    def cue(self, found: re.Match[str], line: int) -> bool:
        """Keep the cue that begins on `line`; False when it asks for a careful look."""
        name, minute, second, ms, to_minute, to_second, to_ms, settings, body = found.groups()
        minutes = self.minutes
        if minute not in minutes or to_minute not in minutes:
            minutes.update((one, _minutes(one)) for one in (minute, to_minute))
        start, stop = minutes[minute] + int(second + ms), minutes[to_minute] + int(to_second + to_ms)
        if start > stop or "-->" in body or has_blank_line(body) or (name is not None and not _is_name(name)):
            return False
        self.remarkable = self.remarkable or start < self.latest
        self.latest = stop if stop > self.latest else self.latest
        self.lines.append(line if name is None else line + 1)
        number, span, body = len(self.cues) + 1, Span(start, stop), body[:-1]
        settings = settings.strip(" \t") if settings else ""
        if settings and any(":" not in part for part in settings.split()):
            return False
        if not _is_bare(body):
            return self._dressed(Cue(number, span, body, name=name or "", settings=settings))
        if name or settings:
            self.cues.append(Cue(number, span, body, name=name or "", settings=settings))
        else:
            self.cues.append(plain_cue(number, span, body))
        self.remarkable = self.remarkable or ("<" in body and not self.cues[-1].plain.strip())
        return True

    def _dressed(self, cue: Cue) -> bool:
        """Keep a cue whose text is still as written; False when what it says asks for a word."""
        written = cue.text
        spoken = from_vtt(written)
        if spoken.voices > 1 or spoken.escaped_tag:
            return False
        wording = Wording("vtt", written) if to_vtt(spoken.text, spoken.speaker) != written else None
        kept = Cue(cue.id, cue.span, spoken.text, spoken.speaker, cue.name, cue.settings, wording)
        self.cues.append(kept)
        self.remarkable = self.remarkable or not kept.plain.strip()
        return True


def _is_bare(body: str) -> bool:
    """True when `body` says what it is written: no tag but our three, no escape, no blank at an edge."""
    if "&" in body or body[0] in " \t" or body[-1] in " \t":
        return False
    return not ("<" in body or ">" in body) or body.count("<") == body.count(">") == len(TAG.findall(body))


def _is_name(name: str) -> bool:
    """True when the line above a timing is an identifier like any other."""
    return "-->" not in name and name.strip(" \t") != ""


def _minutes(clock: str) -> int:
    """The milliseconds of `HH:MM` or `MM`."""
    hours, _colon, minutes = clock.rpartition(":")
    return (int(hours or 0) * 60 + int(minutes)) * 60_000
