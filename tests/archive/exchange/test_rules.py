# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the formats themselves: what Final Cut Pro, Premiere and CMX machines expect, asked of every cut."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from urllib.parse import unquote, urlsplit

from hypothesis import given, settings

from archive.exchange.edl import REEL
from archive.exchange.formats import CutFormat, writer
from archive.exchange.timeline import Timeline
from archive.exchange.tree import fraction, number, tree_of, words
from media.smpte import DROPPING, counted, read_timecode
from tests.archive.exchange.timelines import timelines

TIMES = ("offset", "duration")
CHILDREN = {  # in the order of Final Cut Pro's own document type, version 1.8
    "asset-clip": ("note", "adjust-blend", "adjust-volume", "caption", "title", "asset-clip", "video", "marker"),
    "video": ("note", "adjust-blend", "caption", "title", "asset-clip", "marker"),
    "title": ("text", "text-style-def", "note", "adjust-blend", "caption", "title", "asset-clip", "marker"),
    "caption": ("text", "text-style-def", "note"),
}
ANCHORED = {"caption", "title", "asset-clip", "video"}


def tree(form: CutFormat, timeline: Timeline) -> ET.Element:
    return tree_of(writer(form).write(timeline))


def seconds(element: ET.Element, name: str) -> Fraction:
    return fraction(element.get(name, "0s").removesuffix("s"))


def parents(root: ET.Element) -> Iterator[tuple[ET.Element, ET.Element]]:
    for parent in root.iter():
        for child in parent:
            yield parent, child


@settings(max_examples=15)
@given(timeline=timelines())
def test_fcpxml_names_only_what_it_has_and_in_its_order(timeline: Timeline) -> None:
    root = tree(CutFormat.FCPXML, timeline)
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    resources = {one.get("id") for one in root.find("resources") or ()}
    for parent, child in parents(root):
        if child.tag == "text-style":
            defined = parent.tag == "text-style-def"
            assert defined or child.get("ref") in ids
        elif child.get("ref"):
            assert child.get("ref") in resources
        if child.get("format"):
            assert child.get("format") in resources
        if parent.tag in CHILDREN:
            assert child.tag in CHILDREN[parent.tag]
    for element in root.iter():
        order = CHILDREN.get(element.tag, ())
        # whatever is anchored may stand in any order among itself
        places = [
            min(order.index(one) for one in ANCHORED if one in order)
            if child.tag in ANCHORED and element.tag != "caption"
            else order.index(child.tag)
            for child in element
            if child.tag in order
        ]
        assert places == sorted(places), element.tag


@settings(max_examples=15)
@given(timeline=timelines())
def test_every_time_of_an_fcpxml_is_on_a_frame(timeline: Timeline) -> None:
    root = tree(CutFormat.FCPXML, timeline)
    frames = {one.get("id"): seconds(one, "frameDuration") for one in root.iter("format")}
    assets = {one.get("id"): one for one in root.iter("asset")}
    sequence = next(root.iter("sequence"))
    frame, at = frames[sequence.get("format")], seconds(sequence, "tcStart")
    assert frame == 1 / timeline.rate
    assert sequence.get("tcFormat") == ("DF" if timeline.drop else "NDF")
    for item in sequence.find("spine") or ():
        assert seconds(item, "offset") == at  # without hole or overlap
        at += seconds(item, "duration")
        for name in TIMES:
            assert (seconds(item, name) / frame).denominator == 1
        begins = seconds(item, "start")
        for child in item:
            if child.get("offset"):
                assert ((seconds(child, "offset") - begins) / frame).denominator == 1
                assert seconds(child, "offset") >= begins and (seconds(child, "duration") / frame).denominator == 1
                assert child.tag == "caption" or child.get("lane") not in (None, "0")
        asset = assets.get(item.get("ref"))
        if item.tag == "asset-clip" and asset is not None:
            own = frames.get(asset.get("format"), Fraction(1, 25))
            assert ((begins - seconds(asset, "start")) / own).denominator == 1
            assert (seconds(asset, "duration") / own).denominator == 1
            assert seconds(asset, "start") <= begins < seconds(asset, "start") + seconds(asset, "duration")
            assert item.get("tcFormat") in ("DF", "NDF")
    assert at - seconds(sequence, "tcStart") == seconds(sequence, "duration")


@settings(max_examples=15)
@given(timeline=timelines())
def test_final_cut_7_has_one_master_clip_a_file_and_rates_as_premiere_reads_them(timeline: Timeline) -> None:
    root = tree(CutFormat.FCP7, timeline)
    masters: dict[str, str] = {}
    ids = [one.get("id") for one in root.iter("clipitem")]
    assert len(ids) == len(set(ids))
    for item in root.iter("clipitem"):
        file = item.find("file")
        assert file is not None and item[0].tag == "masterclipid"
        assert masters.setdefault(file.get("id", ""), words(item, "masterclipid")) == words(item, "masterclipid")
        for link in item.findall("link"):
            assert words(link, "linkclipref") in ids
    assert len(set(masters.values())) == len(masters)
    for rate in root.iter("rate"):
        assert words(rate, "ntsc") in ("TRUE", "FALSE") and number(words(rate, "timebase")) > 0
    for code in root.iter("timecode"):
        ntsc = words(code, "rate/ntsc") == "TRUE"
        base = number(words(code, "rate/timebase"))
        rate = Fraction(base * 1000, 1001) if ntsc else Fraction(base)
        drop = words(code, "displayformat") == "DF"
        assert not drop or rate in DROPPING
        found = read_timecode(words(code, "string"), rate)
        assert (found.frame, found.drop) == (number(words(code, "frame")) % (counted(rate) * 86_400), drop)
    for path in root.iter("pathurl"):
        assert re.fullmatch(r"[!-~]+", path.text or "") and "'" not in (path.text or "")


@settings(max_examples=10)
@given(timeline=timelines())
def test_addresses_are_absolute_where_the_folder_is_known(timeline: Timeline) -> None:
    there = replace(timeline, folder="/home/ina/l’été à Gao")
    for form, tag, start in ((CutFormat.FCP7, "pathurl", "file://localhost/"), (CutFormat.FCPXML, "asset", "file:///")):
        for one in tree(form, there).iter(tag):
            url = one.text if tag == "pathurl" else one.get("src")
            assert url is not None and url.startswith(start)
            assert unquote(urlsplit(url).path).startswith("/home/ina/l’été à Gao/")


@settings(max_examples=15)
@given(timeline=timelines())
def test_an_edl_keeps_to_its_columns(timeline: Timeline) -> None:
    lines = writer(CutFormat.EDL).write(timeline).decode().split("\r\n")
    assert lines[0].startswith("TITLE: ") and lines[-1] == ""
    assert lines[1] == f"FCM: {'DROP FRAME' if timeline.drop else 'NON-DROP FRAME'}"
    events = [line for line in lines if re.match(r"\d{3,}  ", line)]
    assert [int(line.split()[0]) for line in events] == list(range(1, len(events) + 1))
    for line in events:
        found = re.fullmatch(
            rf"\d{{3}}  ([A-Za-z0-9]{{1,{REEL}}}) *(B|V|A|A2) +C {{8}}((?:\d\d:\d\d:\d\d[:;]\d\d ?){{4}})", line
        )
        assert found is not None and len(line) <= 80, line
        assert line.index(found[2] + " ", 5) == 5 + REEL + 1
        assert all((code[8] == ";") is timeline.drop for code in found[3].split()[2:])
    assert all(line.startswith("* ") for line in lines[3:-1] if line not in events)
