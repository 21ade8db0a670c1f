# SPDX-License-Identifier: GPL-3.0-or-later
"""A film is its segments, frame after frame, heard at one loudness, and clean."""

import re
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from media.command import Run, make, opened
from media.errors import Cancelled, CannotCheck, WrongUse
from media.ffmpeg import Ffmpeg
from media.join import Voice, join
from media.loudness import silence
from media.probe import probe
from media.segment import FilmFormat, Segment, make_card, make_segment
from media.span import Span
from tests.footage import footage, number_of, numbers_of, pictures_of, samples_of, tone

SMALL = FilmFormat(160, 90)


def segment(ffmpeg: Ffmpeg, source: Path, span: Span, film: FilmFormat = SMALL) -> Segment:
    to = source.with_name(f"{source.stem}-{span.start}-{span.end}.mkv")
    return make_segment(ffmpeg, source, probe(source), span, to, film)


def loudness(ffmpeg: Ffmpeg, path: Path) -> tuple[float, float]:
    """Integrated LUFS and true peak in dBTP."""
    log = make(ffmpeg, [opened(ffmpeg, path)["a:0"].filter("ebur128", peak="true")], None, {"f": "null"}, Run()).log
    return tuple(
        float(next(m[1] for line in reversed(log) if (m := re.match(rf"\s*{name}:\s+(\S+) ", line))))
        for name in ("I", "Peak")
    )  # type: ignore[return-value]


@pytest.mark.parametrize("rate", ["25", "30000/1001"])
def test_a_film_shows_its_segments_frame_after_frame(tmp_path: Path, ffmpeg: Ffmpeg, rate: str) -> None:
    film = FilmFormat(160, 90, Fraction(rate))
    one, two = footage(tmp_path, "one.mp4", rate=rate), footage(tmp_path, "two.mkv", rate=rate, seconds=3)
    (tmp_path / "l'été d'Awa").mkdir()
    first = segment(ffmpeg, one, Span(290, 911), film)
    pieces = [
        replace(first, path=first.path.rename(tmp_path / "l'été d'Awa" / "one.mkv")),
        make_card(ffmpeg, 300, tmp_path / "card.mkv", film),
        *(segment(ffmpeg, two, Span(100 * index, 100 * index + 333), film) for index in range(8)),
    ]
    expected = [number for piece in pieces for number in numbers_of(piece.path)]
    made = join(ffmpeg, pieces, tmp_path / "film.mp4", film)
    assert numbers_of(tmp_path / "film.mp4") == expected
    assert made.frames == len(expected)
    with av.open(str(tmp_path / "film.mp4")) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        times = [packet.pts * packet.time_base for packet in container.demux(video) if packet.pts is not None]
        assert times == [index / film.rate for index in range(len(expected))]
        assert video.start_time == audio.start_time == 0
        assert audio.duration is not None and audio.time_base is not None
        assert abs(audio.duration * audio.time_base - len(expected) / film.rate) < Fraction(1, 10_000)


def test_sound_stays_with_its_picture_to_the_end_of_the_film(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path, rate="30000/1001", seconds=3, pattern="bursts")
    pieces = [segment(ffmpeg, source, Span(500 + 7 * index, 1500)) for index in range(6)]
    join(ffmpeg, pieces, tmp_path / "film.mp4", SMALL)
    numbers = numbers_of(tmp_path / "film.mp4")
    loud = np.abs(samples_of(tmp_path / "film.mp4")) > 0.05
    begins = np.flatnonzero(loud & ~np.concatenate([np.zeros(4800, bool), *[loud[:-4800]]]))
    onsets = [begin for index, begin in enumerate(begins) if index == 0 or begin - begins[index - 1] > 20_000]
    seconds = [index / 25 for index, number in enumerate(numbers) if number >= 30 > numbers[index - 1]]
    assert len(onsets) == len(seconds) == 6
    for onset, second in zip(onsets, seconds, strict=True):
        assert abs(onset / 48_000 - second) < 0.04


def test_the_sound_of_a_film_has_no_hole_where_segments_meet(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    film = FilmFormat(160, 90, Fraction(30_000, 1001))
    # 24024 samples each: their time, counted with floating point and cut off, lies one sample early
    card = make_card(ffmpeg, 500, tmp_path / "card.mkv", film)
    join(ffmpeg, [card] * 3, tmp_path / "film.mp4", film)
    with av.open(str(tmp_path / "film.mp4")) as container:
        times = [packet.pts for packet in container.demux(audio=0) if packet.pts is not None]
        assert {after - before for before, after in pairwise(times)} == {1024}
        assert container.streams.audio[0].duration == 3 * 24_024


def test_loudness_is_set_and_peaks_stay_below(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path, seconds=4)
    piece = segment(ffmpeg, source, Span(0, 4000))
    for target in (-16.0, -23.0):
        join(ffmpeg, [piece], tmp_path / "film.mp4", FilmFormat(160, 90, lufs=target))
        reached, peak = loudness(ffmpeg, tmp_path / "film.mp4")
        assert abs(reached - target) < 0.6
        assert peak <= -1


def test_loud_moments_in_a_quiet_film_are_held_below_the_ceiling(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = tone(tmp_path, seconds=8, pattern="bursts")
    piece = segment(ffmpeg, source, Span(0, 8000))
    join(ffmpeg, [piece], tmp_path / "film.mp4", FilmFormat(160, 90, lufs=-5.0))
    assert loudness(ffmpeg, tmp_path / "film.mp4")[1] <= -1


def test_a_silent_film_stays_silent(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    card = make_card(ffmpeg, 1000, tmp_path / "card.mkv", SMALL)
    join(ffmpeg, [card], tmp_path / "film.mp4", SMALL)
    assert np.abs(samples_of(tmp_path / "film.mp4")).max() < 0.001


def test_soft_subtitles_are_carried_in_french(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    card = make_card(ffmpeg, 1000, tmp_path / "card.mkv", SMALL)
    (tmp_path / "it's.srt").write_text("1\n00:00:00,200 --> 00:00:00,900\nÀ l’été\n\n", encoding="utf-8")
    join(ffmpeg, [card], tmp_path / "film.mp4", SMALL, soft=tmp_path / "it's.srt")
    with av.open(str(tmp_path / "film.mp4")) as container:
        assert [stream.language for stream in container.streams.subtitles] == ["fra"]
        assert container.duration == 1_000_000


def test_the_index_comes_first_so_that_playing_starts_at_once(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    card = make_card(ffmpeg, 400, tmp_path / "card.mkv", SMALL)
    join(ffmpeg, [card], tmp_path / "film.mp4", SMALL)
    data = (tmp_path / "film.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_a_film_of_a_phone_and_a_camera_has_one_size(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    phone = footage(tmp_path, "phone.mp4", size="160x90", rotation=90, rate="30", seconds=1)
    camera = footage(tmp_path, "camera.mp4", size="320x180", seconds=1)
    join(ffmpeg, [segment(ffmpeg, path, Span(0, 400)) for path in (phone, camera)], tmp_path / "film.mp4", SMALL)
    shown = pictures_of(tmp_path / "film.mp4")
    assert {picture.shape for picture in shown} == {(90, 160)}
    assert [number_of(picture) for picture in shown[10:]] == list(range(10))


def test_no_segment_is_no_film(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    with pytest.raises(WrongUse, match="sans extrait"):
        join(ffmpeg, [], tmp_path / "film.mp4", SMALL)


def test_a_segment_that_is_gone_is_said(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    with pytest.raises(CannotCheck, match=r"gone\.mkv"):
        join(ffmpeg, [Segment(tmp_path / "gone.mkv", 10, silence(19_200))], tmp_path / "film.mp4", SMALL)


def test_joining_can_be_stopped(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    card = make_card(ffmpeg, 400, tmp_path / "card.mkv", SMALL)
    with pytest.raises(Cancelled):
        join(ffmpeg, [card], tmp_path / "film.mp4", SMALL, cancelled=lambda: True)


def test_the_same_passage_may_speak_several_times_and_a_mute_one_is_not_heard(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    voice, mute = tone(tmp_path), footage(tmp_path, sound=False)
    card = make_card(ffmpeg, 3000, tmp_path / "card.mkv", SMALL)
    spoken = [(voice, 200, 5), (voice, 400, 25), (voice, 200, 50), (mute, 200, 5), (mute, 200, 25), (voice, 200, 80)]
    voices = [Voice(source, probe(source), Span(0, length), frame) for source, length, frame in spoken]
    join(ffmpeg, [card], tmp_path / "film.mp4", SMALL, voices=voices)
    loud = np.abs(samples_of(tmp_path / "film.mp4"))
    heard = [n for n in range(75) if loud[n * 1920 + 480 : n * 1920 + 1440].max() > 0.01]
    assert heard == [*range(5, 10), *range(25, 35), *range(50, 55)]


def test_a_voice_is_silent_where_it_is_sealed(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = tone(tmp_path)
    card = make_card(ffmpeg, 1000, tmp_path / "card.mkv", SMALL)
    voices = [Voice(source, probe(source), Span(0, 800), 0, seals=(Span(200, 600),))]
    join(ffmpeg, [card], tmp_path / "film.mp4", SMALL, voices=voices)
    loud = np.abs(samples_of(tmp_path / "film.mp4"))
    heard = [n for n in range(25) if loud[n * 1920 + 480 : n * 1920 + 1440].max() > 0.01]
    assert heard == [*range(5), *range(15, 20)]
