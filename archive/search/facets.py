# SPDX-License-Identifier: GPL-3.0-or-later
"""The counts beside an answer: how many of its results have each region, group, sex, language, month, tag, person, state.

Only results that the person may see are here to be counted. Each count is what the filter of that value would leave.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from archive.model.footage import RecordingId
from archive.search.concordance import CUE_END, CUE_START, TRACK, VOICE, Named, Part
from archive.search.disclosure import Cell, told
from archive.search.facts import Facts
from archive.search.fields import Field
from archive.search.filters import tagged, touching, under, value_of
from archive.search.lexicon import Ints
from archive.search.request import Facet
from media.span import Span

OUTSIDE = (Field.REGION, Field.GROUP, Field.SEX)


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


class Facets(Mapping[str, tuple[Facet, ...]]):
    """The values of each field with their counts, counted when somebody looks: an answer shows few of them, or none."""

    def __init__(self, fields: Sequence[Field], count: Callable[[Field], tuple[Facet, ...]]) -> None:
        """`count` gives the values of one of the `fields`."""
        self._fields, self._count = {field.value: field for field in fields}, count
        self._kept: dict[str, tuple[Facet, ...]] = {}

    def __getitem__(self, name: str) -> tuple[Facet, ...]:
        """Raises KeyError for a field that is not told."""
        if name not in self._kept:
            self._kept[name] = self._count(self._fields[name])
        return self._kept[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)


def counted(parts: Sequence[Part], batches: Sequence[Batch], facts: Facts) -> Facets:
    """The facets for the team."""
    found = [(parts[batch.part], batch) for batch in batches if len(batch.first)]

    def count(field: Field) -> tuple[Facet, ...]:
        counts: Counter[str] = Counter()
        for part, batch in found:
            _count(counts, field, part, batch, facts)
        return _sorted(counts)

    return Facets(tuple(Field), count)


def _count(counts: Counter[str], field: Field, part: Part, batch: Batch, facts: Facts) -> None:
    match field:
        case Field.LANGUAGE:
            counts[part.language] += len(batch.first)
        case Field.TAG:
            counts.update(_tags(part, batch, facts))
        case Field.GROUP:
            _count_values(counts, part.groups, part.cues[VOICE][batch.first])
        case Field.SEX:
            _count_values(counts, part.sexes, part.cues[VOICE][batch.first])
        case Field.PERSON:
            _count_people(counts, part, batch, facts)
        case Field.REGION:
            _count_values(counts, part.regions, part.cues[TRACK][batch.first])
        case Field.DATE | Field.STATUS:
            for track, count in _times(part.cues[TRACK][batch.first]):
                here = part.tracks[track]
                counts[facts.month(here.interview) if field is Field.DATE else facts.status(here.track)] += count


def _count_values(counts: Counter[str], named: Named, rows: Ints) -> None:
    found = np.bincount(named.places[rows], minlength=len(named.values)).tolist()
    counts.update(dict(zip(named.values, found, strict=True)))


def _count_people(counts: Counter[str], part: Part, batch: Batch, facts: Facts) -> None:
    """Each voice once; where it has no name, each of its recordings once, as only one person may be there."""
    voices = part.cues[VOICE][batch.first]
    for voice, count in _times(voices):
        if code := part.voices[voice].code:
            counts[code] += count
    for track, count in _times(part.cues[TRACK][batch.first[part.nameless[voices]]]):
        counts[facts.alone(part.tracks[track].recording)] += count


def _times(numbers: Ints) -> Iterator[tuple[int, int]]:
    """Each number that is there, and how often it is."""
    counts = np.bincount(numbers)
    having = np.flatnonzero(counts)
    return zip(having.tolist(), counts[having].tolist(), strict=True)


def counted_outside(parts: Sequence[Part], batches: Sequence[Batch], facts: Facts) -> Facets:
    """The facets for people outside the team: what rests on fewer than five people is withheld.

    Where nobody is named as the speaker, everybody who may be speaking stands behind a result.
    """
    told_ones = lru_cache(maxsize=1)(lambda: _counted_outside(parts, batches, facts))
    return Facets(OUTSIDE, lambda field: told_ones()[field])


def _counted_outside(parts: Sequence[Part], batches: Sequence[Batch], facts: Facts) -> dict[Field, tuple[Facet, ...]]:
    counts: dict[Field, Counter[str]] = {name: Counter() for name in OUTSIDE}
    people: dict[tuple[Field, str], set[str]] = {}
    for batch in batches:
        part = parts[batch.part]
        for track, voice, count in _together(part, batch):
            for name, value in _values(part, track, voice, facts):
                if name in OUTSIDE:
                    counts[name][value] += count
        for row in range(len(batch.first)):
            track, voice = int(part.cues[TRACK, batch.first[row]]), int(part.cues[VOICE, batch.first[row]])
            behind = _people(part, batch, row, facts)
            for name, value in _values(part, track, voice, facts):
                people.setdefault((name, value), set()).update(behind)
    return {name: _told(name, counts[name], people) for name in OUTSIDE}


def _together(part: Part, batch: Batch) -> Iterator[tuple[int, int, int]]:
    """How many results each pair of a track and a voice has."""
    voices = max(1, len(part.voices))
    keys = part.cues[TRACK][batch.first].astype(np.int64) * voices + part.cues[VOICE][batch.first]
    found, counts = np.unique(keys, return_counts=True)
    for key, count in zip(found.tolist(), counts.tolist(), strict=True):
        yield key // voices, key % voices, count


def _values(part: Part, track: int, voice: int, facts: Facts) -> Iterator[tuple[Field, str]]:
    here, who = part.tracks[track], part.voices[voice]
    for name in (Field.REGION, Field.DATE, Field.STATUS):
        yield name, facts.month(here.interview) if name is Field.DATE else value_of(here, name, facts)
    yield Field.GROUP, who.group
    yield Field.SEX, who.sex
    yield Field.LANGUAGE, part.language
    yield Field.PERSON, who.code or facts.alone(here.recording)


def _tags(part: Part, batch: Batch, facts: Facts) -> dict[str, int]:
    paths = {tagging.tag.path for track in part.tracks for tagging in facts.taggings.get(track.recording, ())}
    counts = {}
    for path in paths:
        counts[path] = int(touching(tagged(part, facts, under(path)), batch.first, batch.last).sum())
    return counts


def _people(part: Part, batch: Batch, row: int, facts: Facts) -> set[str]:
    first, last = int(batch.first[row]), int(batch.last[row])
    voice = part.voices[part.cues[VOICE, first]]
    if voice.code:
        return {voice.code}
    recording = RecordingId(part.tracks[part.cues[TRACK, first]].recording)
    span = Span(int(part.cues[CUE_START, first]), int(part.cues[CUE_END, first : last + 1].max()))
    return {person.code for person in facts.access.who(recording, span)}


def _told(name: Field, counts: Counter[str], people: dict[tuple[Field, str], set[str]]) -> tuple[Facet, ...]:
    cells = [Cell(value, count, len(people[name, value])) for value, count in counts.items()]
    shown = told(cells)
    if shown is None:
        return ()
    facets = [Facet(one.value, one.count or 0, one.few, one.count is None) for one in shown]
    return tuple(sorted(facets, key=lambda facet: (facet.withheld, -facet.count, facet.value)))


def _sorted(counts: Counter[str]) -> tuple[Facet, ...]:
    rows = sorted(((value, count) for value, count in counts.items() if count), key=lambda row: (-row[1], row[0]))
    return tuple(Facet(value, count) for value, count in rows)
