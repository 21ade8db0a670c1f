# SPDX-License-Identifier: GPL-3.0-or-later
"""Timecodes name frames: every frame has one name, drop frame included."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.errors import WrongUse
from media.smpte import DROPPING, Timecode, counted, read_timecode, write_timecode

RATES = [Fraction(n) for n in ("24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001", "60", "120")]
NTSC, TWICE = Fraction(30000, 1001), Fraction(60000, 1001)


@given(st.sampled_from(RATES), st.integers(0, 24 * 3600 * 23), st.booleans())
def test_a_frame_written_and_read_is_the_same_frame(rate: Fraction, frame: int, drop: bool) -> None:
    code = Timecode(frame, drop and rate in DROPPING)
    assert read_timecode(write_timecode(code, rate), rate) == code


@given(st.sampled_from([NTSC, TWICE]), st.integers(0, 2_000_000))
def test_drop_frame_names_grow_with_the_frames(rate: Fraction, frame: int) -> None:
    names = [write_timecode(Timecode(n, drop=True), rate) for n in (frame, frame + 1)]
    assert names[0] < names[1]


def test_drop_frame_keeps_pace_with_the_clock() -> None:
    for rate in (NTSC, TWICE):
        hour = read_timecode("01:00:00;00", rate).frame
        assert abs(hour / rate - 3600) < Fraction(1, 100)
    assert read_timecode("01:00:00;00", NTSC).frame == 107_892
    assert read_timecode("00:10:00;00", TWICE).frame == 35_964


def test_the_numbers_that_drop_frame_leaves_out_are_no_timecode() -> None:
    for text in ("00:01:00;00", "00:09:00;01"):
        with pytest.raises(WrongUse):
            read_timecode(text, NTSC)
    assert read_timecode("00:10:00;00", NTSC).frame == 17_982
    assert read_timecode("00:01:00:00", NTSC) == Timecode(1800)


@pytest.mark.parametrize(
    "text", ["", "1:2:3:4", "00:00:00:25", "00:60:00:00", "00:00:61:00", "-1:00:00:00", "²²:00:00:00"]
)
def test_what_is_no_timecode_is_said(text: str) -> None:
    with pytest.raises(WrongUse, match="Timecode illisible"):
        read_timecode(text, Fraction(25))


def test_fractional_rates_count_whole_frames() -> None:
    assert [counted(rate) for rate in RATES] == [24, 24, 25, 30, 30, 50, 60, 60, 120]
    assert write_timecode(Timecode(119), Fraction(120)) == "00:00:00:119"
