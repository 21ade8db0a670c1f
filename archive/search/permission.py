# SPDX-License-Identifier: GPL-3.0-or-later
"""What the person may see and has asked for, cue by cue: applied before anything is counted."""

import numpy as np
import numpy.typing as npt

from archive.access import Access
from archive.model.footage import RecordingId
from archive.search.analysis import folded, surface
from archive.search.concordance import CUE, CUE_END, CUE_START, TRACK, VOICE, Bools, Found, Part
from archive.search.lexicon import Ints
from archive.search.request import Request
from archive.search.source import is_french
from media.span import Span

_UNKNOWN, _NO, _YES = -1, 0, 1
Flags = npt.NDArray[np.int8]


class Permission:
    """Asks `access` once for each track that has something to show, with the catalogue as it is now."""

    def __init__(self, access: Access, use: str) -> None:
        self._access, self._use = access, use
        self._cues: dict[int, Flags] = {}

    def cues(self, part: Part, touched: Ints) -> Flags:
        """For every cue of the part 1, 0, or -1 where nobody asked; those touched and their tracks are known."""
        known = self._cues.setdefault(id(part), np.full(part.cues.shape[1], _UNKNOWN, np.int8))
        for track in np.unique(part.cues[TRACK][touched]).tolist():
            first, end = np.searchsorted(part.cues[TRACK], [track, track + 1])
            if known[first] == _UNKNOWN:
                known[first:end] = self._track(part, track, int(first), int(end))
        return known

    def places(self, part: Part, found: Found) -> Bools:
        """For each place found, whether all cues that it touches may be shown."""
        if not len(found.starts):
            return np.empty(0, np.bool_)
        stream = part.tokens[CUE]
        return self.spans(part, stream[found.starts], stream[found.ends - 1])

    def spans(self, part: Part, first: Ints, last: Ints) -> Bools:
        """For each run of cues from `first` to `last` (with), whether all of it may be shown."""
        flags = self.cues(part, np.concatenate([first, last]))
        refused = np.concatenate([[0], np.cumsum(flags != _YES)])
        return np.asarray(refused[last + 1] == refused[first], np.bool_)

    def _track(self, part: Part, track: int, first: int, end: int) -> Flags:
        starts, ends = part.cues[CUE_START, first:end], part.cues[CUE_END, first:end]
        moments = np.maximum(ends, starts + 1)  # as archive.tracks sees a cue without length
        recording = RecordingId(part.tracks[track].recording)
        flags = np.full(end - first, _NO, np.int8)
        for span in self._access.allowed_spans(self._use, recording, Span(0, int(moments.max()))):
            flags[(span.start <= starts) & (moments <= span.end)] = _YES
        return flags


def wanted(part: Part, request: Request) -> Bools:
    """For each cue of the part, whether the filters of the question let it through."""
    if request.language and not _same_language(part.language, request.language):
        return np.zeros(part.cues.shape[1], np.bool_)
    tracks = np.array([_same(request.region, track.region) for track in part.tracks], np.bool_)
    voices = np.array(
        [_same(request.group, voice.group) and _same(request.sex, voice.sex) for voice in part.voices], np.bool_
    )
    return np.asarray(tracks[part.cues[TRACK]] & voices[part.cues[VOICE]], np.bool_)


def _same(asked: str | None, value: str) -> bool:
    return not asked or folded(surface(asked.strip())) == folded(surface(value))


def _same_language(language: str, asked: str) -> bool:
    if is_french(asked):
        return is_french(language)
    return f"{language.lower()}-".startswith(f"{asked.lower()}-")
