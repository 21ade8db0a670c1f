# SPDX-License-Identifier: GPL-3.0-or-later
"""Versions of a track compared in three layers, and the work of two people put together."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from media.span import Span
from subtitles.compare import Layer, Piece, diff, words
from subtitles.cue import Cue, Track
from subtitles.threeway import merge, settled
from tests.subtitles.tracks import track

_FIELD = {"timing": "span", "words": "text", "speaker": "speaker"}
LATER = Span(100, 900)
TEXTS = ("Oui.", "Non, jamais.", "Nous étions là.")
cues = st.builds(
    Cue, st.integers(1, 6), st.sampled_from([Span(0, 1000), LATER]), st.sampled_from(TEXTS), st.sampled_from([None, "W1"])
)  # fmt: skip
versions = st.lists(cues, max_size=6, unique_by=lambda cue: cue.id).map(lambda found: Track(tuple(found)))
BASE = track((0, 1000, "Un"), (1000, 2000, "Deux"), (2000, 3000, "Trois"))


def changed(subject: Track, number: int, **fields: object) -> Track:
    cues = list(subject.cues)
    cues[number] = replace(cues[number], **fields)  # type: ignore[arg-type]
    return replace(subject, cues=tuple(cues))


@given(versions, versions)
def test_a_diff_names_exactly_the_cues_that_differ(before: Track, after: Track) -> None:
    found = {one.cue: one for one in diff(before, after)}
    olds, news = {cue.id: cue for cue in before.cues}, {cue.id: cue for cue in after.cues}
    assert found.keys() == {cue for cue in {*olds, *news} if olds.get(cue) != news.get(cue)}
    for cue, one in found.items():
        assert (one.before, one.after) == (olds.get(cue), news.get(cue)) and one.layers
    assert diff(before, before) == ()


@given(st.text(max_size=30), st.text(max_size=30))
def test_pieces_hold_both_texts(before: str, after: str) -> None:
    pieces = words(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after


def test_a_difference_says_its_layers_and_its_words() -> None:
    [one] = diff(BASE, changed(BASE, 1, text="Deux ou trois", speaker="W2"))
    assert (one.cue, one.layers) == (2, (Layer.WORDS, Layer.SPEAKER))
    assert one.pieces == (Piece("kept", "Deux"), Piece("added", " ou trois"))
    [gone] = diff(BASE, replace(BASE, cues=(BASE.cues[0], BASE.cues[2])))
    assert (gone.cue, gone.after, gone.layers) == (2, None, tuple(Layer))


@given(versions, versions)
def test_a_merge_with_somebody_who_changed_nothing_is_the_work_of_the_other(base: Track, work: Track) -> None:
    assert merge(base, work, base) == (work, ())
    assert merge(base, base, work) == (work, ())
    assert merge(base, work, work) == (work, ())


@given(versions, versions, versions)
def test_no_work_is_lost_without_a_conflict(base: Track, mine: Track, theirs: Track) -> None:
    done = merge(base, mine, theirs)
    merged, olds = {cue.id: cue for cue in done.track.cues}, {cue.id: cue for cue in base.cues}
    said = {(one.cue, one.layer) for one in done.conflicts}
    assert len(merged) == len(done.track.cues)
    for side in (mine, theirs):
        for cue in side.cues:
            old = olds.get(cue.id)
            if old is None:
                assert any(replace(cue, id=one.id) == one for one in done.track.cues)
            elif cue.text != old.text:
                assert merged[cue.id].text == cue.text or {(cue.id, "words"), (cue.id, "removed")} & said
            elif cue.span != old.span:
                assert merged[cue.id].span == cue.span or {(cue.id, "timing"), (cue.id, "removed")} & said


@given(versions, versions, versions)
def test_conflicts_are_the_same_whoever_comes_first(base: Track, mine: Track, theirs: Track) -> None:
    one, other = merge(base, mine, theirs).conflicts, merge(base, theirs, mine).conflicts
    assert [(c.cue, c.layer, c.mine, c.theirs) for c in one] == [(c.cue, c.layer, c.theirs, c.mine) for c in other]


@given(versions, versions, versions)
def test_conflicts_decided_for_one_side_leave_none(base: Track, mine: Track, theirs: Track) -> None:
    done = merge(base, mine, theirs)
    for side, favoured in ((False, mine), (True, theirs)):
        cues = settled(done.track.cues, done.conflicts, theirs=side)
        again = merge(theirs, replace(done.track, cues=cues), theirs)
        assert again.conflicts == () and {cue.id for cue in cues} <= {cue.id for cue in done.track.cues}
        wanted, found = {cue.id: cue for cue in favoured.cues}, {cue.id: cue for cue in cues}
        for one in done.conflicts:
            said = wanted.get(one.cue)
            if one.layer == "removed" or said is None:
                assert found.get(one.cue) == said
            else:
                assert getattr(found[one.cue], _FIELD[one.layer]) == getattr(said, _FIELD[one.layer])


def test_two_people_on_two_layers_of_one_cue_do_not_clash() -> None:
    done = merge(BASE, changed(BASE, 1, text="Deux, oui"), changed(BASE, 1, span=Span(1100, 1900)))
    assert done.conflicts == ()
    assert done.track.cues[1] == Cue(2, Span(1100, 1900), "Deux, oui")


def test_a_clash_is_shown_and_mine_stays() -> None:
    done = merge(BASE, changed(BASE, 1, text="Deux !"), changed(BASE, 1, text="Deux ?"))
    assert [(one.cue, one.layer) for one in done.conflicts] == [(2, "words")]
    assert done.track.cues[1].text == "Deux !"
    removed = replace(BASE, cues=BASE.cues[:1])
    kept = merge(BASE, removed, changed(BASE, 1, text="Deux ?"))
    assert [(one.cue, one.layer) for one in kept.conflicts] == [(2, "removed")]
    assert [cue.text for cue in kept.track.cues] == ["Un", "Deux ?"]


def test_cues_that_both_added_stand_in_time() -> None:
    mine = replace(BASE, cues=(*BASE.cues[:2], Cue(4, Span(1500, 1600), "Mien"), BASE.cues[2]))
    theirs = replace(BASE, cues=(*BASE.cues[:2], Cue(4, Span(1700, 1800), "Sien"), BASE.cues[2]))
    done = merge(BASE, mine, theirs)
    assert [(cue.id, cue.text) for cue in done.track.cues] == [
        (1, "Un"),
        (2, "Deux"),
        (4, "Mien"),
        (5, "Sien"),
        (3, "Trois"),
    ]
    assert done.conflicts == ()
