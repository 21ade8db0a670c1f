# SPDX-License-Identifier: GPL-3.0-or-later
"""Fades, hidden faces, silenced voices, still pictures, voices over a film: seen and heard in the file itself."""

from pathlib import Path

import av
import numpy as np
import pytest

from media.errors import Refused
from media.ffmpeg import Ffmpeg
from media.join import Voice, join
from media.looks import FIGURE, GROUND, Hiding, Looks
from media.probe import probe
from media.segment import FilmFormat, Segment, make_card, make_segment
from media.span import Span
from media.still import keep_still
from media.verify import verify_clean
from tests.footage import footage, numbers_of, pictures_of, samples_of, tone

SMALL, A_SECOND = FilmFormat(160, 90), Span(0, 1000)


def segment(ffmpeg: Ffmpeg, folder: Path, looks: Looks, span: Span = A_SECOND) -> Path:
    return piece_of(ffmpeg, folder, looks, span).path


def piece_of(ffmpeg: Ffmpeg, folder: Path, looks: Looks, span: Span = A_SECOND) -> Segment:
    source = footage(folder)
    return make_segment(ffmpeg, source, probe(source), span, folder / "a.mkv", SMALL, looks=looks)


def test_a_segment_comes_out_of_black_and_silence_and_goes_back(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    made = segment(ffmpeg, tmp_path, Looks(fade_in=200, fade_out=400), Span(1240, 2000))
    light = [float(picture.max()) for picture in pictures_of(made)]
    assert light[0] < 60 and light[:4] == sorted(light[:4]) and min(light[5:9]) > 230
    assert light[-1] < 60 and light[-8:] == sorted(light[-8:], reverse=True)
    heard = np.abs(samples_of(made))
    assert heard[:96].max() < 0.02 and heard[12_000:16_000].max() > 0.3 and heard[-96:].max() < 0.02


def test_fades_longer_than_the_segment_are_held_to_it(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    assert len(pictures_of(segment(ffmpeg, tmp_path, Looks(fade_in=9000, fade_out=9000)))) == 25


def test_a_hidden_face_is_black_and_its_words_remain_heard(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    made = segment(ffmpeg, tmp_path, Looks(hidden=Hiding.BLACK))
    assert max(picture.max() for picture in pictures_of(made)) < 20
    assert np.abs(samples_of(made)).max() > 0.3


@pytest.mark.parametrize("night", [1, 4])
def test_a_silhouette_has_two_shades_in_a_few_blocks_by_day_and_by_night(
    tmp_path: Path, ffmpeg: Ffmpeg, night: int
) -> None:
    rng = np.random.default_rng(7)
    with av.open(str(tmp_path / "face.mp4"), "w") as out:
        stream = out.add_stream("libx264", rate=25, options={"crf": "4"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        detail = rng.integers(0, 255, (180, 320), dtype=np.uint8)
        detail[:, 160:] = detail[:, 160:] // 4  # a dark half, finely drawn
        detail //= night
        for _number in range(10):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(detail, format="gray")))
        out.mux(stream.encode(None))
    film = FilmFormat(320, 180)
    source = tmp_path / "face.mp4"
    looks = Looks(hidden=Hiding.SILHOUETTE)
    make_segment(ffmpeg, source, probe(source), Span(0, 400), tmp_path / "a.mkv", film, looks=looks)
    shown = pictures_of(tmp_path / "a.mkv")[3].astype(float)
    low, high = ((shade - 16) * 255 / 219 for shade in (FIGURE, GROUND))
    assert abs(shown[20:-20, :100].mean() - high) < 8 and abs(shown[20:-20, 220:].mean() - low) < 8
    assert np.abs(np.diff(shown, axis=1)).max() < 12, "nothing finer than a block"


def test_a_silenced_voice_is_not_in_the_file(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    made = segment(ffmpeg, tmp_path, Looks(silent=True))
    assert np.abs(samples_of(made)).max() == 0 and numbers_of(made) == list(range(25))


def photo(path: Path, ffmpeg: Ffmpeg, size: str = "100x200") -> Path:
    import subprocess

    picture = f"color=c=white:s={size}:r=1:d=1"
    command = [str(ffmpeg.path), "-v", "error", "-y", "-f", "lavfi", "-i", picture, "-frames:v", "1", "-update", "1"]
    subprocess.run([*command, "-metadata", "comment=secret", str(path)], check=True, stdin=subprocess.DEVNULL)
    return path


@pytest.mark.parametrize("name", ["map.jpg", "map.png"])
def test_a_still_picture_stands_between_black_bars(tmp_path: Path, ffmpeg: Ffmpeg, name: str) -> None:
    keep_still(ffmpeg, photo(tmp_path / name, ffmpeg), tmp_path / "kept.png")
    assert b"secret" not in (tmp_path / "kept.png").read_bytes()
    made = make_card(ffmpeg, 400, tmp_path / "a.mkv", SMALL, still=tmp_path / "kept.png")
    shown = pictures_of(tmp_path / "a.mkv")
    assert made.frames == len(shown) == 10
    assert all(p[:, 70:90].min() > 230 and p[:, :50].max() < 25 and p[:, 110:].max() < 25 for p in shown)


def test_what_is_no_picture_is_refused(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (tmp_path / "b.png").write_text("ffconcat version 1.0\n")
    for name in ("a.png", "b.png"):
        with pytest.raises(Refused):
            keep_still(ffmpeg, tmp_path / name, tmp_path / "kept.png")
    assert not (tmp_path / "kept.png").exists()


def test_a_voice_speaks_over_the_film_which_steps_back(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    piece = piece_of(ffmpeg, tmp_path, Looks(), Span(0, 2000))
    spoken = tone(tmp_path, seconds=1)
    voice = Voice(spoken, probe(spoken), Span(0, 600), 50)
    join(ffmpeg, [piece, piece], tmp_path / "film.mp4", SMALL, voices=[voice])
    verify_clean(tmp_path / "film.mp4", 100)
    heard = samples_of(tmp_path / "film.mp4")
    before, under, after = (float(np.sqrt((heard[at : at + 9600] ** 2).mean())) for at in (60_000, 108_000, 160_000))
    assert abs(before - after) < 0.1 * before
    assert 1.05 * before < under < 1.4 * before, "the voice, and a fifth of the film's own sound"


def test_a_voice_that_outlasts_the_film_ends_with_it(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    piece = piece_of(ffmpeg, tmp_path, Looks())
    spoken = tone(tmp_path, seconds=2)
    voices = [Voice(spoken, probe(spoken), Span(0, 2000), at) for at in (20, 25)]
    assert join(ffmpeg, [piece], tmp_path / "film.mp4", SMALL, voices=voices).frames == 25
    with av.open(str(tmp_path / "film.mp4")) as container:
        assert container.streams.audio[0].duration == 48_000


def test_sound_alone_is_a_sound_file(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    film = FilmFormat(64, 36, pictures=False)
    source = footage(tmp_path)
    piece = make_segment(ffmpeg, source, probe(source), Span(0, 1000), tmp_path / "a.mkv", film)
    made = join(ffmpeg, [piece], tmp_path / "film.m4a", film)
    verify_clean(tmp_path / "film.m4a")
    with av.open(str(tmp_path / "film.m4a")) as container:
        assert [stream.type for stream in container.streams] == ["audio"]
    assert made.duration == 1000 and np.abs(samples_of(tmp_path / "film.m4a")).max() > 0.2
