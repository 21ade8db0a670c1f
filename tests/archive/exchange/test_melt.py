# SPDX-License-Identifier: GPL-3.0-or-later
"""MLT's own `melt` plays the pictures that the cut names: each says its number."""

import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

from archive.exchange.formats import CutFormat, writer
from archive.exchange.timeline import Black, Shot, Source, Spoken, Timeline
from media.span import Span
from subtitles.cue import Cue
from tests.footage import footage, numbers_of, pictures_of, samples_of, tone

MELT = shutil.which("melt")
NTSC = Fraction(30000, 1001)

pytestmark = pytest.mark.skipif(MELT is None, reason="melt is not installed")


def played(project: Path, to: Path, frames: int, *more: str) -> Path:
    """What melt makes of a project: pictures without loss, or what `more` asks for."""
    assert MELT is not None
    consumer = ["-consumer", f"avformat:{to}", *(more or ("vcodec=ffv1", "an=1")), "terminate_on_pause=1"]
    # on a busy machine melt may leave before its consumer has written anything, or never leave
    for _attempt in range(5):
        command = [MELT, str(project), *consumer, "real_time=-1"]
        try:
            subprocess.run(command, cwd="/", check=True, capture_output=True, timeout=60)
            if more or len(numbers_of(to)) == frames:
                break
        except (av.FFmpegError, subprocess.TimeoutExpired):
            continue
    return to


def rendered(folder: Path, timeline: Timeline) -> list[int]:
    """The numbers of the pictures that melt makes of a cut."""
    project = folder / "film.kdenlive"
    project.write_bytes(writer(CutFormat.MLT).write(timeline))
    return numbers_of(played(project, folder / "out.mkv", timeline.frames))


def a_source(folder: Path, name: str, rate: str, size: str = "160x90") -> Source:
    footage(folder, name, rate=rate, size=size, seconds=4)
    wide, high = map(int, size.split("x"))
    return Source(name, name[:5], name, "", Fraction(rate), round(4 * Fraction(rate)), size=(wide, high))


@pytest.mark.parametrize("rate", ["25", "30000/1001", "24000/1001", "60000/1001"])
def test_melt_shows_exactly_the_frames_of_the_cut(tmp_path: Path, rate: str) -> None:
    one, two = a_source(tmp_path, "C0001.mp4", rate), a_source(tmp_path, "C0002.mp4", rate)
    shots = [(one, range(7, 30)), (two, range(41, 60)), (one, range(0, 5))]
    parts: list[Shot | Black] = [Shot(source, frames, len(frames)) for source, frames in shots]
    parts.insert(1, Black(6, "Gao"))
    numbers = rendered(tmp_path, Timeline("film", Fraction(rate), (160, 90), tuple(parts)))
    assert numbers == [*range(7, 30), *[0] * 6, *range(41, 60), *range(0, 5)]


def test_another_rate_is_shown_at_the_timeline_s_own_to_the_frame(tmp_path: Path) -> None:
    source = a_source(tmp_path, "C0001.mp4", "30000/1001")
    shots = tuple(Shot(source, range(first, first + 30), 25) for first in (0, 29, 61))
    numbers = rendered(tmp_path, Timeline("film", Fraction(25), (160, 90), shots))
    assert len(numbers) == 75
    for place, shot in enumerate(shots):
        shown = numbers[25 * place : 25 * place + 25]
        assert abs(shown[0] - shot.frames.start) <= 1 and abs(shown[-1] - shot.frames[-1]) <= 1


def test_a_portrait_stays_upright(tmp_path: Path) -> None:
    footage(tmp_path, "phone.mp4", rotation=90, seconds=2)
    source = Source("phone.mp4", "phone", "phone.mp4", "", Fraction(25), 50, size=(90, 160))
    numbers = rendered(tmp_path, Timeline("film", Fraction(25), (90, 160), (Shot(source, range(3, 20), 17),)))
    assert len(numbers) == 17


def test_melt_shows_the_subtitles_that_lie_beside(tmp_path: Path) -> None:
    source = a_source(tmp_path, "C0001.mp4", "25")
    cues = (Cue(1, Span(0, 2000), "Bonjour à tous"),)
    black = Timeline("film", Fraction(25), (640, 360), (Black(50, "Gao"), Shot(source, range(0, 5), 5)), cues)
    (tmp_path / black.subtitles).write_text("1\n00:00:00,000 --> 00:00:02,000\nBonjour\n", encoding="utf-8")
    rendered(tmp_path, black)
    first = pictures_of(tmp_path / "out.mkv")[5]
    assert first[: first.shape[0] // 2].max() < 40 < 160 < first[first.shape[0] // 2 :].max()


def test_melt_lets_a_voice_be_heard_from_its_frame_on(tmp_path: Path) -> None:
    picture, spoken = a_source(tmp_path, "C0001.mp4", "30000/1001"), tone(tmp_path, "V.wav", seconds=3)
    voice = Source("V.wav", "V", "V.wav", "", NTSC, 89)
    parts = (Black(30, "Gao"), Black(30, "Mopti"), Shot(replace(picture, sounds=False), range(0, 60), 60))
    spans = (Spoken(30, Shot(voice, range(10, 40), 30)), Spoken(60, Shot(voice, range(0, 15), 15)))
    project = tmp_path / "film.kdenlive"
    project.write_bytes(writer(CutFormat.MLT).write(Timeline("film", NTSC, (160, 90), parts, voices=spans)))
    assert spoken.is_file()
    heard = samples_of(played(project, tmp_path / "out.wav", 120, "vn=1", "acodec=pcm_s16le", "f=wav"))
    loud = [abs(heard[round(second * 48_000) :][:2400]).max() > 0.05 for second in (0.5, 0.9, 1.1, 1.9, 2.1, 2.45, 2.6)]
    assert loud == [False, False, True, True, True, True, False]
