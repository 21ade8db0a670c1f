# SPDX-License-Identifier: GPL-3.0-or-later
"""Two versions of a track set against each other, cue by cue, in three layers: timing, words, speaker.

Doubtful words and how sure one is of the words belong to the words; who translated belongs to the speaker.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from subtitles.cue import Cue, Track

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


class Layer(StrEnum):
    """What of a cue is different."""

    TIMING = "timing"
    WORDS = "words"
    SPEAKER = "speaker"


class Piece(NamedTuple):
    """A stretch of text: `kept`, `removed` or `added`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A cue that differs: absent `before` when it was added, absent `after` when it was removed (all layers then)."""

    cue: int
    before: Cue | None
    after: Cue | None
    layers: tuple[Layer, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The words of both versions in one line: without `added` those before, without `removed` those after."""
        return words(self.before.text if self.before else "", self.after.text if self.after else "")


def diff(before: Track, after: Track) -> tuple[Difference, ...]:
    """What changed from `before` to `after`, by cue id: in the order of `after`, removed cues where they stood."""
    olds, news = {cue.id: cue for cue in before.cues}, {cue.id: cue for cue in after.cues}
    gone: dict[int | None, list[int]] = {}
    last: int | None = None
    for cue in before.cues:
        if cue.id in news:
            last = cue.id
        else:
            gone.setdefault(last, []).append(cue.id)
    order = gone.get(None, [])
    for cue in after.cues:
        order += [cue.id, *gone.get(cue.id, [])]
    found = (Difference(cue, olds.get(cue), news.get(cue), _layers(olds.get(cue), news.get(cue))) for cue in order)
    return tuple(one for one in found if one.layers)


def _layers(before: Cue | None, after: Cue | None) -> tuple[Layer, ...]:
    if before is None or after is None:
        return tuple(Layer)
    differing = {
        Layer.TIMING: before.span != after.span,
        Layer.WORDS: _words(before) != _words(after),
        Layer.SPEAKER: (before.speaker, before.translator) != (after.speaker, after.translator),
    }
    return tuple(layer for layer, differs in differing.items() if differs)


def _words(cue: Cue) -> tuple[object, ...]:
    return cue.text, cue.doubts, cue.confidence


def words(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts as one sequence of pieces, word by word.

    >>> words("Il est parti.", "Elle est partie.")[0]
    Piece(kind='removed', text='Il')
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("kept", "".join(old[a:b])))
            continue
        if b > a:
            pieces.append(Piece("removed", "".join(old[a:b])))
        if d > c:
            pieces.append(Piece("added", "".join(new[c:d])))
    return tuple(pieces)
