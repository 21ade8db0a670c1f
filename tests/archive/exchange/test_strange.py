# SPDX-License-Identifier: GPL-3.0-or-later
"""Cuts as editing programs leave them: several tracks, music, titles, sequences within sequences, sounds of their own."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from archive.catalogue import films
from archive.exchange.conform import Conformed, conform
from archive.exchange.cut import Card, Seconds, Taken
from archive.exchange.formats import read_cut
from archive.exchange.layers import layered
from archive.exchange.recognise import Why
from archive.exchange.words import subtitles_of
from archive.model.film import ItemKind, ItemLooks
from media.looks import Hiding
from media.span import Span
from tests.archive.exchange.test_changed_outside import Shelf, shelf, shot, why
from tests.archive.exchange.test_conform import a_take
from tests.people import a_consent, a_witness, an_interview

__all__ = ["shelf"]
RATE = Fraction(25)


def bring(shelf: Shelf, pictures: Sequence[Sequence[Taken | Card]], sounds: Sequence[Taken] = ()) -> Conformed:
    return conform(shelf.library, shelf.film.id, layered("c", RATE, pictures, sounds), "c.xml")


def kinds(shelf: Shelf) -> list[tuple[str, object]]:
    """The lines but the notes of before: what they are, and their span or words."""
    with shelf.library.reading() as session:
        items = films.edit_of(session, shelf.film.id).items
    found = [(str(item.kind), (item.span.start, item.span.end) if item.span else item.text) for item in items]
    return [one for one in found if one != ("note", "chercher un plan de marché")]


def words_over(start: float, length: float, text: str = "Aminata") -> Card:
    return Card(Fraction(start), Fraction(length), text)


def test_a_title_over_a_picture_is_said_and_cuts_nothing(shelf: Shelf) -> None:
    done = bring(shelf, [[shot(1, 2), words_over(2, 1, "Gao")], [words_over(0.5, 1)]])
    assert kinds(shelf) == [("clip", (1000, 3000)), ("card", "Gao")]
    assert [(one.event, one.why, one.name, one.at) for one in done.odd] == [(0, Why.TITLE, "Aminata", Fraction(1, 2))]


def test_the_band_that_the_film_writes_itself_is_no_oddity(shelf: Shelf) -> None:
    with shelf.library.writing() as session:
        films.change_looks(session, shelf.film.id, 1, ItemLooks(lower=True, speaker="Aminata"))
    assert bring(shelf, [[shot(1, 2)], [words_over(0.5, 1, "Aminata\nFemmes, Gao")]]).whole


def test_the_sound_of_a_picture_is_not_told_twice(shelf: Shelf) -> None:
    assert bring(shelf, [[shot(1, 2)]], [shot(1, 2), shot(1, 2)]).whole
    assert kinds(shelf) == [("clip", (1000, 3000))]


def test_music_from_elsewhere_is_named_with_its_place(shelf: Shelf) -> None:
    done = bring(shelf, [[shot(1, 2)]], [shot(1, 2), shot(0, 2, name="musique.wav")])
    assert why(done) == [(2, Why.UNKNOWN)]
    assert [kind for kind, _what in kinds(shelf)] == ["note", "clip"]
    assert "musique.wav" in str(kinds(shelf)[0][1])


def test_who_goes_on_speaking_under_another_picture_becomes_a_voice(shelf: Shelf) -> None:
    with shelf.library.writing() as session:
        interview = an_interview(session, "SIK-01")
        a_consent(session, a_witness(session, interview, "SIK-F-1"), interview)
        a_take(session, interview, "MARCHE.MP4", "25", "", 60, True)
    over = shot(20, 2, at=3, name="MARCHE.MP4")
    done = bring(shelf, [[shot(10, 8)], [over]], [shot(10, 8)])
    assert done.whole
    assert kinds(shelf) == [
        ("clip", (10_000, 13_000)),
        ("voice", (13_000, 15_000)),
        ("clip", (20_000, 22_000)),
        ("clip", (15_000, 18_000)),
    ]


def test_what_a_voice_says_stands_in_the_words_of_the_cut(shelf: Shelf) -> None:
    sound = shot(10, 1, at=4, odd=())
    done = bring(shelf, [[shot(1, 2), words_over(2, 4, "Gao")]], [shot(1, 2), replace(sound, at=Fraction(2))])
    assert done.whole and kinds(shelf)[1] == ("voice", (10_000, 11_000))
    with shelf.library.reading() as session:
        srt = subtitles_of(session, shelf.film.id, done.version or 0)
    assert "00:00:02,000 --> 00:00:03,000\n<i>Au revoir.</i>" in srt


def test_a_sound_that_begins_a_little_before_its_picture_is_cut_with_it(shelf: Shelf) -> None:
    done = bring(shelf, [[shot(1, 2), shot(10, 1, at=2)]], [shot(1, 1.6), shot(9.6, 1.4, at=1.6)])
    assert why(done) == [(3, Why.SPLIT)]
    assert kinds(shelf) == [("clip", (1000, 3000)), ("clip", (10_000, 11_000))]


def test_only_the_sound_of_a_filmed_take_is_a_voice_and_never_shows_its_picture(shelf: Shelf) -> None:
    done = bring(shelf, [[shot(1, 1), words_over(3, 1, "Gao")]], [shot(20, 1, at=2)])
    assert kinds(shelf) == [("clip", (1000, 2000)), ("voice", (20_000, 21_000)), ("card", "Gao")]
    assert why(done) == [(2, Why.BLANK), (2, Why.MOVED)]


def test_a_trimmed_or_split_passage_keeps_what_hides_its_people(shelf: Shelf) -> None:
    hidden = ItemLooks(fade_in=200, fade_out=300, masks=frozenset({"face"}), hiding=Hiding.SILHOUETTE)
    with shelf.library.writing() as session:
        films.change_looks(session, shelf.film.id, 1, hidden)
    bring(shelf, [[shot(1, 0.8), shot(2.2, 0.8, at=0.8), shot(40, 1, at=1.6)]])
    with shelf.library.reading() as session:
        items = [item for item in films.edit_of(session, shelf.film.id).items if item.kind is ItemKind.CLIP]
    assert [(item.looks.masks, item.looks.fade_in, item.looks.fade_out) for item in items] == [
        ({"face"}, 200, 0),
        ({"face"}, 0, 300),
        (frozenset(), 0, 0),
    ]
    assert items[0].looks.hiding is Hiding.SILHOUETTE


def test_a_voice_that_the_editor_took_out_is_said(shelf: Shelf) -> None:
    with shelf.library.writing() as session:
        films.add_voice(session, shelf.film.id, shelf.take.id, Span(30_000, 31_000), at=1)
    done = bring(shelf, [[shot(1, 2)]])
    assert [(str(one.kind), one.span) for one in done.gone] == [("voice", Span(30_000, 31_000))] and done.same == 1
    assert kinds(shelf) == [("clip", (1000, 3000))]


def clipitem(inner: str, start: int, end: int, first: int) -> str:
    return (
        f"<clipitem><name>x</name><rate><timebase>25</timebase></rate><start>{start}</start><end>{end}</end>"
        f"<in>{first}</in><out>{first + end - start}</out>{inner}</clipitem>"
    )


FILE = '<file id="f"><name>C0001.MP4</name><rate><timebase>25</timebase></rate></file>'


def xmeml(name: str, *items: str) -> str:
    return (
        f'<sequence id="{name}"><name>{name}</name><rate><timebase>25</timebase></rate><media><video><track>'
        f"{''.join(items)}</track></video></media></sequence>"
    )


def test_a_sequence_within_a_final_cut_sequence_is_unfolded(shelf: Shelf) -> None:
    inner = xmeml("inner", clipitem(FILE, 0, 50, 25), clipitem(FILE, 50, 100, 500))
    data = f"<xmeml>{xmeml('outer', clipitem(FILE, 0, 25, 25), clipitem(inner, 25, 75, 25))}</xmeml>"
    done = conform(shelf.library, shelf.film.id, read_cut(data.encode()), "c.xml")
    assert done.whole
    assert kinds(shelf) == [("clip", (1000, 2000)), ("clip", (2000, 3000)), ("clip", (20_000, 21_000))]


def test_a_sequence_within_itself_is_named_and_ends(shelf: Shelf) -> None:
    itself = clipitem('<sequence id="outer"/>', 25, 75, 25)
    data = f"<xmeml>{xmeml('outer', clipitem(FILE, 0, 25, 25), itself)}</xmeml>"
    done = conform(shelf.library, shelf.film.id, read_cut(data.encode()), "c.xml")
    assert Why.NESTED in [one.why for one in done.odd]


FCPX = """<fcpxml version="1.9"><resources><format id="r1" frameDuration="1/25s"/>
<asset id="a" name="C0001.MP4" start="36000s" duration="60s" hasVideo="1" hasAudio="1"/>
<media id="m" name="compound"><sequence format="r1" tcStart="0s"><spine>
<asset-clip ref="a" offset="0s" start="36001s" duration="2s"/><asset-clip ref="{inner}" offset="2s" start="36020s" duration="2s"/>
</spine></sequence></media></resources><library><event><project name="c"><sequence format="r1" tcStart="3600s"><spine>
<asset-clip ref="a" offset="3600s" start="36010s" duration="1s"/>
<ref-clip ref="m" offset="3601s" start="1s" duration="2s"><title lane="1" offset="1s" duration="1s"><text>Gao</text></title></ref-clip>
</spine></sequence></project></event></library></fcpxml>"""


def test_a_compound_clip_is_unfolded_and_its_title_is_said(shelf: Shelf) -> None:
    done = conform(shelf.library, shelf.film.id, read_cut(FCPX.format(inner="a").encode()), "c.fcpxml")
    assert [(one.why, one.name) for one in done.odd] == [(Why.TITLE, "Gao")]
    assert kinds(shelf) == [("clip", (10_000, 11_000)), ("clip", (2000, 3000)), ("clip", (20_000, 21_000))]


def test_words_and_music_within_a_compound_clip_are_said(shelf: Shelf) -> None:
    title = '<title lane="1" offset="36000s" duration="1s"><text>Aminata</text></title>'
    music = '<asset-clip ref="z" lane="-1" offset="36001s" start="0s" duration="2s" srcEnable="audio"/>'
    clip = '<asset-clip ref="a" offset="0s" start="36001s" duration="2s"'
    data = FCPX.format(inner="a").replace(f"{clip}/>", f"{clip}>{title.replace('36000', '36001')}{music}</asset-clip>")
    data = data.replace("<media ", '<asset id="z" name="musique.wav" hasAudio="1" duration="9s"/><media ')
    done = conform(
        shelf.library,
        shelf.film.id,
        read_cut(data.replace('start="1s" duration="2s">', 'start="0s" duration="2s">').encode()),
        "c.fcpxml",
    )
    assert {(one.why, one.name) for one in done.odd} == {
        (Why.TITLE, "Gao"),
        (Why.TITLE, "Aminata"),
        (Why.UNKNOWN, "musique.wav"),
    }


KDENLIVE = """<mlt producer="main_bin"><profile frame_rate_num="25" frame_rate_den="1"/>
<producer id="p"><property name="resource">C0001.MP4</property><property name="mlt_service">avformat</property></producer>
<playlist id="inside"><entry producer="p" in="25" out="74"/><entry producer="{inner}" in="50" out="99"/></playlist>
<tractor id="nested"><track producer="inside"/></tractor>
<playlist id="v"><entry producer="p" in="250" out="274"/><entry producer="nested" in="25" out="74"/></playlist>
<tractor id="top" global_feed="1"><track producer="v"/></tractor></mlt>"""


@pytest.mark.parametrize("inner", ["p", "nested"])
def test_a_sequence_within_a_kdenlive_project_is_unfolded(shelf: Shelf, inner: str) -> None:
    done = conform(shelf.library, shelf.film.id, read_cut(KDENLIVE.format(inner=inner).encode()), "c.kdenlive")
    assert kinds(shelf)[:2] == [("clip", (10_000, 11_000)), ("clip", (2000, 3000))]
    assert done.whole is (inner == "p")


def test_a_cut_at_film_speed_of_takes_at_25_has_words_to_the_frame(shelf: Shelf) -> None:
    rate = Fraction(24000, 1001)
    first, second = Fraction(48) / rate, Fraction(24) / rate  # of 2.002 s and 1.001 s
    taken = [
        Taken(Fraction(0), first, Seconds(Fraction(1), first), "C0001.MP4"),
        Taken(first, second, Seconds(Fraction(10), second), "C0001.MP4"),
    ]
    done = conform(shelf.library, shelf.film.id, layered("c", rate, [taken], ()), "c.xml")
    assert done.whole
    with shelf.library.reading() as session:
        srt = subtitles_of(session, shelf.film.id, done.version or 0)
    assert "00:00:02,002 --> 00:00:03,002\nAu revoir." in srt


def test_an_edl_that_kept_short_reels_only_is_enough(shelf: Shelf) -> None:
    with shelf.library.writing() as session:
        interview = an_interview(session, "SIK-01")
        a_consent(session, a_witness(session, interview, "SIK-F-1"), interview)
        for number, start in ((2, "11:00:00:00"), (3, "12:00:00:00")):
            a_take(session, interview, f"l’entretien ({number}) Gao.MOV", "25", start, 60, True)
    data = (
        "001  LENTRET2 V     C        12:00:01:00 12:00:03:00 01:00:00:00 01:00:02:00\n"
        "002  LENTRET1 V     C        11:00:05:00 11:00:06:00 01:00:02:00 01:00:03:00\n"
    )
    assert conform(shelf.library, shelf.film.id, read_cut(data.encode()), "c.edl").whole
    with shelf.library.reading() as session:
        items = films.edit_of(session, shelf.film.id).items
    assert [item.span for item in items if item.kind is ItemKind.CLIP] == [Span(1000, 3000), Span(5000, 6000)]
