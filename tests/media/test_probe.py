# SPDX-License-Identifier: GPL-3.0-or-later
"""Files are known before they are kept, and refused with a reason."""

import sys
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import av
import pytest

from media import probe as probing
from media.probe import COMMON_RATES, MediaInfo, MediaRefused, nominal_rate, probe, probe_all
from media.process import Conversation, Limits
from tests.footage import footage, tone, truncated


def facts(*paths: Path) -> list[MediaInfo]:
    found = list(probe_all(paths))
    assert all(isinstance(info, MediaInfo) for info in found), found
    return [info for info in found if isinstance(info, MediaInfo)]


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv"])
def test_size_rate_and_length_are_read(tmp_path: Path, suffix: str) -> None:
    rates = ["25", "30000/1001", "30", "50", "24000/1001"]
    paths = [footage(tmp_path, f"{number}{suffix}", rate=rate) for number, rate in enumerate(rates)]
    for rate, path, info in zip(rates, paths, facts(*paths), strict=True):
        assert info.video is not None and info.audio is not None
        assert (info.video.width, info.video.height, info.video.rate) == (160, 90, Fraction(rate))
        assert (info.video.codec, info.audio.codec) == ("h264", "aac")
        assert (info.audio.channels, info.audio.sample_rate) == (1, 48_000)
        assert 1995 <= info.duration <= 2045
        assert info.size == path.stat().st_size


def test_a_turned_picture_is_measured_as_it_is_shown(tmp_path: Path) -> None:
    turns = (0, 90, 180, 270)
    paths = [footage(tmp_path, f"{turn}.mp4", size="160x96", rotation=turn, seconds=0.2) for turn in turns]
    for turn, info in zip(turns, facts(*paths), strict=True):
        assert info.video is not None
        assert (info.video.width, info.video.height) == ((160, 96) if turn % 180 == 0 else (96, 160))
        assert info.video.rotation == -turn % 360


def test_a_recorder_file_has_no_picture(tmp_path: Path) -> None:
    for info in facts(*(tone(tmp_path, name) for name in ("a.wav", "a.mp3", "a.m4a"))):
        assert info.video is None and info.audio is not None
        assert abs(info.duration - 2000) <= 50


def test_a_silent_video_has_no_sound(tmp_path: Path) -> None:
    assert probe(footage(tmp_path, sound=False)).audio is None


def test_the_moment_and_the_timecode_of_the_camera_are_read(tmp_path: Path) -> None:
    filmed = footage(
        tmp_path, "a.mov", metadata=(("creation_time", "2024-05-01T10:00:00Z"), ("timecode", "10:00:00:00"))
    )
    info = probe(filmed)
    assert info.recorded_at == datetime(2024, 5, 1, 10, tzinfo=UTC)
    assert info.start_timecode == "10:00:00:00"


def test_a_camera_clock_that_was_never_set_tells_nothing(tmp_path: Path) -> None:
    assert probe(footage(tmp_path, metadata=(("creation_time", "1970-01-01T00:00:01Z"),))).recorded_at is None


def test_a_phone_with_a_wandering_rate_gets_the_rate_it_was_set_to(tmp_path: Path) -> None:
    times = tuple(33 * index + (7 if index % 5 == 0 else 0) for index in range(60) if index not in (10, 11, 30))
    video = probe(footage(tmp_path, times=times)).video
    assert video is not None and video.rate == 30


@pytest.mark.parametrize("rate", COMMON_RATES)
def test_common_rates_stay_themselves(rate: Fraction) -> None:
    assert nominal_rate(rate, rate, rate) == rate
    assert nominal_rate(rate) == rate


def test_an_interlaced_file_counts_frames_not_fields() -> None:
    assert nominal_rate(Fraction(25), Fraction(50), Fraction(25)) == 25
    assert nominal_rate(Fraction(2501, 100), Fraction(50)) == 25


def test_no_rate_at_all_is_counted_at_twenty_five() -> None:
    assert nominal_rate(None, Fraction(90_000), None) == 25


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_file_cut_short_is_refused(tmp_path: Path, keep: float) -> None:
    videos = [footage(tmp_path, name, seconds=8) for name in ("a.mp4", "a.mov", "a.mkv", "a.avi")]
    sounds = [tone(tmp_path, name, seconds=8) for name in ("a.wav", "a.mp3", "b.m4a")]
    cut = [truncated(path, keep) for path in (*videos, *sounds)]
    assert ["tronqué" in str(found) for found in probe_all(cut)] == [True] * len(cut)


def test_a_video_whose_index_comes_first_is_refused_when_its_end_is_missing(tmp_path: Path) -> None:
    import av

    early = tmp_path / "early.mp4"
    with (
        av.open(str(footage(tmp_path, seconds=8))) as source,
        av.open(str(early), "w", options={"movflags": "faststart"}) as out,
    ):
        copies = {stream.index: out.add_stream_from_template(stream) for stream in source.streams}
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = copies[packet.stream_index]
                out.mux(packet)
    assert isinstance(probe(early), MediaInfo)
    with pytest.raises(MediaRefused, match="tronqué"):
        probe(truncated(early, 0.9))


NO_FOOTAGE = (
    (b"", "vide"),
    (b"not a film at all" * 100, "n’est pas un fichier"),
    (b"ffconcat version 1.0\nfile a.mp4\n", "liste de lecture"),
    (b"#EXTM3U\n#EXTINF:2,\na.mp4\n", "liste de lecture"),
    (b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=video 5004 RTP/AVP 96\r\n", "liste de lecture"),
    (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom\x00\x00\x10\x00mdat" + bytes(50), "tronqué"),
)


def test_what_is_no_footage_is_refused_with_its_reason(tmp_path: Path) -> None:
    paths = [tmp_path / f"témoin-{number}.mp4" for number in range(len(NO_FOOTAGE))]
    for path, (content, _reason) in zip(paths, NO_FOOTAGE, strict=True):
        path.write_bytes(content)
    for path, found, (_content, reason) in zip(paths, probe_all(paths), NO_FOOTAGE, strict=True):
        assert isinstance(found, MediaRefused)
        assert reason in found.message and path.name in found.message
        assert found.path == path


def test_a_missing_file_is_refused_not_a_crash(tmp_path: Path) -> None:
    with pytest.raises(MediaRefused, match="ne peut pas être lu"):
        probe(tmp_path / "absent.mp4")


def test_one_child_serves_a_whole_card_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starts = []
    original = probing._start
    monkeypatch.setattr(probing, "_start", lambda: starts.append(1) or original())
    empty = tmp_path / "empty.mp4"
    empty.touch()
    strange = tone(tmp_path, "a\nb 'c'.wav")
    found = list(probe_all([footage(tmp_path), empty, strange]))
    assert [type(item) for item in found] == [MediaInfo, MediaRefused, MediaInfo]
    assert len(starts) == 1


def test_a_file_that_kills_the_child_harms_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original, starts = probing._start, []

    def start() -> Conversation:
        starts.append(1)
        dying = [sys.executable, "-c", "input(); import os; os.abort()"]
        return Conversation(dying, Limits()) if len(starts) == 1 else original()

    monkeypatch.setattr(probing, "_start", start)
    good = footage(tmp_path)
    refused, kept = probe_all([good, good])
    assert isinstance(refused, MediaRefused) and isinstance(kept, MediaInfo)


def test_a_file_that_keeps_the_child_busy_for_ever_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "_patience", lambda _path: 0.05)
    asleep = [sys.executable, "-c", "import time; time.sleep(600)"]
    monkeypatch.setattr(probing, "_start", lambda: Conversation(asleep, Limits()))
    with pytest.raises(MediaRefused, match="fait échouer"):
        probe(footage(tmp_path))


@pytest.mark.parametrize(("samples", "timecode"), [(48_000 * 36_007 + 24_000, "10:00:07:12"), (0, "")])
def test_a_sound_recorder_says_when_by_samples_since_midnight(tmp_path: Path, samples: int, timecode: str) -> None:
    with av.open(str(tmp_path / "zoom.wav"), "w", options={"write_bext": "1"}) as container:
        container.metadata["time_reference"] = str(samples)
        stream = container.add_stream("pcm_s16le", rate=48_000, layout="mono")
        frame = av.AudioFrame(format="s16", layout="mono", samples=48_000)
        frame.sample_rate, frame.pts = 48_000, 0
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    assert probe(tmp_path / "zoom.wav").start_timecode == timecode
