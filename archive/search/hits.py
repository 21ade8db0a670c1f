# SPDX-License-Identifier: GPL-3.0-or-later
"""Results put into words: what the cues say, where the found words stand in it, what is said around and in French."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from archive.search.analysis import FRENCH
from archive.search.concordance import CUE, CUE_END, CUE_START, END, START, TRACK, VOICE, Part
from archive.search.permission import Permission
from archive.search.plan import Plan
from archive.search.request import Hit

AROUND_WORDS = 8


class Item(NamedTuple):
    """One result that will be shown."""

    part: int
    first: int
    last: int
    token: int
    end: int


class Writer:
    """Puts the results of one question into words."""

    def __init__(self, parts: Sequence[Part], permission: Permission, plan: Plan, quoted: bool) -> None:
        self._parts, self._permission, self._plan, self._quoted = parts, permission, plan, quoted
        self._french: dict[str, list[tuple[Part, int]]] | None = None

    def hit(self, item: Item) -> Hit:
        """One result as people read it."""
        part = self._parts[item.part]
        marked = [(item.token, item.end)] if self._quoted else _marked(part, item, self._plan)
        cues = part.tokens[CUE]
        first = int(cues[marked[0][0]]) if marked else item.first
        last = max(int(cues[end - 1]) for _start, end in marked) if marked else item.last
        texts, marks = _texts(part, first, last, marked)
        track, voice = part.tracks[part.cues[TRACK, first]], part.voices[part.cues[VOICE, first]]
        start_ms, end_ms = int(part.cues[CUE_START, first]), int(part.cues[CUE_END, first : last + 1].max())
        return Hit(
            track.code, track.interview, track.recording, track.name, track.track, part.language,
            start_ms, end_ms, part.ms(marked[0][0]) if marked else start_ms, texts,
            self._around(part, first, -1), self._around(part, last, 1),
            track.region, voice.group, voice.sex, voice.code, marks,
            french="" if part.language == FRENCH else self._in_french(track.recording, start_ms, end_ms),
        )  # fmt: skip

    def _around(self, part: Part, cue: int, step: int) -> str:
        """The cues before (`step` -1) or after a cue up to eight words, as far as they may be shown and nothing is missing."""
        texts: list[str] = []
        here = cue + step
        while 0 <= here < part.cues.shape[1] and sum(text.count(" ") + 1 for text in texts) < AROUND_WORDS:
            if not part.together(cue, here) or self._permission.cues(part, np.array([here], np.int32))[here] != 1:
                break
            texts.append(part.text(here))
            here += step
        return " ".join(texts[::step])

    def _in_french(self, recording: str, start_ms: int, end_ms: int) -> str:
        """What the French track of a recording says between two moments, as far as it may be shown."""
        if self._french is None:
            self._french = {}
            for part in self._parts:
                for number, track in enumerate(part.tracks if part.language == FRENCH else ()):
                    self._french.setdefault(track.recording, []).append((part, number))
        said = []
        for part, number in self._french.get(recording, ()):
            first, end = np.searchsorted(part.cues[TRACK], [number, number + 1])
            starts, ends = part.cues[CUE_START, first:end], part.cues[CUE_END, first:end]
            touched = first + np.flatnonzero((starts < max(end_ms, start_ms + 1)) & (start_ms < ends))
            allowed = self._permission.cues(part, touched.astype(np.int32)) if len(touched) else ()
            said += [part.text(cue) for cue in touched.tolist() if allowed[cue] == 1]
        return " ".join(said)


def _texts(part: Part, first: int, last: int, marked: list[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """What the cues say on one line, and the marked words in it by characters."""
    texts, offsets, length = [], {}, 0
    for cue in range(first, last + 1):
        texts.append(part.text(cue))
        offsets[cue] = length
        length += len(texts[-1]) + 1
    cues = part.tokens[CUE]
    marks = tuple(
        (
            offsets[int(cues[start])] + int(part.tokens[START, start]),
            offsets[int(cues[end - 1])] + int(part.tokens[END, end - 1]),
        )
        for start, end in marked
    )
    return " ".join(texts), marks


def _marked(part: Part, item: Item, plan: Plan) -> list[tuple[int, int]]:
    """The places of asked words inside a passage, in order; a quote that starts before it or ends after it is cut."""
    return sorted({place for leaf in plan.leaves for place in leaf.inside(part, item.part, item.token, item.end)})
