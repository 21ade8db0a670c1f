# SPDX-License-Identifier: GPL-3.0-or-later
"""The first results of many: best first, and what is equally good in the order of codes, recordings and time."""

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from archive.search.concordance import CUE_START, TRACK, Part
from archive.search.facets import Batch
from archive.search.hits import Item

Rows = npt.NDArray[np.int64]
_DIGITS = 6  # of a score: what differs by less is equally good


class Ranking:
    """Picks from the results in these parts without sorting them all."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts

    def first(self, batches: Sequence[Batch], limit: int) -> list[Item]:
        """The first `limit` results in order."""
        sizes = [len(batch.first) for batch in batches]
        if not sum(sizes) or limit <= 0:
            return []
        scores = np.concatenate([batch.scores for batch in batches])
        chosen = np.arange(len(scores))
        if len(scores) > limit:
            better, equal = _parted(scores, limit) if scores.any() else (chosen[:0], chosen)
            chosen = np.concatenate([better, self._earliest(batches, sizes, equal, limit - len(better))])
            chosen.sort()
        order = np.lexsort((self._places(batches, sizes, chosen), -np.round(scores[chosen], _DIGITS)))
        starts = np.cumsum([0, *sizes])
        return [_item(batches, starts, row) for row in chosen[order].tolist()]

    def _earliest(self, batches: Sequence[Batch], sizes: Sequence[int], rows: Rows, count: int) -> Rows:
        """So many of the rows: those that come first."""
        edges = np.searchsorted(rows, np.cumsum([0, *sizes])).tolist()
        kept = []
        for batch, (first, end) in zip(batches, pairwise(edges), strict=True):
            kept.append(rows[first : min(end, first + count) if self._sorted[batch.part] else end])
        rows = np.concatenate(kept)
        if len(rows) <= count:
            return rows
        return rows[np.argpartition(self._places(batches, sizes, rows), count - 1)[:count]]

    def _places(self, batches: Sequence[Batch], sizes: Sequence[int], rows: Rows) -> Rows:
        """Where each of these rows stands among all recordings and times."""
        found, start = [], 0
        for batch, size in zip(batches, sizes, strict=True):
            own = rows[np.searchsorted(rows, start) : np.searchsorted(rows, start + size)] - start
            cues, part = batch.first[own], self._parts[batch.part]
            ranks = self._ranks[batch.part][part.cues[TRACK][cues]]
            found.append((ranks << 32) | part.cues[CUE_START][cues])
            start += size
        return np.concatenate(found)

    @cached_property
    def _sorted(self) -> list[bool]:
        """For each part whether its results come one after the other as people read them."""
        return [bool((np.diff(ranks) > 0).all()) for ranks in self._ranks]

    @cached_property
    def _ranks(self) -> list[Rows]:
        """For each track of each part its place by interview code and recording name."""
        tracks = sorted({(track.code, track.name) for part in self._parts for track in part.tracks})
        ranks = {track: rank for rank, track in enumerate(tracks)}
        return [np.array([ranks[track.code, track.name] for track in part.tracks], np.int64) for part in self._parts]


def _parted(scores: npt.NDArray[np.float64], limit: int) -> tuple[Rows, Rows]:
    """The rows that are among the first so many whatever their place, and those of which only some have room."""
    worst = np.partition(scores, len(scores) - limit)[len(scores) - limit]
    rows = np.flatnonzero(scores > worst - 10.0**-_DIGITS)
    rounded, worst = np.round(scores[rows], _DIGITS), np.round(worst, _DIGITS)
    return rows[rounded > worst], rows[rounded == worst]


def _item(batches: Sequence[Batch], starts: Rows, row: int) -> Item:
    number = int(np.searchsorted(starts, row, "right")) - 1
    batch, at = batches[number], row - int(starts[number])
    return Item(batch.part, int(batch.first[at]), int(batch.last[at]), int(batch.starts[at]), int(batch.ends[at]))
