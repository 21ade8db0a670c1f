# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written is read back: the same files, the same frames, in the same order, in every format."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.exchange.cut import Card, Codes, Cut, Taken
from archive.exchange.formats import CutFormat, kind_of, read_cut, writer
from archive.exchange.timeline import Black, Shot, Timeline, fades_of
from media.smpte import read_timecode
from tests.archive.exchange.timelines import timelines

EXACT = [CutFormat.OTIO, CutFormat.FCP7, CutFormat.EDL]


def frames_read(event: Taken, shot: Shot) -> range:
    """The frames of the shot's file that an event takes, as the file tells them."""
    rate, start = shot.source.rate, shot.source.start
    if isinstance(event.source, Codes):
        first, last = (read_timecode(code, rate) for code in (event.source.first, event.source.last))
        assert first.drop == start.drop
        return range(first.frame - start.frame, last.frame - start.frame)
    origin = Fraction(start.frame) / rate if event.source.origin is None else event.source.origin
    first_frame = (event.source.start - origin) * rate
    length = event.source.length * rate
    assert first_frame.denominator == length.denominator == 1
    return range(int(first_frame), int(first_frame + length))


def same(read: Cut, timeline: Timeline, form: CutFormat) -> None:
    assert (read.rate, len(read.events)) == (timeline.rate, len(timeline.parts))
    titles = {(title.at, title.end): title.text for title in read.titles}
    for event, part, at in zip(read.events, timeline.parts, timeline.starts, strict=True):
        if isinstance(part, Shot):
            assert isinstance(event, Taken)
            same_shot(event, part, timeline, form)
            same_fades(event, part, timeline, form)
        elif part.still is None:
            assert isinstance(event, Card) and event.text == part.text
        else:
            assert isinstance(event, Taken) and event.sha256 == part.still.sha256
            assert part.still.address in event.addresses
            assert part.text in (event.text, titles.get((event.at, event.end)))
            same_fades(event, part, timeline, form)
        if form is not CutFormat.OTIO:
            assert event.at == at / timeline.rate
            assert event.length == part.count / timeline.rate
    assert len(read.voices) == len(timeline.voices)
    for heard, voice in zip(sorted(read.voices, key=lambda one: one.at), timeline.voices, strict=True):
        same_shot(heard, voice.shot, timeline, form)
        starts = [event.at for event, at in zip(read.events, timeline.starts, strict=True) if at == voice.at]
        assert heard.voice and starts == [heard.at]


def same_fades(event: Taken, part: Shot | Black, timeline: Timeline, form: CutFormat) -> None:
    fades = (None, None) if form is CutFormat.EDL else tuple(frames / timeline.rate for frames in fades_of(part))
    assert event.fades == fades


def same_shot(event: Taken, part: Shot, timeline: Timeline, form: CutFormat) -> None:
    assert (event.name, event.sha256, event.reel) == (part.source.name, part.source.sha256, part.source.reel)
    assert part.source.address in event.addresses
    assert event.odd == () or (event.odd, part.source.sounds) == (("silenced",), False)
    if form in EXACT or part.source.rate == timeline.rate:
        assert frames_read(event, part) == part.frames
    if form in (CutFormat.FCPXML, CutFormat.MLT):
        assert event.exact == part.ratio


@pytest.mark.parametrize("form", list(CutFormat))
@settings(max_examples=30)
@given(timeline=timelines())
def test_a_cut_written_and_read_is_the_same_cut(form: CutFormat, timeline: Timeline) -> None:
    data = writer(form).write(timeline)
    assert kind_of(data) is form
    same(read_cut(data), timeline, form)


@pytest.mark.parametrize("form", list(CutFormat))
@settings(max_examples=30)
@given(timeline=timelines(one_rate=True), which=st.data())
def test_at_one_rate_every_format_is_exact(form: CutFormat, timeline: Timeline, which: st.DataObject) -> None:
    read = read_cut(writer(form).write(timeline))
    same(read, timeline, form)
    assert [event.at for event in read.events] == [at / timeline.rate for at in timeline.starts]
