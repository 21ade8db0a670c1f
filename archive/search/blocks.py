# SPDX-License-Identifier: GPL-3.0-or-later
"""A Whoosh matcher that holds all its documents at once, so that And, Or and AndNot are a few operations on arrays.

Whoosh walks the documents of a query one by one, in Python: half a second for a word that 130,000 passages have.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import matching

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


class Block(matching.Matcher):  # type: ignore[misc]
    """For every document of an index whether it answers; can be walked like any other matcher.

    How well is worked out in the end, for those alone that answer the whole question.
    """

    def __init__(self, answers: Bools, scored: Callable[[Numbers], Floats], *, empty: bool = False) -> None:
        """`scored` gives the scores of documents that answer; `empty` says that none does, where that is known."""
        self.answers, self._scored, self._empty = answers, scored, empty
        self._ids: list[int] | None = None
        self._at = 0

    def scores(self, documents: Numbers) -> Floats:
        """How well each of these documents answers; 0 for one that does not."""
        return np.where(self.answers[documents], self._scored(documents), 0.0)

    def both(self, other: "Block") -> "Block":
        """Documents of the two."""
        return Block(self.answers & other.answers, self._sum(other))

    def either(self, other: "Block") -> "Block":
        """Documents of one at least."""
        if other._empty or self._empty:
            return self if other._empty else other
        return Block(self.answers | other.answers, self._sum(other))

    def without(self, other: "Block") -> "Block":
        """Documents of this one that are not of the other."""
        return Block(self.answers & ~other.answers, self.scores)

    def _sum(self, other: "Block") -> Callable[[Numbers], Floats]:
        return lambda documents: self.scores(documents) + other.scores(documents)

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
        other = Block(self.answers, self._scored, empty=self._empty)
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
        return float(self.scores(np.array([self.id()]))[0])

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
    answers, scores = np.zeros(documents, np.bool_), np.zeros(documents)
    while matcher.is_active():
        answers[matcher.id()] = True
        scores[matcher.id()] = matcher.score()
        matcher.next()
    return Block(answers, lambda asked: scores[asked])


def nothing(documents: int) -> Block:
    """A block in which none of so many documents answers."""
    return Block(np.zeros(documents, np.bool_), lambda asked: np.zeros(len(asked)), empty=True)
