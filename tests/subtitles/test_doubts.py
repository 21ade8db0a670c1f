# SPDX-License-Identifier: GPL-3.0-or-later
"""Who translated, how sure they are, which words stayed in the language of the speech: kept through every operation."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from archive.catalogue.cuetext import content_of, track_of, words_of
from media.span import Span
from subtitles.compare import Layer, diff
from subtitles.cue import Cue, Doubt, Track
from subtitles.doubts import standing, stretches
from subtitles.pieces import merge as merge_cues
from subtitles.reading import read
from subtitles.threeway import merge
from subtitles.writing import write
from tests.subtitles.tracks import NEVER, spans, texts

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=NEVER), max_size=8)
names = st.none() | words.filter(bool)
cared = st.builds(
    Cue,
    st.integers(1, 5),
    spans,
    texts,
    names,
    translator=names,
    confidence=st.none() | st.integers(0, 100),
    doubts=st.lists(st.builds(Doubt, words.filter(bool), st.sampled_from(["", "bm", "ses"])), max_size=3).map(tuple),
)
versions = st.lists(cared, max_size=5, unique_by=lambda cue: cue.id).map(lambda found: Track(tuple(found)))
FONIO = Cue(
    1, Span(0, 900), "Du fonio, du Fonio", None, translator="Awa", confidence=60, doubts=(Doubt("fonio", "bm"),)
)


@given(versions)
def test_json_carries_all_of_it_there_and_back(track: Track) -> None:
    assert read(write(track, "json").data).track.cues == track.cues


@given(versions)
def test_a_stored_version_is_what_was_stored(track: Track) -> None:
    assert track_of(content_of(track), track.language, track.kind) == track


@given(cared)
def test_stretches_hold_the_text_and_doubts_stand_in_it(cue: Cue) -> None:
    found = stretches(cue)
    assert "".join(one.text for one in found) == cue.plain
    assert all(one.doubt is None or (one.doubt in cue.doubts and one.doubt.word == one.text) for one in found)
    assert standing(standing(cue)) == standing(cue)


def test_a_doubt_falls_with_its_word() -> None:
    assert [one.text for one in stretches(FONIO)] == ["Du ", "fonio", ", du Fonio"]
    assert standing(FONIO) == FONIO
    assert standing(replace(FONIO, text="Du fonioba")).doubts == ()


def test_a_diff_shows_care_in_its_layers() -> None:
    before = Track((FONIO,))
    for change, layer in (
        ({"translator": "Ina"}, Layer.SPEAKER),
        ({"confidence": 90}, Layer.WORDS),
        ({"doubts": ()}, Layer.WORDS),
    ):
        [one] = diff(before, Track((replace(FONIO, **change),)))  # type: ignore[arg-type]
        assert one.layers == (layer,)


def test_two_people_on_two_sides_of_one_cue_do_not_clash() -> None:
    base = Track((FONIO,))
    mine, theirs = (Track((replace(FONIO, confidence=90),)), Track((replace(FONIO, doubts=(), translator="Ina"),)))
    done = merge(base, mine, theirs)
    assert done.conflicts == () and done.track.cues == (replace(FONIO, confidence=90, doubts=(), translator="Ina"),)
    clash = merge(base, mine, Track((replace(FONIO, confidence=10),)))
    assert [(one.cue, one.layer) for one in clash.conflicts] == [(1, "confidence")]


def test_joined_cues_keep_both_translators_the_lower_confidence_and_all_doubts() -> None:
    second = Cue(2, Span(900, 1800), "Le daba.", None, translator="Ina", confidence=80, doubts=(Doubt("daba"),))
    [one] = merge_cues(Track((FONIO, second)), 1).cues
    assert (one.translator, one.confidence, one.doubts) == ("Awa, Ina", 60, (Doubt("fonio", "bm"), Doubt("daba")))


def test_a_format_that_cannot_say_it_says_that() -> None:
    assert [one.code for one in write(Track((FONIO,)), "srt").diagnostics] == ["care-left-out"]
    assert write(Track((FONIO,)), "csv").diagnostics == []
    assert "Awa,60,fonio" in write(Track((FONIO,)), "csv").data.decode()


def test_an_approval_is_of_the_words_and_who_says_them() -> None:
    said = words_of(Track((FONIO,)))
    assert words_of(Track((replace(FONIO, span=Span(5, 6), confidence=1, translator=None, name="x"),))) == said
    assert all(
        words_of(Track((replace(FONIO, **c),))) != said for c in ({"text": "x"}, {"speaker": "x"}, {"doubts": ()})
    )  # type: ignore[arg-type]
