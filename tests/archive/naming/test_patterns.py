# SPDX-License-Identifier: GPL-3.0-or-later
"""What gives people away in a text, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.naming.patterns import Kind, Known, entries, find, replaced

KNOWN = Known(
    names=entries(["la mère du marché"], "Baobab") | entries(["Awa Zorgoba"], "Baobab", parts=True),
    villages=entries(["Tin-Imaginaire", "Fausse Rive"], "Gao"),
)


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Appelez le 76 12 34 56 ce soir.", Kind.PHONE, "76 12 34 56"),
        ("Son numéro : 76.12.34.56", Kind.PHONE, "76.12.34.56"),
        ("C’est le 76123456.", Kind.PHONE, "76123456"),
        ("+223 76 12 34 56", Kind.PHONE, "+223 76 12 34 56"),
        ("00223 76123456", Kind.PHONE, "00223 76123456"),
        ("un ami au +33 6 12 34 56 78", Kind.PHONE, "+33 6 12 34 56 78"),
        ("Écris à a.b-c@exemple.org.", Kind.EMAIL, "a.b-c@exemple.org"),
        ("Mon matricule est 12345.", Kind.SERVICE, "matricule est 12345"),
        ("Sergent, mle A/1234", Kind.SERVICE, "mle A/1234"),
        ("C’est Awa Zorgoba qui parle.", Kind.NAME, "Awa Zorgoba"),
        ("ZORGOBA AWA", Kind.NAME, "ZORGOBA AWA"),
        ("la famille Zorgoba", Kind.NAME, "Zorgoba"),
        ("Awa\nZorgoba", Kind.NAME, "Awa\nZorgoba"),
        ("demandez à la mère du marché", Kind.NAME, "la mère du marché"),
        ("On vient de Tin-Imaginaire.", Kind.VILLAGE, "Tin-Imaginaire"),
        ("à la fausse rive", Kind.VILLAGE, "fausse rive"),
    ],
)
def test_what_gives_somebody_away_is_found_whole(text: str, kind: Kind, found: str) -> None:
    (one,) = find(text, KNOWN)
    assert (one.kind, one.text, text[one.start : one.end]) == (kind, found, found)


@pytest.mark.parametrize(
    "text",
    [
        "En 2012 2013, nous étions 20 000 000.",
        "De 12 h 30 à 14 h 45, le 12 03 2017",
        "00:01:02,500 --> 00:01:04,000",
        "25,50 % de 12 345 678 personnes",
        "Le mil coûte 250 à 300 francs.",
        "Awa est un prénom court.",
        "Le marché du lundi, la mère de l’enfant.",
        "La fausse joie sur la rive.",
        "le matricule des soldats",
        "à dix heures @ midi",
        "N° 12, ligne 3",
    ],
)
def test_everyday_words_and_figures_are_left_alone(text: str) -> None:
    assert find(text, KNOWN) == []


def test_each_finding_is_replaced_by_what_stands_for_it() -> None:
    text = "Awa Zorgoba, de Tin-Imaginaire : 76 12 34 56"
    assert replaced(text, find(text, KNOWN)) == "Baobab, de Gao : [numéro de téléphone]"


@given(st.text(max_size=200))
def test_a_repaired_text_holds_nothing_more_to_repair_of_its_kind(text: str) -> None:
    text = f"{text} Awa Zorgoba 76 12 34 56 {text}"
    repaired = replaced(text, find(text, KNOWN))
    assert not any(one.kind is Kind.NAME for one in find(repaired, KNOWN))


@given(st.text(max_size=300))
def test_findings_lie_in_order_inside_the_text_and_never_overlap(text: str) -> None:
    last = 0
    for one in find(text, KNOWN):
        assert last <= one.start < one.end <= len(text) and text[one.start : one.end] == one.text
        last = one.end


def test_a_long_hostile_text_is_read_in_linear_time() -> None:
    for piece in ("7 ", "a@", "a.a", "+1 ", "matricule ", "Zorgoba "):
        find(piece * 40_000, KNOWN)
