# SPDX-License-Identifier: GPL-3.0-or-later
"""Cues moved into a film: in order, inside, and not one millisecond invented."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from media.span import Span
from subtitles.cue import Cue
from subtitles.retime import REMAINDER, CutPolicy, onto

policies = st.sampled_from(CutPolicy)


@st.composite
def cue_lists(draw: st.DrawFn) -> list[Cue]:
    """Cues in order that do not overlap."""
    at, cues = 0, []
    for number, (gap, length) in enumerate(
        draw(st.lists(st.tuples(st.integers(0, 900), st.integers(1, 3000)), max_size=8)), 1
    ):
        cues.append(Cue(number, Span(at + gap, at + gap + length), f"Parole {number}"))
        at += gap + length
    return cues


sources = st.tuples(st.integers(0, 9000), st.integers(0, 9000)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@given(cue_lists(), sources, st.integers(0, 100_000), st.integers(0, 9000), policies)
def test_cues_stay_in_order_inside_and_apart(
    cues: list[Cue], source: Span, at: int, length: int, policy: CutPolicy
) -> None:
    moved = onto(cues, source, at, length, policy)
    assert all(at <= cue.span.start <= cue.span.end <= at + length for cue in moved)
    assert all(left.span.end <= right.span.start for left, right in pairwise(moved))


@given(cue_lists(), sources, st.integers(0, 100_000), policies)
def test_a_whole_cue_keeps_its_length_and_its_place_in_the_clip(
    cues: list[Cue], source: Span, at: int, policy: CutPolicy
) -> None:
    moved = {cue.id: cue for cue in onto(cues, source, at, source.duration, policy)}
    for cue in cues:
        if source.covers(cue.span):
            assert moved[cue.id].span == cue.span.shifted(at - source.start)
        elif policy is CutPolicy.DROP:
            assert cue.id not in moved


@given(cue_lists(), sources, st.integers(0, 100_000))
def test_what_is_trimmed_adds_up_to_what_was_inside(cues: list[Cue], source: Span, at: int) -> None:
    shown = [(cue.span, shared) for cue in cues if (shared := cue.span & source) is not None]
    kept = [shared.duration for whole, shared in shown if shared == whole or shared.duration >= REMAINDER]
    assert sum(cue.span.duration for cue in onto(cues, source, at, source.duration)) == sum(kept)


@given(st.lists(st.tuples(cue_lists(), sources, st.integers(-40, 40)), max_size=5))
def test_the_subtitles_of_several_clips_follow_each_other(clips: list[tuple[list[Cue], Span, int]]) -> None:
    film: list[Cue] = []
    at = 0
    for cues, source, difference in clips:
        length = max(0, source.duration + difference)  # a render may be a frame longer or shorter than asked
        film += onto(cues, source, at, length)
        at += length
    assert all(left.span.end <= right.span.start for left, right in pairwise(film))
    assert all(cue.span.end <= at for cue in film)


def test_a_remainder_too_short_to_read_is_dropped() -> None:
    cues = [Cue(1, Span(0, 1000), "Fin"), Cue(2, Span(1000, 3000), "Milieu"), Cue(3, Span(3000, 5000), "Début")]
    assert [cue.id for cue in onto(cues, Span(800, 3200), 0, 2400)] == [2]
    assert [cue.id for cue in onto(cues, Span(700, 3300), 0, 2600)] == [1, 2, 3]


@given(cue_lists(), sources, st.integers(0, 100_000))
def test_keep_loses_no_text_that_the_clip_touches(cues: list[Cue], source: Span, at: int) -> None:
    kept = {cue.id: cue for cue in onto(cues, source, at, source.duration, CutPolicy.KEEP)}
    trimmed = {cue.id: cue for cue in onto(cues, source, at, source.duration, CutPolicy.TRIM)}
    assert set(kept) == {cue.id for cue in cues if cue.span & source}
    for cue in cues:
        if cue.id in trimmed:
            assert trimmed[cue.id].span.duration <= kept[cue.id].span.duration <= cue.span.duration


@given(cue_lists(), sources)
def test_snap_keeps_the_cues_that_are_mostly_inside(cues: list[Cue], source: Span) -> None:
    shared = {cue.id: cue.span & source for cue in cues}
    mostly = {cue.id for cue in cues if (inside := shared[cue.id]) and 2 * inside.duration >= cue.span.duration}
    assert {cue.id for cue in onto(cues, source, 0, source.duration, CutPolicy.SNAP)} == mostly


def test_a_kept_cue_is_shown_as_long_as_the_clip_has_room() -> None:
    cues = [Cue(1, Span(0, 1000), "Fin"), Cue(2, Span(3000, 4000), "Milieu")]
    done = onto(cues, Span(900, 5000), 0, 4100, CutPolicy.KEEP)
    assert [cue.span for cue in done] == [Span(0, 1000), Span(2100, 3100)]
