# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoosh: passages ranked by BM25F for free words, boolean operators, and quotes found by the concordance.

Each part has a Whoosh index of its own, written once: its documents are the part's passages in their order, so
that a document's number is its passage's number. The only module that knows Whoosh.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import log
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from whoosh import __version__, fields, matching, query, reading, scoring, searching
from whoosh.filedb.filestore import FileStorage
from whoosh.query import Query as Query

from archive.search.analysis import FRENCH

ENGINE = "whoosh " + ".".join(map(str, __version__))
_K1, _B = 1.2, 0.75


class Ranked(NamedTuple):
    """The passages of a part that answer, and how well each does."""

    part: int
    passages: npt.NDArray[np.int32]
    scores: npt.NDArray[np.float64]


def field_of(language: str) -> str:
    """The field that holds the words of a language: French apart, so that French forms never widen into another."""
    return "french" if language == FRENCH else "local"


def write(folder: Path, language: str, passages: Iterable[Sequence[str]]) -> None:
    """Write the Whoosh index of a part: one document for each passage, given as its surface forms."""
    words = fields.KEYWORD(scorable=True)
    storage = FileStorage(str(folder))
    index = storage.create_index(fields.Schema(french=words, local=words))
    try:
        writer = index.writer()
        for forms in passages:
            writer.add_document(**{field_of(language): " ".join(forms)})
        writer.commit()
    finally:
        index.close()


class Engine:
    """The Whoosh indexes of all parts, read as one."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Open the indexes in `folders`, in the order of the parts."""
        readers = [_reader(folder) for folder in folders]
        self._reader = reading.MultiReader(readers)
        self._places = {id(found): place for place, found in enumerate(readers)}

    def passages(self, wanted: Query, groups: Mapping[str, int]) -> Iterator[Ranked]:
        """The passages that answer, part by part; `groups` gives for a form how many passages its whole group has."""
        weighting = _Grouped(groups, max(1, self._reader.doc_count_all()))
        searcher = searching.Searcher(self._reader, weighting=weighting, closereader=False)
        context = searcher.context()
        for leaf, _offset in searcher.leaf_searchers():
            leaf.part = part = self._places[id(leaf.reader())]  # for Spotted: it meets the leaf, never its place
            matcher = wanted.matcher(leaf, context)
            found: list[tuple[int, float]] = []
            while matcher.is_active():
                found.append((matcher.id(), matcher.score()))
                matcher.next()
            if found:
                passages, scores = zip(*found, strict=True)
                yield Ranked(part, np.array(passages, np.int32), np.array(scores, np.float64))

    def close(self) -> None:
        """Give the files back."""
        self._reader.close()


def word(forms: Mapping[str, float], language: str) -> Query:
    """Passages with any of these surface forms, each with its weight; the best form counts."""
    field = field_of(language)
    terms = [query.Term(field, form, boost=boost) for form, boost in forms.items()]
    return query.Or(terms) if terms else query.NullQuery


def both(parts: Sequence[Query]) -> Query:
    """Passages that answer every part."""
    return query.And(list(parts)) if len(parts) > 1 else parts[0]


def either(parts: Sequence[Query]) -> Query:
    """Passages that answer one part at least."""
    return query.Or(list(parts)) if len(parts) > 1 else parts[0]


def without(wanted: Query, unwanted: Query) -> Query:
    """Passages that answer the first and not the second."""
    return query.AndNot(wanted, unwanted)


class Spotted(Query):  # type: ignore[misc]
    """Passages that somebody else found: by `find`, given the number of the part, in rising order."""

    def __init__(self, find: Callable[[int], Sequence[int]], weight: float = 1.0) -> None:
        self._find = find
        self._weight = weight

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return f"Spotted({self._find!r})"

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Give Whoosh the passages of the part that it is looking at."""
        ids = self._find(searcher.part)
        if not len(ids):
            return matching.NullMatcher()
        weighted = _Weight(self._weight)
        return matching.ListMatcher(list(ids), [1.0] * len(ids), scorer=weighted)

    def estimate_size(self, reader: Any) -> int:
        """An upper bound of the passages found."""
        return int(reader.doc_count_all())

    def estimate_min_size(self, reader: Any) -> int:
        """A lower bound of the passages found."""
        return 0


class _Weight(scoring.BaseScorer):  # type: ignore[misc]
    def __init__(self, weight: float) -> None:
        self._weight = weight

    def score(self, matcher: Any) -> float:
        return self._weight

    def supports_block_quality(self) -> bool:
        return False


class _Grouped(scoring.BM25F):  # type: ignore[misc]
    """BM25F in which the forms of one question word are as rare as all of them together.

    Otherwise a rare unaccented spelling would outrank the exact form.
    """

    def __init__(self, groups: Mapping[str, int], passages: int) -> None:
        super().__init__(B=_B, K1=_K1)
        self._groups, self._passages = groups, passages

    def scorer(self, searcher: Any, fieldname: str, text: Any, qf: int = 1) -> Any:
        found = super().scorer(searcher, fieldname, text, qf=qf)
        form = text.decode() if isinstance(text, bytes) else str(text)
        found.idf = rarity(self._groups.get(form, 1), self._passages)
        return found


def rarity(passages_with: int, passages: int) -> float:
    """The inverse document frequency that ranks a word."""
    return log(passages / (passages_with + 1)) + 1 if passages_with + 1 < passages else 1.0


def _reader(folder: Path) -> reading.IndexReader:
    index = FileStorage(str(folder), readonly=True).open_index()
    try:
        found: reading.IndexReader = index.reader()
        return found
    finally:
        index.close()
