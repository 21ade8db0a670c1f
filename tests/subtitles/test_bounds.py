# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a file holds: it is read, or refused with a sentence, in a time that grows no faster than the file."""

import contextlib
import time
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from media.errors import BaroError
from subtitles.formats import FORMATS
from subtitles.reading import LARGEST, Reading, read
from tests.subtitles.tracks import stl_file

HEADS = (
    b"", b"\xef\xbb\xbf", b"\xff\xfe", b"WEBVTT\n\n", b"[Script Info]\n[Events]\n", b"{1}{1}25\n", b"[0][9]",
    b"<SAMI><BODY>", b'<tt xmlns="http://www.w3.org/ns/ttml"><body><div>', b"Scenarist_SCC V1.0\n\n", b'{"cues": [',
    stl_file()[:1024],
)  # fmt: skip
SCRAPS = (
    b"1\n", b"00:00:01,000 --> 00:00:02,000\n", b"0:00:01.0,0:00:02.0\n", b"\n", b"\n\n", b"oui", b"<i>", b"</i>", b"{", b"}",
    b"\\", b"{\\i1}", b"{\\p1}", b"Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,oui\n", b"Dialogue: ,,\n", b"Style: a,b\n",
    b"Comment: ", b"{10}{20}oui|non\n", b"{y:b}", b"{99999999999}{1}a\n", b"[1][2]oui\n", b"[-4][2]/non\n", b"<SYNC Start=5>",
    b"<SYNC Start=x>", b"<P Class=FRCC>", b"&nbsp;", b"<!--", b"-->", b'<p begin="1s" end="2s">', b'<p begin="x">', b"<p>", b"</p>",
    b"<span>", b"</span>", b"<br/>", b"</div></body></tt>", b"00:00:01:00\t", b"00:00:61:00\t94ae\n", b"94ae 9420 9470 c8c5 942f ",
    b"zzzz ", b"\x8a", b"\x8f", b"\x80", b"\xc2", b"\xff" * 16, b"\0", b"NOTE\n", b"STYLE\n", b"<v ", b"&lt;", b"&#x110000;", b"9" * 30,
)  # fmt: skip
files = st.tuples(
    st.sampled_from(HEADS), st.lists(st.one_of(st.sampled_from(SCRAPS), st.binary(max_size=12)), max_size=25)
).map(lambda parts: parts[0] + b"".join(parts[1]))


def attempt(data: bytes, strict: bool = False) -> Reading | None:
    """The reading, or None when the file is refused with a sentence."""
    with contextlib.suppress(BaroError):
        return read(data, strict=strict)
    return None


@given(files, st.booleans())
@example(b"{1}{1}0.000001\n{1}{2}a", False)
def test_no_bytes_make_a_reader_stumble(data: bytes, strict: bool) -> None:
    reading = attempt(data, strict)
    if reading is not None:
        assert all(cue.id == number for number, cue in enumerate(reading.track.cues, 1)) or reading.format == "json"
        assert all(one.line >= 0 and one.action for one in reading.diagnostics)


PIECES: dict[str, tuple[str, str, list[str]]] = {
    "ass": ("[Events]\n", "Dialogue: 0,{},0:00:09.00,,,0,0,0,,{}\n", ["0:00:01.00", "demain", "-0:00:01.00"]),
    "microdvd": ("{1}{1}25\n", "{{{}}}{{90}}{}\n", ["10", "x1", "12345678901"]),
    "mpl2": ("[1][2]un\n", "[{}][90]{}\n", ["10", "-3", "x1"]),
    "sami": ("<SAMI>", "<SYNC Start={}><P>{}", ["10", "oups"]),
    "ttml": (
        "<tt xmlns='http://www.w3.org/ns/ttml'><body><div>",
        "<p begin='{}' end='9s'>{}</p>",
        ["1s", "demain", "9s"],
    ),
    "srt": ("1\n00:00:00,000 --> 00:00:01,000\nun\n\n", "00:00:0{},000 --> 00:00:09,000\n{}\n\n", ["1", "x"]),
}


@given(st.sampled_from(sorted(PIECES)), st.data())
def test_cues_in_are_cues_kept_and_cues_reported(name: str, data: st.DataObject) -> None:
    head, piece, times = PIECES[name]
    chosen = data.draw(st.lists(st.sampled_from(times), max_size=12))
    cues = "".join(piece.format(time, f"parole{place}") for place, time in enumerate(chosen))
    reading = read((head + cues + ("</div></body></tt>" if name == "ttml" else "")).encode())
    before = 1 if name in ("srt", "mpl2") else 0
    assert len(reading.track.cues) + reading.reported == len(chosen) + before
    told = " ".join([*(cue.text for cue in reading.track.cues), *(one.action for one in reading.diagnostics)])
    assert all(f"parole{place}" in told for place in range(len(chosen)))


@contextlib.contextmanager
def impatience(what: object) -> Iterator[None]:
    """Fails when the work inside takes thirty seconds of this thread.

    What is read in a straight line takes half a second at most; what grows with the square of the file, minutes.
    """
    before = time.thread_time()
    yield
    assert time.thread_time() - before < 30, what


SPITE = {
    "open braces": b"[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,,,0,0,0,,%s\n",
    "frames": b"{0}{25}%s\n",
    "brackets": b"[0][25]%s\n",
    "one line": b"1\n00:00:01,000 --> 00:00:02,000\n%s\n",
    "after the time": b"1\n00:00:01,000 --> 00:00:02,000 %s\n",
    "instead of a time": b"1\n%s --> 00:00:02,000\noui\n",
    "voices": b"WEBVTT\n\n00:01.000 --> 00:02.000\n%s\n",
    "settings": b"WEBVTT\n\n00:01.000 --> 00:02.000 %s\noui\n",
    "marks": b"<SAMI><SYNC Start=1>%s",
    "elements": b"<tt><body>%s",
    "captions": b"Scenarist_SCC V1.0\n\n00:00:01:00\t%s",
    "alone": b"%s",
}
SCRAP = [
    b"{",
    b"}",
    b"\\{",
    b"<",
    b"<v ",
    b"<font ",
    b"<i>",
    b"<!--",
    b"&",
    b" ",
    b"\t",
    b"\n",
    b"|",
    b"1",
    b"00:",
    b"-->",
    b"X1:1",
    b"[1",
    b"a",
]


@pytest.mark.parametrize("frame", SPITE.values(), ids=SPITE)
def test_spiteful_files_of_640_kilobytes_are_read_or_refused_before_patience_ends(frame: bytes) -> None:
    for scrap in SCRAP:
        with impatience(scrap):
            attempt(frame.replace(b"%s", scrap * (640_000 // len(scrap))))


def test_a_file_of_more_than_fifty_megabytes_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    def decoded(*_arguments: object) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr("subtitles.reading.decode", decoded)
    with pytest.raises(BaroError) as refusal:
        read(bytes(LARGEST + 1))
    assert refusal.value.hint


def test_every_format_that_is_read_has_been_thrown_bytes_at() -> None:
    assert {one.name for one in FORMATS if one.reads} == {
        "json", "vtt", "ttml", "scc", "stl", "sami", "ass", "microdvd", "mpl2", "sbv", "srt"
    }  # fmt: skip
