# SPDX-License-Identifier: GPL-3.0-or-later
"""The same words in several formats are the same cues."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.span import Span
from subtitles.cue import Cue, Track
from subtitles.formats.markup import balanced, safe_for_srt
from subtitles.reading import Reading, read
from subtitles.writing import write
from tests.subtitles.tracks import spans, texts, track

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "subtitles"
UNSAID = {chr(code) for code in (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x85, 0xFFFE, 0xFFFF)}


def _everywhere(text: str) -> bool:
    """Text that every format carries: in ASS and TTML the blanks at the edges of a line are not words."""
    tidy = all(line == line.strip() and line for line in text.split("\n")) or not text
    return tidy and balanced(text) and "\u2060" not in text and not UNSAID & set(text) and safe_for_srt(text) == text


hundredths = spans.map(lambda span: Span(span.start // 10 * 10, span.end // 10 * 10 + 10))
_UNSURE = dict.fromkeys([*map(ord, UNSAID), ord("<"), 0x2060])
plain_texts = texts.map(lambda text: "\n".join(line.translate(_UNSURE).strip() for line in text.split("\n"))).filter(
    lambda text: text != "" and _everywhere(text)
)
tracks = st.lists(st.tuples(hundredths, plain_texts), min_size=1, max_size=4).map(
    lambda pairs: Track(tuple(Cue(number, *pair) for number, pair in enumerate(pairs, 1)))
)


@settings(max_examples=50)
@given(tracks, st.sampled_from(["ass", "ttml"]))
def test_what_was_written_as_ass_or_ttml_reads_the_same(written: Track, name: str) -> None:
    again = read(write(written, name).data)
    assert again.reported == 0
    assert [(cue.span, cue.text) for cue in again.track.cues] == [(cue.span, cue.text) for cue in written.cues]


@pytest.mark.parametrize("name", ["srt", "vtt", "ass", "ttml", "json"])
def test_one_track_is_the_same_cues_in_every_format_that_is_written_and_read(name: str) -> None:
    said = track(
        (1000, 2500, "<i>Loin</i> d’ici, ɛ ŋ ߒߞߏ"),
        (2500, 4000, "a < b et c > d"),
        (4000, 5010, "— {inaudible}\n— C:\\Notes"),
        (5010, 6000, "<b>Halte\u202f!</b>\n<u>Oui</u> <s>"),
    )
    again = read(write(said, name).data)
    assert again.format == name
    assert [(cue.span, cue.text) for cue in again.track.cues] == [(cue.span, cue.text) for cue in said.cues]


def of_corpus(name: str) -> Reading:
    path = CORPUS / name
    if not path.exists():
        pytest.skip(f"{name} n’est pas dans le corpus partagé")
    return read(path.read_bytes())


def told(reading: Reading) -> list[tuple[int, str]]:
    return [(round(cue.span.start / 100), " ".join(cue.plain.split())) for cue in reading.track.cues]


def test_the_ttml_of_pysubs2_and_the_ass_expected_from_it_are_the_same_words() -> None:
    assert told(of_corpus("pysubs2/ttml_example.ttml")) == told(of_corpus("pysubs2/ttml_example.ass"))


PROGRAMME = ["example.srt", "example.vtt", "example.scc", "example.dfxp", "example.sami", "example.microdvd"]


@pytest.mark.parametrize("name", PROGRAMME[1:])
def test_one_programme_says_the_same_in_every_format(name: str) -> None:
    expected, found = (of_corpus(f"pycaption/{one}") for one in (PROGRAMME[0], name))
    words = [" ".join(text for _start, text in told(reading)).casefold().split() for reading in (expected, found)]
    assert set(words[0]) == set(words[1])


FILES = sorted(path for path in CORPUS.rglob("*") if path.suffix in (".stl", ".scc", ".ttml", ".ass", ".ssa", ".smi"))


@pytest.mark.skipif(not FILES, reason=f"le corpus partagé n’est pas là ({CORPUS})")
def test_every_other_file_of_the_corpus_is_read_and_can_be_written_as_webvtt() -> None:
    for path in FILES:
        reading = read(path.read_bytes())
        again = read(write(reading.track, "vtt").data).track
        assert [(cue.span, cue.text) for cue in again.cues] == [(cue.span, cue.text) for cue in reading.track.cues], (
            path
        )
        if path.suffix == ".stl":
            blocks = [data for data in _blocks(path.read_bytes()) if data[3] == 0xFF and data[15] == 0]
            assert len(reading.track.cues) + reading.reported == len(blocks), path


def _blocks(data: bytes) -> list[bytes]:
    return [data[at : at + 128] for at in range(1024, len(data) - 127, 128)]
