# SPDX-License-Identifier: GPL-3.0-or-later
"""What a cue's words are."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.analysis import folded, forms, shown, surface, tokens
from archive.search.families import root
from archive.search.lemmas import lemma, spellings


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’armée d'aujourd’hui", "l armée d aujourd'hui"),
        ("ce qu’on appelle, jusqu'à Gao", "ce qu on appelle jusqu à gao"),
        ("quelqu'un, presqu’île, prud'homme", "quelqu'un presqu'île prud'homme"),
        ("porte-parole, a-t-il dit ?", "porte parole a t il dit"),
        ("Sœur et cœur, ex æquo", "soeur et coeur ex aequo"),
        ("les F.D.S. et l’O.N.U", "les fds et l onu"),
        ("Fin. Il part. A. est là", "fin il part a est là"),
        ("en 2012, 10\u00a0000 francs", "en 2012 10 000 francs"),
        ("sé\u00adcu\u200bri\u2060té", "sécurité"),
        (unicodedata.normalize("NFD", "Ménaka déjà"), "ménaka déjà"),
    ],
)
def test_words_are_parted_as_french_parts_them(text: str, words: str) -> None:
    assert " ".join(forms(text)) == words


def test_markup_is_not_a_word_but_what_somebody_said_is() -> None:
    assert shown("<i>La paix</i>\n{\\an8}<font color='red'>au</font> Mali") == "La paix au Mali"
    assert forms("a < b, <s> et {trois}") == ("a", "b", "s", "et", "trois")


def test_other_languages_keep_their_letters_and_part_every_apostrophe() -> None:
    assert forms("An b'a fɔ̀ ŋana ɲɛ", "bm") == ("an", "b", "a", "fɔ̀", "ŋana", "ɲɛ")
    assert forms("ⵜⴰⵎⴰⵣⵉⵖⵜ السلام ߒߞߏ", "taq") == ("ⵜⴰⵎⴰⵣⵉⵖⵜ", "السلام", "ߒߞߏ")


@given(st.text())
def test_a_word_stands_where_it_is_said_to_stand(text: str) -> None:
    line = shown(text)
    for token in tokens(line):
        assert token.form and not token.form.isspace()
        assert surface(line[token.start : token.end].replace(".", "")) == token.form


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(surface(text))) == folded(surface(text))


def test_lemmas_and_accents_that_were_not_typed() -> None:
    assert lemma("journaux") == "journal" and lemma("soeurs") == "soeur" and lemma("ansongo") is None
    assert spellings("refugiee") == ("réfugiée",)
    assert "réconciliation" in spellings("reconciliation")
    assert spellings("marche") == () and spellings("e" * 3000) == ()


def test_a_family_shares_its_root_and_no_more() -> None:
    assert root("sécurité") == root("sécuritaire")
    assert root("organisation") != root("organe")
    assert root("armée") != root("arme")
