# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands for footage as people type them: ingest, recording, worker, doctor."""

import json
from pathlib import Path
from typing import Any

import pytest

from archive.catalogue import interviews, jobs, recordings
from archive.cli.main import main
from archive.ingest import ingest
from archive.library import Library
from archive.model.footage import Interview, InterviewId, InterviewKind
from archive.worker import Pace, run_worker
from tests.footage import truncated
from webui.cli import ALL


@pytest.fixture
def say(library: Library, capsys: pytest.CaptureFixture[str]) -> Any:
    """Type a command for the archive of this test; gives its status and what it said."""

    def typed(*words: str | Path) -> tuple[int, str]:
        status = main(ALL, ["--archive", str(library.folder), *map(str, words)])
        return status, capsys.readouterr().out

    return typed


def answered(said: tuple[int, str]) -> Any:
    return json.loads(said[1])


def an_interview(library: Library, code: str = "GAO-01") -> None:
    with library.writing() as session:
        interviews.add(session, Interview(InterviewId(""), code, InterviewKind.INDIVIDUAL, "Gao"))


def test_ingest_answers_with_one_item_a_file(say: Any, footage_folder: Path) -> None:
    status, out = say("ingest", footage_folder, "--json")
    items = json.loads(out)["items"]
    assert status == 0
    assert len(items) == 3
    assert all({"path", "status", "recording", "interview", "reason"} <= set(item) for item in items)
    assert {item["status"] for item in items} == {"kept"}
    assert all(item["recording"] and item["interview"] is None and item["reason"] is None for item in items)


def test_ingest_says_in_french_what_became_of_each_file_and_counts(say: Any, footage_folder: Path) -> None:
    truncated(footage_folder / "C0001.mp4")
    status, out = say("ingest", footage_folder)
    assert status == 1
    assert "versé 3" in out
    assert "refusé 1" in out
    assert "4 fichiers" in out
    status, out = say("ingest", footage_folder / "C0001.mp4")
    assert (status, "déjà là" in out) == (0, True)


def test_an_empty_card_is_said_to_be_empty(say: Any, tmp_path: Path) -> None:
    card = tmp_path / "card"
    card.mkdir()
    assert say("ingest", card) == (0, "Aucun fichier de film ou de son ici.\n")


def test_a_missing_card_is_a_sentence_and_a_status(say: Any, tmp_path: Path) -> None:
    assert say("ingest", tmp_path / "nowhere")[0] == 1


def test_recordings_are_listed_shown_described_and_put_into_interviews(
    say: Any, library: Library, footage_folder: Path
) -> None:
    say("ingest", footage_folder)
    an_interview(library)
    assert say("recording", "edit", "C0001.mp4", "--title", "Le marché")[0] == 0
    assert say("recording", "assign", "C0001.mp4", "voice.wav", "GAO-01")[0] == 0
    shown = answered(say("recording", "show", "C0001.mp4", "--json"))
    assert (shown["title"], shown["interview"], shown["width"], shown["sound"]) == ("Le marché", "GAO-01", 160, True)
    listed = answered(say("recording", "list", "--interview", "GAO-01", "--json"))["recordings"]
    assert [one["name"] for one in listed] == ["C0001.mp4", "voice.wav"]
    assert "3 rushes." in say("recording", "list")[1]
    say("recording", "assign", "voice.wav", "-")
    assert answered(say("recording", "show", "voice.wav", "--json"))["interview"] is None
    assert "titre : Le marché" in say("recording", "show", "C0001.mp4")[1].splitlines()


def test_wrong_words_about_recordings_are_answered_with_a_way_out(
    say: Any, footage_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    say("ingest", footage_folder)
    assert say("recording", "show", "nothing.mp4")[0] == 1
    assert say("recording", "edit", "C0001.mp4")[0] == 2
    assert say("recording", "assign", "C0001.mp4", "GAO-99")[0] == 1


def test_the_worker_makes_what_is_missing_and_says_how_much(say: Any, library: Library, footage_folder: Path) -> None:
    say("ingest", footage_folder / "C0001.mp4")
    status, out = say("worker", "--once")
    assert (status, out) == (0, "3 travaux faits, 0 échoué.\n")
    with library.reading() as session:
        assert all(one.ready for one in recordings.listed(session))
    assert {job["state"] for job in answered(say("worker", "--list", "--json"))["jobs"]} == {"done"}


def test_a_failed_job_is_told_and_tried_again_on_request(say: Any, library: Library, footage_folder: Path) -> None:
    say("ingest", footage_folder / "C0001.mp4")
    with library.reading() as session:
        original = library.original(recordings.listed(session)[0].sha256)
    moved = original.rename(original.with_suffix(".away"))
    status, out = say("worker", "--once")
    assert status == 1
    assert "n’est plus dans l’archive" in out
    moved.rename(original)
    assert say("worker", "--once", "--retry")[0] == 0


def test_a_waiting_job_can_be_cancelled(say: Any, library: Library, footage_folder: Path) -> None:
    say("ingest", footage_folder / "C0001.mp4")
    with library.reading() as session:
        (job,) = jobs.listed(session)
    assert "annulé" in say("worker", "--cancel", job.id)[1]
    assert say("worker", "--once") == (0, "0 travail fait, 0 échoué.\n")


def checks(said: tuple[int, str]) -> dict[str, Any]:
    return {check["name"]: check for check in json.loads(said[1])["checks"]}


def test_the_doctor_finds_a_new_archive_in_good_health(say: Any) -> None:
    said = say("doctor", "--json")
    found = checks(said)
    assert [name for name, check in found.items() if not check["ok"]] == []
    assert said[0] == 0
    assert {"python", "ffmpeg", "fonts", "space", "catalogue", "migrations", "originals", "derived"} <= set(found)
    assert {"index", "jobs", "interviews", "consents"} <= set(found)


def test_the_doctor_names_what_is_missing_and_the_command_that_mends_it(
    say: Any, library: Library, footage_folder: Path
) -> None:
    say("ingest", footage_folder)
    found = checks(say("doctor", "--json"))
    assert not found["derived"]["ok"]
    assert found["derived"]["fix"].endswith("worker --once")
    assert not found["interviews"]["ok"]
    assert "recording assign" in found["interviews"]["fix"]
    assert not found["consents"]["ok"]
    with library.reading() as session:
        library.original(recordings.listed(session)[0].sha256).unlink()
    said = say("doctor")
    assert said[0] == 1
    assert "manquants ou abîmés\u00a0: C0001.mp4" in said[1]
    assert f"→ baro --archive {library.folder} ingest CARTE" in said[1]


def test_the_doctor_mends_a_deleted_derived_folder_by_its_own_advice(
    say: Any, library: Library, footage_folder: Path
) -> None:
    say("ingest", footage_folder / "C0001.mp4")
    say("worker", "--once")
    assert checks(say("doctor", "--json"))["derived"]["ok"]
    with library.reading() as session:
        library.derived("recordings", recordings.listed(session)[0].id, "poster.jpg").unlink()
    found = checks(say("doctor", "--json"))["derived"]
    assert not found["ok"]
    assert found["fix"].endswith("recording derive")
    say("recording", "derive")
    say("worker", "--once")
    assert checks(say("doctor", "--json"))["derived"]["ok"]


def test_the_doctor_looks_at_the_computer_alone_where_there_is_no_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(ALL, ["doctor", "--json"]) == 0
    assert set(checks((0, capsys.readouterr().out))) == {"python", "ffmpeg", "network", "fonts"}
    assert main(ALL, ["--archive", "nowhere", "doctor", "--json"]) == 1
    assert not checks((1, capsys.readouterr().out))["archive"]["ok"]


def test_the_doctor_survives_a_catalogue_that_is_no_catalogue(
    say: Any, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    library.catalogue.close()
    (library.folder / "catalogue.sqlite").write_bytes(b"ceci n'est pas une base" * 100)
    said = say("doctor", "--json")
    assert said[0] == 1
    assert "abîmé" in checks(said)["archive"]["message"]


def test_whoever_watches_the_worker_sees_how_far_it_is(library: Library, footage_folder: Path) -> None:
    ingest(library, [footage_folder])
    heard: list[int] = []
    run_worker(library, once=True, pace=Pace(heard=lambda percent, _message: heard.append(percent)))
    assert heard and all(0 <= percent <= 100 for percent in heard)
