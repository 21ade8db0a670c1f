# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for the picture: large enough, and never a code."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.span import Span
from media.timecode import ms_of_frame, ms_of_text
from subtitles.burn import ass_card, ass_for, on_pictures
from subtitles.cue import Cue
from subtitles.writing import write
from tests.subtitles.tracks import texts, track


def spoken(text: str) -> str:
    """The text field of the only event."""
    line = next(
        line
        for line in ass_for([Cue(1, Span(0, 2000), text)], 1280, 720, "Noto Sans").split("\n")
        if line.startswith("Dialogue")
    )
    return line.split(",", 9)[9]


def size(width: int, height: int) -> int:
    style = next(line for line in ass_for([], width, height, "Noto Sans").split("\n") if line.startswith("Style:"))
    return int(style.split(",")[2])


def test_the_picture_gives_the_size() -> None:
    text = ass_for([], 1280, 720, "Noto Sans")
    assert "PlayResX: 1280\nPlayResY: 720\n" in text
    assert size(1280, 720) == 51
    assert size(720, 1280) > 720 // 14
    assert size(160, 90) >= 12


def test_our_tags_become_codes_and_lines_become_breaks() -> None:
    assert spoken("<i>Oui</i>,\n<b>non</b>") == "{\\i1}Oui{\\i0},\\N{\\b1}non{\\b0}"


@pytest.mark.parametrize("said", ["{\\b1}gras", "{inaudible}", "C:\\Notes", "\\N", "\\h", "a}b{", "{=0}", "\\{\\p1}"])
def test_what_somebody_said_is_no_code(said: str) -> None:
    shown = spoken(said)
    assert re.search(r"(?<!\\)\{", shown) is None
    assert shown.replace("\u2060", "").replace("\\{", "{").replace("\\}", "}") == said


@given(texts)
def test_no_text_injects_a_code_or_a_second_event(text: str) -> None:
    cues = [Cue(1, Span(0, 2000), text)]
    lines = [line for line in re.split(r"[\n\r]", ass_for(cues, 640, 360, "Noto Sans")) if line.startswith("Dialogue")]
    assert len(lines) == (1 if cues[0].plain.strip() else 0)
    for line in lines:
        codes = re.findall(r"(?<!\\)\{[^}]*\}", line)
        assert all(re.fullmatch(r"\{\\[ibu][01]\}", code) for code in codes)
        assert re.search(r"\\(?![N{}\u2060]|[ibu][01]\})", line) is None


def test_a_box_lies_behind_the_words_when_asked() -> None:
    assert ass_for([], 640, 360, "Noto Sans", box=True) != ass_for([], 640, 360, "Noto Sans")


def test_a_card_stands_in_the_middle_for_its_duration() -> None:
    text = ass_card("Nous étions là\n{2025}", 3040, 1280, 720, "Noto Sans")
    assert "Dialogue: 0,0:00:00.00,0:00:03.04,Default,,0,0,0,,Nous étions là\\N\\{2025\\}\n" in text
    assert ",5,64,64,45,1\n" in text


@given(
    st.integers(0, 7_200_000), st.integers(300, 7000), st.sampled_from(["24000/1001", "25", "30000/1001", "30", "60"])
)
def test_words_are_burned_on_the_very_pictures_for_which_they_are_shown(start: int, length: int, named: str) -> None:
    rate = Fraction(named)
    cue = Cue(1, Span(start, start + length), "Oui")
    event = ass_for(on_pictures([cue], rate), 640, 360, "Noto Sans").splitlines()[-1]
    burned = Span(*(ms_of_text(f"0{text}") for text in event.split(",")[1:3]))
    for edge in (cue.span.start, cue.span.end):
        nearby = int(edge * rate / 1000)
        for picture in range(max(0, nearby - 1), nearby + 3):
            shown = cue.span.start <= picture * 1000 / rate < cue.span.end
            assert burned.contains(ms_of_frame(picture, rate)) is shown


def test_editing_software_gets_times_in_hundredths_and_is_told() -> None:
    written = write(track((1004, 2000, "Oui, non.")), "ass")
    assert "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,Oui, non.\n" in written.data.decode()
    assert [diagnostic.code for diagnostic in written.diagnostics] == ["times-rounded"]


def test_tables_and_transcripts_have_every_word() -> None:
    subject = track((64_500, 66_000, "<i>Oui</i>,\nnon"))
    assert (
        write(subject, "csv").data.decode().splitlines()[0]
        == "id,start,end,start_ms,end_ms,speaker,text,translator,confidence,doubts"
    )
    assert '1,00:01:04.500,00:01:06.000,64500,66000,,"<i>Oui</i>,\nnon"' in write(subject, "csv").data.decode()
    assert write(subject, "txt").data.decode() == "[1:04] Oui, non\n"
