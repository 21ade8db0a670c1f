# SPDX-License-Identifier: GPL-3.0-or-later
"""The doubtful words of a cue, where they stand in its text."""

import re
from dataclasses import replace
from typing import NamedTuple

from subtitles.cue import Cue, Doubt


class Stretch(NamedTuple):
    """A part of a text, doubtful or not."""

    text: str
    doubt: Doubt | None = None


def stretches(cue: Cue) -> tuple[Stretch, ...]:
    """The plain text of a cue in pieces that join to it, each whole doubtful word a piece of its own.

    >>> from media.span import Span
    >>> [one.text for one in stretches(Cue(1, Span(0, 900), "Du fonio, encore.", doubts=(Doubt("fonio", "bm"),)))]
    ['Du ', 'fonio', ', encore.']
    """
    plain = cue.plain
    known = {doubt.word: doubt for doubt in cue.doubts if doubt.word}
    if not known:
        return (Stretch(plain),)
    longest = sorted(known, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in longest))
    found, place = list[Stretch](), 0
    for match in pattern.finditer(plain):
        found += [Stretch(plain[place : match.start()]), Stretch(match[0], known[match[0]])]
        place = match.end()
    return tuple(one for one in (*found, Stretch(plain[place:])) if one.text)


def standing(cue: Cue) -> Cue:
    """`cue` without the doubts whose word its text has no longer."""
    if not cue.doubts:
        return cue
    there = {one.doubt for one in stretches(cue)}
    return replace(cue, doubts=tuple(doubt for doubt in cue.doubts if doubt in there))
