# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of a film fit together: same size, same rate, picture as long as sound."""

import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.errors import Cancelled
from media.ffmpeg import Ffmpeg
from media.fonts import font_for
from media.looks import Looks
from media.probe import AudioInfo, MediaInfo, VideoInfo, probe
from media.segment import FilmFormat, make_card, make_segment, segment_frames
from media.span import Span
from media.take import samples_for, take_of
from subtitles.burn import ass_card
from tests.footage import Picture, footage, number_of, numbers_of, pictures_of, samples_of, tone

SMALL = FilmFormat(320, 180)
RATES = st.sampled_from([Fraction(r) for r in ("24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001")])


def info_at(rate: Fraction) -> MediaInfo:
    return MediaInfo("mov", 3_600_000, 1, VideoInfo("h264", 160, 90, rate), AudioInfo("aac", 1, 48_000))


def middle(picture: Picture, width: int) -> Picture:
    """The part of a padded picture that is `width` wide."""
    left = (picture.shape[1] - width) // 2
    return picture[:, left : left + width]


def on_screen(frames: range, source: Fraction, rate: Fraction, count: int) -> list[int]:
    """The source frame on screen in the middle of each frame of the film, the last one held where there are no more."""
    return [min(frames[-1], frames.start + math.ceil((n + Fraction(1, 2)) * source / rate) - 1) for n in range(count)]


@given(st.integers(0, 3_500_000), st.integers(0, 60_000), RATES, RATES)
def test_no_sound_is_lost_and_less_than_a_picture_of_silence_is_added(
    start: int, length: int, source: Fraction, target: Fraction
) -> None:
    span = Span(start, start + length)
    frames = segment_frames(span, info_at(source), FilmFormat(rate=target))
    begins, ends = take_of(Path(), info_at(source), span).frames.start / source, Fraction(span.end, 1000)
    assert begins * 1000 < start + 1  # a frame begins on screen in the millisecond it is counted with
    assert begins + frames / target >= ends
    assert frames == 1 or begins + (frames - 1) / target < ends


@pytest.mark.parametrize(
    ("rate", "film_rate"),
    [
        ("25", "25"),
        ("30000/1001", "25"),
        ("30", "25"),
        ("24000/1001", "25"),
        ("50", "25"),
        ("60000/1001", "25"),
        ("25", "30000/1001"),
        ("30000/1001", "30"),
        ("25", "50"),
    ],
)
@pytest.mark.parametrize("span", [Span(0, 1000), Span(1290, 2511)], ids=str)
def test_a_segment_shows_the_frame_of_each_moment_and_is_as_long_as_foretold(
    tmp_path: Path, ffmpeg: Ffmpeg, rate: str, film_rate: str, span: Span
) -> None:
    source, film = footage(tmp_path, rate=rate, seconds=4), FilmFormat(320, 180, Fraction(film_rate))
    info = probe(source)
    made = make_segment(ffmpeg, source, info, span, tmp_path / "a.mkv", film)
    numbers = numbers_of(tmp_path / "a.mkv")
    frames = take_of(source, info, span).frames
    assert made.frames == len(numbers) == segment_frames(span, info, film)
    assert len(samples_of(tmp_path / "a.mkv")) == samples_for(made.frames, film.rate)
    assert numbers == on_screen(frames, Fraction(rate), film.rate, made.frames)


def test_an_upright_phone_picture_stands_between_black_bars(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path, size="160x90", rotation=90, seconds=1)
    make_segment(ffmpeg, source, probe(source), Span(200, 600), tmp_path / "a.mkv", SMALL)
    shown = pictures_of(tmp_path / "a.mkv")
    assert shown[0].shape == (180, 320)
    assert [number_of(np.rot90(middle(picture, 100), -1)) for picture in shown] == list(range(5, 15))
    assert max(picture[:, :108].max() for picture in shown) < 20


def test_silence_and_black_stand_in_for_what_is_missing(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    mute, blind = footage(tmp_path, sound=False), tone(tmp_path)
    make_segment(ffmpeg, mute, probe(mute), Span(0, 400), tmp_path / "mute.mkv", SMALL)
    make_segment(ffmpeg, blind, probe(blind), Span(0, 400), tmp_path / "blind.mkv", SMALL)
    assert np.abs(samples_of(tmp_path / "mute.mkv")).max() == 0
    assert max(picture.max() for picture in pictures_of(tmp_path / "blind.mkv")) < 20
    assert numbers_of(tmp_path / "mute.mkv") == list(range(10))
    assert np.abs(samples_of(tmp_path / "blind.mkv")).max() > 0.3


def test_a_sealed_part_of_a_segment_is_black_and_silent(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path)
    make_segment(ffmpeg, source, probe(source), Span(400, 1600), tmp_path / "a.mkv", SMALL, seals=[Span(800, 1200)])
    assert numbers_of(tmp_path / "a.mkv") == [*range(10, 20), *[0] * 10, *range(30, 40)]
    heard = np.abs(samples_of(tmp_path / "a.mkv"))
    assert heard[19_200:38_400].max() == 0
    assert heard[18_000:19_000].max() > 0.3 and heard[38_600:39_600].max() > 0.3


def test_a_card_carries_its_words_in_silence(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    words = tmp_path / "card.ass"
    words.write_text(
        "[Script Info]\nPlayResX: 320\nPlayResY: 180\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour,"
        " Alignment\nStyle: Default,Noto Sans,24,&H00FFFFFF,5\n[Events]\nFormat: Start, End, Style, Text\n"
        "Dialogue: 0:00:00.00,0:00:09.00,Default,Été 2024\n",
        encoding="utf-8",
    )
    made = make_card(ffmpeg, 1001, tmp_path / "a.mkv", SMALL, burn=words, font=font_for("Été 2024"))
    assert made.frames == 26
    assert all((picture > 128).sum() > 50 for picture in pictures_of(tmp_path / "a.mkv"))
    samples = samples_of(tmp_path / "a.mkv")
    assert len(samples) == 26 * 1920 and np.abs(samples).max() == 0


def test_the_words_of_a_card_fade_with_it(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    words = tmp_path / "card.ass"
    words.write_text(ass_card("Gao", 2000, 320, 180, "Noto Sans"), encoding="utf-8")
    looks = Looks(fade_in=800, fade_out=800)
    make_card(ffmpeg, 2000, tmp_path / "a.mkv", SMALL, burn=words, font=font_for("Gao"), looks=looks)
    light = [int(picture.max()) for picture in pictures_of(tmp_path / "a.mkv")]
    assert light[0] < 20 and light[-1] < 30 and light[25] > 200
    assert light[2] < light[8] < light[16] and light[32] > light[40] > light[47]


def test_a_segment_can_be_stopped(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path)
    with pytest.raises(Cancelled):
        make_segment(ffmpeg, source, probe(source), Span(0, 400), tmp_path / "a.mkv", SMALL, cancelled=lambda: True)
