# SPDX-License-Identifier: GPL-3.0-or-later
"""Several recordings of one interview, found on one clock by what they heard."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from media.align import Match, listened, match
from media.ffmpeg import find
from media.hearing import RATE, heard
from media.probe import probe
from tests.voices import as_heard, speech, written


def found(reference: NDArray[np.int16], other: NDArray[np.int16]) -> Match | None:
    return match(listened(reference), listened(other))


def place(found: Match | None, at: int) -> float:
    """Where the moment `at` (ms) of the other recording lies on the reference."""
    assert found is not None
    return at + found.offset + (at - found.middle) * found.drift / 1e6


@pytest.mark.parametrize("noise", [-3, 6, 20])
def test_two_cameras_that_start_apart_are_placed_within_five_milliseconds(noise: int) -> None:
    voice = speech(1, 120)
    one = as_heard(voice, 2, start=0, seconds=90, noise=noise)
    two = as_heard(voice, 3, start=37.113, seconds=80, noise=noise, loud=0.2)
    assert abs(place(found(one, two), 20_000) - 57_113) <= 5
    assert abs(place(found(two, one), 60_000) - (60_000 - 37_113)) <= 5


@pytest.mark.parametrize("length", [400, pytest.param(1800, marks=pytest.mark.campaign)])
def test_a_clock_that_drifts_is_told_and_followed_to_both_ends(length: int) -> None:
    voice = speech(4, length)
    one = as_heard(voice, 5, start=0, seconds=length, noise=10)
    two = as_heard(voice, 6, start=12.5, seconds=length - 20, noise=10, drift=50)
    at = found(one, two)
    assert at is not None
    assert abs(at.drift - 50) <= 2
    for moment in (0, length * 500, (length - 20) * 1000):
        assert abs(place(at, moment) - (12_500 + moment * (1 + 50e-6))) <= 5


@pytest.mark.campaign
def test_a_clock_that_runs_away_is_found_in_pieces() -> None:
    voice = speech(7, 1500)
    one = as_heard(voice, 8, start=0, seconds=1500, noise=10)
    two = as_heard(voice, 9, start=200, seconds=1200, noise=10, drift=-250)
    at = found(one, two)
    assert at is not None
    assert abs(at.drift + 250) <= 3
    assert abs(place(at, 600_000) - (200_000 + 600_000 * (1 - 250e-6))) <= 5


def test_a_short_part_is_found_in_a_long_recording() -> None:
    voice = speech(10, 300)
    whole = as_heard(voice, 11, start=0, seconds=300, noise=10)
    part = as_heard(voice, 12, start=231.25, seconds=12, noise=10)
    assert abs(place(found(whole, part), 0) - 231_250) <= 5


def test_the_end_of_one_and_the_beginning_of_the_next_are_enough() -> None:
    voice = speech(13, 400)
    one = as_heard(voice, 14, start=0, seconds=220, noise=10)
    two = as_heard(voice, 15, start=200, seconds=200, noise=10)
    assert abs(place(found(one, two), 0) - 200_000) <= 5


def test_a_microphone_wired_the_other_way_round_hears_the_same() -> None:
    voice = speech(16, 60)
    one = as_heard(voice, 17, start=0, seconds=60, noise=10)
    two = as_heard(-voice, 18, start=8, seconds=40, noise=10)
    assert abs(place(found(one, two), 0) - 8000) <= 5


def test_recordings_that_share_nothing_are_not_placed() -> None:
    voice = speech(19, 300)
    one = as_heard(voice, 20, start=0, seconds=140, noise=10)
    two = as_heard(voice, 21, start=150, seconds=140, noise=10)
    assert found(one, two) is None


def test_a_beat_that_repeats_says_nothing_of_when() -> None:
    beats = np.zeros(60 * RATE)
    for second in range(60):
        beats[second * RATE : second * RATE + 400] = np.hanning(400)
    one = as_heard(beats, 22, start=0, seconds=40, noise=10)
    two = as_heard(beats, 23, start=17, seconds=40, noise=10)
    assert found(one, two) is None


def test_silence_and_what_is_too_short_say_nothing() -> None:
    voice = as_heard(speech(24, 30), 25, start=0, seconds=30, noise=20)
    assert found(voice, np.zeros(20 * RATE, dtype=np.int16)) is None
    assert found(np.zeros(20 * RATE, dtype=np.int16), np.zeros(20 * RATE, dtype=np.int16)) is None
    assert found(voice, voice[: 3 * RATE]) is None
    assert found(voice, voice[:0]) is None


@given(
    seeds=st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).filter(lambda two: two[0] != two[1]),
    noise=st.integers(-5, 40),
)
@settings(max_examples=15)
def test_voices_that_never_met_are_never_placed(seeds: tuple[int, int], noise: int) -> None:
    one = as_heard(speech(seeds[0], 45), 1, start=0, seconds=45, noise=noise)
    two = as_heard(speech(seeds[1], 30), 2, start=0, seconds=30, noise=noise)
    assert found(one, two) is None


@pytest.mark.campaign
@given(
    seeds=st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).filter(lambda two: two[0] != two[1]),
    noise=st.integers(-5, 40),
)
@settings(max_examples=400)
def test_no_two_strangers_of_very_many_are_placed(seeds: tuple[int, int], noise: int) -> None:
    one = as_heard(speech(seeds[0], 240), 1, start=0, seconds=240, noise=noise)
    two = as_heard(speech(seeds[1], 60), 2, start=0, seconds=60, noise=noise)
    assert found(one, two) is None


@given(
    seed=st.integers(0, 10**6),
    start=st.integers(0, 30_000),
    noise=st.integers(0, 30),
    loud=st.sampled_from([0.05, 0.3, 1.0]),
)
@settings(max_examples=8)
def test_any_start_and_level_is_placed(seed: int, start: int, noise: int, loud: float) -> None:
    voice = speech(seed, 60)
    one = as_heard(voice, seed + 1, start=0, seconds=60, noise=noise)
    two = as_heard(voice, seed + 2, start=start / 1000, seconds=30, noise=noise, loud=loud)
    assert abs(place(found(one, two), 15_000) - (15_000 + start)) <= 5


def test_files_of_other_rates_and_codecs_are_heard_alike(tmp_path: Path) -> None:
    ffmpeg = find()
    voice = speech(26, 60)
    one = written(tmp_path / "camera.m4a", as_heard(voice, 27, start=0, seconds=60, noise=15), rate=44_100)
    two = written(tmp_path / "recorder.wav", as_heard(voice, 28, start=9.4, seconds=45, noise=25), rate=48_000)
    sounds = [heard(ffmpeg, path, probe(path), tmp_path / f"{path.stem}.raw") for path in (one, two)]
    assert abs(place(found(*sounds), 0) - 9400) <= 5
