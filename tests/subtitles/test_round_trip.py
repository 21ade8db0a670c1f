# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written is read back as it was."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from subtitles.cue import Cue, Track
from subtitles.formats.markup import safe_for_srt
from subtitles.reading import NotSubtitles, read
from subtitles.writing import write
from tests.subtitles.tracks import spans, texts

srt_tracks = st.lists(
    st.tuples(spans, texts.filter(lambda text: safe_for_srt(text) == text)), min_size=1, max_size=5
).map(lambda pairs: Track(tuple(Cue(number, *pair) for number, pair in enumerate(pairs, 1))))


def _of_one_line(text: str) -> str:
    return " ".join(re.sub(r"-->", "", text).split())


names = st.one_of(st.just(""), texts.map(_of_one_line).filter(lambda text: "-->" not in text))
speakers = st.one_of(st.none(), texts.map(_of_one_line).filter(bool))
settings = st.sampled_from(["", "line:0", "position:10%,line-left align:start", "region:bas"])
vtt_cues = st.tuples(spans, texts, speakers, names, settings)
blocks = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["NOTE Une remarque", "STYLE\n::cue { color: red }"])), max_size=2
)


@st.composite
def vtt_tracks(draw: st.DrawFn) -> Track:
    cues = tuple(
        Cue(number, *parts) for number, parts in enumerate(draw(st.lists(vtt_cues, min_size=1, max_size=5)), 1)
    )
    kept = sorted((min(place, len(cues)), text) for place, text in draw(blocks))
    header = draw(st.sampled_from([(), ((0, "WEBVTT - Entretien"),), ((0, "WEBVTT\nKind: captions"),)]))
    return Track(cues, blocks=(*header, *kept))


@given(srt_tracks)
def test_srt_that_was_written_reads_the_same(track: Track) -> None:
    written = write(track, "srt")
    assert written.diagnostics == []
    assert read(written.data).track == track


@given(vtt_tracks())
def test_webvtt_that_was_written_reads_the_same(track: Track) -> None:
    written = write(track, "vtt")
    assert written.diagnostics == []
    assert read(written.data).track == track


@given(vtt_tracks())
def test_strict_webvtt_reads_the_same_in_a_strict_reader(track: Track) -> None:
    assert read(write(track, "vtt", strict=True).data, strict=True).track == track


@given(vtt_tracks())
def test_our_json_reads_the_same(track: Track) -> None:
    assert read(write(track, "json").data).track == replace(track, blocks=())


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_a_crash_and_written_again(data: bytes) -> None:
    try:
        reading = read(data, "iso-8859-1")
    except NotSubtitles:
        return
    again = read(write(reading.track, "srt").data)
    assert len(again.track.cues) == len(reading.track.cues)


pieces = st.sampled_from(
    ["1", "2", "3", "WEBVTT", "NOTE x", "00:00:01,000 --> 00:00:02,5", "00:01.000 --> 00:02.000 line:0", "0:00:01.0,0:00:02.0",
     "-->", "foo-->", "00:00:03,000 -->", "3 00:00:01,000 --> 00:00:00,000", "Il dit 00:00:01,000 --> 00:00:02,000 ça", "", "", "",
     "Bonjour <i>à", "<font color=red>tous</font>", "{\\an8}Haut", "<v Awa>Oui</v>", "<v A>x<v B>y", "&lt;i&gt; &amp;", "\u2028", "\0", "\ufeff1"]
)  # fmt: skip


@given(st.lists(pieces, max_size=25).map("\n".join))
def test_what_was_read_from_anything_survives_being_written(text: str) -> None:
    reading = read(text.encode())
    if reading.format in ("srt", "vtt") and reading.track.cues:
        written = write(reading.track, reading.format)
        assert written.diagnostics or read(written.data).track == reading.track


@given(st.lists(pieces, max_size=25).map("\n".join))
def test_every_timing_line_is_a_cue_kept_or_a_cue_reported(text: str) -> None:
    reading = read(text.encode())
    times = sum("00:00:02" in line or "00:02.000" in line for line in text.split("\n") if "-->" in line)
    assert len(reading.track.cues) + reading.reported >= times
