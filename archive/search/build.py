# SPDX-License-Identifier: GPL-3.0-or-later
"""From the words of some interviews to the rows of one part."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from archive.search.analysis import FRENCH, Placed, folded, placed
from archive.search.lemmas import lemma
from archive.search.rows import Rows, save
from archive.search.source import InterviewWords, Spoken, Words

PASSAGE_WORDS = 60
_LONGEST = np.iinfo(np.int32).max


@dataclass(slots=True)
class _Draft:
    """The rows of a part while it is written; forms are numbered as they come, and 0 parts what is apart."""

    language: str
    tracks: list[tuple[str, ...]] = field(default_factory=list)
    voices: dict[tuple[str, str, str], int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=lambda: {"": 0})
    stream: "array[int]" = field(default_factory=lambda: array("i"))
    cues: "array[int]" = field(default_factory=lambda: array("i"))
    passages: "array[int]" = field(default_factory=lambda: array("i"))
    texts: bytearray = field(default_factory=bytearray)
    cue: int = 0
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
    save(_rows(draft), folder)


def _add_track(draft: _Draft, words: Words) -> None:
    first, begins, length, turn, apart = draft.cue, 0, 0, "", True
    for cue in words.cues:
        found = placed(cue.text, draft.language)
        apart = apart or cue.apart
        if draft.cue > first and (apart or cue.turn != turn or length + len(found) > PASSAGE_WORDS):
            draft.passages.extend((first, draft.cue - 1, begins, len(draft.stream) // 4))
            first, length = draft.cue, 0
        if apart:
            draft.block += 1
            draft.stream.extend((0, draft.cue, 0, 0))
        if draft.cue == first:
            begins = len(draft.stream) // 4
        length, turn, apart = length + len(found), cue.turn, False
        _add_cue(draft, cue, found)
    draft.passages.extend((first, draft.cue - 1, begins, len(draft.stream) // 4))


def _add_cue(draft: _Draft, cue: Spoken, found: Sequence[Placed]) -> None:
    voice = draft.voices.setdefault((cue.voice.code, cue.voice.group, cue.voice.sex), len(draft.voices))
    start = len(draft.texts)
    draft.texts += cue.text.encode()
    times = min(cue.span.start, _LONGEST), min(cue.span.end, _LONGEST)
    draft.cues.extend((*times, len(draft.tracks) - 1, voice, draft.block, start, len(draft.texts)))
    numbers, place, extend = draft.numbers, draft.cue, draft.stream.extend
    for form, begins, ends in found:
        number = numbers.get(form)
        if number is None:
            number = numbers[form] = len(numbers)
        extend((number, place, begins, ends))
    draft.cue += 1


def _rows(draft: _Draft) -> Rows:
    forms = [form for form in draft.numbers if form]
    return Rows(
        draft.language,
        draft.tracks,
        list(draft.voices),
        np.array(draft.stream, np.int32).reshape(-1, 4).T,
        np.array(draft.cues, np.int32).reshape(-1, 7).T,
        np.array(draft.passages, np.int32).reshape(-1, 4).T,
        np.frombuffer(bytes(draft.texts), np.uint8),
        [form.encode() for form in forms],
        [(folded(form).encode(), number) for number, form in enumerate(forms, 1)],
        _lemmas(draft.language, forms),
    )


def _lemmas(language: str, forms: Sequence[str]) -> list[tuple[bytes, int]]:
    if language != FRENCH:
        return []
    pairs = ((lemma(form), number) for number, form in enumerate(forms, 1))
    return [(found.encode(), number) for found, number in pairs if found is not None]
