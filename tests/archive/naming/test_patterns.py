# SPDX-License-Identifier: GPL-3.0-or-later
"""What gives people away in a text, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.naming.patterns import Kind, Known, entries, find, replaced

KNOWN = Known(
    names=entries(["la mère du marché"], "Baobab") | entries(["Awa Zorgoba", "N’Tinzo Boré"], "Baobab", parts=True),
    villages=entries(["Tin-Imaginaire", "Fausse Rive", "Zambora", "Diré"], "Gao"),
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
        ("Zor\u00adgo\u200bba est là", Kind.NAME, "Zor\u00adgo\u200bba"),
        ("Zorgo\u0301ba est là", Kind.NAME, "Zorgo\u0301ba"),
        ("les Zorgobas", Kind.NAME, "Zorgobas"),
        ("AwaZorgoba", Kind.NAME, "AwaZorgoba"),
        ("Awa-Zorgoba", Kind.NAME, "Awa-Zorgoba"),
        ("Zorgo-\nba est là", Kind.NAME, "Zorgo-\nba"),
        ("ＺＯＲＧＯＢＡ", Kind.NAME, "ＺＯＲＧＯＢＡ"),
        ("ça s’écrit Z-O-R-G-O-B-A, là", Kind.NAME, "Z-O-R-G-O-B-A"),
        ("chez Ntinzo", Kind.NAME, "Ntinzo"),
        ("76/12/34/56", Kind.PHONE, "76/12/34/56"),
        ("76 12\n34 56", Kind.PHONE, "76 12\n34 56"),
        ("76 – 12 – 34 – 56", Kind.PHONE, "76 – 12 – 34 – 56"),
        ("7612 3456", Kind.PHONE, "7612 3456"),
        ("7 6 1 2 3 4 5 6", Kind.PHONE, "7 6 1 2 3 4 5 6"),
        ("tél:76123456", Kind.PHONE, "76123456"),
        ("(+223) 76.12.34.56", Kind.PHONE, "(+223) 76.12.34.56"),
        ("223 76123456", Kind.PHONE, "223 76123456"),
        ("٧٦ ١٢ ٣٤ ٥٦", Kind.PHONE, "٧٦ ١٢ ٣٤ ٥٦"),
        (
            "au soixante-seize, douze, trente-quatre, cinquante et un",
            Kind.PHONE,
            "soixante-seize, douze, trente-quatre, cinquante et un",
        ),
        ("quatre-vingt-dix-sept zéro un vingt-deux quatre", Kind.PHONE, "quatre-vingt-dix-sept zéro un vingt-deux"),
        ("sept six un deux trois quatre cinq six", Kind.PHONE, "sept six un deux trois quatre cinq six"),
        ("Écris à awa arobase exemple point org.", Kind.EMAIL, "awa arobase exemple point org"),
        ("awa (at) exemple.org", Kind.EMAIL, "awa (at) exemple.org"),
        ("Mon matricule, c’est le 4521.", Kind.SERVICE, "matricule, c’est le 4521"),
        ("Mle. AB 4521", Kind.SERVICE, "Mle. AB 4521"),
        ("On vient de Tin-Imaginaire.", Kind.VILLAGE, "Tin-Imaginaire"),
        ("à la fausse rive", Kind.VILLAGE, "fausse rive"),
        ("Tin Imaginaire", Kind.VILLAGE, "Tin Imaginaire"),
        ("les gens de Zamborata", Kind.VILLAGE, "Zamborata"),
        ("à Diré", Kind.VILLAGE, "Diré"),
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
        "vingt, trente, quarante ou cinquante personnes",
        "un deux trois quatre cinq six sept huit",
        "cent vingt mille trois cent quarante et un francs",
        "de dix-huit à vingt-cinq ans, en deux mille douze",
        "Ils ont 5000 6000 francs.",
        "On va dire à voix basse, zamboratannique.",
        "c’est-à-dire A, B, C ou D",
        "20/12/2018, 21-12-2018",
        "le commandant du 21e, 22e, 23e, 24e",
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
