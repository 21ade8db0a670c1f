# SPDX-License-Identifier: GPL-3.0-or-later
"""Working copies, stills and sound shapes tell what the original tells, save what is sealed."""

import json
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from media.ffmpeg import Ffmpeg
from media.poster import make_poster
from media.probe import probe
from media.proxy import Wanted, make_proxy, read_original
from media.span import Span
from tests.footage import damaged, footage, number_of, numbers_of, pictures_of, samples_of, tone
from tests.kinds import KINDS, made

OFTEN = ("mts-interlaced", "variable-rate", "late-sound", "hdr-hlg")
SOME_KINDS = [pytest.param(kind, marks=() if kind in OFTEN else pytest.mark.campaign) for kind in KINDS]


def peaks_of(ffmpeg: Ffmpeg, source: Path, *seals: Span) -> list[int]:
    to = source.with_name("peaks.json")
    read_original(ffmpeg, source, probe(source), Wanted(peaks=to), seals=seals)
    written = json.loads(to.read_text())
    assert written["ms_per_peak"] == 50
    return list(written["peaks"])


@pytest.mark.parametrize(("rate", "name"), [("25", "a.mp4"), ("30000/1001", "a.mov")])
def test_a_proxy_shows_the_same_frames_at_the_same_rate(tmp_path: Path, ffmpeg: Ffmpeg, rate: str, name: str) -> None:
    source = footage(tmp_path, name, rate=rate, size="320x180", seconds=5)
    make_proxy(ffmpeg, source, probe(source), tmp_path / "proxy.mp4", height=90)
    info = probe(tmp_path / "proxy.mp4")
    assert info.video is not None
    assert (info.video.width, info.video.height, info.video.rate) == (160, 90, Fraction(rate))
    assert numbers_of(tmp_path / "proxy.mp4") == numbers_of(source)
    with av.open(str(tmp_path / "proxy.mp4")) as container:
        keys = [
            float(packet.pts * packet.time_base)
            for packet in container.demux(video=0)
            if packet.is_keyframe and packet.pts is not None
        ]
    assert [round(key) for key in keys] == [0, 2, 4]


def test_a_small_picture_is_not_blown_up(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path, seconds=0.2)
    make_proxy(ffmpeg, source, probe(source), tmp_path / "proxy.mp4")
    assert pictures_of(tmp_path / "proxy.mp4")[0].shape == (90, 160)


def test_a_sealed_passage_is_black_and_silent_in_the_proxy_and_lengths_stay(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path)
    make_proxy(ffmpeg, source, probe(source), tmp_path / "proxy.mp4", seals=[Span(400, 800), Span(1200, 1210)])
    numbers = numbers_of(tmp_path / "proxy.mp4")
    assert numbers == [*range(10), *[0] * 10, *range(20, 30), 0, *range(31, 50)]
    heard = np.abs(samples_of(tmp_path / "proxy.mp4"))
    assert heard[19_300:38_300].max() < 0.02
    assert heard[10_000:18_000].max() > 0.3 and heard[40_000:56_000].max() > 0.3


def test_a_recorder_file_becomes_sound_alone(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = tone(tmp_path, seconds=3)
    make_proxy(ffmpeg, source, probe(source), tmp_path / "proxy.mp4", seals=[Span(1000, 2000)])
    info = probe(tmp_path / "proxy.mp4")
    assert info.video is None and abs(info.duration - 3000) < 25
    assert np.abs(samples_of(tmp_path / "proxy.mp4"))[49_000:95_000].max() < 0.02


def test_a_poster_is_a_picture_of_the_recording(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path, size="320x180", seconds=3)
    make_poster(ffmpeg, source, probe(source), tmp_path / "poster.jpg", height=90)
    (poster,) = pictures_of(tmp_path / "poster.jpg")
    assert poster.shape == (90, 160)
    assert 25 <= number_of(poster) <= 50
    assert b"Lavc" not in (tmp_path / "poster.jpg").read_bytes()


@pytest.mark.parametrize("seal", [Span(0, 2000), Span(900, 3000), Span(500, 1500)], ids=str)
def test_a_poster_never_comes_from_a_sealed_passage(tmp_path: Path, ffmpeg: Ffmpeg, seal: Span) -> None:
    source = footage(tmp_path, seconds=3)
    make_poster(ffmpeg, source, probe(source), tmp_path / "poster.jpg", seals=[seal])
    number = number_of(pictures_of(tmp_path / "poster.jpg")[0])
    assert number > 0 and not seal.overlaps(Span(number * 40, number * 40 + 40))


def test_a_poster_of_a_sealed_recording_is_black(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path)
    make_poster(ffmpeg, source, probe(source), tmp_path / "100% noir.jpg", seals=[Span(0, 2000)])
    assert pictures_of(tmp_path / "100% noir.jpg")[0].max() < 20


def test_peaks_are_high_where_it_sounds(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    peaks = peaks_of(ffmpeg, tone(tmp_path, seconds=3, pattern="bursts"))
    assert len(peaks) == 60
    for second in range(3):
        assert min(peaks[second * 20 : second * 20 + 2]) > 40
        assert max(peaks[second * 20 + 3 : second * 20 + 20]) < 5


def test_peaks_are_nothing_where_it_is_sealed(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    peaks = peaks_of(ffmpeg, tone(tmp_path, seconds=2), Span(510, 990), Span(1500, 99_000))
    assert peaks[10:20] == [0] * 10 and peaks[30:] == [0] * 10
    assert min(peaks[:10] + peaks[20:30]) > 40


def test_a_silent_video_has_no_peaks(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    assert peaks_of(ffmpeg, footage(tmp_path, sound=False)) == []


def test_a_poster_comes_from_a_picture_that_stands_alone_where_there_is_one(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path, seconds=9)
    make_poster(ffmpeg, source, probe(source), tmp_path / "poster.jpg")
    assert number_of(pictures_of(tmp_path / "poster.jpg")[0]) in (100, 150, 200)
    make_poster(ffmpeg, source, probe(source), tmp_path / "poster.jpg", seals=[Span(3900, 6100)])
    assert number_of(pictures_of(tmp_path / "poster.jpg")[0]) == 50


@pytest.mark.parametrize("kind", SOME_KINDS)
def test_a_healthy_file_of_every_kind_is_read_without_a_complaint(tmp_path: Path, ffmpeg: Ffmpeg, kind: str) -> None:
    source = made(kind, tmp_path, ffmpeg)
    info = probe(source)
    wanted = Wanted(tmp_path / "proxy.mp4", tmp_path / "peaks.json")
    assert read_original(ffmpeg, source, info, wanted) == ""
    told = json.loads((tmp_path / "peaks.json").read_text())
    assert (told["loudness"] is None) == (info.audio is None)
    make_poster(ffmpeg, source, info, tmp_path / "poster.jpg", height=90)
    assert pictures_of(tmp_path / "poster.jpg")[0].max() > 100


def test_a_damaged_file_is_complained_of_and_its_copy_shows_what_can_be_shown(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = damaged(footage(tmp_path, size="320x180", seconds=6), at=0.5)
    assert read_original(ffmpeg, source, probe(source), Wanted(tmp_path / "proxy.mp4", tmp_path / "peaks.json"))
    numbers = numbers_of(tmp_path / "proxy.mp4")
    assert len(numbers) == 150 and numbers[:50] == list(range(50)) and numbers[-1] == 149
    assert max(json.loads((tmp_path / "peaks.json").read_text())["peaks"]) > 40


def test_loudness_is_that_of_the_original_without_what_is_sealed(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    def loudness(source: Path, *seals: Span) -> float | None:
        read_original(ffmpeg, source, probe(source), Wanted(peaks=tmp_path / "peaks.json"), seals=seals)
        told = json.loads((tmp_path / "peaks.json").read_text())["loudness"]
        return None if told is None else float(told)

    whole = loudness(tone(tmp_path, seconds=4))
    assert whole is not None and -12 < whole < -6
    assert loudness(footage(tmp_path, seconds=4)) == pytest.approx(whole, abs=0.5)
    assert loudness(tone(tmp_path, seconds=4), Span(0, 4000)) is None
    assert loudness(footage(tmp_path, sound=False)) is None
