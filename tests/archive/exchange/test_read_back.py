# SPDX-License-Identifier: GPL-3.0-or-later
"""Others read what we write: OpenTimelineIO and its adapters find the same files, frames, timecodes and markers."""

from fractions import Fraction
from typing import Any

import opentimelineio as otio
import pytest

from archive.exchange.formats import CutFormat, writer
from archive.exchange.timeline import Black, Shot, Source, Timeline, title_of
from archive.exchange.tree import tree_of
from media.smpte import DROPPING, read_timecode
from media.span import Span
from subtitles.cue import Cue

RATES = [Fraction(n) for n in ("24000/1001", "25", "30000/1001", "60000/1001")]
ADAPTERS = {
    CutFormat.OTIO: ("otio_json", {}),
    CutFormat.FCP7: ("fcp_xml", {}),
    CutFormat.FCPXML: ("fcpx_xml", {}),
    CutFormat.EDL: ("cmx_3600", {}),
}


def a_timeline(rate: Fraction, drop: bool = False) -> Timeline:
    """Two shots of a file that begins at 10:00:00:00, and a card, at one rate."""
    start = read_timecode("10:00:00;00" if drop else "10:00:00:00", rate)
    source = Source("C0001.MP4", "C0001", "C0001.MP4", "ab" * 32, rate, 3000, start, (1280, 720))
    parts = (
        Shot(source, range(1790, 1850), 60, "GAO-F-012", "J’ai plus confiance."),
        Black(50, "Gao"),
        Shot(source, range(3, 40), 37, "GAO-F-012", "Celui qui fouille mon sac."),
    )
    return Timeline("confiance", rate, (1280, 720), parts, (Cue(1, Span(0, 900), "J’ai plus confiance."),), drop)


def found_by_others(form: CutFormat, timeline: Timeline) -> Any:
    name, options = ADAPTERS[form]
    if form is CutFormat.EDL:
        options = {"rate": float(timeline.rate)}
    found = otio.adapters.read_from_string(writer(form).write(timeline).decode(), name, **options)
    return found if isinstance(found, otio.schema.Timeline) else next(iter(found.find_children(otio.schema.Timeline)))


@pytest.mark.parametrize("form", ADAPTERS)
@pytest.mark.parametrize("rate", RATES, ids=str)
@pytest.mark.parametrize("drop", [False, True], ids=["", "drop"])
def test_opentimelineio_reads_the_same_frames_and_markers(form: CutFormat, rate: Fraction, drop: bool) -> None:
    if form is CutFormat.FCPXML and rate.denominator != 1:
        pytest.skip("the adapter counts 23.976 as 23; see docs/decisions.md")
    if drop and rate not in DROPPING:
        return
    timeline = a_timeline(rate, drop)
    shots = [part for part in timeline.parts if isinstance(part, Shot)]
    clips = [
        clip for clip in found_by_others(form, timeline).video_tracks()[0].find_clips() if clip.name == "C0001.MP4"
    ]
    assert [frames_of(clip, rate) for clip in clips] == [numbered(shot) for shot in shots]
    if form is CutFormat.EDL and drop:
        return  # the adapter knows no marker at a drop-frame timecode
    assert [[marker.name for marker in clip.markers] for clip in clips] == [
        ["GAO-F-012" if form is CutFormat.FCP7 else title_of(shot)] for shot in shots
    ]


@pytest.mark.parametrize("form", [CutFormat.OTIO, CutFormat.FCP7, CutFormat.FCPXML])
def test_opentimelineio_finds_the_file_and_all_that_it_holds(form: CutFormat) -> None:
    clip = next(iter(found_by_others(form, a_timeline(Fraction(25))).video_tracks()[0].find_clips()))
    assert clip.media_reference.target_url == "C0001.MP4"
    assert frames_of(clip, Fraction(25), clip.available_range()) == range(900_000, 903_000)


def test_an_edl_names_reel_and_clip_and_record_times_from_one_o_clock() -> None:
    lines = writer(CutFormat.EDL).write(a_timeline(Fraction(30000, 1001), drop=True)).decode().splitlines()
    assert lines[1] == "FCM: DROP FRAME"
    assert lines[3].split() == ["001", "C0001", "B", "C", "10:00:59;20", "10:01:01;22", "01:00:00;00", "01:00:02;00"]
    assert "* FROM CLIP NAME: C0001.MP4" in lines


def test_french_subtitles_are_captions_in_fcpxml_and_a_shown_file_in_mlt() -> None:
    timeline = a_timeline(Fraction(25))
    captions = tree_of(writer(CutFormat.FCPXML).write(timeline)).findall(".//caption")
    assert [(one.get("role"), one.get("offset"), one.get("duration")) for one in captions] == [
        ("SRT?captionFormat=SRT.fr", f"{36000 + Fraction(1790, 25)}s", f"{Fraction(22, 25)}s")
    ]
    shown = tree_of(writer(CutFormat.MLT).write(timeline)).findall(".//tractor/filter/property[@name='av.filename']")
    assert [one.text for one in shown] == ["confiance.fr.srt"]


def numbered(shot: Shot) -> range:
    first = shot.source.start.frame
    return range(first + shot.frames.start, first + shot.frames.stop)


def frames_of(clip: Any, rate: Fraction, span: Any = None) -> range:
    start, length = (span or clip.source_range).start_time, (span or clip.source_range).duration
    return range(round(start.value_rescaled_to(float(rate))), round((start + length).value_rescaled_to(float(rate))))
