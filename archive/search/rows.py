# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of a part: written to its files, and put together from parts that are there without reading a word again."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from archive.search import lexicon
from archive.search.concordance import (
    BLOCK,
    CUE,
    END_TOKEN,
    FIRST_CUE,
    FIRST_TOKEN,
    FORM,
    LAST_CUE,
    TEXT_END,
    TEXT_START,
    TRACK,
    VOICE,
    Part,
)
from archive.search.lexicon import Ints
from media.posix import fsync_folder

Pairs = list[tuple[bytes, int]]


@dataclass(frozen=True, slots=True)
class Rows:
    """A part in memory. Forms are numbered from 1 in any order; `folds` and `lemmas` give such numbers for a word."""

    language: str
    tracks: Sequence[tuple[str, ...]]
    voices: Sequence[tuple[str, ...]]
    stream: Ints
    cues: Ints
    passages: Ints
    texts: npt.NDArray[np.uint8]
    forms: Sequence[bytes]
    folds: Pairs
    lemmas: Pairs


def save(rows: Rows, folder: Path) -> None:
    """Write `rows` into the new `folder`, and make it last through a power cut."""
    folder.mkdir(parents=True)
    order = sorted(range(len(rows.forms)), key=rows.forms.__getitem__)
    rank = np.zeros(len(order) + 1, np.int32)
    rank[np.array(order, np.int64) + 1] = np.arange(1, len(order) + 1, dtype=np.int32)
    stream = np.ascontiguousarray(rows.stream)
    stream[FORM] = rank[stream[FORM]]
    np.save(folder / "tokens.npy", stream)
    counts = np.bincount(stream[FORM], minlength=len(order) + 1)
    np.save(folder / "places.npy", _by_form(stream[FORM])[counts[0] :])
    np.save(folder / "bounds.npy", np.concatenate([[0], np.cumsum(counts[1:])]).astype(np.int32))
    np.save(folder / "cues.npy", np.ascontiguousarray(rows.cues))
    np.save(folder / "passages.npy", np.ascontiguousarray(rows.passages))
    np.save(folder / "texts.npy", rows.texts)
    numbers = rank.tolist()
    lexicon.write(folder, "forms", [(rows.forms[place], at) for at, place in enumerate(order, 1)])
    for name, pairs in (("folds", rows.folds), ("lemmas", rows.lemmas)):
        lexicon.write(folder, name, [(word, numbers[number]) for word, number in pairs])
    facts = {"language": rows.language, "tracks": rows.tracks, "voices": rows.voices}
    (folder / "part.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    for path in folder.iterdir():
        with path.open("rb+") as handle:
            os.fsync(handle.fileno())
    fsync_folder(folder)


def _by_form(forms: Ints) -> Ints:
    """The places of all words by form, and each form's in order."""
    # numpy sorts plain numbers many times faster than it sorts places by what stands there
    keys = (forms.astype(np.int64) << 32) | np.arange(len(forms), dtype=np.int64)
    keys.sort()
    return (keys & 0xFFFFFFFF).astype(np.int32)


class _Kept(NamedTuple):
    """What is kept of a part, numbered anew from 0 or, for forms and voices, as in the whole."""

    tracks: list[tuple[str, ...]]
    stream: Ints
    cues: Ints
    passages: Ints
    texts: npt.NDArray[np.uint8]


def put_together(parts: Sequence[Part]) -> Rows | None:
    """The rows of all parts, of one language, in one, without the interviews that are gone; None when nothing is left."""
    forms: dict[bytes, int] = {}
    voices: dict[tuple[str, ...], int] = {}
    folds: set[tuple[bytes, int]] = set()
    lemmas: set[tuple[bytes, int]] = set()
    kept = []
    for part in parts:
        stream = part.tokens[:, part.present_cues[part.tokens[CUE]]]
        numbers = _numbers(part, stream, forms)
        folds.update((word, numbers[number]) for word, number in part.folds.pairs() if numbers[number])
        lemmas.update((word, numbers[number]) for word, number in part.lemmas.pairs() if numbers[number])
        stream[FORM] = np.array(numbers, np.int32)[stream[FORM]]
        kept.append(_kept(part, stream, voices))
    tracks = [track for one in kept for track in one.tracks]
    if not tracks:
        return None
    joined = _joined(kept)
    return Rows(parts[0].language, tracks, list(voices), *joined, list(forms), list(folds), list(lemmas))


def _numbers(part: Part, stream: Ints, forms: dict[bytes, int]) -> list[int]:
    """For each form of the part its number in the whole, 0 for one that nobody says any more."""
    said = np.bincount(stream[FORM], minlength=len(part.forms) + 1).tolist()
    result = [0] * len(said)
    for word, number in part.forms.pairs():
        if said[number]:
            result[number] = forms.setdefault(word, len(forms) + 1)
    return result


def _kept(part: Part, stream: Ints, voices: dict[tuple[str, ...], int]) -> _Kept:
    present = part.present_cues
    cues = part.cues[:, present]
    tracks = np.unique(cues[TRACK])
    new_cue = np.cumsum(present, dtype=np.int32) - 1
    new_token = np.concatenate([[0], np.cumsum(present[part.tokens[CUE]])]).astype(np.int32)
    stream[CUE] = new_cue[stream[CUE]]
    passages = part.passages[:, present[part.passages[FIRST_CUE]]]
    for row in (FIRST_CUE, LAST_CUE):
        passages[row] = new_cue[passages[row]]
    for row in (FIRST_TOKEN, END_TOKEN):
        passages[row] = new_token[passages[row]]
    texts = _texts(part, cues, tracks)
    cues[TRACK] = np.searchsorted(tracks, cues[TRACK])
    spoken = np.zeros(len(part.voices), np.int32)
    for voice in np.unique(cues[VOICE]).tolist():
        spoken[voice] = voices.setdefault(tuple(part.voices[voice]), len(voices))
    cues[VOICE] = spoken[cues[VOICE]]
    return _Kept([tuple(part.tracks[track]) for track in tracks.tolist()], stream, cues, passages, texts)


def _texts(part: Part, cues: Ints, tracks: Ints) -> npt.NDArray[np.uint8]:
    """The letters of the tracks kept, one after the other; the cues' places in them are set."""
    pieces, length = [], 0
    for track in tracks.tolist():
        own = slice(*np.searchsorted(cues[TRACK], [track, track + 1]).tolist())
        start, end = int(cues[TEXT_START, own.start]), int(cues[TEXT_END, own.stop - 1])
        cues[TEXT_START : TEXT_END + 1, own] += length - start
        pieces.append(part.texts[start:end])
        length += end - start
    return np.concatenate(pieces) if pieces else np.empty(0, np.uint8)


def _joined(kept: Sequence[_Kept]) -> tuple[Ints, Ints, Ints, npt.NDArray[np.uint8]]:
    """The rows of all, those of each part counted on from the part before."""
    track = block = cue = token = text = 0
    for one in kept:
        one.stream[CUE] += cue
        one.passages[FIRST_CUE : LAST_CUE + 1] += cue
        one.passages[FIRST_TOKEN : END_TOKEN + 1] += token
        one.cues[TRACK] += track
        one.cues[BLOCK] += block
        one.cues[TEXT_START : TEXT_END + 1] += text
        track, cue, token = track + len(one.tracks), cue + one.cues.shape[1], token + one.stream.shape[1]
        block = int(one.cues[BLOCK].max()) + 1 if one.cues.shape[1] else block
        text += len(one.texts)
    stream, cues, passages = (
        np.concatenate(rows, axis=1)
        for rows in zip(*((one.stream, one.cues, one.passages) for one in kept), strict=True)
    )
    return stream, cues, passages, np.concatenate([one.texts for one in kept])
