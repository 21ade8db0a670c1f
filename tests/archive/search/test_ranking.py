# SPDX-License-Identifier: GPL-3.0-or-later
"""The first results of many are those that sorting all of them would put first."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from archive.library import Library
from archive.search.concordance import CUE_START, TRACK
from archive.search.facets import Batch
from archive.search.ranking import Ranking
from tests.archive.search.telling import ask, retell, tell

CODES = ("A", "B", "C", "D", "E", "F")


def part_of(codes: Sequence[str], rows: Sequence[tuple[int, float]]) -> tuple[Any, list[float]]:
    """A part with a track for each code and a cue for each row, and the scores in the order of the cues."""
    ordered = sorted((track % len(codes), second, score) for second, (track, score) in enumerate(rows))
    cues = np.zeros((7, len(ordered)), np.int32)
    for place, (track, second, _score) in enumerate(ordered):
        cues[TRACK, place], cues[CUE_START, place] = track, second
    tracks = tuple(SimpleNamespace(code=code, name=f"{code}.MP4") for code in codes)
    return SimpleNamespace(tracks=tracks, cues=cues), [score for _track, _second, score in ordered]


ROWS = some.lists(
    some.tuples(some.integers(0, 2), some.sampled_from([0.0, 1.0, 1.0000001, 2.5, 2.5000004])), max_size=12
)


@given(codes=some.permutations(CODES), one=ROWS, other=ROWS, limit=some.integers(0, 15), plain=some.booleans())
def test_the_first_so_many_are_those_of_the_whole_order(
    codes: list[str],
    one: list[tuple[int, float]],
    other: list[tuple[int, float]],
    limit: int,
    plain: bool,
) -> None:
    parts, batches, everything = [], [], []
    for number, rows in enumerate((one, other)):
        own = codes[3 * number : 3 * number + 3]
        part, scores = part_of(own, [(track, 0.0 if plain else score) for track, score in rows])
        places = np.arange(len(scores), dtype=np.int32)
        parts.append(part)
        batches.append(Batch(number, places, places, places, places + 1, np.array(scores, np.float64)))
        for cue, score in enumerate(scores):
            track, start = part.cues[[TRACK, CUE_START], cue].tolist()
            everything.append((-round(score, 6), own[track], start, number, cue))
    found = Ranking(parts).first(batches, limit)
    assert [(item.part, item.first) for item in found] == [row[3:] for row in sorted(everything)[:limit]]


def test_a_shelf_put_together_out_of_order_still_answers_by_codes(library: Library) -> None:
    with library.writing() as session:
        told = [tell(session, code, "la paix // la paix") for code in ("C", "A", "B")]
    for recording in told:  # each goes to the end of its shelf
        with library.writing() as session:
            retell(session, recording, "la paix // encore // la paix")
        whole = [(hit.interview, hit.start_ms) for hit in ask(library, '"la paix"').hits]
        assert whole == sorted(whole) and len(whole) == 6
        for limit in range(7):
            some_hits = ask(library, '"la paix"', limit=limit).hits
            assert [(hit.interview, hit.start_ms) for hit in some_hits] == whole[:limit]
