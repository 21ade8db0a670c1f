# SPDX-License-Identifier: GPL-3.0-or-later
"""The quick reader of plain SubRip files says exactly what the careful one says, or leaves the file to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitles.formats import srt
from subtitles.formats.base import Parsed
from subtitles.formats.plain import read_plain

bodies = st.lists(
    st.sampled_from(
        ["Oui", "<i>Non</i>", "<I>Non</I>", "<font color=red>a</font>", "{\\an8}Haut", " a", "b ", "\t", " ", "", "12", "-->",
         "a < b", "<s>", "<i></i>", "1\n00:00:05,000 --> 00:00:06,000", "X1:1", "٣", "a\u2003"]
    ),
    max_size=3,
).map("\n".join)  # fmt: skip
times = st.sampled_from(["00:00:01,000", "00:00:02,500", "10:59:59,999", "00:00:01.000", "00:60:00,000", "0:00:01,000"])
stanza = st.tuples(
    st.integers(1, 6), times, times, bodies, st.sampled_from(["\n\n", "\n\n", "\n\n\n", "\n", "\n \n", ""])
)


@given(st.lists(stanza, max_size=6), st.booleans(), st.sampled_from(["", "\n", "x"]))
def test_both_readers_give_the_same_track_and_the_same_words_about_it(
    stanzas: list[tuple[int, str, str, str, str]], counted: bool, head: str
) -> None:
    text = head + "".join(
        f"{place if counted else number}\n{start} --> {end}\n{body}{gap}"
        for place, (number, start, end, body, gap) in enumerate(stanzas, 1)
    )
    quick = read_plain(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(srt, "read_plain", lambda text: None)
        careful = srt.read(text)
    assert quick is None or _said(quick) == _said(careful)


def _said(parsed: Parsed) -> tuple[object, ...]:
    return parsed.track, parsed.lines, [(one.line, one.code, one.action) for one in parsed.diagnostics]


def test_a_plain_file_is_read_quickly() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nOui\n\n\n2\n00:00:02,000 --> 00:00:03,000\n<i>Non</i>\n"
    quick = read_plain(text)
    assert quick is not None and [cue.text for cue in quick.track.cues] == ["Oui", "<i>Non</i>"]
    assert quick.lines == (2, 7)
