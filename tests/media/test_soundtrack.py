# SPDX-License-Identifier: GPL-3.0-or-later
"""A camera that writes several sound tracks: all are counted, and the chosen one is what copies, cuts and films hear."""

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from media.cut import cut_span
from media.errors import WrongUse
from media.ffmpeg import find
from media.hearing import heard
from media.probe import AudioInfo, probe
from media.proxy import Wanted, make_proxy, read_original
from media.soundtrack import Choice, choice_name, heard_in, read_choice
from media.span import Span
from tests.footage import footage
from tests.voices import RATE, written

TONES = (500, 900, 1400)


def tone(hertz: int, seconds: float = 3, loud: int = 8000) -> NDArray[np.int16]:
    times = np.arange(int(seconds * RATE)) / RATE
    return np.asarray(np.sin(2 * np.pi * hertz * times) * loud, dtype=np.int16)


@pytest.fixture
def tracks(tmp_path: Path) -> Path:
    """A silent first track, then three tones."""
    return written(tmp_path / "camera.mov", np.zeros(3 * RATE, dtype=np.int16), *(tone(hertz) for hertz in TONES))


def pitches(path: Path) -> set[int]:
    """Which of the tones are in a file."""
    with av.open(str(path)) as container:
        resampler = av.AudioResampler("flt", "mono", RATE)
        parts = [one.to_ndarray()[0] for frame in container.decode(audio=0) for one in resampler.resample(frame)]
    samples = np.concatenate(parts)
    found = np.abs(np.fft.rfft(samples)) / len(samples)
    return {hertz for hertz in TONES if found[round(hertz * len(samples) / RATE) - 3 :][:6].max() > 0.01}


def test_every_track_is_counted_with_its_level(tracks: Path) -> None:
    info = probe(tracks)
    assert [(one.place, one.channels, one.codec) for one in info.sounds] == [(n, 1, "pcm_s16le") for n in range(4)]
    assert info.sounds[0].level == -120
    assert all(one.level is not None and -14 <= one.level <= -11 for one in info.sounds[1:])


def test_one_track_is_not_listened_to(tmp_path: Path) -> None:
    (only,) = probe(footage(tmp_path)).sounds
    assert (only.place, only.level) == (0, None)


def test_the_first_track_is_heard_unless_it_is_silent_and_another_is_not(tracks: Path) -> None:
    info = probe(tracks)
    assert heard_in(info) == Choice((1,))
    quiet = replace(info, sounds=tuple(replace(one, level=-90) for one in info.sounds))
    assert heard_in(quiet) == Choice((0,))
    loud = replace(info, sounds=tuple(replace(one, level=-20) for one in info.sounds))
    assert heard_in(loud) == Choice((0,)) and choice_name(loud) == ""
    assert choice_name(info) == "1:None"


@pytest.mark.parametrize(("choice", "expected"), [("", {500}), ("3", {900}), ("mix", {500, 900, 1400})])
def test_copies_cuts_and_peaks_hear_the_chosen_track(
    tracks: Path, tmp_path: Path, choice: str, expected: set[int]
) -> None:
    ffmpeg, info = find(), replace(probe(tracks), choice=choice)
    make_proxy(ffmpeg, tracks, info, tmp_path / "proxy.mp4")
    assert pitches(tmp_path / "proxy.mp4") == expected
    cut_span(ffmpeg, tracks, info, Span(1000, 2500), tmp_path / "cut.mp4", seals=[])
    assert pitches(tmp_path / "cut.mp4") == expected
    samples = heard(ffmpeg, tracks, info, tmp_path / "sound.raw")
    assert len(samples) == 3 * RATE and np.abs(samples).max() > 2000


@pytest.fixture
def lavalier(tmp_path: Path) -> Path:
    """A tone on the left, nothing on the right."""
    path = tmp_path / "lavalier.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=RATE)
        stream.layout = "stereo"
        both = np.stack([tone(500), np.zeros(3 * RATE, dtype=np.int16)], axis=1).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(both), "s16", "stereo")
        frame.sample_rate, frame.pts = RATE, 0
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return path


def test_one_side_of_a_stereo_track_is_heard_on_both_at_full_level(lavalier: Path, tmp_path: Path) -> None:
    path, ffmpeg, info = lavalier, find(), probe(lavalier)
    peaks = {}
    for choice in ("", "left", "right", "1:left"):
        peaks[choice] = int(np.abs(heard(ffmpeg, path, replace(info, choice=choice), tmp_path / "raw")).max())
    assert 7900 <= peaks["left"] <= 8100 and peaks["left"] == peaks["1:left"]
    assert peaks["right"] <= 2
    assert peaks[""] < 0.8 * peaks["left"], "mixing both sides costs level"


@pytest.mark.parametrize(("choice", "expected"), [("", {500}), ("left", {500}), ("1:right", set[int]())])
def test_one_reading_makes_copy_and_peaks_of_one_side(
    lavalier: Path, tmp_path: Path, choice: str, expected: set[int]
) -> None:
    ffmpeg, info = find(), replace(probe(lavalier), choice=choice)
    wanted = Wanted(tmp_path / "proxy.mp4", tmp_path / "peaks.json")
    assert read_original(ffmpeg, lavalier, info, wanted) == ""
    assert pitches(tmp_path / "proxy.mp4") == expected
    cut_span(ffmpeg, lavalier, info, Span(1000, 2500), tmp_path / "cut.mp4")
    assert pitches(tmp_path / "cut.mp4") == expected


def test_a_track_or_side_that_is_not_there_is_refused_with_those_that_are(tracks: Path) -> None:
    sounds = probe(tracks).sounds
    for words, said in (
        ("5", "pas de piste son 5"),
        ("left", "un canal"),
        ("2:left", "un canal"),
        ("deux", "inconnue"),
    ):
        with pytest.raises(WrongUse, match=said):
            read_choice(words, sounds)
    assert read_choice("2:right", (AudioInfo("aac", 2, 48_000), AudioInfo("aac", 2, 48_000, place=1))) == Choice(
        (1,), 1
    )
    assert heard_in(replace(probe(tracks), choice="9")) == Choice((1,)), "other bytes: the choice fits no more"
