# SPDX-License-Identifier: GPL-3.0-or-later
"""WebVTT: what others wrote into it stays in it."""

from dataclasses import replace
from pathlib import Path

import pytest

from subtitles.reading import read
from subtitles.writing import Unwritable, write
from tests.subtitles.test_corpus import CORPUS

FILE = """\
WEBVTT - Entretien de Gao
Kind: captions
Language: fr-ML

STYLE
::cue(.jaune) { color: yellow }

NOTE
Relu par l’équipe

REGION
id:bas lines:2

premier
00:01.000 --> 00:02.000 align:start  position:10%
<v.fort Awa><c.jaune>Je n’ai pas</c> peur &lt;rien&gt; &amp; merci</v>

NOTE entre deux

00:00:02.000 --> 00:00:03.500
<v Awa>Oui
<v Ali>Non

00:00:04.000 --> 00:00:05.000
Sur <00:00:04.500>l’<ruby>heure<rt>h</rt></ruby> &nbsp;: a < b, <s>
"""


def test_blocks_names_settings_and_voices_are_read() -> None:
    reading = read(FILE.encode())
    first, second, third = reading.track.cues
    assert reading.track.language == "fr-ML"
    assert (first.name, first.settings, first.speaker) == ("premier", "align:start  position:10%", "Awa")
    assert first.text == "Je n’ai pas peur <rien> & merci"
    assert (second.text, second.speaker) == ("Oui\nNon", "Awa / Ali")
    assert third.text == "Sur l’heureh \u00a0: a < b, <s>"
    assert [place for place, _text in reading.track.blocks] == [0, 0, 0, 0, 1]


def test_a_file_that_nobody_touched_keeps_its_blocks_and_words() -> None:
    written = write(read(FILE.encode()).track, "vtt").data.decode()
    assert written.replace("00:00:01.000 --> 00:00:02.000", "00:01.000 --> 00:02.000") == FILE


def test_an_edited_cue_is_written_anew_and_its_neighbours_are_left_alone() -> None:
    track = read(FILE.encode()).track
    edited = replace(track, cues=(replace(track.cues[0], text="J’ai peur"), *track.cues[1:]))
    written = write(edited, "vtt").data.decode()
    assert "<v Awa>J’ai peur\n" in written
    assert "Sur <00:00:04.500>l’<ruby>" in written


def test_srt_says_what_it_leaves_out() -> None:
    written = write(read(FILE.encode()).track, "srt")
    assert {diagnostic.code for diagnostic in written.diagnostics} == {"speaker-left-out", "settings-left-out"}
    assert "<c.jaune>" not in written.data.decode()


def test_strict_writes_only_what_the_standard_knows() -> None:
    text = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000 line:0 align:middle taille:4\n<c.jaune>Oui</c>\n"
    written = write(read(text.encode()).track, "vtt", strict=True)
    assert written.data.decode() == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000 line:0\nOui\n"
    assert [diagnostic.code for diagnostic in written.diagnostics] == ["settings-left-out"]


def test_a_strict_reader_keeps_only_the_cues_that_a_browser_accepts() -> None:
    text = "WEBVTT\n\n00:00:01,000 --> 00:00:02.000\nvirgule\n\n00:02.000 --> 00:03.000\nbon\n\nperdu\n"
    assert [cue.text for cue in read(text.encode()).track.cues] == ["virgule", "bon\nperdu"]
    strict = read(text.encode(), strict=True)
    assert [cue.text for cue in strict.track.cues] == ["bon"]
    assert strict.reported == 2


def test_text_that_a_format_cannot_carry_is_substituted_with_a_word_or_refused() -> None:
    track = read(b'{"cues": [{"id": 1, "start_ms": 0, "end_ms": 900, "text": "ici --> l\\u00e0\\n\\nfin "}]}').track
    written = write(track, "srt")
    assert written.data.decode() == "1\n00:00:00,000 --> 00:00:00,900\nici → là\nfin\n\n"
    assert {diagnostic.code for diagnostic in written.diagnostics} == {"substituted"}
    assert "ici --&gt; là\nfin" in write(track, "vtt").data.decode()
    with pytest.raises(Unwritable, match="Sous-titre 1") as refusal:
        write(track, "srt", strict=True)
    assert refusal.value.cue == 1


def test_a_letter_that_the_encoding_lacks_names_the_cue() -> None:
    track = read("WEBVTT\n\n00:01.000 --> 00:02.000\nOui\u202f!\n\n00:02.000 --> 00:03.000\nŋaa\n".encode()).track
    with pytest.raises(Unwritable, match="Sous-titre 2"):
        write(track, "srt", "cp1252")
    alone = replace(track, cues=track.cues[:1])
    assert write(alone, "srt", "cp1252").data.decode("cp1252").splitlines()[2] == "Oui\u00a0!"
    assert [diagnostic.code for diagnostic in write(alone, "srt", "cp1252").diagnostics] == ["narrow-space"]


def test_an_alignment_of_subrip_becomes_a_setting_of_webvtt() -> None:
    track = read(b"1\n00:00:01,000 --> 00:00:02,000\n{\\an8}Haut\n").track
    assert "--> 00:00:02.000 line:0\nHaut" in write(track, "vtt").data.decode()


VTT_FILES = sorted(path for path in CORPUS.rglob("*.vtt"))


@pytest.mark.skipif(not VTT_FILES, reason=f"le corpus partagé n’est pas là ({CORPUS})")
@pytest.mark.parametrize("path", VTT_FILES, ids=lambda path: path.name)
def test_what_nobody_touched_in_a_changed_file_stays_as_it_was(path: Path) -> None:
    reading = read(path.read_bytes())
    track = reading.track
    if reading.format != "vtt" or not track.cues:
        return
    for place in {0, len(track.cues) // 2, len(track.cues) - 1}:
        cues = list(track.cues)
        cues[place] = replace(cues[place], text="Changé par quelqu’un")
        again = read(write(replace(track, cues=tuple(cues)), "vtt").data).track
        assert again.blocks == track.blocks
        for number, (old, new) in enumerate(zip(track.cues, again.cues, strict=True)):
            if number != place:
                assert new == old and new.wording == old.wording
            else:
                assert (new.text, new.name, new.settings, new.span) == (
                    "Changé par quelqu’un",
                    old.name,
                    old.settings,
                    old.span,
                )


def test_the_lines_of_untouched_cues_and_blocks_are_written_letter_for_letter() -> None:
    track = read(FILE.encode()).track
    changed = replace(track, cues=(*track.cues[:2], replace(track.cues[2], text="Autre chose")))
    written = write(changed, "vtt").data.decode()
    whole = FILE.replace("00:01.000 --> 00:02.000", "00:00:01.000 --> 00:00:02.000")
    assert written.startswith(whole[: whole.index("00:00:04.000")])


def test_words_glued_behind_the_times_are_given_back_to_the_cue() -> None:
    reading = read("WEBVTT\n\n00:04.000 --> 00:06.000 align:start Bonjour à tous\nsuite\n".encode())
    (cue,) = reading.track.cues
    assert (cue.text, cue.settings) == ("Bonjour à tous\nsuite", "align:start")
    assert [found.code for found in reading.diagnostics] == ["text-after-time"]


def test_one_odd_word_among_settings_stays_a_setting() -> None:
    (cue,) = read(b"WEBVTT\n\n00:04.000 --> 00:06.000 vertical: rl\nx\n").track.cues
    assert (cue.text, cue.settings) == ("x", "vertical: rl")
