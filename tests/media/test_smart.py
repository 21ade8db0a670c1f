# SPDX-License-Identifier: GPL-3.0-or-later
"""A long extract is copied where it can be, has exactly its pictures all the same, and nothing else."""

from fractions import Fraction
from pathlib import Path

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media import smart
from media.command import Run, private_folder
from media.cut import cut_span
from media.errors import Cancelled
from media.ffmpeg import Ffmpeg
from media.probe import probe
from media.smart import smart_cut, worth
from media.span import Span
from media.sps import read_avcc, read_sps, units
from media.take import take_of
from media.timecode import frames_of
from media.verify import Made, verify_clean
from tests.footage import footage
from tests.kinds import SECONDS, heard, made, seen

COPIED = ("mp4", "mov-timecode", "mp4-ntsc", "late-sound-mkv")
NEVER_COPIED = ("open-gop", "portrait", "hevc-10bit", "variable-rate", "mts-interlaced")


@pytest.fixture(autouse=True)
def small_pictures_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smart, "WORTH_PIXELS", 0)


def smartly(ffmpeg: Ffmpeg, source: Path, span: Span, to: Path, seals: tuple[Span, ...] = ()) -> Made | None:
    with private_folder(to) as folder:
        return smart_cut(ffmpeg, take_of(source, probe(source), span, seals), to, Run(folder))


def packets(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0)]


def check(ffmpeg: Ffmpeg, kind: str, span: Span, folder: Path) -> None:
    source, to = made(kind, folder, ffmpeg), folder / "cut.mp4"
    done = smartly(ffmpeg, source, span, to)
    assert done is not None, "encoded in full"
    info = probe(source)
    assert info.video is not None
    frames = frames_of(span, info.video.rate)
    shown = seen(to)
    assert [number for _at, number in shown] == list(frames) and done.frames == len(frames)
    assert [at for at, _number in shown] == [index / info.video.rate for index in range(len(frames))]
    verify_clean(to, len(frames))
    there = [float(frames.start / info.video.rate) + at for at in heard(to)]
    for burst in heard(source):
        if span.start + 20 < burst * 1000 < span.end - 50:
            assert any(abs(burst - at) <= 0.005 for at in there)


@pytest.mark.parametrize("kind", COPIED)
def test_a_copied_extract_has_exactly_its_pictures_and_their_sound(tmp_path: Path, ffmpeg: Ffmpeg, kind: str) -> None:
    check(ffmpeg, kind, Span(1290, 5555), tmp_path)


@pytest.mark.campaign
@pytest.mark.parametrize("kind", [*COPIED, "no-sound", "mono-16k", "late-sound", "several-sounds", "mp4-50"])
@settings(max_examples=20)
@given(start=st.integers(0, 1900), end=st.integers(3950, 1000 * SECONDS - 100))
def test_any_copied_extract_has_exactly_its_pictures(
    tmp_path: Path, ffmpeg: Ffmpeg, kind: str, start: int, end: int
) -> None:
    check(ffmpeg, kind, Span(start, end), tmp_path)


def test_whole_groups_are_copied_and_the_edges_are_not(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path, seconds=8)  # a group begins every 50 pictures
    assert smartly(ffmpeg, source, Span(1000, 7000), tmp_path / "cut.mp4") is not None
    ours, theirs = packets(tmp_path / "cut.mp4"), packets(source)
    assert set(ours[25:125]) == {packet for packet in ours if packet in set(theirs)} - {b""}
    assert len(ours[25:125]) == 100


def test_the_copy_carries_the_parameter_sets_of_both_and_no_message_of_the_encoder(
    tmp_path: Path, ffmpeg: Ffmpeg
) -> None:
    source = made("mp4", tmp_path, ffmpeg)
    assert smartly(ffmpeg, source, Span(1000, 5600), tmp_path / "cut.mp4") is not None
    with av.open(str(tmp_path / "cut.mp4")) as container:
        box = read_avcc(bytes(container.streams.video[0].codec_context.extradata or b""))
    assert box is not None
    own, other = map(read_sps, box.sps)
    assert own.id != other.id and (own.profile, own.level) == (other.profile, other.level) and own.plain
    assert not {kind for packet in packets(tmp_path / "cut.mp4") for kind in units(packet, box.length_size)} & {6, 7, 8}
    assert b"x264 - core" not in (tmp_path / "cut.mp4").read_bytes()


def test_subtitles_travel_with_a_copied_extract_as_with_any_other(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source, soft = footage(tmp_path, seconds=8), tmp_path / "words.srt"
    soft.write_text("1\n00:00:01,100 --> 00:00:02,500\nÉté, « où »\n\n", encoding="utf-8")
    told = []
    for smart_too in (True, False):
        to = tmp_path / f"{smart_too}.mp4"
        cut_span(ffmpeg, source, probe(source), Span(1000, 7000), to, soft=soft, smart=smart_too)
        with av.open(str(to)) as container:
            stream = container.streams.subtitles[0]
            packets = [(p.pts, p.duration, bytes(p)) for p in container.demux(stream) if p.size]
            told.append(([(s.type, s.language, s.disposition) for s in container.streams], packets))
    assert told[0] == told[1] and "Été, « où »".encode() in told[0][1][-1][2]


def test_edges_that_fall_on_groups_need_no_part_of_their_own(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path, seconds=8)
    rate = Fraction(25)
    for span in (Span(2000, 6000), Span(2000, 6800)):
        assert smartly(ffmpeg, source, span, tmp_path / "cut.mp4") is not None
        assert [n for _at, n in seen(tmp_path / "cut.mp4")] == list(frames_of(span, rate))


@pytest.mark.parametrize("kind", NEVER_COPIED)
def test_what_cannot_be_copied_is_encoded(tmp_path: Path, ffmpeg: Ffmpeg, kind: str) -> None:
    assert smartly(ffmpeg, made(kind, tmp_path, ffmpeg), Span(1000, 5600), tmp_path / "cut.mp4") is None


def test_a_seal_inside_is_never_copied(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path, seconds=8)
    assert smartly(ffmpeg, source, Span(1000, 7000), tmp_path / "cut.mp4", (Span(3000, 3100),)) is None
    assert smartly(ffmpeg, source, Span(1000, 7000), tmp_path / "cut.mp4", (Span(7500, 7600),)) is not None


def test_what_is_quicker_to_encode_is_encoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert worth(1000, 1500, (1920, 1080))
    assert not worth(1000, 1500, (160, 90)), "small pictures"
    assert not worth(60, 150, (1920, 1080)), "a short extract"
    assert not worth(1000, 5000, (1920, 1080)), "most of it lies at the edges"


def test_a_passage_within_a_group_starts_no_program_for_a_copy(
    tmp_path: Path, ffmpeg: Ffmpeg, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = footage(tmp_path, seconds=8)
    info = probe(source)
    assert info.video is not None and info.video.groups == (0, 2000, 4000, 6000)
    monkeypatch.setattr(smart, "_child", lambda _ff: pytest.fail("a child was started"))
    for span in (Span(700, 1800), Span(2600, 5400)):
        assert smartly(ffmpeg, source, span, tmp_path / "cut.mp4") is None
    with pytest.raises(pytest.fail.Exception):
        smartly(ffmpeg, source, Span(1000, 7000), tmp_path / "cut.mp4")


def test_a_copy_that_is_damaged_beside_a_seam_is_encoded_instead(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path, seconds=8)
    with av.open(str(source)) as container:
        damaged = next(packet for packet in container.demux(video=0) if packet.pts == 103 * packet.duration)
    data = bytearray(source.read_bytes())
    assert damaged.pos is not None
    data[damaged.pos + 4 : damaged.pos + damaged.size] = bytes(damaged.size - 4)
    source.write_bytes(data)
    assert smartly(ffmpeg, source, Span(1000, 7300), tmp_path / "cut.mp4") is None
    made = cut_span(ffmpeg, source, probe(source), Span(1000, 7300), tmp_path / "cut.mp4", smart=True)
    assert made.frames == len(seen(tmp_path / "cut.mp4")) == 158


def test_a_copy_can_be_stopped(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path, seconds=8)
    with pytest.raises(Cancelled):
        cut_span(
            ffmpeg, source, probe(source), Span(1000, 7000), tmp_path / "c.mp4", smart=True, cancelled=lambda: True
        )
    assert not list(tmp_path.glob("*.part*"))
