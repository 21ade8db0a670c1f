# SPDX-License-Identifier: GPL-3.0-or-later
"""The answer to one question over opened parts: found, filtered by permission, counted, ranked, and put into words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from archive.search.concordance import (
    CUE,
    CUE_END,
    CUE_START,
    END,
    END_TOKEN,
    FIRST_CUE,
    FIRST_TOKEN,
    LAST_CUE,
    START,
    TRACK,
    VOICE,
    Found,
    Part,
)
from archive.search.engine import Engine
from archive.search.expand import Expander
from archive.search.lexicon import Ints
from archive.search.permission import Permission, wanted
from archive.search.plan import Plan
from archive.search.query import Quote, parse
from archive.search.request import Facet, Hit, Request, Results
from archive.search.vocabulary import Vocabulary

AROUND_WORDS = 8


class Item(NamedTuple):
    """One result before it is put into words: its cues, and the places in the stream that are marked."""

    part: int
    first: int
    last: int
    score: float
    passage: int
    token: int
    end: int


class Asked(NamedTuple):
    """A question and everything that is needed to answer it."""

    request: Request
    parts: Sequence[Part]
    engine: Engine
    vocabulary: Vocabulary
    permission: Permission


def answer(asked: Asked) -> Results:
    """Answer. Raises WrongUse when the question cannot be understood."""
    request, parts = asked.request, asked.parts
    tree = parse(request.query)
    expander = Expander(parts, asked.vocabulary, broad=request.broad, fuzzy=request.fuzzy)
    plan = Plan(tree, parts, asked.vocabulary, expander)
    quoted = isinstance(tree, Quote)
    items = list(_occurrences(asked, plan) if quoted else _passages(asked, plan))
    chosen = _ordered(parts, items)[: max(0, request.limit)]
    seen = _Seen(asked)
    also = () if quoted else tuple(form for form in plan.searched if form not in plan.asked and seen.form(form))
    offered = (
        () if quoted else tuple(form for form in expander.offered if form not in plan.searched and seen.form(form))
    )
    return Results(
        request.query,
        len(items),
        tuple(_hit(parts[item.part], item, plan, asked.permission) for item in chosen),
        _facets(parts, items),
        (*also, *offered),
        offered,
        () if request.fuzzy else tuple(_near_misses(plan, expander, seen)),
        quoted,
    )


def _occurrences(asked: Asked, plan: Plan) -> Iterator[Item]:
    find = plan.leaves[0]
    for place, part in enumerate(asked.parts):
        found = find(place)
        if not len(found.starts):
            continue
        first, last = part.tokens[CUE][found.starts], part.tokens[CUE][found.ends - 1]
        kept = wanted(part, asked.request)[first] & asked.permission.places(part, found)
        for index in np.flatnonzero(kept).tolist():
            start, end = int(found.starts[index]), int(found.ends[index])
            yield Item(place, int(first[index]), int(last[index]), 0.0, -1, start, end)


def _passages(asked: Asked, plan: Plan) -> Iterator[Item]:
    ranked: dict[int, list[tuple[int, float]]] = {}
    for found in asked.engine.passages(plan.query, plan.groups):
        ranked.setdefault(found.part, []).append((found.passage, found.score))
    for place, rows in ranked.items():
        part = asked.parts[place]
        numbers = np.array([passage for passage, _score in rows], np.int32)
        first, last = part.passages[FIRST_CUE][numbers], part.passages[LAST_CUE][numbers]
        kept = wanted(part, asked.request)[first] & asked.permission.spans(part, first, last)
        for index in np.flatnonzero(kept).tolist():
            passage, score = rows[index]
            start, end = int(part.passages[FIRST_TOKEN, passage]), int(part.passages[END_TOKEN, passage])
            yield Item(place, int(first[index]), int(last[index]), score, passage, start, end)


def _ordered(parts: Sequence[Part], items: list[Item]) -> list[Item]:
    """Best first; what is equally good in the order of codes, recordings and time."""

    def key(item: Item) -> tuple[float, str, str, int]:
        part = parts[item.part]
        track = part.tracks[part.cues[TRACK, item.first]]
        return (-round(item.score, 6), track.code, track.name, int(part.cues[CUE_START, item.first]))

    return sorted(items, key=key)


def _facets(parts: Sequence[Part], items: Sequence[Item]) -> dict[str, tuple[Facet, ...]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("region", "group", "sex", "language")}
    for item in items:
        part = parts[item.part]
        voice = part.voices[part.cues[VOICE, item.first]]
        counts["region"][part.tracks[part.cues[TRACK, item.first]].region] += 1
        counts["group"][voice.group] += 1
        counts["sex"][voice.sex] += 1
        counts["language"][part.language] += 1
    return {
        name: tuple(Facet(value, count) for value, count in sorted(found.items(), key=lambda row: (-row[1], row[0])))
        for name, found in counts.items()
    }


def _hit(part: Part, item: Item, plan: Plan, permission: Permission) -> Hit:
    marked = [(item.token, item.end)] if item.passage < 0 else _marked(item, plan)
    cues = part.tokens[CUE]
    first = int(cues[marked[0][0]]) if marked else item.first
    last = max(int(cues[end - 1]) for _start, end in marked) if marked else item.last
    texts, offsets, length = [], {}, 0
    for cue in range(first, last + 1):
        texts.append(part.text(cue))
        offsets[cue] = length
        length += len(texts[-1]) + 1
    marks = tuple(
        (
            offsets[int(cues[start])] + int(part.tokens[START, start]),
            offsets[int(cues[end - 1])] + int(part.tokens[END, end - 1]),
        )
        for start, end in marked
    )
    track, voice = part.tracks[part.cues[TRACK, first]], part.voices[part.cues[VOICE, first]]
    start_ms, end_ms = int(part.cues[CUE_START, first]), int(part.cues[CUE_END, first : last + 1].max())
    word_ms = part.ms(marked[0][0]) if marked else start_ms
    return Hit(
        track.code, track.interview, track.recording, track.name, track.track, part.language,
        start_ms, end_ms, word_ms, " ".join(texts),
        _around(part, first, -1, permission), _around(part, last, 1, permission),
        track.region, voice.group, voice.sex, voice.code, marks,
    )  # fmt: skip


def _marked(item: Item, plan: Plan) -> list[tuple[int, int]]:
    """The places of asked words inside a passage, in order; a quote that starts before it or ends after it is cut."""
    found: set[tuple[int, int]] = set()
    for find in plan.leaves:
        places: Found = find(item.part)
        first = np.searchsorted(places.ends, item.token, "right")
        last = np.searchsorted(places.starts, item.end, "left")
        for start, end in zip(places.starts[first:last].tolist(), places.ends[first:last].tolist(), strict=True):
            found.add((max(start, item.token), min(end, item.end)))
    return sorted(found)


def _around(part: Part, cue: int, step: int, permission: Permission) -> str:
    """The cues before (`step` -1) or after a cue up to eight words, as far as they may be shown and nothing is missing."""
    texts: list[str] = []
    here = cue + step
    while 0 <= here < part.cues.shape[1] and sum(text.count(" ") + 1 for text in texts) < AROUND_WORDS:
        if not part.together(cue, here) or permission.cues(part, np.array([here], np.int32))[here] != 1:
            break
        texts.append(part.text(here))
        here += step
    return " ".join(texts[::step])


class _Seen:
    """Tells whether a form is said anywhere that the person may see: no word is suggested that is not."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked

    def form(self, form: str) -> bool:
        return any(self._in(part, part.numbers((form,))) for part in self._asked.parts)

    def _in(self, part: Part, numbers: Ints) -> bool:
        starts = part.positions(numbers)
        return bool(len(starts)) and bool(self._asked.permission.places(part, Found(starts, starts + 1)).any())


def _near_misses(plan: Plan, expander: Expander, seen: _Seen) -> Iterator[str]:
    """Forms one letter away from words that were asked and are said nowhere."""
    for form in plan.asked:
        if not any(seen.form(other) for other in {form, *expander.word(form).french}):
            yield from (other for other in expander.one_edit(form) if seen.form(other))
