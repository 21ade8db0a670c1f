# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole track shifted, stretched, snapped, cut, joined and reflowed: by laws."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.errors import NotFound, WrongUse
from media.span import Span
from subtitles.clock import Anchor, change_rate, shift, snap, stretch
from subtitles.cue import Track
from subtitles.formats.markup import TAG, balanced
from subtitles.pieces import merge, reflow, split
from tests.subtitles.test_fixes import tracks
from tests.subtitles.test_retime import cue_lists
from tests.subtitles.tracks import track

apart = cue_lists().map(lambda cues: Track(tuple(cues)))
moments = st.integers(0, 500_000)
before_and_after = st.builds(lambda start, length: (start, start + length), moments, st.integers(1, 500_000))
rates = st.sampled_from([Fraction(24), Fraction(25), Fraction(30), Fraction(24000, 1001), Fraction(30000, 1001)])


def starts(subject: Track) -> list[int]:
    return [cue.span.start for cue in subject.cues]


def words(subject: Track) -> list[str]:
    return [word for cue in subject.cues for word in TAG.sub("", cue.text).split()]


def none_overlaps(subject: Track) -> bool:
    return all(left.span.end <= right.span.start for left, right in pairwise(subject.cues))


@given(tracks(), st.integers(0, 10_000_000), st.integers(0, 10_000_000))
def test_a_shift_can_be_taken_back_and_shifts_add_up(subject: Track, one: int, other: int) -> None:
    assert shift(shift(subject, one), -one) == subject
    assert shift(shift(subject, one), other) == shift(subject, one + other)
    with pytest.raises(WrongUse, match="avant le début"):
        shift(subject, -1 - min(starts(subject)))


@given(apart, before_and_after, before_and_after)
def test_a_stretch_puts_both_anchors_in_place_and_keeps_order(
    subject: Track, there: tuple[int, int], here: tuple[int, int]
) -> None:
    (a, b), (c, d) = there, here
    marked = Track((*subject.cues, *track((a, b, "entre les repères")).cues))
    try:
        done = stretch(marked, Anchor(a, c), Anchor(b, d))
    except WrongUse:
        return  # a cue would begin before zero
    assert done.cues[-1].span == Span(c, d)
    assert none_overlaps(Track(done.cues[:-1]))
    assert stretch(marked, Anchor(a, a), Anchor(b, b)) == marked


@pytest.mark.parametrize("second", [Anchor(1000, 3000), Anchor(2000, 500), Anchor(2000, 1000)])
def test_anchors_that_make_no_scale_are_refused(second: Anchor) -> None:
    with pytest.raises(WrongUse, match="échelle"):
        stretch(track((0, 1000, "Oui.")), Anchor(1000, 1000), second)


@given(apart, rates, rates)
def test_a_change_of_rate_comes_back_to_the_millisecond(subject: Track, was: Fraction, now: Fraction) -> None:
    there = change_rate(subject, was, now)
    assert none_overlaps(there)
    back = change_rate(there, now, was)
    assert all(abs(one - other) <= 1 for one, other in zip(starts(subject), starts(back), strict=True))
    assert change_rate(subject, was, was) == subject


@given(apart, st.lists(st.integers(0, 30_000), max_size=12), st.integers(0, 1500))
def test_snapping_moves_little_empties_nothing_and_is_idempotent(subject: Track, points: list[int], reach: int) -> None:
    done = snap(subject, points, reach)
    assert none_overlaps(done)
    assert snap(done, points, reach) == done
    for old, new in zip(subject.cues, done.cues, strict=True):
        for was, now in ((old.span.start, new.span.start), (old.span.end, new.span.end)):
            assert was == now or (now in points and abs(was - now) <= reach)
        assert new.span.duration > 0
    for (one, two), (left, right) in zip(pairwise(subject.cues), pairwise(done.cues), strict=True):
        assert one.span.end != two.span.start or left.span.end == right.span.start


@given(tracks(), st.data())
def test_what_is_split_can_be_merged_again(subject: Track, data: st.DataObject) -> None:
    cue = data.draw(st.sampled_from(subject.cues))
    at = data.draw(st.integers(cue.span.start, cue.span.end))
    place = data.draw(st.integers(0, len(cue.text)))
    try:
        parts = split(subject, cue.id, at, place)
    except WrongUse:
        return
    assert len(parts.cues) == len(subject.cues) + 1 and len({one.id for one in parts.cues}) == len(parts.cues)
    number = subject.cues.index(cue)
    assert parts.cues[number].span.end == parts.cues[number + 1].span.start == at
    again = merge(parts, cue.id)
    assert [one.span for one in again.cues] == [one.span for one in subject.cues]
    assert "".join(words(again)) == "".join(words(subject))


def test_tags_are_closed_where_a_cue_is_split() -> None:
    parts = split(track((0, 4000, "<i>Il est parti.</i>")), 1, 2000, 6)
    assert [cue.text for cue in parts.cues] == ["<i>Il</i>", "<i>est parti.</i>"]
    assert [cue.id for cue in parts.cues] == [1, 2]


def test_blocks_stay_between_the_same_cues() -> None:
    subject = Track(
        track((0, 4000, "Un deux"), (5000, 6000, "Trois")).cues, blocks=((0, "WEBVTT"), (1, "NOTE a"), (2, "NOTE b"))
    )
    parts = split(subject, 1, 2000, 2)
    assert parts.blocks == ((0, "WEBVTT"), (2, "NOTE a"), (3, "NOTE b"))
    assert merge(parts, 1).blocks == subject.blocks


def test_voices_are_never_merged_into_one() -> None:
    from dataclasses import replace

    subject = track((0, 1000, "Un"), (1000, 2000, "Deux"))
    voices = replace(subject, cues=(replace(subject.cues[0], speaker="W1"), replace(subject.cues[1], speaker="W2")))
    with pytest.raises(WrongUse, match="voix"):
        merge(voices, 1)
    with pytest.raises(WrongUse, match="après"):
        merge(subject, 2)
    with pytest.raises(NotFound):
        merge(subject, 7)


@given(tracks(), st.integers(12, 42), st.integers(1, 3))
def test_reflow_keeps_words_order_and_time(subject: Track, width: int, most: int) -> None:
    done = reflow(subject, width, most)
    assert words(done) == words(subject)
    assert reflow(done, width, most).cues == done.cues
    assert len({cue.id for cue in done.cues}) == len(done.cues)
    assert {cue.id for cue in subject.cues} <= {cue.id for cue in done.cues}
    assert sum(cue.span.duration for cue in done.cues) == sum(cue.span.duration for cue in subject.cues)
    for old, new in zip(
        subject.cues, (cue for cue in done.cues if cue.id in range(1, len(subject.cues) + 1)), strict=True
    ):
        assert old.span.start == new.span.start
        assert not balanced(old.text) or balanced(new.text)


def test_a_long_cue_becomes_several_at_the_ends_of_sentences() -> None:
    text = "Nous étions au marché quand ils sont venus. Les femmes ont couru vers la rivière avec les enfants, et les hommes sont restés."
    done = reflow(track((0, 10_000, text)))
    assert [cue.text for cue in done.cues] == [
        "Nous étions au marché\nquand ils sont venus.",
        "Les femmes ont couru\nvers la rivière avec les enfants,",
        "et les hommes sont restés.",
    ]
    assert [cue.span.duration for cue in done.cues] == [3495, 4391, 2114]
