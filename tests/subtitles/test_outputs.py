# SPDX-License-Identifier: GPL-3.0-or-later
"""What leaves: EBU STL, ASS for a picture, a script to print, and the other formats of a track."""

import re
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.errors import Refused, WrongUse
from media.span import Span
from subtitles.beside import rows
from subtitles.cue import Cue, Track
from subtitles.layout import Layout
from subtitles.reading import read
from subtitles.writing import Unwritable, write
from tests.subtitles.test_retime import cue_lists
from tests.subtitles.tracks import track

LATIN = "abcdéèêëàâîïôöùûüçœæŒÆÉÀÇ«»’‘“”—ŋ£€°½ 0123456789!?.,:;'()"
stl_texts = st.lists(
    st.text(st.sampled_from(LATIN.replace("€", "")), min_size=1, max_size=70)
    .map(lambda text: " ".join(text.split(" ")).strip())
    .filter(lambda text: bool(text) and "  " not in text),
    min_size=1,
    max_size=3,
).map("\n".join)
frames = st.tuples(st.integers(0, 2_000_000), st.integers(1, 300)).map(lambda pair: Span(pair[0] * 40, sum(pair) * 40))


@given(st.lists(st.tuples(frames, stl_texts, st.sampled_from(["", "i", "u"])), min_size=1, max_size=4))
def test_what_was_written_as_stl_reads_the_same(cues: list[tuple[Span, str, str]]) -> None:
    written = Track(
        tuple(Cue(n, span, f"<{tag}>{text}</{tag}>" if tag else text) for n, (span, text, tag) in enumerate(cues, 1))
    )
    done = write(written, "stl")
    assert done.diagnostics == [] and len(done.data) % 128 == 0
    again = read(done.data)
    assert (again.format, again.track.language, again.reported) == ("stl", "fr", 0)
    assert [(cue.span, cue.text) for cue in again.track.cues] == [(cue.span, cue.text) for cue in written.cues]


def test_stl_names_the_cue_that_its_alphabet_cannot_carry() -> None:
    with pytest.raises(Unwritable, match=r"Sous-titre 2\s:.*«\sɛ\s» \(U\+025B\)") as refusal:
        write(track((0, 1000, "Oui"), (1000, 2000, "N tɛ")), "stl")
    assert refusal.value.cue == 2 and ".ttml" in refusal.value.hint
    with pytest.raises(Unwritable, match="Sous-titre 1"):
        write(track((0, 1000, "العربية et l’été")), "stl")


def test_stl_takes_another_alphabet_when_it_has_every_letter() -> None:
    said = track((0, 1000, "نعم"), (1000, 2000, "لا"), language="ar")
    again = read(write(said, "stl").data)
    assert again.track.language == "ar" and [cue.text for cue in again.track.cues] == ["نعم", "لا"]


def test_stl_says_what_it_writes_otherwise_and_strict_refuses_it() -> None:
    said = track((0, 1000, "Quoi\u202f? <b>Je</b>…"))
    done = write(said, "stl")
    assert read(done.data).track.cues[0].text == "Quoi\u00a0? Je..."
    assert {one.code for one in done.diagnostics} == {"substituted", "bold-left-out"}
    with pytest.raises(Unwritable):
        write(said, "stl", strict=True)


def test_the_header_of_an_stl_file_counts_what_follows() -> None:
    long = "Une phrase si longue qu’elle ne tient pas dans un seul bloc de cent douze signes, et qui continue encore un peu, pour finir dans le second."
    data = write(
        track((0, 1000, long), (1000, 2000, "Oui")), "stl", layout=Layout(title="Gao", made=date(2024, 3, 9))
    ).data
    assert data[:14] == b"850STL25.01000" and data[16:32].rstrip() == b"Gao" and data[224:230] == b"240309"
    assert (data[238:243], data[243:248]) == (b"00003", b"00002") and len(data) == 1024 + 3 * 128
    assert read(data).track.cues[0].text == long


def test_stl_refuses_a_rate_or_a_length_that_it_cannot_count() -> None:
    with pytest.raises(WrongUse, match="25 ou 30"):
        write(track((0, 1000, "Oui")), "stl", layout=Layout(rate=Fraction(24)))
    with pytest.raises(Refused, match="24 heures"):
        write(track((86_400_000, 86_401_000, "Oui")), "stl")
    assert read(write(track((0, 500, "Oui")), "stl", layout=Layout(rate=Fraction(30))).data).track.cues[0].span == Span(
        0, 500
    )


def test_ass_has_the_size_of_the_picture_letters_seen_from_afar_and_a_band_on_demand() -> None:
    said = track((0, 1000, "Oui {sic}"))
    lying = write(said, "ass", layout=Layout(1280, 720)).data.decode()
    assert "PlayResX: 1280\nPlayResY: 720" in lying and "Noto Sans,51," in lying and ",1,3,1,2,64,64,45,1" in lying
    boxed = write(said, "ass", layout=Layout(1080, 1920, box=True)).data.decode()
    style = next(line for line in boxed.split("\n") if line.startswith("Style:")).split(",")
    assert style[15] == "4" and int(style[2]) >= 80
    assert "Oui \\{sic\\}" in boxed


def test_ass_names_a_font_that_has_the_letters_of_each_cue_and_says_where_there_is_none() -> None:
    written = write(
        track((0, 1000, "Oui"), (1000, 2000, "السلام عليكم"), (2000, 3000, "Non"), (3000, 4000, "ߒߞߏ")), "ass"
    )
    text = written.data.decode()
    styles = [line.split(",")[:2] for line in text.splitlines() if line.startswith("Style:")]
    assert styles == [["Style: Default", "Noto Sans"], ["Style: Noto Sans Arabic", "Noto Sans Arabic"]]
    shown = [line.split(",")[3] for line in text.splitlines() if line.startswith("Dialogue:")]
    assert shown == ["Default", "Noto Sans Arabic", "Default", "Default"]
    assert [(one.line, one.code) for one in written.diagnostics] == [(4, "font-missing")]
    assert [cue.text for cue in read(written.data).track.cues] == ["Oui", "السلام عليكم", "Non", "ߒߞߏ"]


def test_an_arabic_track_needs_no_other_style() -> None:
    text = write(track((0, 1000, "السلام عليكم")), "ass").data.decode()
    assert text.count("\nStyle: ") == 1 and "Style: Default,Noto Sans Arabic," in text


class Outline(HTMLParser):
    """The tags and attributes of a page, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _value in attrs}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_a_script_holds_two_columns_and_nothing_but_escaped_text() -> None:
    source = Track(
        (Cue(1, Span(0, 900), "N tɛ", "Awa <b>"), Cue(2, Span(900, 2000), '<script>alert("&")</script>', "Awa <b>")),
        "bm",
    )
    french = track((0, 2000, "<i>Je n’étais</i> pas là\n& voilà"), (5000, 6000, "<i>seul"))
    page = write(french, "html", layout=Layout(beside=source, title="Gao </title>")).data.decode()
    outline = Outline(page)
    assert "script" not in outline.tags and outline.tags.count("td") == 8 and outline.tags.count("i") == 1
    assert outline.attributes <= {"lang", "charset", "name", "content", "scope", "class", "dir"}
    assert not re.search(r"https?:|url\(|@import|src=|href=", page)
    words = "".join(outline.words)
    assert '<script>alert("&")</script>' in words and "Gao </title>" in words and words.count("Awa <b>") == 1
    assert words.index("N tɛ") < words.index("Je n’étais") < words.index("seul")
    assert "Bambara" in words and "Français" in words and "@page" in page


def test_a_script_of_one_track_has_one_column() -> None:
    page = write(track((0, 1000, "Oui"), (1000, 2000, "Non")), "html").data.decode()
    assert Outline(page).tags.count("td") == 6


@given(cue_lists(), cue_lists())
def test_every_cue_of_both_tracks_stands_in_one_row_in_order(left: list[Cue], right: list[Cue]) -> None:
    table = rows(Track(tuple(left), "bm"), Track(tuple(right)))
    assert [cue for row in table for cue in row.source] == left
    assert [cue for row in table for cue in row.french] == right
    assert all(row.source or row.french for row in table)


def test_cues_that_share_most_of_a_time_stand_side_by_side() -> None:
    source = track((0, 1000, "a"), (1000, 2000, "b"), (3000, 4000, "c"), (9000, 9500, "d"))
    french = track((100, 1900, "A B"), (3000, 3500, "C"), (3500, 4100, "C'"))
    found = [
        ("".join(cue.text for cue in row.source), [cue.text for cue in row.french]) for row in rows(source, french)
    ]
    assert found == [("ab", ["A B"]), ("c", ["C", "C'"]), ("d", [])]


def test_a_transcript_says_who_speaks_once_and_a_table_has_a_line_for_each_cue() -> None:
    said = Track((Cue(1, Span(0, 1000), "<i>Oui</i>", "Awa"), Cue(2, Span(61_000, 62_000), "Non;\n« si »", "Awa")))
    assert write(said, "txt").data.decode() == "[0:00] Awa\u00a0: Oui\n\n[1:01] Non; « si »\n"
    lines = write(said, "csv").data.decode().split("\n")
    assert lines[0].startswith("id,start,end,start_ms,end_ms,speaker,text")
    assert lines[1].startswith("1,00:00:00.000,00:00:01.000,0,1000,Awa,<i>Oui</i>") and lines[2].endswith(
        '62000,Awa,"Non;'
    )
