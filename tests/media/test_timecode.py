# SPDX-License-Identifier: GPL-3.0-or-later
"""Milliseconds, frames and texts: exact both ways."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.errors import WrongUse
from media.span import Span
from media.timecode import (
    frame_at,
    frames_of,
    ms_of_frame,
    ms_of_text,
    short_text_of_ms,
    span_of_frames,
    text_of_ms,
)

rates = st.sampled_from(
    [Fraction(25), Fraction(30), Fraction(24000, 1001), Fraction(30000, 1001), Fraction(50), Fraction(60000, 1001)]
)
instants = st.integers(0, 99 * 3_600_000)


@given(instants)
def test_a_time_survives_being_written_and_read(ms: int) -> None:
    assert ms_of_text(text_of_ms(ms)) == ms_of_text(text_of_ms(ms, ",")) == ms


@pytest.mark.parametrize(
    ("text", "ms"),
    [("00:00:01,5", 1500), ("1:04", 64_000), ("0:00:00.001", 1), ("12:34:56.78", 45_296_780), (" 00:10 ", 10_000)],
)
def test_people_write_times_in_many_ways(text: str, ms: int) -> None:
    assert ms_of_text(text) == ms


@pytest.mark.parametrize(
    "text", ["", "12", "1:2:3:4", "00:61:00", "00:00:60", "-00:01", "00:00:01.0000", "a:b", "١:٠٤"]
)
def test_what_is_no_time_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(WrongUse) as refusal:
        ms_of_text(text)
    assert "00:01:04.500" in refusal.value.hint


def test_people_read_whole_seconds() -> None:
    assert [short_text_of_ms(ms) for ms in (999, 64_500, 3_600_000)] == ["0:00", "1:04", "1:00:00"]


@given(st.integers(0, 10_000_000), rates)
def test_a_frame_survives_milliseconds(frame: int, rate: Fraction) -> None:
    assert frame_at(ms_of_frame(frame, rate), rate) == frame


@given(instants, rates)
def test_the_frame_on_screen_has_begun_and_the_next_has_not(ms: int, rate: Fraction) -> None:
    frame = frame_at(ms, rate)
    assert ms_of_frame(frame, rate) <= ms < ms_of_frame(frame + 1, rate)


@given(instants, st.integers(1, 100_000), rates)
def test_a_cut_shows_every_frame_of_its_span_and_no_other(start: int, length: int, rate: Fraction) -> None:
    span = Span(start, start + length)
    frames = frames_of(span, rate)
    assert span_of_frames(frames, rate).covers(span)
    inner = Span(
        ms_of_frame(frames.start + 1, rate),
        max(ms_of_frame(frames.start + 1, rate), ms_of_frame(frames.stop - 1, rate)),
    )
    assert not inner.duration or span.covers(inner)


def test_an_empty_span_shows_no_frame() -> None:
    assert len(frames_of(Span(1000, 1000), Fraction(25))) == 0
