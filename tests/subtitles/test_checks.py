# SPDX-License-Identifier: GPL-3.0-or-later
"""The French rules, their profiles, and fixes that never do harm."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from media.errors import WrongUse
from subtitles.checks import RULES, Finding, Profile, Repair, check, load_profile
from subtitles.checks.fix import fix
from subtitles.checks.reading import allowed_by_ladder
from subtitles.checks.rule import SEVERITIES
from subtitles.cue import Track
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


def test_a_fix_that_would_make_a_line_too_long_waits_for_a_person() -> None:
    full = "Quarante et un signes et un point final!!"
    assert len(full) == 41
    assert fix(track((0, 6000, full)), ONG).track.cues[0].text == "Quarante et un signes et un point final\u202f!!"
    assert fix(track((0, 6000, full + "!")), ONG).edits == ()


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_every_rule_is_a_document(rule: object) -> None:
    from subtitles.checks import Rule

    assert isinstance(rule, Rule)
    assert rule.sentence and rule.source and rule.before and rule.after and rule.severity in SEVERITIES
    assert (rule.find is None) != (rule.judge is None)
    if rule.repair is not Repair.NONE and rule.family != "timing" and rule.family != "reading":
        [finding] = [one for one in check(track((0, 4000, rule.before)), every(rule.id)) if one.rule == rule.id]
        assert finding.fix == rule.after and finding.repair is rule.repair


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
