# SPDX-License-Identifier: GPL-3.0-or-later
"""Shot changes to the frame, pauses of speech to the hundredth of a second, and nothing told of what is sealed."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from media.ffmpeg import Ffmpeg
from media.light import Lighter, make_lighter
from media.probe import probe
from media.proxy import Wanted, make_proxy, read_original
from media.shots import changes_of, cuts
from media.silences import SHORTEST, silences
from media.span import Span
from media.timecode import ms_of_frame
from tests.footage import footage, tone

RATE = 8000


def shots_of(ffmpeg: Ffmpeg, source: Path, *seals: Span) -> list[int]:
    """What is found in the working copy of `source`."""
    info = probe(source)
    assert info.video is not None
    copy, to = source.with_name("proxy.mp4"), source.with_name("shots.json")
    make_proxy(ffmpeg, source, info, copy, seals=seals)
    make_lighter(ffmpeg, copy, info, Lighter(shots=to), seals=seals)
    return list(json.loads(to.read_text())["shots"])


@pytest.mark.parametrize("rate", ["25", "30000/1001"])
def test_hard_cuts_are_found_to_the_frame(tmp_path: Path, ffmpeg: Ffmpeg, rate: str) -> None:
    source = footage(tmp_path, rate=rate, seconds=5, scenes=(31, 40, 77, 113), sound=False)
    assert shots_of(ffmpeg, source) == [ms_of_frame(frame, Fraction(rate)) for frame in (31, 40, 77, 113)]


def test_a_slow_pan_and_a_still_hold_no_cut(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    assert shots_of(ffmpeg, footage(tmp_path, seconds=4, scenes=(0,))) == []
    held = footage(tmp_path, "still.mp4", times=(0, 40, 80, 1960, 2000, 2040), scenes=(3,), sound=False)
    assert shots_of(ffmpeg, held) == [1960]


def test_what_is_sealed_tells_no_cut_and_neither_do_its_edges(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path, seconds=5, scenes=(25, 50, 75, 100))
    assert shots_of(ffmpeg, source, Span(1500, 2500)) == [1000, 3000, 4000]
    assert shots_of(ffmpeg, source, Span(1010, 1030), Span(2990, 4500)) == [2000]
    assert shots_of(ffmpeg, source, Span(0, 5000)) == []


def test_a_flash_and_a_fast_pan_are_no_cuts() -> None:
    assert cuts({50: 40.0, 51: 40.0}) == []
    assert cuts({frame: 9.0 + frame % 3 for frame in range(50)}) == []
    assert cuts(dict.fromkeys(range(49), 6.0) | {60: 20.0} | dict.fromkeys(range(61, 90), 7.0)) == [60]


def test_what_ffmpeg_prints_is_read_by_frame() -> None:
    told = ["frame:0    pts:31      pts_time:1.24", "lavfi.scd.mafd=24.250", "frame:1    pts:90000   pts_time:3600"]
    assert changes_of([*told, "lavfi.scd.mafd=3.5"]) == {31: 24.25, 90_000: 3.5}
    assert changes_of([]) == {}


def peaks_of(ffmpeg: Ffmpeg, source: Path, *seals: Span) -> list[Span]:
    to = source.with_name("peaks.json")
    read_original(ffmpeg, source, probe(source), Wanted(peaks=to), seals=seals)
    return [Span(*one) for one in json.loads(to.read_text())["silences"]]


@pytest.mark.parametrize("name", ["voice.wav", "voice.m4a", "voice.mp3", "film.mp4"])
def test_pauses_are_found_within_twenty_milliseconds(tmp_path: Path, ffmpeg: Ffmpeg, name: str) -> None:
    make = footage if name.endswith(".mp4") else tone
    found = peaks_of(ffmpeg, make(tmp_path, name, seconds=7, pattern="talk"))
    wanted = (Span(1200, 2000), Span(3200, 4000), Span(5200, 6000))
    assert len(found) == 3
    for span, meant in zip(found, wanted, strict=True):
        assert abs(span.start - meant.start) <= 20 and abs(span.end - meant.end) <= 20


def test_a_voice_without_a_pause_has_none_and_a_mute_film_neither(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    assert peaks_of(ffmpeg, tone(tmp_path, seconds=2)) == []
    assert peaks_of(ffmpeg, footage(tmp_path, sound=False)) == []


def test_what_is_sealed_is_not_listened_to(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = tone(tmp_path, seconds=6, pattern="talk")
    assert peaks_of(ffmpeg, source, Span(1000, 2100)) == [Span(3200, 4000), Span(5200, 6000)]
    assert peaks_of(ffmpeg, source, Span(3600, 5000))[:2] == [Span(1200, 2000), Span(3200, 3600)]
    assert peaks_of(ffmpeg, source, Span(0, 9000)) == []


def a_sound(*parts: tuple[int, float]) -> "np.ndarray[tuple[int], np.dtype[np.int16]]":
    """Noise of so many milliseconds at so many decibels below full scale, one part after the other."""
    noise = np.random.default_rng(1)
    loud = np.concatenate([noise.standard_normal(ms * RATE // 1000) * 10 ** (level / 20) for ms, level in parts])
    return (np.clip(loud, -1, 1) * 32767).astype(np.int16)


@pytest.mark.parametrize("noise", [-90, -60, -45, -38])
def test_the_noise_of_the_place_is_no_speech(noise: float) -> None:
    heard = a_sound(
        (2000, -20), (800, noise), (2000, -22), (500, noise), (1000, -18), (SHORTEST - 50, noise), (900, -20)
    )
    assert silences(heard, RATE, 7450) == (Span(2000, 2800), Span(4800, 5300))


def test_a_click_does_not_end_a_pause_and_a_missing_end_is_silent() -> None:
    heard = a_sound((1000, -20), (500, -60), (20, -15), (500, -60), (1000, -20))
    assert silences(heard, RATE, 4000) == (Span(1000, 2020), Span(3020, 4000))
    assert silences(heard + np.int16(3000), RATE, 3020) == (Span(1000, 2020),)


def test_a_sound_that_is_silent_throughout_is_one_pause() -> None:
    assert silences(np.zeros(RATE * 2, dtype=np.int16), RATE, 2003) == (Span(0, 2003),)
    assert silences(a_sound((2000, -30)), RATE, 2000) == ()
    assert silences(np.zeros(0, dtype=np.int16), RATE, 1000) == (Span(0, 1000),)
