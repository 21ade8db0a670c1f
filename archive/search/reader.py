# SPDX-License-Identifier: GPL-3.0-or-later
"""A part of the concordance as Whoosh reads an index: its documents are the passages, its terms the surface forms.

Whoosh's own queries, scorers and searchers work on it as on any index, and nothing is written twice: the files of the
part are the index. Whoosh's writer took most of a build, and its files cannot lose a word without being written anew.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh import fields, reading

from archive.search.analysis import FRENCH
from archive.search.blocks import Block
from archive.search.concordance import Part

_WORDS = fields.KEYWORD(scorable=True)
SCHEMA = fields.Schema(french=_WORDS, local=_WORDS)


def field_of(language: str) -> str:
    """The field that holds the words of a language: French apart, so that French forms never widen into another."""
    return "french" if language == FRENCH else "local"


class PartReader(reading.IndexReader):  # type: ignore[misc]
    """One part. `place` is its number among the parts."""

    def __init__(self, part: Part, place: int) -> None:
        self.part, self.place, self.schema = part, place, SCHEMA
        self.field = field_of(part.language)
        self._words = int(part.lengths.sum())

    def __contains__(self, term: tuple[str, Any]) -> bool:
        return bool(self._numbers(*term))

    def _numbers(self, field: str, text: Any) -> list[int]:
        word = text.decode() if isinstance(text, bytes) else str(text)
        return self.part.forms.find(word) if field == self.field else []

    def indexed_field_names(self) -> list[str]:
        return [self.field]

    def all_terms(self) -> Iterator[tuple[str, bytes]]:
        return ((self.field, word) for word, _number in self.part.forms.pairs())

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms from `prefix` on."""
        if fieldname == self.field:
            yield from ((self.field, word) for word in self.part.forms.words_from(prefix))

    def term_info(self, fieldname: str, text: Any) -> Any:
        """How often a term stands in how many passages."""
        if not self._numbers(fieldname, text):
            raise reading.TermNotFound(f"{fieldname}:{text!r}")
        counts = self._counts(fieldname, text)
        having = np.flatnonzero(counts)
        lengths = self.part.lengths[having]
        if not len(having):
            return reading.TermInfo()
        return reading.TermInfo(
            float(counts.sum()), len(having), int(lengths.min()), int(lengths.max()),
            float(counts.max()), int(having[0]), int(having[-1]),
        )  # fmt: skip

    def _counts(self, field: str, text: Any) -> Any:
        found = self._numbers(field, text)
        return self.part.weights(np.array(found, np.int32), [1.0] * len(found))

    def frequency(self, fieldname: str, text: Any) -> int:
        return int(self._counts(fieldname, text).sum())

    def doc_frequency(self, fieldname: str, text: Any) -> int:
        return int(np.count_nonzero(self._counts(fieldname, text)))

    def postings(self, fieldname: str, text: Any, scorer: Any = None, **_more: Any) -> Block:
        """The passages that have a term, scored one by one by `scorer` when there is one."""
        counts = self._counts(fieldname, text)
        scores = counts.copy()
        if scorer is not None:
            for place in np.flatnonzero(counts).tolist():
                scores[place] = scorer._score(counts[place], int(self.part.lengths[place]))
        return Block(counts > 0, lambda asked: scores[asked])

    def has_deletions(self) -> bool:
        return False

    def is_deleted(self, docnum: int) -> bool:
        return False

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return {}

    def doc_count_all(self) -> int:
        return len(self.part.lengths)

    def doc_count(self) -> int:
        return self.doc_count_all()

    def field_length(self, fieldname: str) -> int:
        return self._words if fieldname == self.field else 0

    def min_field_length(self, fieldname: str) -> int:
        return int(self.part.lengths.min()) if fieldname == self.field and len(self.part.lengths) else 0

    def max_field_length(self, fieldname: str) -> int:
        return int(self.part.lengths.max()) if fieldname == self.field and len(self.part.lengths) else 0

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return int(self.part.lengths[docnum]) if fieldname == self.field else default

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        return False

    def vector(self, docnum: int, fieldname: str, format_: Any = None) -> Any:
        raise KeyError(fieldname)
