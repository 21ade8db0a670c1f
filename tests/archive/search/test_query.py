# SPDX-License-Identifier: GPL-3.0-or-later
"""The language of questions."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.query import Either, Every, Prefix, Quote, Word, parse, read
from media.errors import WrongUse


def test_words_quotes_and_operators() -> None:
    assert parse("paix") == Word("paix")
    assert parse("=Armée") == Word("Armée", exact=True)
    assert parse("désarm*") == Prefix("désarm")
    assert parse('"la paix"') == Quote("la paix") and parse("« la paix »") == Quote(" la paix ")
    assert parse("“la paix”") == Quote("la paix")
    assert parse('"confiance police"~2') == Quote("confiance police", 2)
    assert parse("Gao OU Kidal") == parse("Gao OR Kidal") == Either((Word("Gao"), Word("Kidal")))
    assert parse("Gao ET paix") == parse("Gao AND paix") == parse("Gao paix") == Every((Word("Gao"), Word("paix")))


def test_what_is_not_wanted() -> None:
    expected = Every((Word("paix"),), (Word("guerre"),))
    assert parse("paix SAUF guerre") == parse("paix -guerre") == parse("paix NOT guerre") == expected
    assert parse('paix -"la guerre"') == Every((Word("paix"),), (Quote("la guerre"),))
    assert parse("paix -(guerre OU crise)") == Every((Word("paix"),), (Either((Word("guerre"), Word("crise"))),))


def test_parentheses_come_first() -> None:
    assert parse("(Gao OU Kidal) paix") == Every((Either((Word("Gao"), Word("Kidal"))), Word("paix")))
    assert parse("((paix))") == Word("paix")


def test_operators_are_capitals_only() -> None:
    assert parse("paix ou guerre") == Every((Word("paix"), Word("ou"), Word("guerre")))


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "*", "a*", "dés*arm", "~9", "paix~2", '"a b"~', '"a b"~999999999999', '"a"~3', '"paix', "paix\"",
        "(paix", "paix)", "()", "-", "-paix", "SAUF paix", "NOT NOT paix", "ET", "paix ET", "OU paix", "paix OU",
        "paix SAUF", "paix OU -guerre", "-)", "(" * 500 + "paix" + ")" * 500, "a" * 10_000, "paix " * 61,
        "\x00\x07\x1b", "\ud800", "🙂", "=", '""', "?!",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_a_sentence_at_once(text: str) -> None:
    start = time.thread_time()
    with pytest.raises(WrongUse) as refusal:
        parse(text)
    assert refusal.value.message.endswith((".", "…")) and len(refusal.value.message) < 200
    assert time.thread_time() - start < 20  # it takes a hundredth of a second; what tries every way out never ends


PIECES = (
    "paix", "a", "=été", "dés*", "*", '"', "«", "»", "“", "(", ")", "-", "~", "~5", "~999", "ET", "OU", "SAUF", "NOT", " ",
    "region:", "Gao", ",", "date:2017", "date:", "..", "2018-02-30", "groupe:", "femmes", "sexe:f", "tag:x", "statut:",
    "langue:bm", "personne:", "\u202e", "\u200f", "\x00", "\x1b", "\ud800", "🙂", "ﷺ", "\u0300", "l’", "'", "F.D.S.", "\n",
)  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
def test_any_text_is_understood_or_refused(text: str) -> None:
    try:
        found = read(text)
        assert found.tree is not None
    except WrongUse as refusal:
        assert refusal.message.endswith((".", "…")) and len(refusal.message) < 200
