# SPDX-License-Identifier: GPL-3.0-or-later
"""Working files: made one after another from the original, made again when a seal changes, never out of date."""

import json
from pathlib import Path

import pytest

from archive import seals
from archive.catalogue import jobs, recordings
from archive.derive import enqueue_derive, missing
from archive.ingest import ingest
from archive.library import Library
from archive.model.footage import Recording
from archive.model.job import JobState
from archive.worker import run_worker
from media.probe import probe
from media.span import Span
from tests.footage import footage, tone


def kept(library: Library, path: Path) -> Recording:
    (item,) = ingest(library, [path])
    return now(library, item.recording)


def now(library: Library, recording: str) -> Recording:
    with library.reading() as session:
        return recordings.get(session, recording)


def files(library: Library, recording: Recording) -> set[str]:
    folder = library.derived("recordings", recording.id)
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def inodes(library: Library, recording: Recording) -> dict[str, int]:
    folder = library.derived("recordings", recording.id)
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if path.name != "made.json"}


def one_job(library: Library) -> None:
    """Let a worker do one job and stop."""
    done: list[int] = []

    def stop() -> bool:
        with library.reading() as session:
            done.append(sum(job.state is JobState.DONE for job in jobs.listed(session)))
        return done[-1] > done[0]

    run_worker(library, once=True, stop=stop)


def test_a_video_gets_poster_peaks_and_proxy_and_is_then_ready(library: Library, tmp_path: Path) -> None:
    recording = kept(library, footage(tmp_path))
    assert not recording.ready
    run_worker(library, once=True)
    assert now(library, recording.id).ready
    assert files(library, recording) == {
        "poster.jpg",
        "peaks.json",
        "proxy.mp4",
        "small.mp4",
        "sheet.jpg",
        "shots.json",
        "made.json",
    }
    proxy = probe(library.derived("recordings", recording.id, "proxy.mp4"))
    assert proxy.video is not None
    assert proxy.audio is not None
    assert abs(proxy.duration - recording.duration) <= 80
    peaks = json.loads(library.derived("recordings", recording.id, "peaks.json").read_text())
    assert peaks["ms_per_peak"] == 50
    assert max(peaks["peaks"]) > 0


def test_a_recorders_file_has_no_poster_and_a_mute_one_has_empty_peaks(library: Library, tmp_path: Path) -> None:
    sound, mute = kept(library, tone(tmp_path)), kept(library, footage(tmp_path, "mute.mp4", sound=False))
    run_worker(library, once=True)
    assert files(library, sound) == {"peaks.json", "proxy.mp4", "made.json"}
    assert json.loads(library.derived("recordings", mute.id, "peaks.json").read_text())["peaks"] == []
    assert now(library, sound.id).ready
    assert now(library, mute.id).ready


def test_each_job_makes_one_pass_so_that_a_stop_loses_one_at_most(library: Library, tmp_path: Path) -> None:
    recording = kept(library, footage(tmp_path))
    one_job(library)
    assert files(library, recording) == {"poster.jpg", "made.json"}
    assert not now(library, recording.id).ready
    before = inodes(library, recording)
    run_worker(library, once=True)
    assert inodes(library, recording)["poster.jpg"] == before["poster.jpg"]
    assert now(library, recording.id).ready


def test_what_is_up_to_date_is_not_made_again(library: Library, tmp_path: Path) -> None:
    recording = kept(library, footage(tmp_path))
    run_worker(library, once=True)
    before = inodes(library, recording)
    with library.writing() as session:
        enqueue_derive(session, recording.id)
    assert not now(library, recording.id).ready
    run_worker(library, once=True)
    assert inodes(library, recording) == before
    assert now(library, recording.id).ready


def test_a_deleted_file_alone_is_made_again(library: Library, tmp_path: Path) -> None:
    recording = kept(library, footage(tmp_path))
    run_worker(library, once=True)
    before = inodes(library, recording)
    library.derived("recordings", recording.id, "peaks.json").unlink()
    with library.writing() as session:
        assert [step.file for step in missing(library, session, recording)] == ["peaks.json"]
        enqueue_derive(session, recording.id)
    run_worker(library, once=True)
    after = inodes(library, recording)
    assert {name for name in after if after[name] != before[name]} == {"peaks.json"}


def test_a_seal_takes_the_old_files_away_at_once_and_the_new_ones_are_silent_there(
    library: Library, tmp_path: Path
) -> None:
    recording = kept(library, footage(tmp_path))
    run_worker(library, once=True)
    seals.seal(library, recording.id, Span(0, 1000))
    assert not now(library, recording.id).ready
    assert files(library, recording) == set()
    run_worker(library, once=True)
    assert now(library, recording.id).ready
    peaks = json.loads(library.derived("recordings", recording.id, "peaks.json").read_text())["peaks"]
    assert max(peaks[:19]) == 0
    assert max(peaks[21:]) > 0


def test_a_seal_set_while_a_file_is_made_makes_it_again_before_it_counts(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archive import derive

    recording = kept(library, footage(tmp_path))
    made: list[tuple[Span, ...]] = []
    original = derive.read_original

    def sealed_meanwhile(*arguments: object, seals: tuple[Span, ...] = (), **named: object) -> str:
        made.append(tuple(seals))
        told = original(*arguments, seals=seals, **named)  # type: ignore[arg-type]
        if len(made) == 1:
            from archive.seals import seal

            seal(library, recording.id, Span(500, 1500))
        return told

    monkeypatch.setattr(derive, "read_original", sealed_meanwhile)
    run_worker(library, once=True)
    assert made == [(), (Span(500, 1500),)]
    assert now(library, recording.id).ready
    with library.reading() as session:
        assert missing(library, session, recording) == []


def test_an_original_that_cannot_be_read_ends_in_a_reason(library: Library, tmp_path: Path) -> None:
    recording = kept(library, footage(tmp_path))
    original = library.original(recording.sha256)
    original.chmod(0o644)
    original.write_bytes(b"plus rien")
    run_worker(library, once=True)
    with library.reading() as session:
        (job,) = jobs.listed(session)
    assert job.state is JobState.FAILED
    assert job.message
    assert not now(library, recording.id).ready
