# SPDX-License-Identifier: GPL-3.0-or-later
"""A Whoosh matcher that holds all its documents at once, so that And, Or and AndNot are a few operations on arrays.

Whoosh walks the documents of a query one by one, in Python: half a second for a word that 130,000 passages have.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import matching

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


class Block(matching.Matcher):  # type: ignore[misc]
    """For every document of an index whether it answers, and how well; can be walked like any other matcher."""

    def __init__(self, answers: Bools, scores: Floats) -> None:
        self.answers, self.scores = answers, scores
        self._ids: list[int] | None = None
        self._at = 0

    def both(self, other: "Block") -> "Block":
        """Documents of the two."""
        return Block(self.answers & other.answers, self.scores + other.scores)

    def either(self, other: "Block") -> "Block":
        """Documents of one at least."""
        mine, others = np.where(self.answers, self.scores, 0.0), np.where(other.answers, other.scores, 0.0)
        return Block(self.answers | other.answers, mine + others)

    def without(self, other: "Block") -> "Block":
        """Documents of this one that are not of the other."""
        return Block(self.answers & ~other.answers, self.scores)

    @property
    def ids(self) -> list[int]:
        """The documents in order."""
        if self._ids is None:
            self._ids = np.flatnonzero(self.answers).tolist()
        return self._ids

    def is_active(self) -> bool:
        return self._at < len(self.ids)

    def reset(self) -> None:
        self._at = 0

    def copy(self) -> "Block":
        other = Block(self.answers, self.scores)
        other._ids, other._at = self._ids, self._at
        return other

    def id(self) -> int:
        return self.ids[self._at]

    def next(self) -> None:
        self._at += 1

    def skip_to(self, id: int) -> None:  # noqa: A002 (Whoosh's own name for it)
        """Go to the first document from `id` on."""
        self._at = max(self._at, int(np.searchsorted(self.ids, id)))

    def score(self) -> float:
        return float(self.scores[self.id()])

    def weight(self) -> float:
        return 1.0

    def supports(self, astype: str) -> bool:
        return False

    def value(self) -> bytes:
        return b""

    def value_as(self, astype: str) -> Any:
        raise ValueError(astype)


def block_of(matcher: Any, documents: int) -> Block:
    """Any matcher as a block over so many documents, walked when it is none."""
    if isinstance(matcher, Block):
        return matcher
    found = Block(np.zeros(documents, np.bool_), np.zeros(documents))
    while matcher.is_active():
        found.answers[matcher.id()] = True
        found.scores[matcher.id()] = matcher.score()
        matcher.next()
    return found
