# SPDX-License-Identifier: GPL-3.0-or-later
"""From the words of some interviews to the files of one part."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from archive.search import engine, lexicon
from archive.search.analysis import FRENCH, Token, folded, tokens
from archive.search.lemmas import lemma
from archive.search.source import InterviewWords, Spoken, Words
from media.posix import fsync_folder

PASSAGE_WORDS = 60
_LONGEST = np.iinfo(np.int32).max


@dataclass(slots=True)
class _Draft:
    """The rows of a part while it is written."""

    language: str
    tracks: list[tuple[str, ...]] = field(default_factory=list)
    voices: dict[tuple[str, str, str], int] = field(default_factory=dict)
    stream: list[tuple[str, int, int, int]] = field(default_factory=list)
    cues: list[tuple[int, ...]] = field(default_factory=list)
    passages: list[tuple[int, int, int, int]] = field(default_factory=list)
    texts: bytearray = field(default_factory=bytearray)
    block: int = 0


def languages(told: Sequence[InterviewWords]) -> list[str]:
    """The languages that these interviews have words in."""
    return sorted({words.language for found in told for words in found.words if words.cues})


def count_words(interview: InterviewWords) -> int:
    """About how many words an interview has; enough to share interviews out."""
    return sum(cue.text.count(" ") + 1 for words in interview.words for cue in words.cues)


def write_part(folder: Path, language: str, told: Sequence[InterviewWords]) -> None:
    """Write the part with all words in `language` into the new `folder`, and make it last through a power cut."""
    draft = _Draft(language)
    for interview in told:
        for words in interview.words:
            if words.language == language and words.cues:
                draft.tracks.append(
                    (interview.interview, interview.code, interview.region, words.recording, words.name, words.track)
                )
                _add_track(draft, words)
    folder.mkdir(parents=True)
    _save(draft, folder)
    for path in folder.iterdir():
        with path.open("rb+") as handle:
            os.fsync(handle.fileno())
    fsync_folder(folder)


def _add_track(draft: _Draft, words: Words) -> None:
    pending: list[int] = []
    length, turn, apart = 0, "", True
    for cue in words.cues:
        found = tokens(cue.text, draft.language)
        apart = apart or cue.apart
        if pending and (apart or cue.turn != turn or length + len(found) > PASSAGE_WORDS):
            _close(draft, pending)
            pending, length = [], 0
        if apart:
            draft.block += 1
            draft.stream.append(("", len(draft.cues), 0, 0))
        pending.append(len(draft.cues))
        length, turn, apart = length + len(found), cue.turn, False
        _add_cue(draft, cue, found)
    _close(draft, pending)


def _add_cue(draft: _Draft, cue: Spoken, found: Sequence[Token]) -> None:
    place = len(draft.cues)
    voice = draft.voices.setdefault((cue.voice.code, cue.voice.group, cue.voice.sex), len(draft.voices))
    start = len(draft.texts)
    draft.texts += cue.text.encode()
    draft.cues.append(
        (
            min(cue.span.start, _LONGEST),
            min(cue.span.end, _LONGEST),
            len(draft.tracks) - 1,
            voice,
            draft.block,
            start,
            len(draft.texts),
        )
    )
    draft.stream.extend((token.form, place, token.start, token.end) for token in found)


def _close(draft: _Draft, pending: Sequence[int]) -> None:
    end = start = len(draft.stream)
    while draft.stream[start - 1][0] and draft.stream[start - 1][1] >= pending[0]:
        start -= 1
    draft.passages.append((pending[0], pending[-1], start, end))


def _save(draft: _Draft, folder: Path) -> None:
    forms = sorted({row[0] for row in draft.stream if row[0]}, key=str.encode)
    numbers = {form: place for place, form in enumerate(forms, 1)}
    numbers[""] = 0
    stream = np.array([(numbers[form], *rest) for form, *rest in draft.stream], np.int32).reshape(-1, 4).T
    np.save(folder / "tokens.npy", np.ascontiguousarray(stream))
    order = np.argsort(stream[0], kind="stable").astype(np.int32)
    counts = np.bincount(stream[0], minlength=len(forms) + 1)
    np.save(folder / "places.npy", order[counts[0] :])
    np.save(folder / "bounds.npy", np.concatenate([[0], np.cumsum(counts[1:])]).astype(np.int32))
    np.save(folder / "cues.npy", np.ascontiguousarray(np.array(draft.cues, np.int32).reshape(-1, 7).T))
    np.save(folder / "passages.npy", np.ascontiguousarray(np.array(draft.passages, np.int32).reshape(-1, 4).T))
    np.save(folder / "texts.npy", np.frombuffer(bytes(draft.texts), np.uint8))
    lexicon.write(folder, "forms", ((form, numbers[form]) for form in forms))
    lexicon.write(folder, "folds", ((folded(form), numbers[form]) for form in forms))
    lexicon.write(folder, "lemmas", _lemmas(draft.language, forms, numbers))
    facts = {"language": draft.language, "tracks": draft.tracks, "voices": list(draft.voices)}
    (folder / "part.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    passages = ([row[0] for row in draft.stream[start:end]] for _first, _last, start, end in draft.passages)
    engine.write(folder, draft.language, passages)


def _lemmas(language: str, forms: Sequence[str], numbers: dict[str, int]) -> list[tuple[str, int]]:
    if language != FRENCH:
        return []
    pairs = ((lemma(form), numbers[form]) for form in forms)
    return [(found, number) for found, number in pairs if found is not None]
