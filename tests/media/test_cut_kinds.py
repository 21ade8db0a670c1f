# SPDX-License-Identifier: GPL-3.0-or-later
"""Any passage of any kind of footage: the right pictures, all of them, nothing hidden, and the sound where it was."""

import subprocess
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.cut import cut_span
from media.ffmpeg import Ffmpeg
from media.probe import MediaInfo, probe
from media.span import Span
from media.timecode import frames_of
from media.verify import verify_clean
from tests.footage import pictures_of
from tests.kinds import KINDS, SECONDS, Seen, heard, made, seen

SAMPLE = ("mts-interlaced", "hevc-10bit", "vp8-opus", "portrait", "variable-rate", "late-sound")
SOUND_WITHIN = 0.005
SPANS = st.tuples(st.integers(0, 1000 * SECONDS - 600), st.integers(1, 1500)).map(
    lambda drawn: Span(drawn[0], min(drawn[0] + drawn[1], 1000 * SECONDS - 100))
)
ANY_SPAN = given(span=SPANS)


def check_cut(kind: str, span: Span, folder: Path, ffmpeg: Ffmpeg) -> None:
    source = folder / KINDS[kind].file
    if not source.exists():
        made(kind, folder, ffmpeg)
    info, turned = probe(source), -1 if KINDS[kind].rotation else 0
    assert info.video is not None
    frames = frames_of(span, info.video.rate)
    to = folder / "cut.mp4"
    done = cut_span(ffmpeg, source, info, span, to)
    shown = seen(to, turned)
    assert done.frames == len(shown) == len(frames)
    assert [at for at, _number in shown] == [index / info.video.rate for index in range(len(frames))], "a gap"
    check_pictures([number for _at, number in shown], seen(source, turned), frames, info)
    verify_clean(to, len(frames))
    check_sound(source, to, frames, info.video.rate)


def check_pictures(numbers: list[int], source: list[Seen], frames: range, info: MediaInfo) -> None:
    """Each picture is the one that the source shows then; a wandering rate is laid on a grid, half a picture off at most."""
    assert info.video is not None
    near = Fraction(1, 2) / info.video.rate + Fraction(1, 1000)
    for number, frame in zip(numbers, frames, strict=True):
        at = frame / info.video.rate
        until = [number for time, number in source if time <= at + near] or [source[0][1]]
        before = [number for time, number in source if time <= at - near] or [source[0][1]]
        assert before[-1] <= number <= until[-1], (frame, number)


def check_sound(source: Path, cut: Path, frames: range, rate: Fraction) -> None:
    first, last = float(frames.start / rate), float(frames.stop / rate)
    there = [first + at for at in heard(cut)]
    for burst in heard(source):
        if first + 0.02 < burst < last - 0.05:
            assert any(abs(burst - at) <= SOUND_WITHIN for at in there), (burst, there)


@pytest.mark.parametrize("kind", SAMPLE)
@settings(max_examples=2)
@ANY_SPAN
def test_a_passage_shows_and_tells_what_the_source_does(tmp_path: Path, ffmpeg: Ffmpeg, kind: str, span: Span) -> None:
    check_cut(kind, span, tmp_path, ffmpeg)


@pytest.mark.campaign
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25)
@ANY_SPAN
def test_a_passage_of_every_kind(tmp_path: Path, ffmpeg: Ffmpeg, kind: str, span: Span) -> None:
    check_cut(kind, span, tmp_path, ffmpeg)


@pytest.mark.parametrize(("curve", "white"), [("smpte2084", 0.58), ("arib-std-b67", 0.75)])
def test_a_white_sheet_filmed_in_hdr_is_white_on_every_screen(
    tmp_path: Path, ffmpeg: Ffmpeg, curve: str, white: float
) -> None:
    grey = f"color=s=64x64:r=25:d=0.2,format=yuv420p10le,geq=lum={round(64 + white * 876)}:cb=512:cr=512"
    how = f"log-level=none:colorprim=bt2020:transfer={curve}:colormatrix=bt2020nc"
    command = [str(ffmpeg.path), "-v", "error", "-f", "lavfi", "-i", grey, "-c:v", "libx265", "-x265-params", how]
    subprocess.run([*command, str(tmp_path / "hdr.mov")], check=True, stdin=subprocess.DEVNULL)
    info = probe(tmp_path / "hdr.mov")
    assert info.video is not None and info.video.transfer == curve
    cut_span(ffmpeg, tmp_path / "hdr.mov", info, Span(0, 200), tmp_path / "cut.mp4")
    assert 200 < pictures_of(tmp_path / "cut.mp4")[0].mean() < 230
