# SPDX-License-Identifier: GPL-3.0-or-later
"""SubRip files in which nothing is odd, read in one go: most files, and the large ones.

The first oddity ends the attempt, and the careful reader of `srt.py` goes over the whole file. Both give the same track.
"""

import re
from collections.abc import Iterator

from media.span import Span
from subtitles.cue import Cue, Track, Wording, plain_cue
from subtitles.formats.base import Parsed, sequence
from subtitles.formats.markup import TAG, from_srt, safe_for_srt

_TIME = r"([0-9]{2}:[0-5][0-9]):([0-5][0-9]),([0-9]{3})"
_HEAD = rf"([0-9]{{1,8}})\n{_TIME} --> {_TIME}\n"
_BARE = r"(?![ \t{])[^\n<>]*[^\n<> \t](?:\n[^\n<>]*[^\n<> \t])*"
"""Lines in which nothing is a tag, a code or a blank at an edge."""
_CUE = re.compile(rf"{_HEAD}(?:({_BARE})\n(?=\n|\Z)|((?:[^\n]+\n)+))\n*")
_BEGINS = re.compile(_HEAD)


def begins_plainly(text: str) -> bool:
    """True when `text` begins with the head of a SubRip cue, as no other format does."""
    return _BEGINS.match(text) is not None


def read_plain(text: str) -> Parsed | None:
    """The track in `text`, or None when anything in it asks for a careful look."""
    cues: list[Cue] = []
    minutes: dict[str, int] = {}
    at, latest, remarkable = 0, 0, False
    text = text if text.endswith("\n") else f"{text}\n"
    for number in range(1, len(text)):
        found = _CUE.match(text, at)
        if found is None:
            break
        index, minute, second, ms, to_minute, to_second, to_ms, bare, dressed = found.groups()
        if minute not in minutes or to_minute not in minutes:
            minutes.update((one, (int(one[:2]) * 60 + int(one[3:])) * 60_000) for one in (minute, to_minute))
        start = minutes[minute] + int(second + ms)
        stop = minutes[to_minute] + int(to_second + to_ms)
        if int(index) != number or start > stop:
            return None
        at = found.end()
        if bare is not None:
            cues.append(plain_cue(number, Span(start, stop), bare))
        elif "-->" in dressed or has_blank_line(dressed):
            return None
        else:
            cues.append(cue := subrip_cue(number, Span(start, stop), dressed[:-1]))
            remarkable = remarkable or not cue.plain.strip()
        remarkable = remarkable or start < latest
        latest = stop if stop > latest else latest
    if not cues or at != len(text):
        return None
    return Parsed(Track(tuple(cues)), sequence(cues, _lines(text)) if remarkable else [])


def _lines(text: str) -> Iterator[int]:
    """The lines of the times of a text that is nothing but cues."""
    line, at = 2, 0
    for found in _CUE.finditer(text):
        yield line
        line += text.count("\n", at, found.end())
        at = found.end()


def has_blank_line(body: str) -> bool:
    """True when a line of `body`, which ends in a line break, is made of blanks: it would part the words."""
    return (" \n" in body or "\t\n" in body) and not all(line.strip(" \t") for line in body[:-1].split("\n"))


def subrip_cue(number: int, span: Span, written: str, rest: str = "") -> Cue:
    """The cue of a SubRip text as `written`, which has no blank line, and of the settings that follow its times."""
    bare = written != "" and written[0] not in "{ \t" and written[-1] not in " \t"
    if bare and ("<" not in written or written.count("<") == len(TAG.findall(written))):
        return Cue(number, span, written, settings=rest) if rest else plain_cue(number, span, written)
    text, align = from_srt(written)
    wording = Wording("srt", written) if align + safe_for_srt(text) != written else None
    return Cue(number, span, text, settings=" ".join(part for part in (rest, align) if part), wording=wording)
