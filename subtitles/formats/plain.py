# SPDX-License-Identifier: GPL-3.0-or-later
"""SubRip files in which nothing is odd, read in one go: most files, and the large ones.

The first oddity ends the attempt, and the careful reader of `srt.py` goes over the whole file. Both give the same track.
"""

import re

from media.span import Span
from subtitles.cue import Cue, Track, Wording
from subtitles.formats.base import Parsed, sequence
from subtitles.formats.markup import TAG, from_srt, safe_for_srt

_HEAD = re.compile(
    r"([0-9]{1,8})\n([0-9]{2}:[0-5][0-9]):([0-5][0-9]),([0-9]{3}) --> ([0-9]{2}:[0-5][0-9]):([0-5][0-9]),([0-9]{3})\n"
)


def read_plain(text: str) -> Parsed | None:
    """The track in `text`, or None when anything in it asks for a careful look."""
    cues: list[Cue] = []
    lines: list[int] = []
    minutes: dict[str, int] = {}
    at, line, size, number, latest, remarkable = 0, 2, len(text), 0, 0, False
    while at < size:
        head = _HEAD.match(text, at)
        if head is None:
            return None
        index, minute, second, ms, to_minute, to_second, to_ms = head.groups()
        if minute not in minutes or to_minute not in minutes:
            minutes.update((one, (int(one[:2]) * 60 + int(one[3:])) * 60_000) for one in (minute, to_minute))
        start = minutes[minute] + int(second + ms)
        stop = minutes[to_minute] + int(to_second + to_ms)
        end = text.find("\n\n", at)
        body = text[head.end() : end] if end >= 0 else text[head.end() :].rstrip("\n")
        number += 1
        if int(index) != number or start > stop or "-->" in body or not _is_whole(body):
            return None
        if "<" in body or body[0] in "{ \t" or body[-1] in " \t":
            cue, silent = _dressed(number, Span(start, stop), body)
            cues.append(cue)
            remarkable = remarkable or silent
        else:
            cues.append(Cue(number, Span(start, stop), body))
        lines.append(line)
        remarkable = remarkable or start < latest
        latest = stop if stop > latest else latest
        at = end + 2 if end >= 0 else size
        line += body.count("\n") + 4
        while text.startswith("\n", at):
            at += 1
            line += 1
    return Parsed(Track(tuple(cues)), tuple(lines), sequence(cues, lines) if remarkable else []) if cues else None


def _is_whole(body: str) -> bool:
    """True when `body` has words and no line of blanks, which would part it."""
    if " \n" in body or "\t\n" in body or body[-1:] in (" ", "\t"):
        return all(line.strip(" \t") for line in body.split("\n"))
    return body != "" and body[0] != "\n"


def _dressed(number: int, span: Span, body: str) -> tuple[Cue, bool]:
    """The cue of a text with tags, or with blanks at its edges, and whether it is without words."""
    plain, tags = TAG.subn("", body)
    if body[0] not in "{ \t" and body[-1] not in " \t" and body.count("<") == tags:
        return Cue(number, span, body), not plain.strip()
    text, align = from_srt(body)
    wording = Wording("srt", body) if align + safe_for_srt(text) != body else None
    cue = Cue(number, span, text, settings=align, wording=wording)
    return cue, not cue.plain.strip()
