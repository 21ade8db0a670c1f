# SPDX-License-Identifier: GPL-3.0-or-later
"""The answer to one question over opened parts: found, filtered by permission, counted, ranked, and put into words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from archive.search.concordance import (
    CUE,
    CUE_END,
    CUE_START,
    END,
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


class Batch(NamedTuple):
    """Results in one part that may be shown, not yet in words: a row for each, `first` and `last` are cues.

    `starts` and `ends` are places in the stream: of the words for a quote, of the whole passage otherwise.
    """

    part: int
    first: Ints
    last: Ints
    starts: Ints
    ends: Ints
    scores: npt.NDArray[np.float64]


class Item(NamedTuple):
    """One result that will be shown."""

    part: int
    first: int
    last: int
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
    batches = list(_occurrences(asked, plan) if quoted else _passages(asked, plan))
    seen = _Seen(asked)
    also = () if quoted else tuple(form for form in plan.searched if form not in plan.asked and seen.form(form))
    offered = (
        () if quoted else tuple(form for form in expander.offered if form not in plan.searched and seen.form(form))
    )
    return Results(
        request.query,
        sum(len(batch.first) for batch in batches),
        tuple(_hit(parts[item.part], item, plan, asked.permission, quoted) for item in _best(asked, batches)),
        _facets(parts, batches),
        (*also, *offered),
        offered,
        () if request.fuzzy else tuple(_near_misses(plan, expander, seen)),
        quoted,
    )


def _occurrences(asked: Asked, plan: Plan) -> Iterator[Batch]:
    find = plan.leaves[0]
    for place, part in enumerate(asked.parts):
        found = find(place)
        if not len(found.starts):
            continue
        first, last = part.tokens[CUE][found.starts], part.tokens[CUE][found.ends - 1]
        kept = wanted(part, asked.request)[first]
        kept[kept] &= asked.permission.spans(part, first[kept], last[kept])
        none = np.zeros(int(kept.sum()))
        yield Batch(place, first[kept], last[kept], found.starts[kept], found.ends[kept], none)


def _passages(asked: Asked, plan: Plan) -> Iterator[Batch]:
    for place, passages, scores in asked.engine.passages(plan.query, plan.groups):
        part = asked.parts[place]
        first, last, starts, ends = part.passages[:, passages]
        kept = wanted(part, asked.request)[first]
        kept[kept] &= asked.permission.spans(part, first[kept], last[kept])
        yield Batch(place, first[kept], last[kept], starts[kept], ends[kept], scores[kept])


def _best(asked: Asked, batches: Sequence[Batch]) -> list[Item]:
    """The first results to show: best first, and what is equally good in the order of codes, recordings and time."""
    if not batches:
        return []
    tracks = sorted({(track.code, track.name) for batch in batches for track in asked.parts[batch.part].tracks})
    ranks = {track: rank for rank, track in enumerate(tracks)}
    times, places, rows = [], [], []
    for number, batch in enumerate(batches):
        part = asked.parts[batch.part]
        own = np.array([ranks[track.code, track.name] for track in part.tracks])
        times.append(part.cues[CUE_START][batch.first])
        places.append(own[part.cues[TRACK][batch.first]])
        rows.append(np.stack([np.full(len(batch.first), number), np.arange(len(batch.first))], axis=1))
    scores = np.round(np.concatenate([batch.scores for batch in batches]), 6)
    order = np.lexsort((np.concatenate(times), np.concatenate(places), -scores))[: max(0, asked.request.limit)]
    return [_item(batches[number], row) for number, row in np.concatenate(rows)[order].tolist()]


def _item(batch: Batch, row: int) -> Item:
    return Item(batch.part, int(batch.first[row]), int(batch.last[row]), int(batch.starts[row]), int(batch.ends[row]))


def _facets(parts: Sequence[Part], batches: Sequence[Batch]) -> dict[str, tuple[Facet, ...]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("region", "group", "sex", "language")}
    for batch in batches:
        part = parts[batch.part]
        counts["language"][part.language] += len(batch.first)
        for track, count in enumerate(np.bincount(part.cues[TRACK][batch.first]).tolist()):
            counts["region"][part.tracks[track].region] += count
        for voice, count in enumerate(np.bincount(part.cues[VOICE][batch.first]).tolist()):
            counts["group"][part.voices[voice].group] += count
            counts["sex"][part.voices[voice].sex] += count
    return {name: _sorted(found) for name, found in counts.items()}


def _sorted(counts: Counter[str]) -> tuple[Facet, ...]:
    rows = sorted(((value, count) for value, count in counts.items() if count), key=lambda row: (-row[1], row[0]))
    return tuple(Facet(value, count) for value, count in rows)


def _hit(part: Part, item: Item, plan: Plan, permission: Permission, quoted: bool) -> Hit:
    marked = [(item.token, item.end)] if quoted else _marked(item, plan)
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
