# SPDX-License-Identifier: GPL-3.0-or-later
"""Originals decoded to their end: known from the first reading, looked into when it complained, told everywhere."""

import json
from pathlib import Path

import pytest

from archive.catalogue import jobs, recordings
from archive.checking import enqueue_check
from archive.cli import COMMANDS
from archive.cli.main import main
from archive.doctor import archive as doctor
from archive.ingest import ingest
from archive.library import Library
from archive.model.footage import Recording
from archive.worker import run_worker
from media.process import ProcessFailed
from tests.footage import damaged, footage, tone


def kept(library: Library, path: Path) -> Recording:
    (item,) = ingest(library, [path])
    run_worker(library, once=True)
    return now(library, item.recording)


def now(library: Library, recording: str) -> Recording:
    with library.reading() as session:
        return recordings.get(session, recording)


def kinds(library: Library) -> list[str]:
    with library.reading() as session:
        return [job.kind for job in jobs.listed(session)]


def said(library: Library, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(COMMANDS, ["--archive", str(library.folder), *words]) == 0
    return capsys.readouterr().out


def test_a_healthy_original_is_known_whole_without_a_second_decoding(library: Library, tmp_path: Path) -> None:
    for path in (footage(tmp_path), tone(tmp_path)):
        recording = kept(library, path)
        assert recording.checked_at is not None and recording.fault is None
    assert "check" not in kinds(library)


def test_a_damaged_original_is_told_of_everywhere_and_can_still_be_worked_with(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recording = kept(library, damaged(footage(tmp_path, seconds=6), 0.5))
    assert recording.ready and recording.fault is not None and 2000 < recording.fault.at < 5000
    assert kinds(library).count("check") == 1
    shown = json.loads(said(library, capsys, "recording", "show", recording.id, "--json"))
    assert shown["fault_ms"] == recording.fault.at and "0:03" in shown["fault"] and shown["checked_at"]
    assert "Recopier la carte" in said(library, capsys, "recording", "show", recording.id)
    assert "ne se décode plus" in said(library, capsys, "recording", "list")
    (check,) = [one for one in doctor(library) if one.name == "decoding"]
    assert not check.ok and recording.original_name in check.message and "Recopier" in check.fix


def test_what_was_never_decoded_is_counted_and_a_command_asks_for_it(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (item,) = ingest(library, [footage(tmp_path)])
    (check,) = [one for one in doctor(library) if one.name == "decoding"]
    assert check.ok and "1 pas encore" in check.message
    assert len(json.loads(said(library, capsys, "recording", "check", "--json"))["jobs"]) == 1
    run_worker(library, once=True)
    assert now(library, item.recording).checked_at is not None
    assert json.loads(said(library, capsys, "recording", "check", "--json"))["jobs"] == []
    assert len(json.loads(said(library, capsys, "recording", "check", item.recording, "--json"))["jobs"]) == 1


def test_a_check_waits_for_everything_else_and_judges_what_older_archives_hold(
    library: Library, tmp_path: Path
) -> None:
    (first,) = ingest(library, [damaged(footage(tmp_path, seconds=6), 0.5)])
    with library.writing() as session:
        enqueue_check(session, first.recording)
    run_worker(library, once=True)
    with library.reading() as session:
        ended = {job.kind: job.ended_at for job in jobs.listed(session) if job.ended_at is not None}
        derived = max(job.ended_at for job in jobs.listed(session) if job.kind == "derive" and job.ended_at)
    assert ended["check"] > derived
    assert now(library, first.recording).fault is not None


def test_an_original_that_is_gone_is_not_called_damaged(library: Library, tmp_path: Path) -> None:
    (item,) = ingest(library, [footage(tmp_path)])
    recording = now(library, item.recording)
    original = library.original(recording.sha256)
    original.rename(original.with_suffix(".away"))
    with library.writing() as session:
        enqueue_check(session, recording.id)
    run_worker(library, once=True)
    assert now(library, recording.id).fault is None and now(library, recording.id).checked_at is None


def test_an_original_whose_working_files_cannot_be_made_is_looked_into(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archive import derive

    def fails(*_arguments: object, **_named: object) -> str:
        raise ProcessFailed("ffmpeg")

    monkeypatch.setattr(derive, "read_original", fails)
    recording = kept(library, damaged(footage(tmp_path, seconds=6), 0.5))
    assert not recording.ready and recording.fault is not None
