# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoosh on the concordance: its own queries, walked one passage at a time, find what the arrays find at once."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query, reading, scoring, searching

from archive.search import engine
from archive.search.concordance import Found, Part
from archive.search.reader import PartReader
from tests.archive.search.test_concordance import part_of

SPOKEN = st.lists(
    st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=9), min_size=1, max_size=4), max_size=3
)
WORD = st.sampled_from("abcde")


def found_by(asked: engine.Query, parts: list[Part]) -> list[tuple[int, int]]:
    """Part and passage of everything that answers, through the engine."""
    return [(ranked.part, passage) for ranked in engine.Engine(parts).passages(asked) for passage in ranked.passages]


def walked(asked: query.Query, parts: list[Part]) -> list[tuple[int, int]]:
    """The same, asked of Whoosh's own searcher."""
    with searching.Searcher(reading.MultiReader([PartReader(part, n) for n, part in enumerate(parts)])) as searcher:
        found = sorted(searcher.docs_for_query(asked))
    starts = np.cumsum([0, *(len(part.lengths) for part in parts)])
    return [
        (int(part), doc - int(starts[part])) for doc in found for part in [np.searchsorted(starts, doc, "right") - 1]
    ]


@settings(max_examples=25)
@given(st.lists(SPOKEN, min_size=1, max_size=2), WORD, WORD, WORD)
def test_arrays_find_what_whoosh_finds_by_walking(
    said: list[list[list[list[str]]]], one: str, other: str, third: str
) -> None:
    def term(word: str) -> query.Term:
        return query.Term("french", word)

    def all_of(word: str) -> engine.Query:
        return engine.word({word: 1.0}, "fr", 1)

    with TemporaryDirectory() as folder:
        parts = [part_of(Path(folder) / str(number), cues) for number, cues in enumerate(said)]
        for mine, theirs in (
            (all_of(one), term(one)),
            (engine.both([all_of(one), all_of(other)]), query.And([term(one), term(other)])),
            (engine.either([all_of(one), all_of(other)]), query.Or([term(one), term(other)])),
            # Whoosh's own AndNot lets the first passage through when the unwanted word begins before it
            (engine.without(all_of(one), all_of(other)), query.And([term(one), query.Not(term(other))])),
            (
                engine.both([engine.either([all_of(one), all_of(other)]), all_of(third)]),
                (term(one) | term(other)) & term(third),
            ),
            (engine.word({one: 1.0, other: 0.5}, "fr", 3), query.Or([term(one), term(other)])),
        ):
            assert found_by(mine, parts) == walked(theirs, parts)


def test_a_word_is_ranked_as_whoosh_ranks_it(tmp_path: Path) -> None:
    part = part_of(tmp_path, [[["a", "b", "a"], ["c"]], [["b", "c", "c", "d"]], [["a", "d"]]])
    [ranked] = engine.Engine([part]).passages(engine.word({"a": 1.0}, "fr", 2))
    weighting = scoring.BM25F(B=0.75, K1=1.2)
    with searching.Searcher(reading.MultiReader([PartReader(part, 0)]), weighting=weighting) as searcher:
        own = searcher.search(query.Term("french", "a"), limit=None)
        assert [hit.docnum for hit in own] == ranked.passages[np.argsort(-ranked.scores)].tolist()
        assert len({round(hit.score / float(ranked.scores[ranked.passages == hit.docnum][0]), 9) for hit in own}) == 1


def test_whoosh_reads_terms_and_counts_from_the_part(tmp_path: Path) -> None:
    part = part_of(tmp_path, [[["paix", "paix", "pain"]], [["paix"]]])
    reader = PartReader(part, 0)
    assert list(reader.expand_prefix("french", "pai")) == [b"pain", b"paix"]
    assert reader.frequency("french", b"paix") == 3 and reader.doc_frequency("french", b"paix") == 2
    info = reader.term_info("french", b"paix")
    assert (info.weight(), info.doc_frequency(), info.max_weight()) == (3.0, 2, 2.0)
    assert ("local", b"paix") not in reader and ("french", b"guerre") not in reader
    with searching.Searcher(reader) as searcher:
        assert sorted(searcher.docs_for_query(query.Prefix("french", "pai"))) == [0, 1]
        assert sorted(searcher.docs_for_query(query.FuzzyTerm("french", "paux"))) == [0, 1]


def test_a_quote_is_a_query_among_others(tmp_path: Path) -> None:
    part = part_of(tmp_path, [[["a", "b"]], [["b", "a"]], [["a", "b", "c"]]])

    def find(_place: int) -> Found:
        return part.quote([part.numbers(("a",)), part.numbers(("b",))])

    asked = engine.both([engine.Spotted(find), engine.word({"c": 1.0}, "fr", 1)])
    assert found_by(asked, [part]) == [(0, 2)]


def test_interviews_that_are_gone_answer_nothing(tmp_path: Path) -> None:
    part_of(tmp_path, [[["a", "b"]], [["b", "a"]], [["a", "b"]]])
    part = Part(tmp_path / "part", frozenset({"i0", "i2"}))
    a, b = part.numbers(("a",)), part.numbers(("b",))
    assert found_by(engine.word({"a": 1.0}, "fr", 3), [part]) == [(0, 0), (0, 2)]
    assert len(part.positions(a)) == 2 and len(part.quote([a, b]).starts) == 2 and len(part.quote([b, a]).starts) == 0
    assert len(part.near([a, b], 3).starts) == 2
