# SPDX-License-Identifier: GPL-3.0-or-later
"""ASS, MicroDVD, MPL2, SAMI, TTML, STL and SCC: known by their content, and no voice lost in any of them."""

import pytest

from media.errors import Refused
from media.span import Span
from subtitles.formats.screen import LARGEST
from subtitles.reading import Reading, read
from subtitles.writing import Unwritable, write
from tests.subtitles.tracks import stl_file, track

ASS = """\
[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Italic, Encoding
Style: Default,Noto Sans,0,1
Style: Loin,Noto Sans,-1,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def reading_of(text: str) -> Reading:
    return read(text.encode())


def codes(reading: Reading) -> list[str]:
    return [one.code for one in reading.diagnostics]


def texts(reading: Reading) -> list[str]:
    return [cue.text for cue in reading.track.cues]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (ASS + "Dialogue: 0,0:00:01.00,0:00:02.50,Default,Awa,0,0,0,,Bonjour\\Nà tous, oui\n", "ass", "Bonjour\nà tous, oui"),
        ("[Script Info]\n[V4 Styles]\n[Events]\nDialogue: Marked=0,0:00:01.00,0:00:02.50,,,0,0,0,,Oui\n", "ass", "Oui"),
        ("{25}{62}Bonjour|{y:i}à tous\n", "microdvd", "Bonjour\n<i>à tous</i>"),
        ("{1}{1}50\n{50}{125}{inaudible} C:\\Notes\n", "microdvd", "{inaudible} C:\\Notes"),
        ("[10][25]Bonjour|/à tous\n", "mpl2", "Bonjour\n<i>à tous</i>"),
        ("<SAMI><BODY>\n<SYNC Start=1000><P Class=FRCC>Bonjour<br>à <i>tous</i> &amp; toutes\n"
         "<SYNC Start=2500><P Class=FRCC>&nbsp;\n</BODY></SAMI>", "sami", "Bonjour\nà <i>tous</i> & toutes"),
        ('<?xml version="1.0"?>\n<tt xmlns="http://www.w3.org/ns/ttml" xml:lang="fr"><body><div>'
         '<p begin="1s" end="2.5s">Bonjour<br/>à &lt;s&gt; tous</p></div></body></tt>', "ttml", "Bonjour\nà <s> tous"),
        ("Scenarist_SCC V1.0\n\n00:00:00:20\t94ae 94ae 9420 9420 9470 9470 c8c5 d980 942c 942c 942f 942f\n\n"
         "00:00:02:14\t942c 942c\n", "scc", "HEY"),
    ],
)  # fmt: skip
def test_a_format_is_known_by_its_content_and_its_words_are_whole(text: str, name: str, expected: str) -> None:
    reading = reading_of(text)
    assert (reading.format, texts(reading), reading.reported) == (name, [expected], 0)
    assert abs(reading.track.cues[0].span.start - 1000) < 100 and abs(reading.track.cues[0].span.end - 2500) < 100


@pytest.mark.parametrize(
    ("written", "expected", "code"),
    [
        ("{\\i1}Loin{\\i0} d’ici", "<i>Loin</i> d’ici", ""),
        ("{\\i1\\b1}un{\\i0}deux{\\b0}trois", "<i><b>un</b></i><b>deux</b>trois", ""),
        ("{\\an8\\pos(1,2)}Haut", "Haut", "codes-kept"),
        ("{remarque}Oui", "Oui", "remark"),
        ("accolade { seule", "accolade { seule", ""),
        ("\\{inaudible\\} C:\\\u2060Notes", "{inaudible} C:\\Notes", ""),
        ("{\\p1}m 0 0 l 9 9{\\p0}Oui", "Oui", "codes-kept"),
        ("Un\nsuite sans tête", "Un\nsuite sans tête", "continued-line"),
        ("[Musique]\n[Rires]", "[Musique]\n[Rires]", "continued-line"),
        ("<i>Oui</i>", "<i>Oui</i>", "escaped-tag"),
    ],
)
def test_override_codes_of_ass_never_hide_words(written: str, expected: str, code: str) -> None:
    reading = reading_of(f"{ASS}Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{written}\n")
    assert texts(reading) == [expected]
    assert code in ["", *codes(reading)]


def test_events_of_ass_that_cannot_be_kept_are_reported() -> None:
    reading = reading_of(
        f"{ASS}Dialogue: 0,0:00:01.00,demain,Default,,0,0,0,,perdu\n"
        "Dialogue: 0,0:00:01.00,0:00:02.00\n"
        "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\p1}m 0 0\n"
        "Comment: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,à revoir\n"
        "Dialogue: 0,-0:00:01.00,0:00:02.00,Loin,,0,0,0,,gardé\n"
    )
    assert texts(reading) == ["<i>gardé</i>"]
    assert reading.reported == 3
    assert set(codes(reading)) == {"unreadable-time", "unreadable-cue", "drawing", "comment", "negative-time"}


def test_untouched_codes_of_ass_are_written_back() -> None:
    line = "{\\an8\\c&H00FFFF&\\pos(10,20)}Haut{\\r} et fort"
    reading = reading_of(f"{ASS}Dialogue: 0,0:00:01.00,0:00:02.00,Default,Awa,0,0,0,,{line}\n")
    assert line in write(reading.track, "ass").data.decode()
    assert "{\\an8}Haut et fort" in write(reading.track, "ass", strict=True).data.decode()


@pytest.mark.parametrize(
    ("text", "kept", "lost"),
    [
        ("{0}{25}un\n{x3}{50}deux\n{75}{100}trois\nsuite\n", ["un", "trois\nsuite"], 1),
        ("{0}{25}un\n{99999999999}{999999999999}deux\n", ["un"], 1),
        ("[0][25]un\n[9][deux\n[75][1x]trois\n", ["un\n[9][deux"], 1),
        ("<SAMI><SYNC Start=oups><P>perdu<SYNC Start=5><P>gardé", ["gardé"], 1),
        ("<sami><SYNC Start=0><P Class=A>un<P Class=B>one<SYNC Start=9><P Class=A>deux<SYNC Start=12>", ["un", "one", "deux"], 0),
        ("Scenarist_SCC V1.0\n\nsans temps\n", [], 1),
    ],
)  # fmt: skip
def test_lines_that_cannot_be_placed_are_reported(text: str, kept: list[str], lost: int) -> None:
    reading = reading_of(text)
    assert (texts(reading), reading.reported) == (kept, lost)


def test_a_file_that_counts_in_frames_says_at_which_rate_it_was_read() -> None:
    supposed, told = reading_of("{0}{50}Oui\n"), reading_of("{1}{1}23.976\n{24}{48}Oui\n")
    assert supposed.track.cues[0].span == Span(0, 2000)
    assert [(one.code, one.severity) for one in supposed.diagnostics] == [("frame-rate", "warning")]
    assert told.track.cues[0].span == Span(1001, 2002)


def test_captions_that_nobody_displays_are_reported() -> None:
    reading = reading_of("Scenarist_SCC V1.0\n\n00:00:01:00\t1c20 1c20 1c70 1c70 c8c5 d980 1c2f 1c2f\n")
    assert "text-left-out" in codes(reading) and "HEY" in reading.diagnostics[0].action


TTML = '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling" xml:lang="bm"><body><div>{}</div></body></tt>'


@pytest.mark.parametrize(
    ("paragraphs", "kept", "code"),
    [
        ('<p begin="1s" dur="1s"><span tts:fontStyle="italic">Loin</span> d’ici</p>', ["<i>Loin</i> d’ici"], ""),
        ('<p begin="1s" end="1s">jamais montré</p>', [], "unreadable-cue"),
        ('<p begin="1s" end="bientôt">perdu</p>', [], "unreadable-time"),
        ('<p begin="0:00:01,5" end="0:00:02">une virgule</p>', ["une virgule"], "decimal-mark"),
        ('<p begin="1s">sans fin</p>', ["sans fin"], "end-missing"),
        ("<p>sans temps</p>", [], "time-missing"),
        ('<p><span begin="1s" end="2s">un</span><span begin="2s" end="3s">deux</span></p>', ["un", "deux"], ""),
        ('<p begin="1s" end="2s">connu <autre xmlns="urn:x">inconnu</autre></p>', ["connu"], "text-left-out"),
    ],
)
def test_paragraphs_of_ttml_are_kept_or_reported(paragraphs: str, kept: list[str], code: str) -> None:
    reading = reading_of(TTML.format(paragraphs))
    assert (texts(reading), reading.track.language) == (kept, "bm")
    assert reading.reported == (not kept)
    assert code in ["", *codes(reading)]


@pytest.mark.parametrize(
    "text",
    [
        "<tt><body><p>",
        '<!DOCTYPE tt [<!ENTITY a "b">]><tt/>'.replace("<!DOCTYPE", "<!-- --><tt><!DOCTYPE"),
        TTML.format("<div>" * 200 + "</div>" * 200),
        TTML.format("<p/>" * (LARGEST + 1)),
        "<tt>" + "<p>" * (LARGEST * 20 + 20),
    ],
    ids=["broken", "with a document type", "too deep", "too many", "too many for a tree"],
)
def test_xml_that_is_no_subtitle_is_refused_with_a_way_out(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        reading_of(text)
    assert refusal.value.hint


def test_imsc_carries_every_script_and_every_tag() -> None:
    said = "<i>Loin <b>d’ici</b></i> : <s> & {inaudible}\nŋ ɓ  ⵜⴰⵎ ߒߞߏ عربي"
    written = write(track((1000, 2345, said), (3000, 3600, "<u>Oui</u>")), "ttml")
    assert written.diagnostics == []
    assert texts(read(written.data)) == [said, "<u>Oui</u>"]
    assert [cue.span for cue in read(written.data).track.cues] == [Span(1000, 2345), Span(3000, 3600)]
    with pytest.raises(Unwritable, match="Sous-titre 2") as refusal:
        write(track((0, 1, "Oui"), (1, 2, "son\x07nette")), "ttml")
    assert refusal.value.cue == 2


def test_stl_keeps_accents_italics_and_what_ttconv_leaves_out() -> None:
    reading = read(
        stl_file(
            ((0, 0, 1, 0), (0, 0, 2, 12), b"\xc2Ecoute \x80l'\xc2et\xc2e\x81\x8a\x8afin"),
            ((0, 0, 3, 0), (0, 0, 3, 0), b"sans dur\xc2ee"),
            ((0, 0, 3, 0), (0, 0, 2, 0), b"invers\xc2e"),
            ((0, 99, 3, 0), (0, 0, 4, 0), b"perdu"),
        )
    )
    assert (reading.format, reading.track.language) == ("stl", "fr")
    assert texts(reading) == ["Écoute <i>l'été</i>\nfin", "sans durée", "inversé"]
    assert reading.track.cues[0].span == Span(1000, 2480)
    assert reading.reported == 1 and {"unreadable-time", "inverted-times"} <= set(codes(reading))


def test_stl_counts_from_the_start_of_the_programme() -> None:
    data = stl_file(((10, 0, 1, 0), (10, 0, 2, 0), b"Oui"), start=b"10000000")
    assert read(data).track.cues[0].span == Span(1000, 2000)
    assert codes(read(data)) == ["programme-start"]


def test_ass_times_of_more_than_a_hundred_hours_are_read() -> None:
    event = b"[Events]\nDialogue: 0,99:59:59.99,100:00:01.00,,,0,0,0,,Oui\n"
    assert read(event).track.cues[0].span == Span(359_999_990, 360_001_000)
