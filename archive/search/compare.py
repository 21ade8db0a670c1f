# SPDX-License-Identifier: GPL-3.0-or-later
"""Who says it how often: hits and speaking time by region, group and sex, against all that these people say.

The French tracks are compared unless the question names a language: what is said in Bambara stands in French beside
it and would count twice. Filters narrow both sides.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from archive.labels import label
from archive.library import Library
from archive.model.footage import RecordingId
from archive.search.analysis import FRENCH
from archive.search.answer import Search
from archive.search.concordance import CUE, CUE_END, CUE_START, FORM, TRACK, VOICE, Bools, Part
from archive.search.disclosure import Cell, told
from archive.search.facets import Batch
from archive.search.fields import Field
from archive.search.request import Request
from archive.search.view import asking
from archive.tables.sheet import Column, written
from media.language import decimals, lazy
from media.timecode import text_of_ms

PER = 10_000
COLUMNS = (
    Column("region", lazy("Région.")),
    Column("group", lazy("Groupe ; vide quand les personnes présentes n’en ont pas un seul.")),
    Column("sex", lazy("Sexe, de même.")),
    Column("hits", lazy("Combien de fois les mots sont dits.")),
    Column("hits_time", lazy("Durée des sous-titres qui les portent.")),
    Column("words", lazy("Combien de mots ces personnes disent en tout.")),
    Column("time", lazy("Durée de tout ce qu’elles disent.")),
    Column("rate", lazy("Fois pour 10 000 mots.")),
)


@dataclass(slots=True)
class _Sum:
    hits: int = 0
    hits_ms: int = 0
    words: int = 0
    said_ms: int = 0
    people: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Row:
    """One cell. `people` is how many persons may stand behind it; a `withheld` row is not told outside the team."""

    region: str
    group: str
    sex: str
    hits: int
    hits_ms: int
    words: int
    said_ms: int
    people: int
    withheld: bool = False
    few: bool = False

    @property
    def rate(self) -> float:
        """Times for 10,000 words."""
        return self.hits * PER / self.words if self.words else 0.0

    @property
    def rate_text(self) -> str:
        """The same as people read it, with the comma of French."""
        return decimals(f"{self.rate:.1f}")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The cells, the highest rate first, and all of them together (None when that would tell what is withheld)."""

    query: str
    rows: tuple[Row, ...]
    total: Row | None


def compare(library: Library, request: Request, *, outside: bool = False) -> Comparison:
    """Compare; with `outside`, for people outside the team. Raises as `archive.search.search` does."""
    with asking(library, request) as search:
        spoken = any(one.field is Field.LANGUAGE for one in (*search.question.filters, *request.filters()))
        sums = _sums(search, every_language=spoken)
    rows = [_row(key, found) for key, found in sums.items()]
    whole = _row(("", "", ""), _all(sums.values()))
    if outside:
        return _for_outside(request.query, rows, whole)
    return Comparison(request.query, _sorted(rows), whole)


def as_csv(found: Comparison, *, excel: bool = False) -> bytes:
    """The comparison as CSV; what is withheld reads `<5` or `-`."""
    return written(COLUMNS, (_cells(row) for row in found.rows), excel=excel)


def _sums(search: Search, *, every_language: bool) -> dict[tuple[str, str, str], _Sum]:
    sums: dict[tuple[str, str, str], _Sum] = {}
    hits: dict[int, list[Batch]] = {}
    for batch in search.places:
        hits.setdefault(batch.part, []).append(batch)
    for place, part in enumerate(search.asked.parts):
        if part.cues.shape[1] and (every_language or part.language == FRENCH):
            kept = search.wanted(place) & search.asked.permission.all(part)
            _add_part(sums, search, part, kept, hits.get(place, ()))
    return sums


def _add_part(
    sums: dict[tuple[str, str, str], _Sum], search: Search, part: Part, kept: Bools, hits: Sequence[Batch]
) -> None:
    """Add up cue by cue, then once for each pair of a track and a voice."""
    count = part.cues.shape[1]
    words = np.bincount(part.tokens[CUE][part.tokens[FORM] > 0], minlength=count) * kept
    lasts = np.maximum(part.cues[CUE_END] - part.cues[CUE_START], 0).astype(np.int64)
    found = np.zeros(count, np.int64)
    touched = np.zeros(count + 1, np.int64)
    for batch in hits:
        found += np.bincount(batch.first, minlength=count)
        np.add.at(touched, batch.first, 1)
        np.add.at(touched, batch.last + 1, -1)
    hit_ms = lasts * (np.cumsum(touched)[:-1] > 0)
    keys = part.cues[TRACK].astype(np.int64) * max(1, len(part.voices)) + part.cues[VOICE]
    pairs, place = np.unique(keys, return_inverse=True)
    totals = [np.bincount(place, weights=each, minlength=len(pairs)) for each in (found, hit_ms, words, lasts * kept)]
    for at, pair in enumerate(pairs.tolist()):
        if totals[2][at]:
            track, voice = divmod(pair, max(1, len(part.voices)))
            _add(sums, search, part, (track, voice), [int(total[at]) for total in totals])


def _add(
    sums: dict[tuple[str, str, str], _Sum], search: Search, part: Part, where: tuple[int, int], numbers: Sequence[int]
) -> None:
    track, voice = part.tracks[where[0]], part.voices[where[1]]
    into = sums.setdefault((track.region, voice.group, voice.sex), _Sum())
    into.hits += numbers[0]
    into.hits_ms += numbers[1]
    into.words += numbers[2]
    into.said_ms += numbers[3]
    into.people.update([voice.code] if voice.code else _anybody(search, track.recording))


def _anybody(search: Search, recording: str) -> Iterator[str]:
    """Everybody who may be speaking on a recording where nobody is named."""
    access = search.asked.facts.access
    known = access.recordings.get(RecordingId(recording))
    if known is not None and known.interview is not None:
        yield from (access.people[person].code for person in access.taking_part.get(known.interview, ()))


def _all(sums: Iterable[_Sum]) -> _Sum:
    whole = _Sum()
    for one in sums:
        whole.hits += one.hits
        whole.hits_ms += one.hits_ms
        whole.words += one.words
        whole.said_ms += one.said_ms
        whole.people |= one.people
    return whole


def _row(key: tuple[str, str, str], found: _Sum) -> Row:
    return Row(*key, found.hits, found.hits_ms, found.words, found.said_ms, len(found.people))


def _sorted(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: (row.withheld, -row.rate, row.region, row.group, row.sex)))


def _for_outside(query: str, rows: Sequence[Row], whole: Row) -> Comparison:
    """Small cells and the next smallest are withheld, and with them the sum of all: nothing can be subtracted."""
    cells = [Cell(str(number), row.words, row.people) for number, row in enumerate(rows)]
    shown = told(cells)
    if shown is None:
        return Comparison(query, (), None)
    safe = [
        row
        if one.count is not None
        else replace(row, hits=0, hits_ms=0, words=0, said_ms=0, people=0, withheld=True, few=one.few)
        for row, one in zip(rows, shown, strict=True)
    ]
    return Comparison(query, _sorted(safe), None if any(row.withheld for row in safe) else whole)


def _cells(row: Row) -> Sequence[str]:
    names = (row.region, label(row.group), label(row.sex))
    if row.withheld:
        return (*names, *(("<5" if row.few else "-") for _column in COLUMNS[3:]))
    times = text_of_ms(row.hits_ms), text_of_ms(row.said_ms)
    return (*names, str(row.hits), times[0], str(row.words), times[1], f"{row.rate:.2f}")
