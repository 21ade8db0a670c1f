# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoosh: passages ranked by BM25F for free words, boolean operators, and quotes found by the concordance.

Whoosh reads the parts of the concordance through `archive.search.reader` and keeps the statistics, the query tree and
the ranking; what it would do passage by passage is done on whole arrays (`archive.search.blocks`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import log
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from whoosh import __version__, query, reading, scoring, searching
from whoosh.query import Query as Query

from archive.search.blocks import Block, Floats, Numbers, block_of, nothing
from archive.search.concordance import Found, Part
from archive.search.reader import PartReader, field_of

ENGINE = "whoosh " + ".".join(map(str, __version__))
_K1, _B = 1.2, 0.75


class Ranked(NamedTuple):
    """The passages of a part that answer, in their order, and how well each does."""

    part: int
    passages: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float64]


class Engine:
    """All parts, read by Whoosh as one index."""

    def __init__(self, parts: Sequence[Part]) -> None:
        """Take the parts in their order."""
        readers = [PartReader(part, place) for place, part in enumerate(parts)]
        self._searcher = searching.Searcher(reading.MultiReader(readers), scoring.BM25F(B=_B, K1=_K1))

    def passages(self, wanted: Query) -> Iterator[Ranked]:
        """The passages that answer, part by part."""
        context = self._searcher.context()
        for leaf, _offset in self._searcher.leaf_searchers():
            block = block_of(wanted.matcher(leaf, context), leaf.doc_count_all())
            passages = np.flatnonzero(block.answers)
            if len(passages):
                yield Ranked(leaf.reader().place, passages, block.scores(passages))


def word(forms: Mapping[str, float], language: str, said: int) -> Query:
    """Passages with any of these surface forms, each counted by its weight; `said` is how often all of them are."""
    return _Forms(field_of(language), forms, said) if forms else query.NullQuery


def both(parts: Sequence[Query]) -> Query:
    """Passages that answer every part."""
    return _Every(list(parts)) if len(parts) > 1 else parts[0]


def either(parts: Sequence[Query]) -> Query:
    """Passages that answer one part at least."""
    return _Any(list(parts)) if len(parts) > 1 else parts[0]


def without(wanted: Query, unwanted: Query) -> Query:
    """Passages that answer the first and not the second."""
    return _Without(wanted, unwanted)


def rarity(passages_with: int, passages: int) -> float:
    """The inverse document frequency that ranks a word."""
    return log(passages / (passages_with + 1)) + 1 if passages_with + 1 < passages else 1.0


class Spotted(Query):  # type: ignore[misc]
    """Passages that the concordance found: by `find`, given the number of the part."""

    def __init__(self, find: Callable[[int], Found], weight: float = 1.0) -> None:
        self._find = find
        self._weight = weight

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return f"Spotted({self._find!r})"

    def matcher(self, searcher: Any, context: Any = None) -> Block:
        """Give Whoosh the passages of the part that it is looking at."""
        reader: PartReader = searcher.reader()
        answers = reader.part.touched(self._find(reader.place))
        return Block(answers, lambda asked: np.full(len(asked), self._weight))

    def estimate_size(self, reader: Any) -> int:
        """An upper bound of the passages found."""
        return int(reader.doc_count_all())

    def estimate_min_size(self, reader: Any) -> int:
        """A lower bound of the passages found."""
        return 0


class _Forms(query.MultiTerm):  # type: ignore[misc]
    """The forms of one question word, which are together as rare as all of them are: BM25 of their weighted count.

    Were each as rare as itself, a rare unaccented spelling would outrank the exact form.
    """

    boost = 1.0

    def __init__(self, fieldname: str, forms: Mapping[str, float], said: int) -> None:
        self.fieldname, self._forms, self._said = fieldname, forms, said

    def __repr__(self) -> str:
        return f"_Forms({self.fieldname!r}, {self._forms!r})"

    def field(self) -> str:
        return self.fieldname

    def _btexts(self, ixreader: Any) -> Iterable[bytes]:
        return [form.encode() for form in self._forms if (self.fieldname, form) in ixreader]

    def matcher(self, searcher: Any, context: Any = None) -> Block:
        """All passages of the part at once."""
        part: Part = searcher.reader().part
        if self.fieldname != searcher.reader().field:
            return nothing(len(part.lengths))
        held = [(number, weight) for form, weight in self._forms.items() for number in part.forms.find(form)]
        if not held:
            return nothing(len(part.lengths))
        numbers, each = zip(*held, strict=True)
        counts = part.weights(np.array(numbers, np.int32), each)

        def scored(asked: Numbers) -> Floats:
            whole = searcher.get_parent()
            idf = rarity(self._said, whole.doc_count_all())
            average = whole.avg_field_length(self.fieldname) or 1
            scores: Floats = scoring.bm25(idf, counts[asked], part.lengths[asked], average, _B, _K1)
            return scores

        return Block(counts > 0, scored)


class _Every(query.And):  # type: ignore[misc]
    def _matcher(self, subs: Any, searcher: Any, context: Any) -> Block:
        first, *others = _blocks(subs, searcher, context)
        for other in others:
            first = first.both(other)
        return first


class _Any(query.Or):  # type: ignore[misc]
    def matcher(self, searcher: Any, context: Any = None) -> Block:
        """The union of all parts at once."""
        first, *others = _blocks(self.subqueries, searcher, context)
        for other in others:
            first = first.either(other)
        return first


class _Without(query.AndNot):  # type: ignore[misc]
    def matcher(self, searcher: Any, context: Any = None) -> Block:
        """What is wanted, less what is not."""
        wanted, unwanted = _blocks((self.a, self.b), searcher, context)
        return wanted.without(unwanted)


def _blocks(parts: Iterable[Query], searcher: Any, context: Any) -> list[Block]:
    return [block_of(part.matcher(searcher, context), searcher.doc_count_all()) for part in parts]
