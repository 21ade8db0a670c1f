# SPDX-License-Identifier: GPL-3.0-or-later
"""What the person may see, cue by cue: applied before anything is counted."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archive.access import Access
from archive.model.footage import RecordingId
from archive.search.concordance import CUE, CUE_END, CUE_START, TRACK, Bools, Found, Part
from archive.search.lexicon import Ints
from archive.search.request import Within
from media.span import Span

_UNKNOWN, _NO, _YES = -1, 0, 1
_A_FEW = 64
Flags = npt.NDArray[np.int8]


@dataclass(slots=True)
class _Known:
    """What is known of a part: its cues, the tracks that nobody asked about yet, and the cues refused before each."""

    flags: Flags
    waiting: Ints
    refused: Ints | None = None


class Permission:
    """Asks `access` once for each track that has something to show, with the catalogue as it is now.

    With `within`, only what lies whole in one of those spans of its recording may be seen.
    """

    def __init__(self, access: Access, use: str, within: Within | None = None) -> None:
        self._access, self._use, self._within = access, use, within
        self._parts: dict[Part, _Known] = {}
        self._heard: dict[tuple[Part, int], bool] = {}

    def cues(self, part: Part, touched: Ints) -> Flags:
        """For every cue of the part 1, 0, or -1 where nobody asked; those touched and their tracks are known."""
        known = self._known(part)
        if len(known.waiting):
            asked = np.zeros(len(part.tracks), np.bool_)
            asked[part.cues[TRACK][touched]] = True
            for track in known.waiting[asked[known.waiting]].tolist():
                first, end = np.searchsorted(part.cues[TRACK], [track, track + 1])
                known.flags[first:end] = self._track(part, track, int(first), int(end))
            known.waiting = known.waiting[~asked[known.waiting]]
        return known.flags

    def _known(self, part: Part) -> "_Known":
        if part not in self._parts:
            self._parts[part] = _Known(
                np.full(part.cues.shape[1], _UNKNOWN, np.int8), np.arange(len(part.tracks), dtype=np.int32)
            )
        return self._parts[part]

    def places(self, part: Part, found: Found) -> Bools:
        """For each place found, whether all cues that it touches may be shown."""
        if not len(found.starts):
            return np.empty(0, np.bool_)
        stream = part.tokens[CUE]
        return self.spans(part, stream[found.starts], stream[found.ends - 1])

    def hears(self, part: Part, number: int) -> bool:
        """Whether the word with this number is said anywhere in the part that may be shown."""
        known = self._heard.get((part, number))
        if known is None:
            starts = part.positions(np.array([number], np.int32))
            halves = (starts[:_A_FEW], starts[_A_FEW:])  # nearly always one of the first may be seen
            known = any(bool(self.places(part, Found(some, some + 1)).any()) for some in halves)
            self._heard[part, number] = known
        return known

    def spans(self, part: Part, first: Ints, last: Ints) -> Bools:
        """For each run of cues from `first` to `last` (with), whether all of it may be shown."""
        waiting = len(self._known(part).waiting)
        flags = self.cues(part, np.concatenate([first, last]) if waiting else first)
        known = self._known(part)
        if known.refused is None or waiting != len(known.waiting):
            known.refused = np.concatenate([[0], np.cumsum(flags != _YES, dtype=np.int32)])
        if not known.refused[-1]:
            return np.ones(len(first), np.bool_)
        return np.asarray(known.refused[last + 1] == known.refused[first], np.bool_)

    def all(self, part: Part) -> Bools:
        """For every cue of the part, whether it may be shown."""
        if not part.cues.shape[1]:
            return np.empty(0, np.bool_)
        return np.asarray(self.cues(part, np.arange(part.cues.shape[1], dtype=np.int32)) == _YES, np.bool_)

    def _track(self, part: Part, track: int, first: int, end: int) -> Flags:
        starts, ends = part.cues[CUE_START, first:end], part.cues[CUE_END, first:end]
        moments = np.maximum(ends, starts + 1)  # as archive.tracks sees a cue without length
        recording = RecordingId(part.tracks[track].recording)
        flags = np.full(end - first, _NO, np.int8)
        if not part.present_cues[first]:
            return flags
        for span in self._access.allowed_spans(self._use, recording, Span(0, int(moments.max()))):
            flags[(span.start <= starts) & (moments <= span.end)] = _YES
        if self._within is not None:
            inside = np.zeros(end - first, np.bool_)
            for one, span in self._within:
                if one == recording:
                    inside |= (span.start <= starts) & (moments <= span.end)
            flags[~inside] = _NO
        return flags
