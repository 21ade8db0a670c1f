# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes that a camera wrote as several files come in as one, without a picture lost; nothing is joined by its name alone."""

import hashlib
import shutil
import subprocess
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from archive import ingest as room
from archive.catalogue import recordings
from archive.doctor import archive as looked_at
from archive.erasure import erase
from archive.exchange.cut import Codes, Taken
from archive.exchange.recognise import Shelf, recognised
from archive.film.clips import cut_clip
from archive.ingest import Status, ingest
from archive.library import Library
from archive.model.footage import Recording
from archive.person import Person, Role
from archive.takes import rush
from archive.withdrawal import withdraw
from archive.worker import run_worker
from media.ffmpeg import Ffmpeg
from media.probe import probe
from media.span import Span
from tests.footage import footage, tone
from tests.kinds import heard, seen
from tests.people import a_consent, a_witness, an_interview

FIRST, SECOND = 50, 38
SOUND_OFF = 0.012
BEGAN, THEN, LATER = "2018-10-04T09:30:00Z", "2018-10-04T09:30:02Z", "2018-10-04T09:41:00Z"
H264 = "-c:v libx264 -preset veryfast -crf 14 -bf 2 -g 12 -pix_fmt yuv420p"


def shot(to: Path, ffmpeg: Ffmpeg, frames: range, options: str, rate: str = "25") -> Path:
    """Numbered pictures `frames` with sound, as a camera writes them: `options` are ffmpeg's."""
    to.parent.mkdir(parents=True, exist_ok=True)
    seconds = len(frames) / float(Fraction(rate))
    with TemporaryDirectory() as name:
        folder = Path(name)
        base = footage(folder, "base.mov", seconds=frames.stop / float(Fraction(rate)), rate=rate, sound=False)
        voice = tone(folder, seconds=seconds, pattern="bursts")
        skip = f"trim=start_frame={frames.start}:end_frame={frames.stop},setpts=PTS-STARTPTS"
        command = [str(ffmpeg.path), "-v", "error", "-y", "-i", str(base), "-i", str(voice), "-vf", skip]
        subprocess.run([*command, *options.split(), "-shortest", str(to)], check=True, stdin=subprocess.DEVNULL)
    return to


def chapter(to: Path, ffmpeg: Ffmpeg, frames: range, more: str) -> Path:
    return shot(to, ffmpeg, frames, f"{H264} -c:a aac {more}")


@pytest.fixture(scope="module")
def chapters(tmp_path_factory: pytest.TempPathFactory, ffmpeg: Ffmpeg) -> Path:
    """Two chapters of take 12, and take 13 between them by name."""
    card = tmp_path_factory.mktemp("gopro") / "card"
    folder = card / "DCIM" / "100GOPRO"
    first, second = range(FIRST), range(FIRST, FIRST + SECOND)
    chapter(folder / "GX010012.MP4", ffmpeg, first, f"-metadata creation_time={BEGAN} -timecode 09:30:00:00")
    chapter(folder / "GX020012.MP4", ffmpeg, second, f"-metadata creation_time={BEGAN} -timecode 09:30:02:00")
    chapter(folder / "GX010013.MP4", ffmpeg, range(20), f"-metadata creation_time={LATER} -timecode 09:41:00:00")
    return card


@pytest.fixture
def gopro(chapters: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(chapters, tmp_path / "card"))


def avchd(folder: Path, ffmpeg: Ffmpeg, begins: float = 2.08) -> Path:
    """A stream of two files whose clock goes on, or a second take when `begins` says so."""
    stream = folder / "card" / "PRIVATE" / "AVCHD" / "BDMV" / "STREAM"
    how = f"{H264} -c:a ac3 -muxdelay 0 -muxpreload 0 -f mpegts"
    shot(stream / "00000.MTS", ffmpeg, range(FIRST), how)
    shot(stream / "00001.MTS", ffmpeg, range(FIRST, FIRST + SECOND), f"{how} -output_ts_offset {begins}")
    return folder / "card"


def all_of(library: Library) -> list[Recording]:
    with library.reading() as session:
        return recordings.listed(session)


def is_whole(library: Library, recording: Recording, *, sound: bool = True) -> None:
    """Every picture once, in order, each a frame after the one before."""
    path = rush(library, recording)
    pictures = seen(path)
    assert [number for _at, number in pictures] == list(range(FIRST + SECOND))
    steps = {round((later - at) * 1000) for (at, _n), (later, _m) in pairwise(pictures)}
    assert steps == {40}
    info = probe(path)
    assert info.frames == FIRST + SECOND and abs(info.duration - recording.duration) <= 80
    bursts = heard(path) if sound else [0, 1, 2, 3]
    assert [round(at) for at in bursts] == [0, 1, 2, 3] and all(abs(at - round(at)) < SOUND_OFF for at in bursts)


def test_the_chapters_of_a_gopro_become_one_recording_of_untouched_files(library: Library, gopro: Path) -> None:
    items = ingest(library, [gopro])
    assert [(item.path.name, item.status.value) for item in items] == [
        ("GX010012.MP4", "kept"),
        ("GX020012.MP4", "kept"),
        ("GX010013.MP4", "kept"),
    ]
    assert items[0].recording == items[1].recording != items[2].recording
    assert "1 sur 2" in items[0].reason and "2 sur 2" in items[1].reason
    take, other = all_of(library)
    assert (take.original_name, take.duration, take.start_timecode) == ("GX010012.MP4", 3520, "09:30:00:00")
    assert [(part.name, part.span) for part in take.parts] == [
        ("GX010012.MP4", Span(0, 2000)),
        ("GX020012.MP4", Span(2000, 3520)),
    ]
    assert other.parts == () and other.duration == 800
    for item, part in zip(items, take.parts, strict=False):
        kept = library.original(part.sha256).read_bytes()
        assert kept == item.path.read_bytes() and hashlib.sha256(kept).hexdigest() == part.sha256
    is_whole(library, take)


def test_the_second_time_everything_is_there_already(library: Library, gopro: Path) -> None:
    first = ingest(library, [gopro])
    again = ingest(library, [gopro])
    assert {item.status for item in again} == {Status.ALREADY}
    assert [item.recording for item in again] == [item.recording for item in first]
    assert len(all_of(library)) == 2


def test_a_take_that_was_put_end_to_end_is_made_again_when_it_is_missing(library: Library, gopro: Path) -> None:
    ingest(library, [gopro])
    take = all_of(library)[0]
    path = rush(library, take)
    whole = path.read_bytes()
    assert path.parent == library.takes and list(library.takes.iterdir()) == [path]
    path.unlink()
    assert rush(library, take).read_bytes() == whole


def test_a_lost_part_is_told_and_comes_back_with_its_card(library: Library, gopro: Path) -> None:
    ingest(library, [gopro])
    take = all_of(library)[0]
    library.original(take.parts[1].sha256).unlink()
    assert not next(check for check in looked_at(library) if check.name == "originals").ok
    ingest(library, [gopro])
    assert next(check for check in looked_at(library) if check.name == "originals").ok
    is_whole(library, take)


def test_a_part_that_comes_later_stays_a_recording_of_its_own_and_says_so(library: Library, gopro: Path) -> None:
    folder = gopro / "DCIM" / "100GOPRO"
    ingest(library, [folder / "GX010012.MP4"])
    items = ingest(library, [gopro])
    assert [item.status.value for item in items] == ["already", "kept", "kept"]
    assert "à part" in items[1].reason and len(all_of(library)) == 3


def test_a_take_of_which_a_part_cannot_be_kept_is_refused_whole(
    library: Library, gopro: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(source: Path, *rest: object, real: Callable[..., None] = room.originals.copy_verified) -> None:
        if source.name == "GX020012.MP4":
            raise OSError(5, "Input/output error")
        real(source, *rest)

    with monkeypatch.context() as patch:
        patch.setattr("archive.originals.copy_verified", failing)
        assert [item.status.value for item in ingest(library, [gopro])] == ["refused", "refused", "kept"]
    assert len(all_of(library)) == 1
    assert [item.status.value for item in ingest(library, [gopro])] == ["kept", "kept", "already"]
    is_whole(library, next(one for one in all_of(library) if one.parts))


def test_a_stream_that_goes_on_to_the_frame_is_one_take(library: Library, tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    ingest(library, [avchd(tmp_path, ffmpeg)])
    (take,) = all_of(library)
    assert [part.name for part in take.parts] == ["00000.MTS", "00001.MTS"]
    path = rush(library, take)
    assert path.read_bytes() == b"".join(library.original(part.sha256).read_bytes() for part in take.parts)
    is_whole(library, take)


def test_streams_whose_clocks_do_not_meet_are_two_takes(library: Library, tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    ingest(library, [avchd(tmp_path, ffmpeg, begins=2.28)])
    assert [one.original_name for one in all_of(library)] == ["00000.MTS", "00001.MTS"]


@pytest.mark.parametrize(
    ("filled", "began", "size", "takes"),
    [
        (True, THEN, "160x90", 1),
        (True, LATER, "160x90", 2),
        (True, BEGAN, "160x90", 2),
        (True, THEN, "128x96", 2),
        (False, THEN, "160x90", 2),
    ],
    ids=["full and going on", "minutes later", "at the same time", "another format", "not full"],
)
def test_files_that_only_count_on_are_one_take_when_the_first_was_full_and_the_second_began_where_it_ended(
    filled: bool,
    began: str,
    size: str,
    takes: int,
    library: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    card = tmp_path / "card"
    card.mkdir()
    footage(card, "MVI_0012.MP4", metadata=(("creation_time", BEGAN),))
    footage(card, "MVI_0013.MP4", metadata=(("creation_time", began),), size=size, pattern="bursts")
    monkeypatch.setattr("media.spanned.FILLED", 1000 if filled else 10**9)
    ingest(library, [card])
    assert len(all_of(library)) == takes


def test_names_alone_join_nothing(library: Library, tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    folder = tmp_path / "card" / "DCIM"
    chapter(folder / "GOPR0012.MP4", ffmpeg, range(20), "")
    chapter(folder / "GP010012.MP4", ffmpeg, range(20, 40), "")
    ingest(library, [tmp_path / "card"])
    assert [one.parts for one in all_of(library)] == [(), ()]


def test_an_xdcam_ex_clip_over_two_cards_folders_is_one_take(library: Library, tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    clips = tmp_path / "card" / "BPAV" / "CLPR"
    for number, (frames, code) in enumerate(
        ((range(FIRST), "10:00:00:00"), (range(FIRST, 88), "10:00:02:00")), start=1
    ):
        name = f"755_0001_0{number}"
        made = shot(
            clips / name / f"{name}.MOV", ffmpeg, frames, f"-c:v mpeg2video -q:v 2 -c:a pcm_s16be -timecode {code}"
        )
        made.rename(made.with_suffix(".MP4"))
        (clips / name / f"{name}M01.XML").write_text(f"<clip{number}/>")
    ingest(library, [tmp_path / "card"])
    (take,) = all_of(library)
    assert [part.name for part in take.parts] == ["755_0001_01.MP4", "755_0001_02.MP4"]
    is_whole(library, take)


@pytest.fixture
def consent(library: Library) -> str:
    """The id of the consent of the only person of `GAO-01`."""
    with library.writing() as session:
        place = an_interview(session)
        return a_consent(session, a_witness(session, place, "GAO-F-001"), place).id


def test_a_cut_over_the_edge_of_two_files_has_every_picture(
    library: Library, gopro: Path, consent: str, tmp_path: Path
) -> None:
    ingest(library, [gopro / "DCIM"], interview="GAO-01")
    made = tmp_path / "over-the-edge.mp4"
    cut_clip(library, next(one.id for one in all_of(library) if one.parts), Span(1800, 2200), made)
    assert consent and [number for _at, number in seen(made)] == list(range(45, 55))


def test_erasing_destroys_the_files_of_a_take_and_the_take(library: Library, gopro: Path, consent: str) -> None:
    ingest(library, [gopro], interview="GAO-01")
    rush(library, next(one for one in all_of(library) if one.parts))
    withdraw(library, consent)
    erase(library.as_person(Person("Moussa", Role.PROTECTION)), "GAO-F-001", "GAO-01", "GAO-F-001")
    left = [
        path for folder in ("originals", "takes") for path in (library.folder / folder).rglob("*") if path.is_file()
    ]
    assert left == [] and all_of(library) == []
    assert {item.status for item in ingest(library, [gopro])} == {Status.REFUSED}


def test_a_cut_of_the_camera_s_own_second_file_is_known(library: Library, gopro: Path) -> None:
    ingest(library, [gopro])
    with library.reading() as session:
        shelf = Shelf.load(session)
    for name, codes, frames in (
        ("GX020012.MP4", Codes("09:30:02:05", "09:30:02:10"), range(55, 60)),
        ("GX020012.MP4", Codes("00:00:00:05", "00:00:00:10"), range(55, 60)),
        ("GX010012.MP4", Codes("09:30:01:00", "09:30:02:05"), range(25, 55)),
    ):
        found = recognised(shelf, Taken(Fraction(0), Fraction(1, 5), codes, name), Fraction(25))
        assert isinstance(found, tuple) and found[0].recording.original_name == "GX010012.MP4" and found[1] == frames


@pytest.mark.campaign
def test_a_take_of_two_files_is_worked_on_like_any_other(library: Library, gopro: Path) -> None:
    ingest(library, [gopro])
    run_worker(library, once=True)
    take = next(one for one in all_of(library) if one.parts)
    assert take.ready
    assert abs(probe(library.derived("recordings", take.id, "proxy.mp4")).duration - 3520) <= 80
