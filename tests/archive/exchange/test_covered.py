# SPDX-License-Identifier: GPL-3.0-or-later
"""What is left of a shot that others cover, that was retimed, nested or faded: the passage that is seen, never another one."""

import json
from fractions import Fraction

import pytest

from archive.exchange.conform import conform
from archive.exchange.cut import NotACut, Taken
from archive.exchange.formats import read_cut
from archive.exchange.recognise import Why
from tests.archive.exchange.test_changed_outside import Shelf, edl, shelf, why
from tests.archive.exchange.test_programs import FCPX, MLT, PLAIN, bring, clips, fades, item, mix, retimed
from tests.archive.exchange.test_strange import FILE, xmeml

__all__ = ["shelf"]
Json = dict[str, object]


def time(seconds: float) -> Json:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": 25.0, "value": seconds * 25}


def span(start: float, length: float) -> Json:
    return {"OTIO_SCHEMA": "TimeRange.1", "start_time": time(start), "duration": time(length)}


def clip(start: float, length: float, speed: float = 1.0) -> Json:
    media = {"OTIO_SCHEMA": "ExternalReference.1", "target_url": "C0001.MP4", "available_range": span(0, 60)}
    effects = [] if speed == 1 else [{"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": speed}]
    range_ = span(start, length)
    return {
        "OTIO_SCHEMA": "Clip.1",
        "name": "x",
        "source_range": range_,
        "media_reference": media,
        "effects": effects,
    }


def gap(length: float) -> Json:
    return {"OTIO_SCHEMA": "Gap.1", "source_range": span(0, length)}


def passing(before: float, after: float) -> Json:
    return {"OTIO_SCHEMA": "Transition.1", "in_offset": time(before), "out_offset": time(after)}


def otio(*tracks: list[Json], **facts: object) -> str:
    children = [{"OTIO_SCHEMA": "Track.1", "kind": "Video", "children": track} for track in tracks]
    meta = {"metadata": {"baro": facts}}
    return json.dumps({"OTIO_SCHEMA": "Timeline.1", "name": "c", "tracks": {"children": children}} | meta)


@pytest.mark.parametrize(
    ("speed", "seen"),
    [
        (2.0, [(20_000, 22_000), (1000, 2000), (24_000, 28_000)]),
        (0.5, [(20_000, 20_480), (1000, 2000), (21_000, 22_000)]),
    ],
)
def test_around_what_covers_it_a_retimed_shot_is_what_is_seen_of_it(
    shelf: Shelf, speed: float, seen: list[tuple[int, int]]
) -> None:
    done = bring(shelf, otio([clip(20, 4, speed)], [gap(1), clip(1, 1)]))
    assert why(done) == [(1, Why.SPEED), (3, Why.SPEED)] and clips(shelf) == seen


def test_a_covered_shot_that_runs_backwards_is_said_not_guessed(shelf: Shelf) -> None:
    over = """<playlist id="over"><blank length="25"/><entry producer="p" in="25" out="49"/></playlist>"""
    data = MLT.format(**PLAIN | {"speed": "-2.0", "one": "w", "first": 50, "last": 149, "more": over})
    data = data.replace('<track producer="v"/>', '<track producer="v"/><track producer="over"/>')
    done = bring(shelf, data)
    assert why(done) == [(1, Why.WARPED), (3, Why.WARPED)] and clips(shelf) == [(1000, 2000)]


def test_a_covered_shot_whose_speed_changes_in_final_cut_is_said_not_guessed(shelf: Shelf) -> None:
    points = "".join(
        f'<timept time="{at}s" value="{value}s"/>' for at, value in ((36000, 36000), (36001, 36003), (36004, 36004))
    )
    over = '<asset-clip ref="a" lane="1" offset="36001s" start="36040s" duration="1s"/>'
    whole = (
        f'<asset-clip ref="a" offset="3600s" start="36000s" duration="3s"><timeMap>{points}</timeMap>{{}}</asset-clip>'
    )
    assert why(bring(shelf, FCPX.format(whole.format("")))) == [(1, Why.SPEED)]
    assert why(bring(shelf, FCPX.format(whole.format(over)))) == [(1, Why.WARPED), (3, Why.WARPED)]
    assert clips(shelf) == [(40_000, 41_000)]


def test_a_covered_shot_that_an_edl_retimes_is_said_not_guessed(shelf: Shelf) -> None:
    slow = ["001  C0001    V     C        10:00:01:00 10:00:03:00 01:00:00:00 01:00:04:00", "M2   C0001  012.5"]
    over = "002  C0001    V2    C        10:00:20:00 10:00:21:00 01:00:01:00 01:00:02:00"
    assert why(conform(shelf.library, shelf.film.id, read_cut(edl(slow)), "c.edl")) == [(1, Why.SPEED)]
    assert clips(shelf) == [(1000, 3000)]
    done = conform(shelf.library, shelf.film.id, read_cut(edl([*slow, over])), "c.edl")
    assert why(done) == [(1, Why.WARPED), (3, Why.WARPED)] and clips(shelf) == [(20_000, 21_000)]


def test_of_a_covered_shot_only_its_own_edges_fade(shelf: Shelf) -> None:
    below = [mix(0, 10, "start-black"), item(-1, 100, 25, 125)]
    above = item(40, 60, 500, 520)
    data = xmeml("c", *below).replace("</track>", f"</track><track>{above}</track>", 1)
    assert bring(shelf, f"<xmeml>{data}</xmeml>").whole
    assert clips(shelf) == [(1000, 2600), (20_000, 20_800), (3400, 5000)]
    assert fades(shelf) == [(400, 0), (0, 0), (0, 0)]


@pytest.mark.parametrize("odd", [retimed(200), retimed(100, reverse="TRUE"), retimed(100, variablespeed="1")])
def test_a_retimed_sequence_is_not_taken_for_the_clip_that_it_is_named_after(shelf: Shelf, odd: str) -> None:
    inner = xmeml("i", item(0, 100, 25, 125))
    nested = item(0, 50, 0, 50, odd + inner).replace(FILE, "").replace("<name>x</name>", "<name>C0001.MP4</name>", 1)
    done = bring(shelf, f"<xmeml>{xmeml('c', nested, item(50, 75, 500, 525))}</xmeml>")
    assert why(done) == [(1, Why.NESTED)] and clips(shelf) == [(20_000, 21_000)]


def test_a_speed_of_one_is_none(shelf: Shelf) -> None:
    plain = clip(20, 2) | {"effects": [{"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": 1.0}]}
    seen = f"<xmeml>{xmeml('c', item(0, 50, 500, 550, retimed(100)))}</xmeml>"
    warp = MLT.format(**PLAIN | {"speed": "1.0", "one": "w", "first": 500, "last": 549})
    for data in (otio([plain]), seen, warp):
        assert bring(shelf, data).whole and clips(shelf) == [(20_000, 22_000)]


def test_a_retimed_stack_in_otio_is_not_taken_for_the_clip_that_it_is_named_after(shelf: Shelf) -> None:
    frozen: Json = {"name": "C0001.MP4", "effects": [{"OTIO_SCHEMA": "FreezeFrame.1"}]}
    stack = {"OTIO_SCHEMA": "Stack.1", "source_range": span(0, 2), "children": [clip(1, 4)]} | frozen
    done = bring(shelf, otio([stack, clip(20, 1)]))
    assert why(done) == [(1, Why.NESTED)] and clips(shelf) == [(20_000, 21_000)]


def test_a_dissolve_that_begins_or_ends_at_the_cut_is_no_fade_from_black(shelf: Shelf) -> None:
    for before, after in ((0, 0.4), (0.4, 0)):
        done = bring(shelf, otio([clip(1, 2), passing(before, after), clip(20, 2)]))
        assert why(done) == [(2, Why.TRANSITION)] and fades(shelf) == [(0, 0), (0, 0)]
    for first in ([], [gap(1)]):
        cut = read_cut(otio([*first, passing(0, 0.4), clip(1, 2)]).encode())
        (event,) = cut.events
        assert isinstance(event, Taken) and event.fades == (Fraction(2, 5), Fraction(0)) and not event.odd


@pytest.mark.parametrize("backwards", [mix(10, 0, "start-black"), mix(0, -30, "start-black")])
def test_a_fade_that_ends_before_it_begins_is_none(shelf: Shelf, backwards: str) -> None:
    bring(shelf, f"<xmeml>{xmeml('c', backwards, item(0, 50, 25, 75), mix(40, 50, 'end-black'))}</xmeml>")
    assert fades(shelf) == [(0, 400)]


def test_a_rate_that_no_film_has_is_refused() -> None:
    for rate in ("-25", "1/1000000", "99999999999"):
        with pytest.raises(NotACut, match="cadence impossible"):
            read_cut(otio([clip(1, 2)], rate=rate).encode())
