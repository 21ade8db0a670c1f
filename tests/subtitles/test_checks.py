# SPDX-License-Identifier: GPL-3.0-or-later
"""The French rules, their profiles, and fixes that never do harm."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.errors import WrongUse
from media.language import use_language
from subtitles.checks import RULES, Finding, Profile, Repair, Rule, active, check, ground_of, load_profile
from subtitles.checks.fix import fix
from subtitles.checks.reading import allowed_by_ladder, needed_by_ladder
from subtitles.checks.rule import SEVERITIES, placed
from subtitles.cue import Track
from subtitles.reading import read
from tests.subtitles.tracks import track

ONG = load_profile("ong-fr")
PROFILES = ("ong-fr", "netflix-fr", "arte", "sme-arcom", "reseaux-sociaux")


def found(*cues: tuple[int, int, str], rate: Fraction | None = None) -> list[tuple[str, str, int]]:
    return [(one.rule, one.severity, one.cue) for one in check(track(*cues), ONG, rate) if one.rule != "comfort"]


def test_a_good_subtitle_has_no_finding() -> None:
    whole = "Nous étions là toute la matinée,\nprès du barrage et du marché."
    assert found((0, 5000, whole), (5000, 7000, "Pourquoi\u202f?")) == []


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        ([(5000, 7000, "Deux."), (1000, 3000, "Un.")], ("order", "error", 2)),
        ([(0, 3000, "Un."), (2900, 5000, "Deux.")], ("overlap", "error", 2)),
        ([(0, 3000, "Un."), (3040, 5000, "Deux.")], ("gap-too-short", "warning", 2)),
        ([(0, 3000, "Un."), (3200, 5000, "Deux.")], ("gap-to-close", "info", 2)),
        ([(0, 900, "Un.")], ("too-short", "warning", 1)),
        ([(0, 800, "Un.")], ("too-short", "error", 1)),
        ([(0, 7001, "Un.")], ("too-long", "warning", 1)),
        ([(0, 1000, "Seize lettres ici")], ("reading-speed", "info", 1)),
        ([(0, 1000, "Dix-huit lettres ici")], ("reading-speed", "warning", 1)),
        ([(0, 1000, "Vingt-six lettres sont ici.")], ("reading-speed", "error", 1)),
        ([(0, 6000, "Une ligne de plus de quarante-deux caractères.")], ("line-length", "warning", 1)),
        ([(0, 3000, "Un,\ndeux,\ntrois.")], ("line-count", "warning", 1)),
        ([(0, 3000, "Une voix,\ncourte.")], ("one-line", "info", 1)),
        ([(0, 3000, "ré\u00adfugié")], ("invisible", "warning", 1)),
        ([(0, 3000, "<i>Un")], ("tags", "warning", 1)),
        ([(0, 3000, "<i></i>")], ("empty-cue", "warning", 1)),
        ([(0, 3000, "e\u0301cole")], ("nfc", "warning", 1)),
        ([(0, 3000, "rÃ©fugiÃ©s")], ("mojibake", "error", 1)),
    ],
)
def test_each_rule_of_time_reading_and_text_finds_its_fault(
    cues: list[tuple[int, int, str]], expected: tuple[str, str, int]
) -> None:
    assert found(*cues) == [expected]


@pytest.mark.parametrize(("tongue", "said"), [("fr", "16,7"), ("en", "16.7")])
def test_a_speed_is_written_as_its_reader_writes_it(tongue: str, said: str) -> None:
    use_language(tongue)
    try:
        assert any(said in one.message for one in check(track((0, 900, "Quinze lettres.")), ONG))
    finally:
        use_language("fr")


def test_gaps_are_counted_in_frames_of_the_picture() -> None:
    cues = (0, 3000, "Un."), (3067, 5000, "Deux.")
    assert "gap-to-close" not in {rule for rule, _severity, _cue in found(*cues, rate=Fraction(30))}
    assert ("gap-to-close", "info", 2) in found(*cues, rate=Fraction(50))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Quoi ?", "Quoi\u202f?"),
        ("Quoi?!", "Quoi\u202f?!"),
        ("Non ; oui !", "Non\u202f; oui\u202f!"),
        ("Il dit : oui", "Il dit\u00a0: oui"),
        ("« oui »", "«\u00a0oui\u00a0»"),
        ("«oui»", "«\u00a0oui\u00a0»"),
        ("L'eau d'ici", "L’eau d’ici"),
        ("Je...", "Je…"),
        ("Deux  mots", "Deux mots"),
        (" bord ", "bord"),
        ("<i>Quoi ?</i>", "<i>Quoi\u202f?</i>"),
        ("<i>Quoi</i> ?", "<i>Quoi</i>\u202f?"),
    ],
)
def test_typography_is_put_right(text: str, right: str) -> None:
    assert fix(track((0, 3000, text)), ONG).track.cues[0].text == right


@pytest.mark.parametrize(
    "text",
    ["Voir http://exemple.org/?a=1;b", "À 12:30 ou 00:01:02,500", "C:\\Notes", "a@b.org", "(?)", "… et puis", "AT&amp;T", "....", "ratio 3:4"],
)  # fmt: skip
def test_addresses_times_and_paths_are_left_alone(text: str) -> None:
    assert fix(track((0, 9000, text)), ONG).edits == ()


HARD = (
    ("Voir https://exemple.org/Gao?x=1;y=2 !", "Voir https://exemple.org/Gao?x=1;y=2\u202f!"),
    ("Écrivez à awa@exemple.org ; merci", "Écrivez à awa@exemple.org\u202f; merci"),
    ("À 12:30, ou 8h30 ?", "À 12:30, ou 8h30\u202f?"),
    ("Il est 8 h 30", "Il est 8\u00a0h 30"),
    ("De 1990-1995, pages 10-12, score 2:1", "De 1990-1995, pages 10-12, score 2:1"),
    ("Version 2.5.1 du 12.03.2012", "Version 2.5.1 du 12.03.2012"),
    ("1 234 567 habitants, 12 345,67 F CFA", "1\u202f234\u202f567 habitants, 12\u202f345,67\u00a0F CFA"),
    ("En 2012, 50% à 3,5 km", "En 2012, 50\u00a0% à 3,5\u00a0km"),
    ("Tel : 20 22 33 44, n° 5, p. 12", "Tel\u00a0: 20 22 33 44, n°\u00a05, p.\u00a012"),
    ("Mr. Diallo, M.Keita et Mme. Touré", "M.\u00a0Diallo, M.\u00a0Keita et Mme\u00a0Touré"),
    ("Le 1er, la 1ère, les 2èmes", "Le 1er, la 1re, les 2es"),
    ("Au XXIème siècle", "Au XXIe\u00a0siècle"),
    ("Du 1 mai au 11 mai, du 1 au 2 juin", "Du 1er mai au 11 mai, du 1 au 2 juin"),
    ('Il a dit : « Elle crie : "Là !" »', "Il a dit\u00a0: «\u00a0Elle crie\u00a0: “Là\u202f!”\u00a0»"),
    ('Il a dit " oui ".', "Il a dit «\u00a0oui\u00a0»."),
    ("« Il est parti »,dit-elle", "«\u00a0Il est parti\u00a0», dit-elle"),
    ("Attends ... l' école", "Attends… l’école"),
    ("Quoi ? ! Hein ?...", "Quoi\u202f?! Hein\u202f?…"),
    ("-Tu viens ?\n– Oui.", "- Tu viens\u202f?\n- Oui."),
    ("A Gao. Ecoute : A tout à l'heure", "À Gao. Écoute\u00a0: À tout à l’heure"),
    ("L'Etat, l'Ile, Ca va", "L’État, l’Île, Ça va"),
    ("soeur, coeur, oeuvre, ex aequo", "sœur, cœur, œuvre, ex æquo"),
    ("coexistence, moelle, poêle, canoë", "coexistence, moelle, poêle, canoë"),
    ("<i>Non</i> ! <s> ? {inaudible} ?", "<i>Non</i>\u202f! <s>\u202f? {inaudible}\u202f?"),
    ("aujourd'hui, presqu'île, C:\\Notes", "aujourd’hui, presqu’île, C:\\Notes"),
)


@pytest.mark.parametrize(("text", "right"), HARD)
def test_french_as_people_type_it_is_put_right_at_once(text: str, right: str) -> None:
    assert fix(track((0, 7000, text)), ONG).track.cues[0].text == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Il fait 1m80, elle 1m65.", "Il fait 1\u00a0m\u00a080, elle 1\u00a0m\u00a065."),
        ("N'est ce pas ? Qu'est ce qu'on fait ?", "N’est-ce pas\u202f? Qu’est-ce qu’on fait\u202f?"),
    ],
)
def test_what_a_person_should_look_at_is_put_right_on_demand(text: str, right: str) -> None:
    assert fix(track((0, 7000, text)), ONG, proposed=True).track.cues[0].text == right
    assert fix(track((0, 7000, text)), ONG).track.cues[0].text != right


@pytest.mark.parametrize(
    "text",
    [
        "C’est ce que je suis.",
        "Il est ce qu’il est.",
        "Ce qu’est ce pays, je l’ignore.",
        "Ce n’est ce pas qui compte.",
        "Il reste 1 maison.",
        "Le 21 mai, à 1,1 mai",
        "En 3m10s, 1m805, A1m80, x1m80",
    ],
)
def test_what_is_like_a_fault_of_these_rules_is_none(text: str) -> None:
    found = {one.rule for one in check(track((0, 7000, text)), ONG)}
    assert found.isdisjoint({"first-day", "height", "est-ce"})


@pytest.mark.parametrize(
    "text", [":)", "!", "20.22.33.44", "AT&T", "R&B", "Le ratio 3:4", "tél. 76123456", "5' 30\"", "01/02/2012", "les années '90"]
)  # fmt: skip
def test_what_only_looks_like_a_fault_is_left_alone(text: str) -> None:
    assert fix(track((0, 7000, text)), ONG, proposed=True).edits == ()


def test_other_languages_have_their_own_typography() -> None:
    bambara = Track(track((0, 3000, "I ni ce !  K'a fo")).cues, "bm")
    assert fix(bambara, ONG).track.cues[0].text == "I ni ce ! K'a fo"


def test_a_finding_carries_the_text_put_right() -> None:
    finding = check(track((1500, 4500, "Quoi ?")), ONG)[0]
    assert finding == Finding(
        "space-before-mark",
        "warning",
        1,
        1500,
        RULES["space-before-mark"].sentence,
        fix="Quoi\u202f?",
        repair=Repair.AUTOMATIC,
    )


def test_a_fix_that_makes_a_line_too_long_breaks_it_and_waits_where_that_cannot_be() -> None:
    full = "Quarante et un signes et un point final!!"
    assert len(full) == 41
    assert fix(track((0, 6000, full)), ONG).track.cues[0].text == "Quarante et un signes et un point final\u202f!!"
    longer = fix(track((0, 6000, full + "!")), ONG)
    assert longer.track.cues[0].text == "Quarante et un signes\net un point final\u202f!!!"
    assert [edit.rule for edit in longer.edits] == ["space-before-mark", "line-length"]
    assert fix(track((0, 6000, "a" * 41 + "!")), ONG).edits == ()


LATIN = (frozenset({*range(32, 0x250), *range(0x300, 0x370), *range(0x2000, 0x2070)}),)
COMPANIONS = {"comfort": {"reading-speed"}, "reading-speed": {"comfort"}, "reading-ladder": {"comfort"}}


def example(text: str, whole: bool) -> Track:
    """The track that the example of a rule describes: cues with their times, or one text shown long enough.

    What judges a track as a `whole` needs a few cues.
    """
    if "-->" in text:
        return read(text.encode()).track
    return track(*((place * 8000, place * 8000 + 5000, text) for place in range(12 if whole else 1)))


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_every_rule_is_a_document_whose_example_shows_it_and_nothing_else(rule: Rule) -> None:
    assert rule.sentence and rule.source and rule.severity in SEVERITIES
    assert (rule.find is None) != (rule.judge is None)
    profile, whole = every(rule.id), rule.judge is not None
    rate = Fraction(25) if rule.id == "frame-alignment" else None
    before, after = example(rule.before, whole), example(rule.after, whole)
    found = check(before, profile, rate, LATIN)
    assert {one.rule for one in found} - COMPANIONS.get(rule.id, set()) == {rule.id}
    assert check(after, profile, rate, LATIN) == []
    if rule.repair is not Repair.NONE:
        [finding] = [one for one in found if one.rule == rule.id]
        assert finding.repair is rule.repair
        done = fix(before, profile, rate, LATIN, proposed=True).track
        assert [(cue.span, cue.text) for cue in done.cues] == [(cue.span, cue.text) for cue in after.cues]


def every(rule: str) -> Profile:
    """The house profile with one rule certainly on."""
    settings = {**ONG.settings, rule: replace(ONG.settings[rule], severity="warning")}
    return replace(ONG, settings=settings)


def test_the_ladder_of_the_charter_has_its_rungs_and_tolerance() -> None:
    limits = dict(RULES["reading-ladder"].limits)
    assert [allowed_by_ladder(ms, limits) for ms in (0, 1000, 1500, 2000, 3000, 4000, 5000)] == [
        0,
        14,
        19,
        24,
        43,
        72,
        90,
    ]


def test_the_charter_counts_instead_of_the_speed() -> None:
    slow = track((0, 2000, "Trente-quatre lettres ou signes ici"))
    rules = {one.rule for one in check(slow, load_profile("sme-arcom"))}
    assert "reading-ladder" in rules and "reading-speed" not in rules


def test_ones_own_profile_changes_what_it_names(tmp_path: Path) -> None:
    own = tmp_path / "maison.toml"
    own.write_text('based-on = "netflix-fr"\n[rules.line-length]\nmax = 20\nseverity = "info"\n', encoding="utf-8")
    profile = load_profile(str(own))
    assert profile.settings["line-length"].limits["max"] == 20
    assert profile.settings["reading-speed"].limits["error"] == 20


@pytest.mark.parametrize(
    "text",
    ["[rules.inconnue]\nmax = 1\n", "[rules.line-length]\nmin = 1\n", '[rules.line-length]\nseverity = "grave"\n', "[rules", "rules = 3\n"],
)  # fmt: skip
def test_a_profile_that_says_nonsense_is_refused_with_its_word(tmp_path: Path, text: str) -> None:
    own = tmp_path / "faux.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(WrongUse, match=r"faux\.toml"):
        load_profile(str(own))
    with pytest.raises(WrongUse, match="inconnu"):
        load_profile("maison")


@given(st.integers(1, 400), st.lists(st.integers(0, 80), min_size=4, max_size=4).map(sorted), st.integers(0, 40))
def test_the_shortest_display_of_the_ladder_is_the_shortest(count: int, rungs: list[int], tolerance: int) -> None:
    limits = {f"{second}s": rung for second, rung in enumerate(rungs, 1)} | {"tolerance": tolerance}
    needed = needed_by_ladder(count, limits)
    assert needed == 60_000 or allowed_by_ladder(needed, limits) >= count
    assert needed == 0 or allowed_by_ladder(needed - 1, limits) < count


@given(st.text(st.sampled_from("lL'’ oe.…?!;:«»\"-–<i>%5é\n,AEMr"), max_size=30))
def test_no_rule_is_left_out_because_its_sign_was_not_seen(text: str) -> None:
    panel = active(ONG, "fr")
    place = placed(track((0, 4000, text)).cues[0], None, None, ground_of(ONG, None))
    wanted = {rule.id for rule, _setting in panel.of(place)}
    for rule, setting in panel.rules:
        if rule.find is not None and rule.id not in wanted:
            assert rule.find(place, setting.limits) is None, rule.id
