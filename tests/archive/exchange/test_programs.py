# SPDX-License-Identifier: GPL-3.0-or-later
"""Cuts as Final Cut, Premiere, Kdenlive and Shotcut leave them: dissolves, speeds, auditions, cameras, silenced shots."""

import json

import pytest

from archive.catalogue import films
from archive.exchange.conform import Conformed, conform
from archive.exchange.formats import read_cut
from archive.exchange.recognise import Why
from archive.model.film import ItemKind
from tests.archive.exchange.test_changed_outside import Shelf, shelf, why
from tests.archive.exchange.test_strange import FILE, kinds, xmeml

__all__ = ["shelf"]


def bring(shelf: Shelf, data: str) -> Conformed:
    return conform(shelf.library, shelf.film.id, read_cut(data.encode()), "c.xml")


def clips(shelf: Shelf) -> list[object]:
    return [where for kind, where in kinds(shelf) if kind == "clip"]


def item(start: int, end: int, first: int, last: int, inner: str = "") -> str:
    return (
        f"<clipitem><name>x</name><rate><timebase>25</timebase></rate><start>{start}</start><end>{end}</end>"
        f"<in>{first}</in><out>{last}</out>{FILE}{inner}</clipitem>"
    )


def mix(start: int, end: int, alignment: str) -> str:
    return f"<transitionitem><start>{start}</start><end>{end}</end><alignment>{alignment}</alignment></transitionitem>"


@pytest.mark.parametrize(("alignment", "cut"), [("center", 60), ("start", 50), ("end", 70)])
def test_a_dissolve_that_hides_both_edges_is_cut_where_final_cut_cuts_it(
    shelf: Shelf, alignment: str, cut: int
) -> None:
    # the first shot shows 25 to 95 and the second 500 to 570, together from 50 to 70 of the timeline
    done = bring(
        shelf, f"<xmeml>{xmeml('c', item(0, -1, 25, 95), mix(50, 70, alignment), item(-1, 120, 500, 570))}</xmeml>"
    )
    assert why(done) == [(2, Why.TRANSITION)]
    assert clips(shelf) == [(1000, 1000 + cut * 40), (20_000 + (cut - 50) * 40, 22_800)]


def fades(shelf: Shelf) -> list[tuple[int, int]]:
    with shelf.library.reading() as session:
        items = films.edit_of(session, shelf.film.id).items
    return [(item.looks.fade_in, item.looks.fade_out) for item in items if item.kind is ItemKind.CLIP]


def test_fades_from_and_to_black_become_those_of_the_film(shelf: Shelf) -> None:
    first, second = item(-1, 50, 25, 75), item(50, -1, 500, 550)
    done = bring(
        shelf, f"<xmeml>{xmeml('c', mix(0, 10, 'start-black'), first, second, mix(75, 100, 'end-black'))}</xmeml>"
    )
    assert done.whole and done.same == 1 and clips(shelf) == [(1000, 3000), (20_000, 22_000)]
    assert fades(shelf) == [(400, 0), (0, 1000)]
    assert bring(shelf, f"<xmeml>{xmeml('c', item(0, 50, 25, 75), item(50, 100, 500, 550))}</xmeml>").whole
    assert fades(shelf) == [(400, 0), (0, 1000)]  # a cut that shows none may come from a program that drops them
    assert bring(shelf, f"<xmeml>{xmeml('c', first, item(50, 100, 500, 550), mix(90, 100, 'end-black'))}</xmeml>").whole
    assert fades(shelf) == [(0, 0), (0, 400)]


def retimed(speed: int, **more: str) -> str:
    said = {"speed": str(speed)} | more
    inner = "".join(
        f"<parameter><parameterid>{name}</parameterid><value>{value}</value></parameter>"
        for name, value in said.items()
    )
    return f"<filter><effect><effectid>timeremap</effectid>{inner}</effect></filter>"


def test_a_shot_at_double_speed_is_the_passage_it_shows_however_it_is_counted(shelf: Shelf) -> None:
    for first, last in ((500, 600), (250, 300)):  # of the file, of what is shown
        done = bring(shelf, f"<xmeml>{xmeml('c', item(0, 50, first, last, retimed(200)))}</xmeml>")
        assert why(done) == [(1, Why.SPEED)] and clips(shelf) == [(20_000, 24_000)]


def test_a_shot_backwards_or_of_changing_speed_is_said_not_guessed(shelf: Shelf) -> None:
    for odd in (retimed(100, reverse="TRUE"), retimed(100, variablespeed="1")):
        done = bring(shelf, f"<xmeml>{xmeml('c', item(0, 50, 500, 550, odd), item(50, 75, 25, 50))}</xmeml>")
        assert why(done) == [(1, Why.WARPED)] and clips(shelf) == [(1000, 2000)]


FCPX = """<fcpxml version="1.9"><resources><format id="r1" frameDuration="1/25s"/>
<asset id="a" name="C0001.MP4" start="36000s" duration="60s" hasVideo="1" hasAudio="1"/>
<media id="m" name="deux"><multicam format="r1" tcStart="0s">
<mc-angle name="A" angleID="one"><asset-clip ref="z" offset="0s" start="0s" duration="30s"/></mc-angle>
<mc-angle name="B" angleID="two"><gap offset="0s" duration="5s"/><asset-clip ref="a" offset="5s" start="36000s" duration="30s"/></mc-angle>
</multicam></media></resources><library><event><project name="c"><sequence format="r1" tcStart="3600s"><spine>{}
</spine></sequence></project></event></library></fcpxml>"""


def test_of_an_audition_the_chosen_clip_is_taken(shelf: Shelf) -> None:
    chosen = '<asset-clip ref="a" start="36001s" duration="2s"/><asset-clip ref="a" start="36030s" duration="9s"/>'
    after = '<asset-clip ref="a" offset="3602s" start="36020s" duration="1s"/>'
    assert bring(shelf, FCPX.format(f'<audition offset="3600s">{chosen}</audition>{after}')).whole
    assert clips(shelf) == [(1000, 3000), (20_000, 21_000)]


def test_what_is_connected_to_a_disabled_clip_is_still_seen(shelf: Shelf) -> None:
    over = '<asset-clip ref="a" lane="1" offset="36001s" start="36020s" duration="1s"/>'
    off = f'<asset-clip ref="a" offset="3600s" start="36001s" duration="1s" enabled="0">{over}</asset-clip>'
    assert bring(shelf, FCPX.format(off)).whole
    assert clips(shelf) == [(20_000, 21_000)]


@pytest.mark.parametrize("base", [0, 36000])
def test_a_retimed_clip_shows_what_its_map_leads_to(shelf: Shelf, base: int) -> None:
    points = f'<timept time="{base}s" value="{base}s"/><timept time="{base + 60}s" value="{base + 30}s"/>'
    clip = f'<asset-clip ref="a" offset="3600s" start="36040s" duration="2s"><timeMap>{points}</timeMap></asset-clip>'
    done = bring(shelf, FCPX.format(clip))
    assert why(done) == [(1, Why.SPEED)] and clips(shelf) == [(20_000, 21_000)]


def test_of_a_multicam_clip_the_chosen_camera_is_taken(shelf: Shelf) -> None:
    clip = '<mc-clip ref="m" offset="3600s" start="6s" duration="2s"><mc-source angleID="{}" srcEnable="{}"/></mc-clip>'
    assert bring(shelf, FCPX.format(clip.format("two", "all"))).whole
    assert clips(shelf) == [(1000, 3000)]
    assert why(bring(shelf, FCPX.format(clip.format("one", "all")))) == [(1, Why.NESTED)]


MLT = """<mlt><profile frame_rate_num="25" frame_rate_den="1"/>
<chain id="p"><property name="resource">C0001.MP4</property><property name="mlt_service">avformat</property>{chain}</chain>
<producer id="w"><property name="length">750</property><property name="resource">{speed}:C0001.MP4</property>
<property name="warp_speed">{speed}</property><property name="warp_resource">C0001.MP4</property>
<property name="mlt_service">timewarp</property></producer>{more}
<playlist id="v"><entry producer="{one}" in="{first}" out="{last}"/>{after}</playlist>
<tractor id="top" global_feed="1"><track producer="v"/></tractor></mlt>"""
PLAIN = {"chain": "", "speed": "2.0", "more": "", "one": "p", "first": 25, "last": 74, "after": ""}


@pytest.mark.parametrize(("speed", "wanted"), [("2.0", (4000, 8000)), ("-2.0", (52_000, 56_000))])
def test_a_clip_that_kdenlive_speeds_up_or_turns_is_the_passage_it_shows(
    shelf: Shelf, speed: str, wanted: tuple[int, int]
) -> None:
    done = bring(shelf, MLT.format(**PLAIN | {"speed": speed, "one": "w", "first": 50, "last": 99}))
    assert why(done) == [(1, Why.SPEED)] and clips(shelf) == [wanted]


def test_a_time_remap_is_said_not_guessed(shelf: Shelf) -> None:
    link = '<link><property name="mlt_service">timeremap</property></link>'
    after = '<entry producer="w" in="0" out="24"/>'
    done = bring(shelf, MLT.format(**PLAIN | {"chain": link, "after": after}))
    assert why(done) == [(1, Why.WARPED), (2, Why.SPEED)]


def test_a_transition_of_shotcut_is_cut_in_its_middle_and_loses_nothing(shelf: Shelf) -> None:
    tractor = """<tractor id="t" in="0" out="24"><track producer="p" in="75" out="99"/><track producer="p" in="500" out="524"/>
<transition out="24"><property name="mlt_service">luma</property></transition></tractor>"""
    after = '<entry producer="t" in="0" out="24"/><entry producer="p" in="525" out="549"/>'
    done = bring(shelf, MLT.format(**PLAIN | {"more": tractor, "after": after}))
    assert why(done) == [(2, Why.TRANSITION)]
    assert clips(shelf) == [(1000, 3480), (20_480, 22_000)]


def test_a_mix_of_kdenlive_is_cut_in_its_middle(shelf: Shelf) -> None:
    data = """<mlt><profile frame_rate_num="25" frame_rate_den="1"/>
<producer id="p"><property name="resource">C0001.MP4</property><property name="mlt_service">avformat</property></producer>
<playlist id="v0"><entry producer="p" in="25" out="99"/></playlist>
<playlist id="v1"><blank length="50"/><entry producer="p" in="500" out="574"/></playlist>
<tractor id="t"><track producer="v0" hide="audio"/><track producer="v1" hide="audio"/>
<transition in="50" out="74"><property name="mlt_service">luma</property></transition></tractor>
<tractor id="top" global_feed="1"><track producer="t"/></tractor></mlt>"""
    assert why(bring(shelf, data)) == [(2, Why.TRANSITION)]
    assert clips(shelf) == [(1000, 3480), (20_480, 23_000)]


def with_sound(*sounds: str) -> str:
    """Two shots of a take, and what is heard of them."""
    seen = xmeml("c", item(0, 50, 25, 75), item(50, 100, 500, 550))
    return f"<xmeml>{seen.replace('</video>', '</video><audio><track>' + ''.join(sounds) + '</track></audio>')}</xmeml>"


def test_a_shot_whose_sound_was_taken_away_is_said(shelf: Shelf) -> None:
    first, second = item(0, 50, 25, 75), item(50, 100, 500, 550)
    assert why(bring(shelf, with_sound(first))) == [(2, Why.SILENCED)]
    assert clips(shelf) == [(1000, 3000), (20_000, 22_000)]
    assert bring(shelf, with_sound(first, second)).whole
    assert bring(shelf, with_sound()).whole  # a list without any sound says nothing of it


def test_a_shot_turned_down_to_nothing_in_final_cut_is_said(shelf: Shelf) -> None:
    low = '<asset-clip ref="a" offset="3600s" start="36001s" duration="2s"><adjust-volume amount="-96dB"/></asset-clip>'
    assert why(bring(shelf, FCPX.format(low))) == [(1, Why.SILENCED)]
    seen = '<asset-clip ref="a" offset="3600s" start="36001s" duration="2s" srcEnable="video"/>'
    assert why(bring(shelf, FCPX.format(seen))) == [(1, Why.SILENCED)]


def otio(effects: list[dict[str, object]], **more: object) -> str:
    """A track of one clip of two seconds from the twentieth on, with effects on it."""

    def span(start: float, length: float) -> dict[str, object]:
        times = [{"OTIO_SCHEMA": "RationalTime.1", "rate": 25.0, "value": value * 25} for value in (start, length)]
        return {"OTIO_SCHEMA": "TimeRange.1", "start_time": times[0], "duration": times[1]}

    media = {"OTIO_SCHEMA": "ExternalReference.1", "target_url": "C0001.MP4", "available_range": span(0, 60)}
    clip = {
        "OTIO_SCHEMA": "Clip.1",
        "name": "x",
        "source_range": span(20, 2),
        "media_reference": media,
        "effects": effects,
    }
    track = {"OTIO_SCHEMA": "Track.1", "kind": "Video", "children": [clip, clip | {"effects": []}]}
    trimmed = {"source_range": span(1, 2)} if more else {}
    return json.dumps({"OTIO_SCHEMA": "Timeline.1", "name": "c", "tracks": {"children": [track | trimmed]}})


def test_a_speed_in_otio_tells_how_much_is_shown_and_a_frozen_picture_is_said(shelf: Shelf) -> None:
    done = bring(shelf, otio([{"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": 2.0}]))
    assert why(done) == [(1, Why.SPEED)] and clips(shelf) == [(20_000, 24_000), (20_000, 22_000)]
    for effect in ({"OTIO_SCHEMA": "FreezeFrame.1"}, {"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": -1.0}):
        assert why(bring(shelf, otio([effect]))) == [(1, Why.WARPED)]
        assert clips(shelf) == [(20_000, 22_000)]


def test_of_a_trimmed_track_in_otio_only_what_is_left_is_taken(shelf: Shelf) -> None:
    assert bring(shelf, otio([], trimmed=True)).whole
    assert clips(shelf) == [(21_000, 22_000), (20_000, 21_000)]
