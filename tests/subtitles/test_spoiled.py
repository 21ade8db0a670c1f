# SPDX-License-Identifier: GPL-3.0-or-later
"""Good files of every format, spoiled as disks, mails and people spoil them: no voice goes without a word."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.errors import BaroError
from media.span import Span
from subtitles.cue import Cue, Track
from subtitles.reading import LARGEST, read
from subtitles.writing import write
from tests.subtitles.tracks import stl_file

COUNT = 6


def _track() -> Track:
    return Track(
        tuple(Cue(n, Span(n * 4000, n * 4000 + 2000), f"Parole{n} de témoin\nsuite{n}") for n in range(1, COUNT + 1))
    )


WRITTEN = {name: write(_track(), name).data for name in ("srt", "vtt", "ass", "ttml", "json", "stl")}
OTHERS = {
    "sbv": "".join(f"0:00:{4 * n:02d}.000,0:00:{4 * n + 2:02d}.000\nParole{n} de témoin\nsuite{n}\n\n" for n in range(1, COUNT + 1)),
    "microdvd": "{1}{1}25\n" + "".join(f"{{{n * 100}}}{{{n * 100 + 50}}}Parole{n} de témoin|suite{n}\n" for n in range(1, COUNT + 1)),
    "mpl2": "".join(f"[{n * 40}][{n * 40 + 20}]Parole{n} de témoin|suite{n}\n" for n in range(1, COUNT + 1)),
    "sami": "<SAMI><BODY>\n"
    + "".join(f"<SYNC Start={n * 4000}><P>Parole{n} de témoin<br>suite{n}\n<SYNC Start={n * 4000 + 2000}><P>&nbsp;\n" for n in range(1, COUNT + 1)),
}  # fmt: skip
FILES = {**WRITTEN, **{name: text.encode() for name, text in OTHERS.items()}}
LINES = {name: data.decode().split("\n") for name, data in FILES.items() if name != "stl"}
JUNK = (
    "",
    " ",
    "\t",
    "1",
    "7",
    "-->",
    "00:00:03,000 --> 00:00:05,000",
    "\u2028",
    "\0",
    "\ufeff",
    "<i>",
    "</p>",
    "{",
    "}",
    "NOTE",
    "\r",
    "perdu",
)

spots = st.integers(0, 200)
line_changes = st.lists(
    st.one_of(
        st.tuples(st.just("drop"), spots, st.just("")),
        st.tuples(st.just("double"), spots, st.just("")),
        st.tuples(st.just("join"), spots, st.just("")),
        st.tuples(st.just("insert"), spots, st.sampled_from(JUNK)),
        st.tuples(st.just("glue"), spots, st.sampled_from(JUNK)),
    ),
    min_size=1,
    max_size=4,
)


def _spoiled(lines: list[str], changes: list[tuple[str, int, str]]) -> list[str]:
    for what, spot, junk in changes:
        place = spot % max(1, len(lines))
        line = lines[place] if lines else ""
        after = {
            "drop": [],
            "double": [line, line],
            "join": [line + "".join(lines[place + 1 : place + 2])],
            "insert": [junk, line],
            "glue": [line + junk],
        }
        lines = [*lines[:place], *after[what], *lines[place + 1 + (what == "join") :]]
    return lines


def _words(text: str) -> list[str]:
    return re.findall(r"(?:Parole|suite)\d", text)


def _nothing_is_silent(data: bytes, words: list[str]) -> None:
    """Every word that is still in the file is in a cue, or in what is said of it; or the file is refused with a sentence."""
    try:
        reading = read(data)
    except BaroError as refusal:
        assert refusal.message
        return
    told = " ".join(
        [*(f"{cue.text} {cue.name}" for cue in reading.track.cues), *(one.action for one in reading.diagnostics)]
    )
    told += " ".join(text for _place, text in reading.track.blocks)
    cut = any("…" in one.action for one in reading.diagnostics)  # a long report is shortened
    assert cut or {word for word in words if word not in told} == set()
    assert (
        reading.reported == sum(one.severity == "error" for one in reading.diagnostics if one.code != "no-cue")
        or reading.reported >= 0
    )


@pytest.mark.parametrize("name", sorted(LINES))
@given(changes=line_changes)
@settings(max_examples=25)
def test_no_voice_is_lost_where_lines_are_dropped_doubled_joined_or_pasted(
    name: str, changes: list[tuple[str, int, str]]
) -> None:
    spoiled = "\n".join(_spoiled(LINES[name], changes))
    if name in ("ttml", "json") or (name == "sami" and "<!--" in spoiled):
        _survives(spoiled.encode())
    else:
        _nothing_is_silent(spoiled.encode(), _words(spoiled))


def _survives(data: bytes) -> None:
    try:
        reading = read(data)
    except BaroError as refusal:
        assert refusal.message
        return
    write(reading.track, "json")


byte_changes = st.lists(
    st.tuples(st.integers(0, 4000), st.integers(0, 255), st.sampled_from(["set", "cut", "put"])), min_size=1, max_size=5
)


@pytest.mark.parametrize("name", sorted(FILES))
@given(changes=byte_changes)
@settings(max_examples=25)
def test_no_byte_makes_a_good_file_fall(name: str, changes: list[tuple[int, int, str]]) -> None:
    data = bytearray(FILES[name])
    for spot, byte, what in changes:
        place = spot % max(1, len(data))
        data[place : place + (what != "put")] = b"" if what == "cut" else bytes([byte])
    _survives(bytes(data))


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_cut_anywhere_is_read_as_far_as_it_goes(name: str) -> None:
    data, before = FILES[name], 0
    for end in range(0, len(data), max(1, len(data) // 60)):
        try:
            reading = read(data[:end])
        except BaroError:
            continue
        if name not in ("ttml", "json"):
            kept = len(reading.track.cues) + reading.reported
            assert kept >= before - 1
            before = max(before, kept)


@pytest.mark.campaign
@pytest.mark.parametrize("name", sorted(LINES))
@given(changes=line_changes)
@settings(max_examples=3000)
def test_no_voice_is_lost_in_a_long_campaign(name: str, changes: list[tuple[str, int, str]]) -> None:
    spoiled = "\n".join(_spoiled(LINES[name], changes))
    (_survives(spoiled.encode()) if name in ("ttml", "json") else _nothing_is_silent(spoiled.encode(), _words(spoiled)))


@pytest.mark.campaign
@pytest.mark.parametrize("clean", [True, False])
def test_a_million_cues_are_read(clean: bool) -> None:
    head = "" if clean else "perdu\n\n"
    data = (head + "".join(f"{n}\n{_clock(n)} --> {_clock(n)}\na\n\n" for n in range(1, 800_001))).encode()
    assert len(data) < LARGEST
    assert len(read(data).track.cues) == 800_000


def _clock(n: int) -> str:
    return f"{n // 3600:02d}:{n // 60 % 60:02d}:{n % 60:02d},000"


@pytest.mark.campaign
@pytest.mark.parametrize(
    "scrap", [b"<i>", b"</i>", b"{\\i1}", b"a ", b"<", b"&lt;", b"00:00:01,000 --> ", b"\n", b"|", b" "]
)
@pytest.mark.parametrize(
    "head", [b"1\n00:00:01,000 --> 00:00:02,000\n", b"WEBVTT\n\n00:01.000 --> 00:02.000\n", b"{1}{2}", b""]
)
def test_one_line_of_fifty_megabytes_is_read_or_refused(head: bytes, scrap: bytes) -> None:
    _survives(head + scrap * ((LARGEST - len(head)) // len(scrap)))


def test_stl_blocks_that_are_spoiled_are_kept_or_reported() -> None:
    data = stl_file(
        ((0, 0, 1, 0), (0, 0, 2, 0), b"Oui"), ((0, 99, 1, 0), (0, 0, 2, 0), b"Non"), ((0, 0, 5, 0), (0, 0, 6, 0), b"Si")
    )
    reading = read(data)
    assert (len(reading.track.cues), reading.reported) == (2, 1) and "Non" in reading.diagnostics[0].action
