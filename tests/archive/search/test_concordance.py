# SPDX-License-Identifier: GPL-3.0-or-later
"""The stream of words: quotes and NEAR against the plain reading of the same words, and when each word is said."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search import lexicon
from archive.search.build import write_part
from archive.search.concordance import CUE, FORM, Part
from archive.search.source import InterviewWords, Spoken, Voice, Words
from media.errors import WrongUse
from media.span import Span

WORDS = st.lists(st.sampled_from("abc"), min_size=1, max_size=6)
TRACKS = st.lists(st.lists(WORDS, min_size=1, max_size=5), min_size=1, max_size=3)


def part_of(folder: Path, said: Sequence[Sequence[Sequence[str]]], apart: frozenset[int] = frozenset()) -> Part:
    """A part with one interview for each list of cues."""
    told = [
        InterviewWords(
            f"i{number}",
            f"T-{number}",
            "Gao",
            (
                Words(
                    f"r{number}",
                    f"{number}.mp4",
                    f"t{number}",
                    "fr",
                    tuple(
                        Spoken(Span(at * 2000, at * 2000 + 1800), " ".join(words), Voice(), "", at in apart)
                        for at, words in enumerate(cues)
                    ),
                ),
            ),
        )
        for number, cues in enumerate(said)
    ]
    write_part(folder / "part", "fr", told)
    return Part(folder / "part")


def naive_quotes(lines: Sequence[Sequence[str]], quote: Sequence[str]) -> int:
    return sum(list(line[start : start + len(quote)]) == list(quote) for line in lines for start in range(len(line)))


def naive_near(lines: Sequence[Sequence[str]], one: str, other: str, between: int) -> bool:
    return any(
        {line[a], line[b]} == {one, other} and 0 < b - a <= between + 1
        for line in lines
        for a in range(len(line))
        for b in range(len(line))
    )


@settings(max_examples=20)
@given(TRACKS, WORDS, st.integers(0, 4))
def test_quotes_and_near_are_what_reading_would_find(
    said: list[list[list[str]]], quote: list[str], between: int
) -> None:
    lines = [[word for cue in cues for word in cue] for cues in said]
    with TemporaryDirectory() as folder:
        part = part_of(Path(folder), said)
        found = part.quote([part.numbers((word,)) for word in quote])
        assert len(found.starts) == naive_quotes(lines, quote)
        near = part.near([part.numbers(("a",)), part.numbers(("b",))], between)
        assert bool(len(near.starts)) == naive_near(lines, "a", "b", between)
        assert all(near.ends - near.starts <= between + 2)


def test_three_near_words_are_found_in_any_order(tmp_path: Path) -> None:
    part = part_of(tmp_path, [[["c", "x", "a"], ["y", "b"]], [["a", "b"]]])
    slots = [part.numbers((word,)) for word in "abc"]
    assert len(part.near(slots, 2).starts) == 1
    assert len(part.near(slots, 1).starts) == 0
    with pytest.raises(WrongUse):
        part.near(slots * 3, 2)


def test_nothing_is_found_across_missing_words(tmp_path: Path) -> None:
    part = part_of(tmp_path, [[["a"], ["b"], ["a"]]], apart=frozenset({2}))
    a, b = part.numbers(("a",)), part.numbers(("b",))
    assert len(part.quote([a, b]).starts) == 1
    assert len(part.quote([b, a]).starts) == 0
    assert len(part.near([a, b], 5).starts) == 1


def test_a_word_is_said_inside_its_cue_in_order(tmp_path: Path) -> None:
    part = part_of(tmp_path, [[["bonjour", "à", "tous"], ["merci"]]])
    times = [part.ms(token) for token in range(part.tokens.shape[1]) if part.tokens[FORM, token]]
    assert times == sorted(times) and times[0] == 0
    for token in range(part.tokens.shape[1]):
        start = int(part.tokens[CUE, token]) * 2000
        assert start <= part.ms(token) < start + 1800


@settings(max_examples=30)
@given(st.lists(st.text(min_size=1, max_size=5), max_size=20), st.text(max_size=2))
def test_a_lexicon_finds_what_it_was_given(words: list[str], start: str) -> None:
    words = [word for word in words if not any("\ud800" <= letter <= "\udfff" for letter in word)]
    start = "".join(letter for letter in start if not "\ud800" <= letter <= "\udfff")
    with TemporaryDirectory() as name:
        lexicon.write(Path(name), "words", [(word.encode(), number) for number, word in enumerate(words)])
        found = lexicon.Lexicon(Path(name), "words")
        for word in words:
            assert [words[number] for number in found.find(word)] == [word] * words.count(word)
        assert sorted(found.starting(start).tolist()) == [n for n, word in enumerate(words) if word.startswith(start)]
        assert found.find("absent") == []


def test_an_empty_lexicon_has_no_pairs(tmp_path: Path) -> None:
    for name, words in (("none", []), ("some", ["b", "a", "b"])):
        lexicon.write(tmp_path, name, [(word.encode(), number) for number, word in enumerate(words)])
        pairs = lexicon.Lexicon(tmp_path, name).pairs()
        assert pairs == sorted((word.encode(), number) for number, word in enumerate(words))
