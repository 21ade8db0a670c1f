# SPDX-License-Identifier: GPL-3.0-or-later
"""The concordance: words as a stream of numbers in mapped memory, with the places of each word.

A part holds some interviews in one language and never changes once written. The stream has a 0 between tracks,
recordings and interviews, and wherever words are missing: no quote and no NEAR ever crosses one.
"""

import json
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from archive.search.lexicon import Ints, Lexicon, mapped
from media.errors import WrongUse
from media.language import gettext as _

MOST_NEAR = 8
FORM, CUE, START, END = range(4)  # the rows of tokens.npy
CUE_START, CUE_END, TRACK, VOICE, BLOCK, TEXT_START, TEXT_END = range(7)  # the rows of cues.npy
FIRST_CUE, LAST_CUE, FIRST_TOKEN, END_TOKEN = range(4)  # the rows of passages.npy

Bools = npt.NDArray[np.bool_]


class Found(NamedTuple):
    """Places in the stream of one part: each from `starts` (with) to `ends` (without)."""

    starts: Ints
    ends: Ints


class TrackInfo(NamedTuple):
    """Where a track of this part comes from."""

    interview: str
    code: str
    region: str
    recording: str
    name: str
    track: str


class VoiceInfo(NamedTuple):
    """A speaker's code, group and sex, as far as they are known."""

    code: str
    group: str
    sex: str


class Named(NamedTuple):
    """Values, each once, and for every row the place of its own among them."""

    values: tuple[str, ...]
    places: Ints


NOWHERE = Found(np.empty(0, np.int32), np.empty(0, np.int32))


class Part:
    """One part, opened. Raises OSError, ValueError or KeyError when its files are damaged.

    Only the interviews in `present` (None: all) count: others stand in the files until these are written anew.
    """

    def __init__(self, folder: Path, present: frozenset[str] | None = None) -> None:
        """Map the files in `folder`."""
        facts: dict[str, Any] = json.loads((folder / "part.json").read_text(encoding="utf-8"))
        self.folder, self.present = folder, present
        self.language: str = facts["language"]
        self.tracks = tuple(TrackInfo(*row) for row in facts["tracks"])
        self.voices = tuple(VoiceInfo(*row) for row in facts["voices"])
        self.tokens: Ints = mapped(folder / "tokens.npy")
        self.cues: Ints = mapped(folder / "cues.npy")
        self.passages: Ints = mapped(folder / "passages.npy")
        self.texts: npt.NDArray[np.uint8] = mapped(folder / "texts.npy")
        self.places: Ints = mapped(folder / "places.npy")
        self.bounds: Ints = mapped(folder / "bounds.npy")
        self.forms = Lexicon(folder, "forms")
        self.folds = Lexicon(folder, "folds")
        self.lemmas = Lexicon(folder, "lemmas")
        self._limits = self.bounds.data  # a look at a plain buffer costs a fraction of one at an array
        names = enumerate(track.interview for track in self.tracks)
        self._gone = [] if present is None else [track for track, name in names if name not in present]

    def form(self, number: int) -> str:
        """The surface form with this number (from 1)."""
        return self.forms.word(number - 1)

    def numbers(self, forms: Sequence[str]) -> Ints:
        """The numbers of those surface forms that this part holds."""
        return np.array(sorted({number for form in forms for number in self.forms.find(form)}), np.int32)

    def positions(self, numbers: Ints) -> Ints:
        """Every place of these words, in order."""
        if not len(numbers):
            return NOWHERE.starts
        found = [self.places[self._limits[number - 1] : self._limits[number]] for number in numbers.tolist()]
        return self._present(found[0] if len(found) == 1 else np.sort(np.concatenate(found)))

    def count(self, numbers: Ints) -> int:
        """How often these words stand in the files of the part."""
        return sum(self._limits[number] - self._limits[number - 1] for number in numbers.tolist())

    def weights(self, numbers: Ints, each: Sequence[float]) -> npt.NDArray[np.float64]:
        """For every passage how often it has these words, each time counted as much as `each` says of its number."""
        found = [self.places[self._limits[number - 1] : self._limits[number]] for number in numbers.tolist()]
        passages = self.passage_of_cue[self.tokens[CUE][np.concatenate(found)]] if found else NOWHERE.starts
        if len(found) > 1:
            counted = np.repeat(np.asarray(each, np.float64), [len(places) for places in found])
            result = np.bincount(passages, counted, len(self.lengths)).astype(np.float64, copy=False)
        else:
            result = np.bincount(passages, minlength=len(self.lengths)).astype(np.float64) * sum(each)
        for first, end in self._closed_passages:
            result[first:end] = 0.0
        return result

    def touched(self, found: Found) -> Bools:
        """For every passage whether one of the places found reaches into it."""
        result = np.zeros(len(self.lengths), np.bool_)
        if len(found.starts):
            cues = self.tokens[CUE]
            first, last = self.passage_of_cue[cues[found.starts]], self.passage_of_cue[cues[found.ends - 1]]
            result[first] = result[last] = True
            for one, other in zip(*(side[last > first + 1].tolist() for side in (first, last)), strict=True):
                result[one:other] = True
        return result

    def quote(self, slots: list[Ints]) -> Found:
        """Where the words stand one after the other; each slot holds the forms that may stand there."""
        if not slots or any(not len(slot) for slot in slots):
            return NOWHERE
        order = sorted(range(len(slots)), key=lambda place: self.count(slots[place]))
        stream, starts = self.tokens[FORM], self.positions(slots[order[0]]) - order[0]
        edges = np.searchsorted(starts, [0, len(stream) - len(slots) + 1])
        starts = starts[edges[0] : edges[1]]
        for place in order[1:]:
            if len(starts):
                there, slot = stream[starts + place], slots[place]
                starts = starts[there == slot[0] if len(slot) == 1 else np.isin(there, slot)]
        return Found(starts, starts + len(slots))

    def near(self, slots: list[Ints], between: int) -> Found:
        """Where the words stand in any order with at most `between` other words among them.

        One place for each of the rarest word: the shortest run of words that has them all.
        """
        if len(slots) > MOST_NEAR:
            raise WrongUse(
                _("Trop de mots pour une recherche de proximité."),
                _("Huit mots au plus entre les guillemets, devant ~."),
            )
        if not slots or any(not len(slot) for slot in slots):
            return NOWHERE
        times = Counter(tuple(slot.tolist()) for slot in slots)
        places = [(self.positions(np.array(slot, np.int32)), count) for slot, count in times.items()]
        anchors, found = nearest_runs(places, len(slots) + between)
        blocks, cues = self.cues[BLOCK], self.tokens[CUE]
        whole = blocks[cues[found.starts]] == blocks[cues[found.ends - 1]]
        starts, ends, anchors = found.starts[whole], found.ends[whole], anchors[whole]
        order = np.lexsort((ends - starts, anchors))
        one_each = order[np.diff(anchors[order], prepend=-1) != 0]
        return Found(starts[one_each], ends[one_each])

    def text(self, cue: int) -> str:
        """What a cue says, on one line."""
        return self.texts[self.cues[TEXT_START, cue] : self.cues[TEXT_END, cue]].tobytes().decode()

    def ms(self, token: int) -> int:
        """When a word is said: its place in its cue's letters, on the cue's time."""
        cue = int(self.tokens[CUE, token])
        start, end = int(self.cues[CUE_START, cue]), int(self.cues[CUE_END, cue])
        return start + (end - start) * int(self.tokens[START, token]) // max(1, len(self.text(cue)))

    def together(self, one: int, other: int) -> bool:
        """True when nothing parts two cues: same track, and no words missing between them."""
        return bool(self.cues[BLOCK, one] == self.cues[BLOCK, other])

    @cached_property
    def lengths(self) -> Ints:
        """How many words each passage has."""
        return np.asarray(self.passages[END_TOKEN] - self.passages[FIRST_TOKEN], np.int32)

    @cached_property
    def passage_of_cue(self) -> Ints:
        """For each cue its passage."""
        cues = self.passages[LAST_CUE] - self.passages[FIRST_CUE] + 1
        return np.repeat(np.arange(len(cues), dtype=np.int32), cues)

    @cached_property
    def regions(self) -> Named:
        """The region of each track."""
        return _named([track.region for track in self.tracks])

    @cached_property
    def groups(self) -> Named:
        """The group of each voice."""
        return _named([voice.group for voice in self.voices])

    @cached_property
    def sexes(self) -> Named:
        """The sex of each voice."""
        return _named([voice.sex for voice in self.voices])

    @cached_property
    def nameless(self) -> Bools:
        """For each voice whether nobody knows whose it is."""
        return np.array([not voice.code for voice in self.voices], np.bool_)

    @cached_property
    def present_cues(self) -> Bools:
        """For each cue whether its interview still counts."""
        result = np.ones(self.cues.shape[1], np.bool_)
        for track in self._gone:
            result[slice(*np.searchsorted(self.cues[TRACK], [track, track + 1]))] = False
        return result

    @cached_property
    def _closed_passages(self) -> list[tuple[int, int]]:
        places = self.cues[TRACK][self.passages[FIRST_CUE]] if self._gone else self._gone
        found = (np.searchsorted(places, [track, track + 1]).tolist() for track in self._gone)
        return [(first, end) for first, end in found]

    @cached_property
    def _closed_tokens(self) -> Ints:
        """First and end of each run of words that are gone, one after the other."""
        edges = [self.passages[FIRST_TOKEN, first] for first, _end in self._closed_passages]
        ends = [self.passages[END_TOKEN, end - 1] for _first, end in self._closed_passages]
        return np.array([edge for pair in zip(edges, ends, strict=True) for edge in pair], np.int32)

    def _present(self, places: Ints) -> Ints:
        if not self._gone or not len(places):
            return places
        open_ones: Ints = places[np.searchsorted(self._closed_tokens, places, "right") % 2 == 0]
        return open_ones


def _named(rows: Sequence[str]) -> Named:
    places = {value: place for place, value in enumerate(dict.fromkeys(rows))}
    return Named(tuple(places), np.array([places[value] for value in rows], np.int32))


def nearest_runs(slots: Sequence[tuple[Ints, int]], widest: int) -> tuple[Ints, Found]:
    """Every shortest run of at most `widest` places that has so many places of each slot, and the anchor in it.

    The anchor is the first place of the rarest slot in the run.
    """
    rarest = min((places for places, _times in slots), key=len)
    close = [(_close(places, rarest, widest), times) for places, times in slots]
    ends = np.unique(np.concatenate([places for places, _times in close]))
    starts, held = ends.copy(), np.ones(len(ends), np.bool_)
    for places, times in close:
        before = np.searchsorted(places, ends, "right") - times
        held &= before >= 0
        starts = np.minimum(starts, places[np.maximum(before, 0)]) if len(places) else starts
    length = ends - starts + 1
    held &= (sum(times for _places, times in slots) <= length) & (length <= widest)
    starts, ends = starts[held], ends[held]
    shortest = np.diff(starts, prepend=-1) != 0  # of the runs with the same start the first ends first
    starts, ends = starts[shortest], ends[shortest] + 1
    return rarest[np.searchsorted(rarest, starts)], Found(starts, ends)


def _close(places: Ints, anchors: Ints, widest: int) -> Ints:
    """Those of `places` that are less than `widest` away from an anchor."""
    if places is anchors or not len(anchors):
        return places
    after = np.searchsorted(anchors, places)
    right = anchors[np.minimum(after, len(anchors) - 1)] - places
    left = places - anchors[np.maximum(after - 1, 0)]
    near: Ints = places[(np.abs(right) < widest) | (np.abs(left) < widest)]
    return near
