# SPDX-License-Identifier: GPL-3.0-or-later
"""The quick readers say exactly what the careful ones say, or leave the file, or a stretch of it, to them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.span import Span
from subtitles.cue import Cue, plain_cue
from subtitles.formats import plain, plain_vtt, srt, webvtt
from subtitles.formats.base import Parsed

NEVER = re.compile(r"(?!)")
bodies = st.lists(
    st.sampled_from(
        ["Oui", "<i>Non</i>", "<I>Non</I>", "<font color=red>a</font>", "{\\an8}Haut", " a", "b ", "\t", " ", "", "12", "-->",
         "a < b", "<s>", "<i></i>", "1\n00:00:05,000 --> 00:00:06,000", "X1:1", "٣", "a\u2003", "a > b", "à 12:30 → 13:00",
         "<v Awa>Oui", "<v Awa>Oui</v> <v Ali>Non", "&lt;i&gt;", "&amp;"]
    ),
    max_size=3,
).map("\n".join)  # fmt: skip
times = st.sampled_from(["00:00:01,000", "00:00:02,500", "10:59:59,999", "00:00:01.000", "00:60:00,000", "0:00:01,000"])
gaps = st.sampled_from(["\n\n", "\n\n", "\n\n\n", "\n", "\n \n", ""])
stanza = st.tuples(st.integers(1, 6), times, times, bodies, gaps)
strange = st.sampled_from(["", "perdu\n\n", "2\n", "\n", "00:00:09,000 -> 00:00:10,000\noui\n\n", "3\n\n", "x --> y\n"])
regular = st.integers(1, 3).map(
    lambda count: "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\nmot\n\n" for n in range(1, count + 1))
)


def _said(parsed: Parsed) -> tuple[object, ...]:
    return parsed.track, [(one.line, one.code, one.severity, one.action) for one in parsed.diagnostics]


def _carefully(text: str, strict: bool) -> Parsed:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(srt, "read_plain", lambda text: None)
        patch.setattr(srt, "_REGULAR", NEVER)
        return srt.read(text, strict)


@given(st.lists(stanza, max_size=6), st.booleans(), st.sampled_from(["", "\n", "x"]))
def test_both_readers_give_the_same_track_and_the_same_words_about_it(
    stanzas: list[tuple[int, str, str, str, str]], counted: bool, head: str
) -> None:
    text = head + "".join(
        f"{place if counted else number}\n{start} --> {end}\n{body}{gap}"
        for place, (number, start, end, body, gap) in enumerate(stanzas, 1)
    )
    quick = plain.read_plain(text)
    assert quick is None or _said(quick) == _said(_carefully(text, False))


@given(
    st.lists(st.one_of(regular, strange, stanza.map(lambda s: f"{s[0]}\n{s[1]} --> {s[2]}\n{s[3]}{s[4]}")), max_size=8),
    st.booleans(),
)
def test_a_stretch_that_is_odd_changes_nothing_in_what_is_read_around_it(parts: list[str], strict: bool) -> None:
    text = "".join(parts)
    assert _said(srt.read(text, strict)) == _said(_carefully(text, strict))


blocks = st.sampled_from(
    [
        "",
        "NOTE a\n\n",
        "STYLE\n::cue(b) { color: red }\n\n",
        "REGION\nid:a\n\n",
        "NOTE\na --> b\n\n",
        "perdu\n\n",
        "WEBVTT\n\n",
    ]
)
names = st.sampled_from(["", "un\n", "NOTE\n", "3\n", " \n", "a:b\n"])
clocks = st.sampled_from(["00:01.000", "00:00:01.500", "100:00:00.000", "00:02,500", "00:61.000", "1:00:00.000"])
set_ = st.sampled_from(["", " line:0", " align:start  position:10%", "\tx"])
vtt_cue = st.tuples(blocks, names, clocks, clocks, set_, bodies, gaps).map(
    lambda c: f"{c[0]}{c[1]}{c[2]} --> {c[3]}{c[4]}\n{c[5]}{c[6]}"
)
heads = st.sampled_from(
    ["WEBVTT\n\n", "WEBVTT - Gao\nLanguage: fr-ML\n\n", "WEBVTT\nX-A: 1\n\n\n", "WEBVTT\n", "WEBVTT \n\n"]
)


@given(heads, st.lists(vtt_cue, max_size=5), st.booleans())
def test_both_readers_of_webvtt_give_the_same_track_and_the_same_words(
    head: str, cues: list[str], strict: bool
) -> None:
    text = head + "".join(cues)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(webvtt, "read_plain", lambda text: None)
        careful = webvtt.read(text, strict)
    assert _said(webvtt.read(text, strict)) == _said(careful)


def test_plain_files_are_read_quickly() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nOui\n\n\n2\n00:00:02,000 --> 00:00:03,000\n<i>Non</i>\n"
    quick = plain.read_plain(text)
    assert quick is not None and [cue.text for cue in quick.track.cues] == ["Oui", "<i>Non</i>"]
    text = "WEBVTT\n\nNOTE a\n\nun\n00:01.000 --> 00:02.000 line:0\n<v Awa>Oui\n\n00:02.000 --> 00:03.000\nNon"
    quick = plain_vtt.read_plain(text)
    assert quick is not None and [cue.text for cue in quick.track.cues] == ["Oui", "Non"]
    assert quick.track.cues[0].speaker == "Awa" and quick.track.blocks == ((0, "NOTE a"),)


def test_a_plain_cue_is_a_cue_like_any_other() -> None:
    assert plain_cue(3, Span(0, 9), "Oui") == Cue(3, Span(0, 9), "Oui")
