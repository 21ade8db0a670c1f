# SPDX-License-Identifier: GPL-3.0-or-later
"""The concordance: words as a stream of numbers in mapped memory, with the places of each word.

A part holds some interviews in one language and never changes once written. The stream has a 0 between tracks,
recordings and interviews, and wherever words are missing: no quote and no NEAR ever crosses one.
"""

import json
from itertools import product
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


NOWHERE = Found(np.empty(0, np.int32), np.empty(0, np.int32))


class Part:
    """One part, opened. Raises OSError, ValueError or KeyError when its files are damaged."""

    def __init__(self, folder: Path) -> None:
        """Map the files in `folder`."""
        facts: dict[str, Any] = json.loads((folder / "part.json").read_text(encoding="utf-8"))
        self.folder = folder
        self.language: str = facts["language"]
        self.tracks = tuple(TrackInfo(*row) for row in facts["tracks"])
        self.voices = tuple(VoiceInfo(*row) for row in facts["voices"])
        self.tokens: Ints = mapped(folder / "tokens.npy")
        self.cues: Ints = mapped(folder / "cues.npy")
        self.passages: Ints = mapped(folder / "passages.npy")
        self._texts: npt.NDArray[np.uint8] = mapped(folder / "texts.npy")
        self._places: Ints = mapped(folder / "places.npy")
        self._bounds: Ints = mapped(folder / "bounds.npy")
        self.forms = Lexicon(folder, "forms")
        self.folds = Lexicon(folder, "folds")
        self.lemmas = Lexicon(folder, "lemmas")

    def form(self, number: int) -> str:
        """The surface form with this number (from 1)."""
        return self.forms.word(number - 1)

    def numbers(self, forms: tuple[str, ...]) -> Ints:
        """The numbers of those surface forms that this part holds."""
        return np.array(sorted({number for form in forms for number in self.forms.find(form)}), np.int32)

    def positions(self, numbers: Ints) -> Ints:
        """Every place of these words, in order."""
        if not len(numbers):
            return NOWHERE.starts
        found = [self._places[self._bounds[number - 1] : self._bounds[number]] for number in numbers.tolist()]
        return found[0] if len(found) == 1 else np.sort(np.concatenate(found))

    def count(self, numbers: Ints) -> int:
        """How often these words stand in the part."""
        return int(sum(self._bounds[number] - self._bounds[number - 1] for number in numbers.tolist()))

    def quote(self, slots: list[Ints]) -> Found:
        """Where the words stand one after the other; each slot holds the forms that may stand there."""
        if not slots or any(not len(slot) for slot in slots):
            return NOWHERE
        rarest = min(range(len(slots)), key=lambda place: self.count(slots[place]))
        starts = self.positions(slots[rarest]) - rarest
        stream = self.tokens[FORM]
        starts = starts[(starts >= 0) & (starts <= len(stream) - len(slots))]
        for place, slot in enumerate(slots):
            if place != rarest and len(starts):
                there = stream[starts + place]
                starts = starts[there == slot[0] if len(slot) == 1 else np.isin(there, slot)]
        return Found(starts, starts + len(slots))

    def near(self, slots: list[Ints], between: int) -> Found:
        """Where the words stand in any order with at most `between` other words among them."""
        if len(slots) > MOST_NEAR:
            raise WrongUse(
                _("Trop de mots pour une recherche de proximité."),
                _("Huit mots au plus entre les guillemets, devant ~."),
            )
        if not slots or any(not len(slot) for slot in slots):
            return NOWHERE
        rarest = min(range(len(slots)), key=lambda place: self.count(slots[place]))
        anchors = self.positions(slots[rarest])
        sides = [self._neighbours(anchors, slot) for place, slot in enumerate(slots) if place != rarest]
        best_start, best_end = anchors.copy(), np.full(len(anchors), np.iinfo(np.int32).max, np.int32)
        for choice in product((0, 1), repeat=len(sides)):
            chosen = np.stack([anchors, *(pair[side] for pair, side in zip(sides, choice, strict=True))])
            missing = (chosen < 0).any(axis=0)
            start, end = chosen.min(axis=0), chosen.max(axis=0) + 1
            better = ~missing & (end - start < best_end - best_start)
            best_start, best_end = np.where(better, start, best_start), np.where(better, end, best_end)
        near = best_end - best_start <= len(slots) + between
        starts, ends = best_start[near], best_end[near]
        blocks, cues = self.cues[BLOCK], self.tokens[CUE]
        whole = blocks[cues[starts]] == blocks[cues[ends - 1]]
        pairs = np.unique(np.stack([starts[whole], ends[whole]], axis=1), axis=0)
        return Found(pairs[:, 0].astype(np.int32), pairs[:, 1].astype(np.int32))

    def _neighbours(self, anchors: Ints, slot: Ints) -> tuple[Ints, Ints]:
        """For each anchor the nearest place of `slot` before and after it, -1 where there is none."""
        places = self.positions(slot)
        before = np.searchsorted(places, anchors, "left") - 1
        after = np.searchsorted(places, anchors, "right")
        left = np.where(before >= 0, places[np.maximum(before, 0)], -1)
        right = np.where(after < len(places), places[np.minimum(after, len(places) - 1)], -1)
        return left.astype(np.int32), right.astype(np.int32)

    def text(self, cue: int) -> str:
        """What a cue says, on one line."""
        return self._texts[self.cues[TEXT_START, cue] : self.cues[TEXT_END, cue]].tobytes().decode()

    def ms(self, token: int) -> int:
        """When a word is said: its place in its cue's letters, on the cue's time."""
        cue = int(self.tokens[CUE, token])
        start, end = int(self.cues[CUE_START, cue]), int(self.cues[CUE_END, cue])
        return start + (end - start) * int(self.tokens[START, token]) // max(1, len(self.text(cue)))

    def together(self, one: int, other: int) -> bool:
        """True when nothing parts two cues: same track, and no words missing between them."""
        return bool(self.cues[BLOCK, one] == self.cues[BLOCK, other])
