# SPDX-License-Identifier: GPL-3.0-or-later
"""Shot changes and pauses of a recording: stored, told only where it may be played, and what cues snap to."""

import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from archive import seals
from archive.access import Access
from archive.catalogue import consents, recordings, tracks
from archive.cli import COMMANDS
from archive.cli.main import main
from archive.ingest import ingest
from archive.landmarks import Landmarks, landmarks, loudness
from archive.library import Library, create, open_library
from archive.withdrawal import withdraw
from archive.worker import run_worker
from media.span import Span
from subtitles.cue import Cue, Track
from tests.footage import footage, tone
from tests.people import a_consent, a_witness, an_interview

CUES = (
    Cue(1, Span(100, 1120), "Le matin."),
    Cue(2, Span(2090, 2930), "On se lève."),
    Cue(3, Span(3080, 3300), "Tôt."),
    Cue(4, Span(4500, 4700), "Loin de tout."),
)
SHOTS, SPEECH = (1040, 3040), (1200, 2000, 3200, 4000, 5200)


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose one film has two cuts, and somebody who makes pauses; made once."""
    folder = tmp_path_factory.mktemp("cut")
    library = create(folder / "archive")
    footage(folder, "C0001.mp4", seconds=6, scenes=(26, 76), pattern="talk", size="96x64")
    with library.writing() as session:
        gao = an_interview(session)
        a_consent(session, a_witness(session, gao, "GAO-F-001"), gao)
    ingest(library, [folder / "C0001.mp4"], slate=None, interview="GAO-01")
    with library.writing() as session:
        tracks.store(session, recordings.find(session, "C0001.mp4").id, Track(CUES), author="Ina")
    run_worker(library, once=True)
    library.catalogue.close()
    return library.folder


@pytest.fixture
def library(cut: Path, tmp_path: Path) -> Iterator[Library]:
    library = open_library(copytree(cut, tmp_path / "archive"))
    yield library
    library.catalogue.close()


def found(library: Library, name: str = "C0001.mp4") -> Landmarks:
    with library.reading() as session:
        return landmarks(library, session, Access.load(session), recordings.find(session, name))


def near(told: tuple[int, ...] | None, wanted: tuple[int, ...]) -> bool:
    assert told is not None
    return len(told) == len(wanted) and all(abs(one - other) <= 20 for one, other in zip(told, wanted, strict=True))


def spans(library: Library) -> list[Span]:
    with library.reading() as session:
        recording = recordings.find(session, "C0001.mp4")
        return [cue.span for cue in tracks.of_recording(session, recording.id)[0].track.cues]


def snapped(library: Library, capsys: pytest.CaptureFixture[str], *words: object, status: int = 0) -> Any:
    with library.reading() as session:
        track = tracks.of_recording(session, recordings.find(session, "C0001.mp4").id)[0].id
    capsys.readouterr()
    line = ["--archive", str(library.folder), "subtitles", "snap", track, *map(str, words)]
    assert main(COMMANDS, line) == status
    told = capsys.readouterr()
    return json.loads(told.out) if "--json" in words else told.out + told.err


def test_what_was_found_is_exact_in_time(library: Library) -> None:
    told = found(library)
    assert told.shots == SHOTS
    assert near(told.speech, SPEECH)
    assert told.silences is not None and [round(span.duration, -2) for span in told.silences] == [800] * 3


def test_a_seal_closes_them_at_once_and_the_new_ones_know_nothing_of_it(library: Library) -> None:
    with library.reading() as session:
        recording = recordings.find(session, "C0001.mp4").id
    seals.seal(library, recording, Span(900, 1700))
    assert found(library) == Landmarks(None, None, None)
    run_worker(library, once=True)
    told = found(library)
    assert told.shots == SHOTS[1:]
    assert told.silences is not None and told.silences[0].start == 1700
    assert near(told.speech, SPEECH[1:])


def test_what_nobody_may_watch_has_no_landmark(library: Library) -> None:
    with library.reading() as session:
        recording = recordings.find(session, "C0001.mp4")
        (consent,) = consents.listed(session, recording.interview or "")
    withdraw(library, consent.id)
    assert found(library) == Landmarks((), (), ())
    assert not library.derived("recordings", recording.id).exists()


def test_a_recorders_file_has_pauses_and_no_shots(library: Library, tmp_path: Path) -> None:
    ingest(library, [tone(tmp_path, pattern="talk", seconds=3)], slate=None, interview="GAO-01")
    assert found(library, "voice.wav") == Landmarks((), None, None)
    run_worker(library, once=True)
    assert near(found(library, "voice.wav").speech, (1200, 2000))


def test_a_track_is_snapped_onto_shots_before_speech(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    told = snapped(library, capsys, "--json")
    assert (told["version"], told["new"], told["moved"]) == (2, True, [1, 2, 3])
    after = spans(library)
    assert (after[0], after[2], after[3]) == (Span(100, 1040), Span(3040, 3300), Span(4500, 4700))
    assert near((after[1].start,), (2000,))
    assert "Rien à caler" in snapped(library, capsys)
    assert snapped(library, capsys, "--json")["new"] is False


def test_only_shots_or_only_speech_and_no_farther_than_asked(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    assert snapped(library, capsys, "--shots", "--reach", 30, "--json")["moved"] == []
    assert "2 repères. 2 sous-titres calés : c’est la version 2." in snapped(library, capsys, "--shots").replace(
        "\u00a0", " "
    )
    assert spans(library)[:3] == [Span(100, 1040), Span(2090, 2930), Span(3040, 3300)]


def test_while_nothing_was_found_yet_the_way_out_is_told(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    with library.reading() as session:
        recording = recordings.find(session, "C0001.mp4").id
    library.derived("recordings", recording, "shots.json").unlink()
    assert "baro recording derive" in snapped(library, capsys, "--shots", status=1)
    assert snapped(library, capsys, "--speech", "--json")["moved"]
    assert "--reach" in snapped(library, capsys, "--reach", -1, status=2)


def test_loudness_is_known_while_the_shape_of_the_sound_is_up_to_date(library: Library) -> None:
    def told() -> float | None:
        with library.reading() as session:
            return loudness(library, session, recordings.find(session, "C0001.mp4"))

    level = told()
    assert level is not None and -15 < level < -5
    with library.reading() as session:
        recording = recordings.find(session, "C0001.mp4").id
    seals.seal(library, recording, Span(0, 500))
    assert told() is None
