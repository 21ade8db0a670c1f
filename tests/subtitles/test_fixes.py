# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixes: in order, idempotent, and never at the price of a new finding; waivers hold as long as the text."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.span import Span
from subtitles.checks import check, load_profile
from subtitles.checks.breaker import broken, replies
from subtitles.checks.figures import figures
from subtitles.checks.fix import Edit, fix
from subtitles.checks.rule import SEVERITIES
from subtitles.checks.waiver import sort, waiver
from subtitles.cue import Cue, Track
from tests.subtitles.test_checks import ONG, PROFILES
from tests.subtitles.tracks import spans, texts, track

FRENCH = (
    "la", "A", "l'", "Etat", "de", "les", "enfants", "Ali", "Diallo", "M.", "ne", "vont", "plus", "école", "soeur", "2ème", "50%",
    "10 km", "F.D.S.", "«", "»", '"', "...", "?", "!", ":", ",", "- ", "-", "\n", "<i>", "</i>", "(", ")", "etc...", "25 000", "25000",
    "http://a.org/?b=1;c", "12:30", "'", "’ ", "“", "”", "XXIe", "siècle", "\u00a0", "  ", "e\u0301", "\u00ad", "Mr", "2.5",
)  # fmt: skip
phrases = st.lists(st.sampled_from(FRENCH), min_size=1, max_size=24).map(" ".join)
rates = st.sampled_from([None, Fraction(25), Fraction(30000, 1001)])


@st.composite
def tracks(draw: st.DrawFn) -> Track:
    """Cues close to each other, as subtitlers leave them: small gaps, small overlaps, French with faults."""
    at, cues = 5000, []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        start = max(0, at + draw(st.integers(-120, 700)))
        at = start + draw(st.integers(0, 8000))
        cues.append(Cue(number, Span(start, at), draw(phrases)))
    return Track(tuple(cues))


wild = st.lists(st.tuples(spans, texts), max_size=4).map(
    lambda pairs: Track(tuple(Cue(number, *pair) for number, pair in enumerate(pairs, 1)))
)


def weights(subject: Track, name: str, rate: Fraction | None) -> dict[tuple[str, int], int]:
    found = check(subject, load_profile(name), rate)
    return {(one.rule, one.cue): SEVERITIES.index(one.severity) for one in found}


@pytest.mark.parametrize("name", PROFILES)
@given(before=st.one_of(tracks(), wild), rate=rates, proposed=st.booleans())
@settings(max_examples=60)
def test_fixes_are_idempotent_and_add_no_finding(
    name: str, before: Track, rate: Fraction | None, proposed: bool
) -> None:
    profile = load_profile(name)
    fixed = fix(before, profile, rate, proposed=proposed).track
    assert fix(fixed, profile, rate, proposed=proposed).edits == ()
    was, now = weights(before, name, rate), weights(fixed, name, rate)
    assert all(weight <= was.get(place, 0) for place, weight in now.items())
    assert [cue.id for cue in fixed.cues] == [cue.id for cue in before.cues]


@given(tracks())
@settings(max_examples=60)
def test_automatic_fixes_leave_the_letters_of_addresses_and_times(before: Track) -> None:
    for old, new in zip(before.cues, fix(before, ONG).track.cues, strict=True):
        assert old.text.count("http://a.org/?b=1;c") == new.text.count("http://a.org/?b=1;c")
        assert old.text.count("12:30") == new.text.count("12:30")


def test_typography_comes_first_then_lines_then_times() -> None:
    long = "A la fin, les enfants ne vont plus à l'école du quartier"
    done = fix(track((0, 6000, long), (6200, 9000, "Oui.")), ONG)
    order = ["apostrophe", "accented-capital", "line-length", "gap-to-close"]
    assert [edit.rule for edit in done.edits] == order
    assert done.track.cues[0].text == "À la fin, les enfants ne vont plus\nà l’école du quartier"
    assert done.edits[-1] == Edit(1, "gap-to-close", "00:00:00.000 --> 00:00:06.000", "00:00:00.000 --> 00:00:06.120")


def test_frames_are_aligned_together_with_the_neighbour_that_touches() -> None:
    done = fix(track((1000, 3013, "Oui, je sais."), (3013, 5000, "Moi aussi.")), ONG, Fraction(25)).track
    assert [cue.span for cue in done.cues] == [Span(1000, 3000), Span(3000, 5000)]
    assert check(done, ONG, Fraction(25)) == []


def test_proposed_fixes_wait_until_they_are_asked_for() -> None:
    short = track((1000, 1600, "Oui."), (9000, 12_000, "Les F.D.S. sont là."))
    assert fix(short, ONG).edits == ()
    done = fix(short, ONG, proposed=True).track
    assert done.cues[0].span == Span(1000, 2000) and done.cues[1].text == "Les FDS sont là."


@given(
    st.lists(st.sampled_from(FRENCH[:18]), min_size=1, max_size=14).map(" ".join), st.integers(8, 50), st.integers(1, 3)
)
def test_the_breaker_keeps_words_and_widths(text: str, width: int, most: int) -> None:
    result = broken(text, width, most)
    if result is None:
        assert len(text) > width
        return
    assert result.split() == text.split()
    lines = result.split("\n")
    assert len(lines) <= most and all(len(line) <= width for line in lines)
    if len(" ".join(text.split())) <= width and len(replies(text)) == 1:
        assert len(lines) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Les enfants ne vont plus à la petite école du quartier.", "Les enfants ne vont plus\nà la petite école du quartier."),
        ("Il est parti à l’aube, et personne ne l’a revu depuis.", "Il est parti à l’aube,\net personne ne l’a revu depuis."),
        ("C’est mon ami Ali Diallo qui a creusé le puits neuf.", "C’est mon ami Ali Diallo\nqui a creusé le puits neuf."),
        ("- Tu viens avec nous\nce soir ?\n- Oui.", "- Tu viens avec nous ce soir ?\n- Oui."),
    ],
)  # fmt: skip
def test_lines_break_where_a_reader_breathes(text: str, expected: str) -> None:
    assert broken(text, 42, 2) == expected


def test_a_waiver_holds_until_the_text_changes() -> None:
    subject = track((0, 3000, "Les F.D.S. sont là."), (3000, 6000, "L'école"))
    found = check(subject, ONG)
    waivers = {waiver(one, subject) for one in found if one.rule == "acronym-points"}
    sorted_ = sort(found, subject, waivers)
    assert [one.rule for one in sorted_.waived] == ["acronym-points"]
    assert [*sorted_.open, *sorted_.waived].sort(key=str) == found.sort(key=str)
    changed = replace(subject, cues=(replace(subject.cues[0], text="Les F.D.S. sont ici."), subject.cues[1]))
    assert sort(check(changed, ONG), changed, waivers).waived == []


def test_a_file_has_its_figures() -> None:
    subject = track((0, 2000, "Vingt lettres ici là"), (2000, 3000, "Trente lettres ici, et même là."))
    found = check(subject, ONG)
    assert figures(subject, found).comfort == 50 and figures(subject, found).cues == 2
    assert ("comfort", 0) in {(one.rule, one.cue) for one in found}


def test_the_language_is_judged_on_the_whole_track() -> None:
    english = "They said that the people of the village were not there and that it was too late for them."
    assert "language" in {
        one.rule for one in check(track(*((n * 7000, n * 7000 + 7000, english) for n in range(5))), ONG)
    }
    assert "language" not in {one.rule for one in check(track((0, 7000, english)), ONG)}


def test_a_sign_without_a_glyph_is_named() -> None:
    latin = frozenset(range(32, 400))
    subject = track((0, 3000, "Le mot ߒߞߏ."), (3000, 6000, "Été\u202f!"))
    found = [one for one in check(subject, ONG, None, (latin,)) if one.rule == "glyphs"]
    assert [(one.cue, one.value) for one in found] == [(1, "ߏ")]
