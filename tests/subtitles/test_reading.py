# SPDX-License-Identifier: GPL-3.0-or-later
"""Every defect that a subtitle file can have, read right and reported."""

import codecs

import pytest

from media.errors import Refused, WrongUse
from media.span import Span
from subtitles.reading import NotSubtitles, Reading, read


def reading_of(text: str) -> Reading:
    return read(text.encode())


def codes(reading: Reading) -> list[str]:
    return [diagnostic.code for diagnostic in reading.diagnostics]


def texts(reading: Reading) -> list[str]:
    return [cue.text for cue in reading.track.cues]


def test_a_clean_file_needs_no_diagnostic() -> None:
    reading = reading_of("1\n00:00:01,000 --> 00:00:02,500\nBonjour\nà tous\n")
    assert (reading.format, reading.encoding, reading.diagnostics) == ("srt", "utf-8", [])
    assert reading.track.cues[0].span == Span(1000, 2500)
    assert texts(reading) == ["Bonjour\nà tous"]


@pytest.mark.parametrize(
    ("time", "ms", "code"),
    [
        ("00:00:01,5", 1500, "short-fraction"),
        ("00:00:01,05", 1050, "short-fraction"),
        ("00:00:01.500", 1500, "decimal-mark"),
        ("00:00:01:500", 1500, "decimal-mark"),
        ("00:00:01", 1000, "no-fraction"),
        ("00:01,500", 1500, "hours-missing"),
        ("0:00:01,500", 1500, "short-hours"),
        ("00:00:1,500", 1500, "short-field"),
        ("00:00:01,5009", 1500, "long-fraction"),
        ("00:00 : 01,500", 1500, "spaces-in-time"),
        ("00:00:75,000", 75_000, "over-sixty"),
        ("-00:00:01,500", 0, "negative-time"),
    ],
)
def test_a_badly_written_time_is_read_and_reported(time: str, ms: int, code: str) -> None:
    reading = reading_of(f"1\n{time} --> 00:02:00,000\nOui\n")
    assert reading.track.cues[0].span == Span(ms, 120_000)
    assert codes(reading) == [code]
    assert reading.diagnostics[0].line == 2


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\nA\n2\n00:00:03,000 --> 00:00:04,000\nB\n", "index-glued", ["A", "B"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nA\n\n2 00:00:03,000 --> 00:00:04,000\nB\n", "index-glued", ["A", "B"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nA\n\n1\n00:00:03,000 --> 00:00:04,000\nB\n", "index-repeated", ["A", "B"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nA\n\n00:00:03,000 --> 00:00:04,000\nB\n", "index-missing", ["A", "B"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nA\n\n7\n00:00:03,000 --> 00:00:04,000\nB\n", "index-jump", ["A", "B"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nA\n\nsuite\n", "blank-line", ["A\nsuite"]),
        ("1\n00:00:01,000 --> 00:00:02,000 A\nB\n", "text-after-time", ["A\nB"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nA00:00:03,000 --> 00:00:04,000\nB\n", "text-glued", ["A", "B"]),
        ("1\n00:00:02,000 --> 00:00:01,000\nA\n", "inverted-times", ["A"]),
        ("1\n00:00:01,000 --> 00:00:03,000\nA\n\n2\n00:00:02,000 --> 00:00:04,000\nB\n", "overlap", ["A", "B"]),
        ("1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000 --> 00:00:04,000\nB\n", "empty-cue", ["", "B"]),
        ("1\n00:00:01,000 -> 00:00:02,000\nA\n", "arrow", ["A"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nA\0B\n", "null", ["AB"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nA\u2028B\n", "line-separator", ["A\nB"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nA\n\n\ufeff2\n00:00:03,000 --> 00:00:04,000\nB\n", "byte-order-mark", ["A", "B"]),
        ("1\n00:00:05,000 --> 00:00:06,000\nA\n\n2\n00:00:07,000 --> 00:00:08,000\nB\n\n1\n00:00:01,000 --> 00:00:02,000\nC\n",
         "pasted", ["A", "B", "C"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nA\n\n2\n", "end-of-file", ["A"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nA\n\n2\n00:00:03,000 --> 00:00:04,000\n", "end-of-file", ["A", ""]),
    ],
)  # fmt: skip
def test_a_spoiled_file_keeps_every_voice(text: str, code: str, expected: list[str]) -> None:
    reading = reading_of(text)
    assert texts(reading) == expected
    assert code in codes(reading)
    assert reading.reported == 0


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\nA\n\n2\nsans temps\n\n3\n00:00:03,000 --> 00:00:04,000\nB\n", "time-missing", "sans temps"),
        ("1\n00:00:01,000 --> 00:00:02,000\nA\n\n2\n00:00:0x,000 --> 00:00:04,000\nperdu\n", "unreadable-time", "perdu"),
        ("au début\n\n1\n00:00:01,000 --> 00:00:02,000\nA\n", "text-without-time", "au début"),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\nA\n\n00:01.0x0 --> 00:02.000\nperdu\n", "unreadable-time", "perdu"),
    ],
)  # fmt: skip
def test_a_cue_that_cannot_be_kept_is_reported_with_its_words(text: str, code: str, words: str) -> None:
    reading = reading_of(text)
    assert reading.reported == 1
    told = next(diagnostic for diagnostic in reading.diagnostics if diagnostic.code == code)
    assert told.severity == "error" and words in told.action


@pytest.mark.parametrize(
    "said",
    ["<s> et <pad>", "a < b et c > d", "{inaudible}", "C:\\Notes", "AT&T &amp; co", "1962", "->", "10:00 → 12:00"],
)
def test_what_somebody_said_is_never_markup(said: str) -> None:
    assert texts(
        reading_of(f"1\n00:00:01,000 --> 00:00:02,000\n{said}\n\n2\n00:00:03,000 --> 00:00:04,000\nOui\n")
    ) == [said, "Oui"]


def test_sbv_is_recognised_under_any_name() -> None:
    reading = reading_of("0:00:00.378,0:00:11.378\nUn[br]deux\n\n0:00:11.378,0:00:12.305\ntrois\n")
    assert reading.format == "sbv"
    assert texts(reading) == ["Un\ndeux", "trois"]
    assert reading.diagnostics == []


def test_our_json_is_read_and_bad_entries_are_reported() -> None:
    reading = reading_of(
        '{"cues": [{"id": 4, "start_ms": 0, "end_ms": 900, "text": "Oui", "speaker": "AWA"}, {"id": 5}, 7]}'
    )
    assert [(cue.id, cue.text, cue.speaker) for cue in reading.track.cues] == [(4, "Oui", "AWA")]
    assert reading.reported == 2
    assert codes(reading_of('{"cues": [')) == ["unreadable-cue", "no-cue"]


def test_fonts_leave_the_text_and_stay_in_the_file() -> None:
    from subtitles.writing import write

    text = '1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<font color="#ff0000">Halte !</font> <I>dit-il</I>\n\n'
    cue = reading_of(text).track.cues[0]
    assert (cue.text, cue.settings) == ("Halte ! <i>dit-il</i>", "{\\an8}")
    assert write(reading_of(text).track, "srt").data.decode() == text


def test_an_empty_file_and_one_that_is_no_subtitle_file_say_so() -> None:
    assert codes(read(b"")) == ["no-cue"]
    assert codes(reading_of("une lettre\n\nsans temps")) == ["text-without-time", "no-cue"]
    with pytest.raises(NotSubtitles):
        read(b"\x00\x00\x00\x20ftypisom....")


@pytest.mark.parametrize("encoding", ["cp1252", "iso-8859-1", "iso-8859-15", "mac_roman", "cp850"])
def test_the_encodings_of_old_french_files_are_recognised(encoding: str) -> None:
    said = "Où étais-tu ? Nous étions réfugiés à Ménaka, déçus, près de la forêt."
    reading = read(f"1\n00:00:01,000 --> 00:00:09,000\n{said}\n".encode(encoding))
    assert texts(reading) == [said]
    assert "encoding" in codes(reading)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    reading = read("1\n00:00:01,000 --> 00:00:02,000\nŋ ɓ ⵜⴰⵎ ߒߞߏ عربي\n".encode(encoding))
    assert texts(reading) == ["ŋ ɓ ⵜⴰⵎ ߒߞߏ عربي"]
    assert codes(reading) == ["byte-order-mark"]


def test_utf16_without_its_mark_is_recognised() -> None:
    data = "1\r\n00:00:01,000 --> 00:00:02,000\r\nÉté\r\n".encode("utf-16-le")
    assert not data.startswith(codecs.BOM_UTF16_LE)
    assert texts(read(data)) == ["Été"]


def test_the_encoding_can_be_imposed_and_a_wrong_one_is_refused() -> None:
    data = "1\n00:00:01,000 --> 00:00:02,000\nété\n".encode("mac_roman")
    assert texts(read(data, "mac_roman")) == ["été"]
    with pytest.raises(Refused, match="Ligne 3"):
        read(data, "utf-8")
    for name in ("klingon", "hex", "rot13", ""):
        with pytest.raises(WrongUse):
            read(data, name)
