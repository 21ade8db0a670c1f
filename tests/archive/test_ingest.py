# SPDX-License-Identifier: GPL-3.0-or-later
"""Ingest: every file of a card is kept whole, known already, or refused with its reason; the card stays as it was."""

import errno
import hashlib
import os
import shutil
import stat
import unicodedata
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest

from archive.catalogue import interviews, jobs, recordings
from archive.ingest import IngestItem, Status, ingest
from archive.library import Library
from archive.model.footage import Interview, InterviewId, InterviewKind
from media.errors import NotFound, Refused
from tests.footage import footage, truncated

Usage = namedtuple("Usage", "total used free")

SLATE = """\
file,interview,kind,region,participants
C0001.mp4,GAO-01,individual,Gao,GAO-F-001:f:women:18-35
C0002.mov,GAO-01,individual,Gao,GAO-F-001:f:women:18-35
"""


def statuses(items: list[IngestItem]) -> dict[str, str]:
    return {item.path.name: item.status.value for item in items}


def everything_about(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def originals(library: Library) -> list[Path]:
    return sorted(path for path in (library.folder / "originals").rglob("*") if path.is_file())


def an_interview(library: Library, code: str) -> None:
    with library.writing() as session:
        interviews.add(session, Interview(InterviewId(""), code, InterviewKind.INDIVIDUAL, "Gao"))


def test_a_card_is_kept_file_by_file_under_the_name_of_its_bytes(library: Library, footage_folder: Path) -> None:
    items = ingest(library, [footage_folder])
    assert statuses(items) == {"C0001.mp4": "kept", "C0002.mov": "kept", "voice.wav": "kept"}
    for item in items:
        with library.reading() as session:
            recording = recordings.get(session, item.recording)
        original = library.original(recording.sha256)
        assert original.read_bytes() == item.path.read_bytes()
        assert hashlib.sha256(original.read_bytes()).hexdigest() == original.name
        assert stat.S_IMODE(original.stat().st_mode) == 0o444
        assert recording.original_name == item.path.name
        assert 1_900 <= recording.duration <= 2_100
        assert (recording.picture is None) == (item.path.suffix == ".wav")


def test_each_new_recording_asks_for_its_working_files(library: Library, footage_folder: Path) -> None:
    items = ingest(library, [footage_folder])
    with library.reading() as session:
        assert {job.subject for job in jobs.listed(session, active_only=True)} == {item.recording for item in items}


def test_the_card_is_never_written_to(library: Library, footage_folder: Path) -> None:
    before = everything_about(footage_folder)
    ingest(library, [footage_folder])
    assert everything_about(footage_folder) == before


def test_a_card_that_is_write_protected_is_no_trouble(library: Library, footage_folder: Path) -> None:
    for path in [*footage_folder.iterdir(), footage_folder]:
        path.chmod(path.stat().st_mode & ~0o222)
    items = ingest(library, [footage_folder])
    footage_folder.chmod(0o755)
    assert {item.status for item in items} == {Status.KEPT}


def test_a_second_time_changes_nothing_and_says_which_recording_it_is(library: Library, footage_folder: Path) -> None:
    first = ingest(library, [footage_folder])
    before = everything_about(library.folder / "originals")
    second = ingest(library, [footage_folder])
    assert {item.status for item in second} == {Status.ALREADY}
    assert [item.recording for item in second] == [item.recording for item in first]
    assert "C0001.mp4" in second[0].reason
    assert everything_about(library.folder / "originals") == before
    with library.reading() as session:
        assert (recordings.count(session), len(jobs.listed(session))) == (3, 3)


def test_the_same_file_twice_on_a_card_is_kept_once(library: Library, tmp_path: Path) -> None:
    card = tmp_path / "card"
    card.mkdir()
    shutil.copy(footage(card, "a.mp4"), card / "b.mp4")
    assert statuses(ingest(library, [card], dry_run=True)) == {"a.mp4": "would-keep", "b.mp4": "already"}
    items = ingest(library, [card])
    assert statuses(items) == {"a.mp4": "kept", "b.mp4": "already"}
    assert items[1].recording == items[0].recording


def test_a_truncated_file_is_refused_with_the_reason_and_the_others_go_on(library: Library, tmp_path: Path) -> None:
    card = tmp_path / "card"
    card.mkdir()
    truncated(footage(card, "a.mp4"))
    (card / "z.mp4").write_text("ceci n’est pas un film")
    items = ingest(library, [card])
    assert statuses(items) == {"a.mp4": "kept", "truncated-a.mp4": "refused", "z.mp4": "refused"}
    assert all(item.reason for item in items if item.status is Status.REFUSED)
    assert len(originals(library)) == 1


def test_a_dry_run_writes_nothing(library: Library, footage_folder: Path, tmp_path: Path) -> None:
    slate = tmp_path / "slate.csv"
    slate.write_text(SLATE)
    items = ingest(library, [footage_folder], slate=slate, dry_run=True)
    assert set(statuses(items).values()) == {"would-keep"}
    assert [item.interview for item in items] == ["GAO-01", "GAO-01", ""]
    assert originals(library) == []
    with library.reading() as session:
        assert (recordings.count(session), interviews.listed(session)) == (0, [])


def test_the_slate_gives_interviews_and_the_option_gives_the_rest(
    library: Library, footage_folder: Path, tmp_path: Path
) -> None:
    slate = tmp_path / "slate.csv"
    slate.write_text(SLATE)
    an_interview(library, "GAO-09")
    items = ingest(library, [footage_folder], slate=slate, interview="GAO-09")
    assert [item.interview for item in items] == ["GAO-01", "GAO-01", "GAO-09"]


def test_what_was_ingested_without_an_interview_gets_one_when_the_slate_comes_later(
    library: Library, footage_folder: Path, tmp_path: Path
) -> None:
    ingest(library, [footage_folder])
    slate = tmp_path / "slate.csv"
    slate.write_text(SLATE)
    items = ingest(library, [footage_folder], slate=slate)
    assert [(item.status, item.interview) for item in items] == [
        (Status.ALREADY, "GAO-01"),
        (Status.ALREADY, "GAO-01"),
        (Status.ALREADY, ""),
    ]


def test_an_unknown_interview_stops_before_anything_is_copied(library: Library, footage_folder: Path) -> None:
    with pytest.raises(NotFound):
        ingest(library, [footage_folder], interview="GAO-99")
    assert originals(library) == []


def test_an_original_that_an_interrupted_run_left_is_verified_and_adopted(
    library: Library, footage_folder: Path
) -> None:
    whole, damaged = footage_folder / "C0001.mp4", footage_folder / "C0002.mov"
    for path in (whole, damaged):
        original = library.original(hashlib.sha256(path.read_bytes()).hexdigest())
        original.parent.mkdir(exist_ok=True)
        original.write_bytes(path.read_bytes() if path == whole else b"la moiti")
    inode = originals(library)[0].stat().st_ino, originals(library)[1].stat().st_ino
    assert set(statuses(ingest(library, [footage_folder])).values()) == {"kept"}
    kept = library.original(hashlib.sha256(whole.read_bytes()).hexdigest())
    assert kept.stat().st_ino in inode
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.name for path in originals(library))


def test_a_lost_original_comes_back_when_its_card_is_ingested_again(library: Library, footage_folder: Path) -> None:
    ingest(library, [footage_folder])
    lost = originals(library)[0]
    data = lost.read_bytes()
    lost.unlink()
    items = ingest(library, [footage_folder])
    assert {item.status for item in items} == {Status.ALREADY}
    assert any("remis en place" in item.reason for item in items)
    assert lost.read_bytes() == data


def test_half_copies_of_a_killed_run_are_swept(library: Library, footage_folder: Path) -> None:
    folder = library.folder / "originals" / "ab"
    folder.mkdir()
    (folder / f"abcd.{os.getpid()}-00000000-0badcafe.part").write_bytes(b"x")
    ingest(library, [footage_folder])
    assert list((library.folder / "originals").rglob("*.part*")) == []


def test_a_full_disk_refuses_before_copying(
    library: Library, footage_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.originals.disk_usage", lambda path: Usage(1, 1, 0))
    items = ingest(library, [footage_folder])
    assert {item.status for item in items} == {Status.REFUSED}
    assert "Mo" in items[0].reason
    assert originals(library) == []


def test_a_file_that_reads_differently_while_it_is_copied_is_refused(
    library: Library, footage_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(source: Path, final: Path, *_rest: object) -> None:
        raise Refused(f"La copie de {source.name} diffère de l’original.")

    monkeypatch.setattr("archive.originals.copy_verified", failing)
    items = ingest(library, [footage_folder / "C0001.mp4"])
    assert (items[0].status, originals(library)) == (Status.REFUSED, [])
    with library.reading() as session:
        assert recordings.count(session) == 0


def test_two_who_ingest_the_same_card_at_once_keep_it_once(
    library: Library, footage_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archive import originals as room

    def overtaken(*arguments: Any, **named: Any) -> None:
        monkeypatch.undo()
        assert ingest(library, [footage_folder])[0].status is Status.KEPT
        room.copy_verified(*arguments, **named)

    monkeypatch.setattr(room, "copy_verified", overtaken)
    assert {item.status for item in ingest(library, [footage_folder])} == {Status.ALREADY}
    assert len(originals(library)) == 3


def test_progress_runs_from_nothing_to_everything_and_never_back(library: Library, footage_folder: Path) -> None:
    heard: list[tuple[int, int]] = []
    ingest(library, [footage_folder], progress=lambda path, done, total: heard.append((done, total)))
    done = [part for part, _ in heard]
    assert done == sorted(done)
    assert done[-1] == heard[-1][1] > 0


def test_odd_names_are_kept_as_people_write_them(library: Library, tmp_path: Path) -> None:
    card = tmp_path / "card"
    card.mkdir()
    footage(card, unicodedata.normalize("NFD", "été (2).mp4"), seconds=0.4)
    os.rename(footage(card, seconds=0.6), os.fsencode(card) + b"/entr\xe9e.mp4")  # noqa: PTH104 - bytes
    (tmp_path / "slate.csv").write_text("file,interview,region\nété (2).mp4,GAO-01,Gao\nentrée.mp4,GAO-02,Gao\n")
    items = ingest(library, [card], slate=tmp_path / "slate.csv")
    assert sorted((item.status, item.interview) for item in items) == [("kept", "GAO-01"), ("kept", "GAO-02")]
    with library.reading() as session:
        assert {one.original_name for one in recordings.listed(session)} == {"été (2).mp4", "entrée.mp4"}
        assert recordings.find(session, unicodedata.normalize("NFD", "entrée.mp4")).original_name == "entrée.mp4"


def test_a_card_pulled_out_midway_refuses_what_is_left(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    footage(tmp_path, "a.mp4", seconds=0.4)
    gone = footage(tmp_path, "b.mp4", seconds=0.6)

    def pulled(_path: Path, _done: int, _total: int) -> None:
        gone.unlink(missing_ok=True)

    items = ingest(library, [tmp_path / "a.mp4", gone], progress=pulled)
    assert statuses(items) == {"a.mp4": "kept", "b.mp4": "refused"}
    assert "le fichier n’est pas là" in items[1].reason


def test_a_disk_that_fills_up_during_the_copy_leaves_nothing_half_made(
    library: Library, footage_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("media.files.os.fsync", full)
        items = ingest(library, [footage_folder])
    assert {item.status for item in items} == {Status.REFUSED}
    assert all("le disque est plein" in item.reason for item in items)
    assert originals(library) == []
