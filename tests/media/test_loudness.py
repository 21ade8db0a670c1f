# SPDX-License-Identifier: GPL-3.0-or-later
"""The loudness of a whole made of pieces is what ffmpeg hears of the whole."""

import math
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.command import Run, make, opened
from media.ffmpeg import Ffmpeg
from media.loudness import BLOCK, Loudness, integrated, louder, measure, silence
from tests.footage import tone

LEVELS = st.lists(st.floats(1e-6, 1), min_size=1, max_size=40)


def piece(energies: list[float], samples: int | None = None) -> Loudness:
    return Loudness(samples or BLOCK * len(energies), tuple(energies), 0.5)


def heard(ffmpeg: Ffmpeg, path: Path) -> float:
    log = make(ffmpeg, [opened(ffmpeg, path)["a:0"].filter("ebur128")], None, {"f": "null"}, Run()).log
    return float(next(m[1] for line in reversed(log) if (m := re.match(r"\s*I:\s+(\S+) ", line))))


def measured(ffmpeg: Ffmpeg, path: Path, start: float, end: float) -> Loudness:
    own = opened(ffmpeg, path)["a:0"].filter("aformat", sample_rates=48_000, channel_layouts="stereo")
    cut = own.filter("atrim", start=start, end=end).filter("asetpts", "N/SR/TB")
    return measure(ffmpeg, cut, round((end - start) * 48_000), Run(path.parent))


@pytest.mark.parametrize(("pattern", "edges"), [("bursts", [0, 0.3, 3.4, 3.5, 8]), ("tone", [0, 0.24, 3.333, 8])])
def test_pieces_are_as_loud_as_the_whole(tmp_path: Path, ffmpeg: Ffmpeg, pattern: str, edges: list[float]) -> None:
    source = tone(tmp_path, seconds=8, pattern=pattern)
    pieces = [measured(ffmpeg, source, start, end) for start, end in pairwise(edges)]
    whole = measured(ffmpeg, source, 0, 8)
    stereo = tmp_path / "stereo.wav"
    make(
        ffmpeg, [opened(ffmpeg, source)["a:0"].filter("aformat", channel_layouts="stereo")], stereo, {"f": "wav"}, Run()
    )
    assert abs(integrated([whole]) - heard(ffmpeg, stereo)) < 0.1
    assert abs(integrated(pieces) - integrated([whole])) < 0.1
    assert abs(louder(pieces) - whole.peak) < 0.02 and whole.peak > 0.3


def test_silence_has_no_loudness() -> None:
    assert integrated([]) == integrated([silence(100), silence(480_000)]) == -math.inf
    assert louder([]) == 0


@given(LEVELS, st.integers(0, 40))
def test_where_a_sound_is_divided_changes_nothing(levels: list[float], at: int) -> None:
    whole = integrated([piece(levels)])
    parts = [piece(part) for part in (levels[:at], levels[at:]) if part]
    assert math.isclose(integrated(parts), whole, abs_tol=1e-6)


@given(LEVELS, st.integers(1, 600))
def test_silence_around_speech_makes_it_no_quieter_than_its_windows(levels: list[float], blocks: int) -> None:
    alone = integrated([piece(levels)])
    within = integrated([silence(BLOCK * blocks), piece(levels), silence(BLOCK * blocks)])
    assert within <= max(10 * math.log10(level) for level in levels) + 1e-6
    assert within >= alone - 10 - 6.1 or len(levels) < 4


def test_the_short_end_of_a_piece_counts_for_its_length() -> None:
    even = integrated([piece([0.1] * 8)])
    assert math.isclose(integrated([piece([0.1] * 3, BLOCK * 2 + 100), piece([0.1] * 6)]), even, abs_tol=1e-6)
