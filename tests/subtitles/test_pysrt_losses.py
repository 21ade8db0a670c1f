# SPDX-License-Identifier: GPL-3.0-or-later
"""What pysrt's reader loses, one test per loss: pysrt is shown losing it, ours keeps it. And the interchange with it."""

from pathlib import Path

import pysrt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.span import Span
from subtitles.cue import Cue, Track
from subtitles.formats.markup import safe_for_srt
from subtitles.interchange import from_pysrt, to_pysrt
from subtitles.reading import read
from tests.subtitles.tracks import spans, texts

GLUED_INDEX = "1\n00:00:01,000 --> 00:00:02,000\nA\n2\n00:00:03,000 --> 00:00:04,000\nB\n"
BLANK_LINE = "1\n00:00:01,000 --> 00:00:02,000\nA\n\nB\n"
SBV = "0:00:01.000,0:00:02.000\nA\n\n0:00:02.000,0:00:03.000\nB\n"
SHORT_FRACTION = "1\n00:00:01,5 --> 00:00:02,5\nA\n"
HOURS_MISSING = "1\n00:01,000 --> 00:02,000\nA\n"


def ours(text: str) -> list[str]:
    return [cue.text for cue in read(text.encode()).track.cues]


def theirs(text: str) -> list[str]:
    return [item.text for item in pysrt.from_string(text)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [(GLUED_INDEX, ["A", "B"]), (BLANK_LINE, ["A\nB"]), (SBV, ["A", "B"]), (HOURS_MISSING, ["A"])],
    ids=["index glued to the text", "blank line inside a cue", "SBV under .srt", "hours missing"],
)
def test_words_that_pysrt_loses_are_kept(text: str, kept: list[str]) -> None:
    assert theirs(text) != kept
    assert ours(text) == kept


def test_a_short_fraction_is_half_a_second_and_not_five_milliseconds() -> None:
    assert pysrt.from_string(SHORT_FRACTION)[0].start.ordinal == 1005
    assert read(SHORT_FRACTION.encode()).track.cues[0].span.start == 1500


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # pysrt leaves its file open
def test_an_encoding_other_than_utf8_is_no_failure(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes("1\n00:00:01,000 --> 00:00:02,000\nréfugié à Ménaka\n".encode("cp1252"))
    with pytest.raises(UnicodeDecodeError):
        pysrt.open(str(path))
    assert [cue.text for cue in read(path.read_bytes()).track.cues] == ["réfugié à Ménaka"]


@given(st.lists(st.tuples(spans, texts.filter(lambda text: safe_for_srt(text) == text)), max_size=4))
def test_a_track_goes_to_pysrt_and_back(pairs: list[tuple[Span, str]]) -> None:
    track = Track(tuple(Cue(number, *pair) for number, pair in enumerate(pairs, 1)))
    assert from_pysrt(to_pysrt(track)) == track


def test_shifting_in_pysrt_comes_back_as_shifted_cues() -> None:
    file = to_pysrt(read(GLUED_INDEX.encode()).track)
    file.shift(seconds=1)
    assert [cue.span.start for cue in from_pysrt(file).cues] == [2000, 4000]
