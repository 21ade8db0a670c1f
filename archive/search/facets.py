# SPDX-License-Identifier: GPL-3.0-or-later
"""The counts beside an answer: how many of its results have each region, group, sex, language, month, tag, person, state.

Only results that the person may see are here to be counted. Each count is what the filter of that value would leave.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from archive.model.footage import RecordingId
from archive.search.concordance import CUE_END, CUE_START, TRACK, VOICE, Part
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


Counts = dict[Field, Counter[str]]


def counted(parts: Sequence[Part], batches: Sequence[Batch], facts: Facts) -> dict[str, tuple[Facet, ...]]:
    """The facets for the team."""
    counts: Counts = {name: Counter() for name in Field}
    for batch in batches:
        part = parts[batch.part]
        counts[Field.LANGUAGE][part.language] += len(batch.first)
        _count_tracks(counts, part, batch, facts)
        _count_voices(counts, part, batch, facts)
        counts[Field.TAG].update(_tags(part, batch, facts))
    return {name.value: _sorted(found) for name, found in counts.items()}


def _count_tracks(counts: Counts, part: Part, batch: Batch, facts: Facts) -> None:
    region, month, status = counts[Field.REGION], counts[Field.DATE], counts[Field.STATUS]
    for track, count in enumerate(np.bincount(part.cues[TRACK][batch.first]).tolist()):
        if count:
            here = part.tracks[track]
            region[here.region] += count
            month[facts.month(here.interview)] += count
            status[facts.status(here.track)] += count


def _count_voices(counts: Counts, part: Part, batch: Batch, facts: Facts) -> None:
    """Each voice once; where it has no name, each of its recordings once, as only one person may be there."""
    person = counts[Field.PERSON]
    kinds: Counter[tuple[str, str]] = Counter()
    voices = part.cues[VOICE][batch.first]
    said = np.bincount(voices)
    having = np.flatnonzero(said)
    for voice, count in zip(having.tolist(), said[having].tolist(), strict=True):
        code, group, sex = part.voices[voice]
        kinds[group, sex] += count
        if code:
            person[code] += count
    for (group, sex), count in kinds.items():
        counts[Field.GROUP][group] += count
        counts[Field.SEX][sex] += count
    nameless = np.array([not voice.code for voice in part.voices], np.bool_)[voices]
    tracks = part.cues[TRACK][batch.first[nameless]]
    for track, count in zip(*(side.tolist() for side in np.unique(tracks, return_counts=True)), strict=True):
        person[facts.alone(part.tracks[track].recording)] += count


def counted_outside(parts: Sequence[Part], batches: Sequence[Batch], facts: Facts) -> dict[str, tuple[Facet, ...]]:
    """The facets for people outside the team: what rests on fewer than five people is withheld.

    Where nobody is named as the speaker, everybody who may be speaking stands behind a result.
    """
    counts: Counts = {name: Counter() for name in OUTSIDE}
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
    return {name.value: _told(name, counts[name], people) for name in OUTSIDE}


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
