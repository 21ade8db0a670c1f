# SPDX-License-Identifier: GPL-3.0-or-later
"""Which sound track of a recording is heard: kept, chosen by command or page, and everything made with another made again."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from archive.catalogue import jobs, recordings
from archive.catalogue.schema import RecordingRow
from archive.cli.main import main
from archive.derive import PEAKS, PROXY, missing
from archive.ingest import ingest
from archive.library import Library
from archive.model.footage import Recording
from archive.worker import run_worker
from tests.voices import RATE, as_heard, speech, written
from webui.cli import ALL


@pytest.fixture
def camera(library: Library, tmp_path: Path) -> Recording:
    """Nothing on the first track, a lavalier on the second."""
    quiet = np.zeros(6 * RATE, dtype=np.int16)
    written(tmp_path / "C0007.mov", quiet, as_heard(speech(41, 6), 1, start=0, seconds=6, noise=30))
    (item,) = ingest(library, [tmp_path / "C0007.mov"])
    with library.reading() as session:
        return recordings.get(session, item.recording)


@pytest.fixture
def say(library: Library, capsys: pytest.CaptureFixture[str]) -> Any:
    def typed(*words: str) -> tuple[int, str]:
        capsys.readouterr()
        status = main(ALL, ["--archive", str(library.folder), *words])
        return status, "".join(capsys.readouterr()).replace("\xa0", " ")

    return typed


def loudest(library: Library, recording: Recording) -> int:
    path = library.derived("recordings", recording.id, PEAKS.file)
    return int(max(json.loads(path.read_text())["peaks"]))


def test_a_silent_first_track_is_passed_over_and_said(camera: Recording, library: Library, say: Any) -> None:
    assert [one.place for one in camera.sounds] == [0, 1]
    status, out = say("recording", "sound", camera.id)
    assert status == 0
    assert "piste 1 : 1 canal, pcm_s16le, muette" in out
    assert "On entend : piste 2, la première étant muette." in out
    run_worker(library, once=True)
    assert loudest(library, camera) > 40


def test_a_chosen_track_makes_the_copies_anew(camera: Recording, library: Library, say: Any) -> None:
    run_worker(library, once=True)
    status, out = say("recording", "sound", camera.id, "1")
    assert (status, "On entend : piste 1." in out) == (0, True)
    with library.reading() as session:
        chosen = recordings.get(session, camera.id)
        assert missing(library, session, chosen) == [PROXY, PEAKS]
        assert [job.kind for job in jobs.listed(session, active_only=True)] == ["derive"]
    run_worker(library, once=True)
    assert loudest(library, camera) == 0
    status, out = say("recording", "sound", camera.id, "mix", "--json")
    answer = json.loads(out)
    assert answer["choice"] == "mix"
    assert [(one["number"], one["peak_db"] > -60) for one in answer["tracks"]] == [(1, False), (2, True)]
    assert "toutes les pistes mélangées" in say("recording", "show", camera.id)[1]
    assert "la première étant muette" in say("recording", "sound", camera.id, "auto")[1]
    assert say("recording", "sound", camera.id, "3")[0] == 2


def test_a_recording_taken_in_before_tracks_were_counted_is_looked_at(
    camera: Recording, library: Library, say: Any
) -> None:
    with library.writing() as session:
        row = session.get(RecordingRow, camera.id)
        assert row is not None
        row.sounds = {}
    assert "piste 2" in say("recording", "sound", camera.id)[1]
    with library.reading() as session:
        assert recordings.get(session, camera.id).sounds == camera.sounds
