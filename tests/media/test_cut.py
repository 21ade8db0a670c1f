# SPDX-License-Identifier: GPL-3.0-or-later
"""An extract shows its own frames, all of them and no other, with their sound and nothing else."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from media.cut import cut_span
from media.errors import Cancelled
from media.ffmpeg import Ffmpeg
from media.fonts import Font, font_for
from media.probe import probe
from media.process import ProcessFailed
from media.span import Span
from media.timecode import frames_of
from tests.footage import footage, number_of, numbers_of, pictures_of, samples_of, tone

SPANS = (Span(0, 1000), Span(1290, 2511), Span(2999, 3001))


def onset(samples: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]") -> float:
    """Milliseconds until the first loud sample."""
    return float(np.flatnonzero(np.abs(samples) > 0.05)[0]) / 48


@pytest.mark.parametrize("rate", ["25", "30000/1001", "30"])
@pytest.mark.parametrize("span", SPANS, ids=str)
@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_the_first_and_last_frame_are_those_asked_for(
    tmp_path: Path, ffmpeg: Ffmpeg, rate: str, span: Span, name: str
) -> None:
    source = footage(tmp_path, name, rate=rate, seconds=4)
    made = cut_span(ffmpeg, source, probe(source), span, tmp_path / "cut.mp4")
    expected = list(frames_of(span, Fraction(rate)))
    assert numbers_of(tmp_path / "cut.mp4") == expected
    assert made.frames == len(expected)
    assert made.duration == int(len(expected) / Fraction(rate) * 1000)


def test_sound_lasts_exactly_as_long_as_the_pictures(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path, rate="30000/1001", seconds=4, pattern="bursts")
    cut_span(ffmpeg, source, probe(source), Span(1290, 2511), tmp_path / "cut.mp4")
    with av.open(str(tmp_path / "cut.mp4")) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert video.duration is not None and audio.duration is not None and audio.time_base and video.time_base
        assert abs(video.duration * video.time_base - audio.duration * audio.time_base) < Fraction(1, 10_000)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.ts"])
def test_sound_stays_with_its_picture(tmp_path: Path, ffmpeg: Ffmpeg, name: str) -> None:
    source = footage(tmp_path, name, seconds=4, pattern="bursts")
    cut_span(ffmpeg, source, probe(source), Span(2400, 3600), tmp_path / "cut.mp4")
    assert abs(onset(samples_of(tmp_path / "cut.mp4")) - 600) < (2 if name == "a.mp4" else 25)


def test_footage_that_begins_after_zero_keeps_its_clock(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path, first=520, seconds=3)
    cut_span(ffmpeg, source, probe(source), Span(1000, 2000), tmp_path / "cut.mp4")
    numbers = numbers_of(tmp_path / "cut.mp4")
    assert numbers == list(range(12, 37))


def test_a_wandering_rate_becomes_constant_and_pictures_are_held(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    times = (*range(0, 1000, 40), *range(2000, 3000, 40))
    source = footage(tmp_path, times=times, seconds=3)
    info = probe(source)
    assert info.video is not None
    cut_span(ffmpeg, source, info, Span(1500, 2200), tmp_path / "cut.mp4")
    numbers = numbers_of(tmp_path / "cut.mp4")
    assert len(numbers) == len(frames_of(Span(1500, 2200), info.video.rate))
    assert numbers[0] == 24  # on screen since 960 ms
    assert numbers[-1] == 24 + 5


def test_a_phone_held_upright_is_cut_upright(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path, size="160x96", rotation=90, seconds=2)
    cut_span(ffmpeg, source, probe(source), Span(400, 1000), tmp_path / "cut.mp4")
    shown = pictures_of(tmp_path / "cut.mp4")
    assert shown[0].shape == (160, 96)
    assert [number_of(np.rot90(picture, -1)) for picture in shown] == list(range(10, 25))


def test_a_recorder_file_gets_a_black_picture(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = tone(tmp_path, pattern="bursts", seconds=3)
    made = cut_span(ffmpeg, source, probe(source), Span(500, 1500), tmp_path / "cut.mp4")
    assert made.frames == 26  # both ends whole: 480 ms to 1520 ms
    pictures = pictures_of(tmp_path / "cut.mp4")
    assert pictures[0].shape == (360, 640) and max(picture.max() for picture in pictures) < 20
    assert abs(onset(samples_of(tmp_path / "cut.mp4")) - 520) < 2


def test_a_silent_video_stays_without_sound(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path, sound=False)
    cut_span(ffmpeg, source, probe(source), Span(0, 400), tmp_path / "cut.mp4")
    assert probe(tmp_path / "cut.mp4").audio is None


def test_the_end_of_the_sound_may_outlast_the_pictures(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path, times=tuple(range(0, 1000, 40)), seconds=4, pattern="bursts")
    made = cut_span(ffmpeg, source, probe(source), Span(3500, 4000), tmp_path / "cut.mp4")
    assert set(numbers_of(tmp_path / "cut.mp4")) == {24}
    assert made.frames > 0


def test_sealed_frames_are_black_and_silent_to_the_millisecond(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path, seconds=4)
    cut_span(ffmpeg, source, probe(source), Span(1000, 3000), tmp_path / "cut.mp4", seals=[Span(1500, 2010)])
    numbers = numbers_of(tmp_path / "cut.mp4")
    assert numbers == [*range(25, 37), *[0] * 14, *range(51, 75)]
    heard = np.abs(samples_of(tmp_path / "cut.mp4"))
    assert heard[24_000 + 96 : 48_480 - 96].max() < 0.02
    assert heard[23_000:23_700].max() > 0.3 and heard[48_900:49_600].max() > 0.3


def test_nothing_of_the_camera_travels_along(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    personal = (("creation_time", "2024-05-01T10:00:00Z"), ("title", "secret"), ("timecode", "01:00:00:00"))
    source = footage(tmp_path, "Name of a person.mov", metadata=(*personal, ("comment", "secret")), seconds=2)
    cut_span(ffmpeg, source, probe(source), Span(400, 1000), tmp_path / "cut.mp4")
    data = (tmp_path / "cut.mp4").read_bytes()
    for trace in (b"secret", b"Name of a person", b"tmcd", b"x264 - core", b"Lavf"):
        assert trace not in data


def test_the_same_cut_is_the_same_file(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path)
    made = []
    for name in ("one.mp4", "two.mp4"):
        cut_span(ffmpeg, source, probe(source), Span(400, 1000), tmp_path / name)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


def test_soft_subtitles_travel_as_french(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source, soft = footage(tmp_path), tmp_path / "it's: [a] name.srt"
    soft.write_text("1\n00:00:00,100 --> 00:00:00,500\nÉté, « où »\n\n", encoding="utf-8")
    cut_span(ffmpeg, source, probe(source), Span(400, 1000), tmp_path / "cut.mp4", soft=soft)
    with av.open(str(tmp_path / "cut.mp4")) as container:
        (subtitles,) = container.streams.subtitles
        assert (subtitles.language, subtitles.codec_context.name) == ("fra", "mov_text")
    assert "Été, « où »".encode() in (tmp_path / "cut.mp4").read_bytes()


def ass(text: str, family: str) -> str:
    return (
        "[Script Info]\nScriptType: v4.00+\nPlayResX: 320\nPlayResY: 180\n\n[V4+ Styles]\n"
        "Format: Name, Fontname, Fontsize, PrimaryColour, Outline, Alignment, MarginV\n"
        f"Style: Default,{family},24,&H00FFFFFF,1,2,10\n\n[Events]\n"
        "Format: Layer, Start, End, Style, Text\n"
        f"Dialogue: 0,0:00:00.20,0:00:00.60,Default,{text}\n"
    )


def burned(folder: Path, ffmpeg: Ffmpeg, text: str, font: Font, family: str = "Noto Sans") -> list[int]:
    """How many bright pixels each picture has; the footage itself is black."""
    folder.mkdir(exist_ok=True)
    source = footage(folder, size="320x180", seconds=0.04, times=(0,))
    words = folder / "l'été: [x],y;z=1%.ass"
    words.write_text(ass(text, family), encoding="utf-8")
    silent = tone(folder, seconds=1)
    cut_span(ffmpeg, silent, probe(silent), Span(0, 1000), folder / "cut.mp4", burn=words, font=font)
    assert source.exists()
    return [int((picture > 128).sum()) for picture in pictures_of(folder / "cut.mp4")]


def test_burned_words_stand_in_their_time_only(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    text = "L’été où « ça » : cœur, ɛ ɔ ɲ ŋ"
    bright = burned(tmp_path, ffmpeg, text, font_for(text))
    assert [index for index, count in enumerate(bright) if count > 50] == list(range(5, 15))


def test_words_that_look_like_a_filter_are_only_words(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    text = "a':b=c[out];movie=/etc/passwd,x\\\\"
    assert max(burned(tmp_path, ffmpeg, text, font_for(text))) > 50


def test_a_letter_without_a_glyph_is_an_error_not_a_box(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    with pytest.raises(ProcessFailed, match=r"(?i)glyph|fontselect"):
        burned(tmp_path, ffmpeg, "ߒߞߏ", font_for("é"))


def test_a_missing_font_is_an_error_not_a_film_without_words(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ProcessFailed, match=r"(?i)glyph|fontselect"):
        burned(tmp_path, ffmpeg, "Bonjour", Font("Noto Sans", tmp_path / "empty"))


def test_a_cut_can_be_stopped(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path)
    with pytest.raises(Cancelled):
        cut_span(ffmpeg, source, probe(source), Span(0, 2000), tmp_path / "cut.mp4", cancelled=lambda: True)


def test_progress_is_heard_in_milliseconds(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source, heard = footage(tmp_path), list[int]()
    cut_span(ffmpeg, source, probe(source), Span(0, 2000), tmp_path / "cut.mp4", progress=heard.append)
    assert heard == sorted(heard) and 1900 <= heard[-1] <= 2000


def test_a_playlist_is_not_followed_even_if_someone_asks(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path)
    info = probe(source)
    trap = tmp_path / "trap.mp4"
    trap.write_text(f"ffconcat version 1.0\nfile {source.name}\n")
    with pytest.raises(ProcessFailed):
        cut_span(ffmpeg, trap, info, Span(0, 400), tmp_path / "cut.mp4")
