# SPDX-License-Identifier: GPL-3.0-or-later
"""The recordings of an interview on one timeline: by sound, by timecode, by hand, as a command and as a job."""

import json
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.align import align, set_by_hand
from archive.catalogue import interviews, jobs, placements, recordings
from archive.catalogue.schema import new_id
from archive.cli.main import main
from archive.ingest import ingest
from archive.library import Library
from archive.model.footage import Interview, Picture, Recording, RecordingId
from archive.model.placement import How, Placement
from archive.worker import run_worker
from media.errors import Refused
from tests.people import an_interview
from tests.voices import as_heard, speech, written
from webui.cli import ALL

CAMERA, RECORDER, LATER, STRANGER = "C0001.wav", "ZOOM0001.wav", "C0002.m4a", "ROUTE.wav"


@pytest.fixture
def say(library: Library, capsys: pytest.CaptureFixture[str]) -> Any:
    def typed(*words: str | Path) -> tuple[int, Any]:
        capsys.readouterr()
        status = main(ALL, ["--archive", str(library.folder), *map(str, words)])
        out = capsys.readouterr().out
        return status, json.loads(out) if "--json" in words else out

    return typed


def three_of_one_interview(library: Library, folder: Path) -> Interview:
    """A recorder that ran through, two takes of a camera that do not overlap, and a street of another day."""
    voice = speech(31, 90)
    written(folder / RECORDER, as_heard(voice, 1, start=0, seconds=90, noise=20))
    written(folder / CAMERA, as_heard(voice, 2, start=5.5, seconds=30, noise=8, loud=0.3))
    written(folder / LATER, as_heard(voice, 3, start=50, seconds=30, noise=8, loud=0.3), rate=44_100)
    written(folder / STRANGER, as_heard(speech(32, 20), 4, start=0, seconds=20, noise=15))
    with library.writing() as session:
        made = an_interview(session)
    ingest(library, [folder], interview=made.code)
    return made


def places(library: Library, interview: Interview) -> dict[str, Placement]:
    with library.reading() as session:
        found = placements.of_interview(session, interview.id)
        return {recordings.get(session, key).original_name: one for key, one in found.items()}


def shot(code: str, timecode: str, *, rate: str = "25", seconds: int = 60, at: datetime | None = None) -> Recording:
    """A mute camera's file that only the catalogue knows."""
    return Recording(
        RecordingId(new_id()), new_id() * 2, code, 1000, seconds * 1000, "mov",
        picture=Picture(1280, 720, Fraction(rate), "h264"), has_sound=False, start_timecode=timecode, recorded_at=at,
    )  # fmt: skip


def shots(library: Library, *found: Recording) -> Interview:
    with library.writing() as session:
        made = an_interview(session)
        for one in found:
            recordings.add(session, replace(one, interview=made.id))
    return made


def offsets(library: Library, made: Interview) -> dict[str, int]:
    found = align(library, made.id)
    with library.reading() as session:
        return {recordings.get(session, key).original_name: one.offset for key, one in found.items()}


def test_a_card_put_into_an_interview_is_placed_by_the_worker_and_a_stranger_is_not(
    library: Library, tmp_path: Path, say: Any
) -> None:
    made = three_of_one_interview(library, tmp_path)
    with library.reading() as session:
        waiting = [job for job in jobs.listed(session, active_only=True) if job.kind == "align"]
    assert [job.subject for job in waiting] == [made.id]
    run_worker(library, once=True)
    found = places(library, made)
    assert found[RECORDER].how is How.REFERENCE
    assert found[CAMERA].how is found[LATER].how is How.SOUND
    assert abs(found[CAMERA].on_timeline(0) - 5500) <= 5
    assert abs(found[LATER].on_timeline(0) - 50_000) <= 5
    assert STRANGER not in found
    with library.reading() as session:
        (job,) = [job for job in jobs.listed(session) if job.kind == "align"]
    assert "1 rush à placer à la main" in job.message

    status, told = say("interview", "offset", made.code, STRANGER, "--before", "00:00:30.000")
    assert status == 0
    assert "−00:00:30.000" in told and "à la main" in told
    status, told = say("interview", "align", made.code, "--json")
    by_name = {one["name"]: one for one in told["recordings"]}
    assert by_name[STRANGER]["offset_ms"] == -30_000, "what a hand set is never overwritten"
    assert by_name[CAMERA]["how"] == "sound" and by_name[CAMERA]["confidence"] == 100
    status, told = say("interview", "align", made.code, "--reference", CAMERA, "--json")
    by_name = {one["name"]: one for one in told["recordings"]}
    assert by_name[CAMERA]["offset_ms"] == 0 and by_name[CAMERA]["how"] == "reference"
    assert abs(by_name[STRANGER]["offset_ms"] + 35_500) <= 5, "it keeps its place among the others"
    assert abs(by_name[LATER]["offset_ms"] - 44_500) <= 8
    status, told = say("interview", "offset", made.code, STRANGER, "--auto")
    assert "ne peut être placé" in told


def test_sound_wins_over_a_timecode_that_says_otherwise(library: Library, tmp_path: Path, say: Any) -> None:
    made = three_of_one_interview(library, tmp_path)
    from archive.catalogue.schema import RecordingRow

    with library.writing() as session:
        for name, timecode in ((RECORDER, "10:00:00:00"), (CAMERA, "10:01:05:12"), (STRANGER, "10:00:10:00")):
            session.query(RecordingRow).filter_by(original_name=name).one().start_timecode = timecode
    _status, told = say("interview", "align", made.code)
    assert "le timecode dit 0:59 d’écart : le son l’emporte" in told.replace("\xa0", " ")
    assert "le son ne le confirme pas" not in told, "too little is shared to expect it"
    found = places(library, made)
    assert abs(found[CAMERA].on_timeline(0) - 5500) <= 5
    assert found[STRANGER].how is How.TIMECODE and found[STRANGER].offset == 10_000


def test_timecodes_place_what_has_no_sound_over_midnight_and_in_drop_frame(library: Library) -> None:
    made = shots(
        library,
        shot("A.MOV", "23:59:50:00", seconds=120),
        shot("B.MOV", "00:00:05:00"),
        shot("C.MOV", "23:59:00;02", rate="30000/1001"),
    )
    assert offsets(library, made) == {"A.MOV": 0, "B.MOV": 15_000, "C.MOV": pytest.approx(-50_000, abs=90)}


def test_timecodes_of_other_days_that_count_from_zero_or_cannot_be_read_say_nothing(library: Library) -> None:
    monday, friday = datetime(2018, 10, 1, 9), datetime(2018, 10, 5, 9)
    made = shots(
        library,
        shot("A.MOV", "09:00:00:00", seconds=120, at=monday),
        shot("B.MOV", "09:00:10:00", at=friday),
        shot("C.MOV", "09:00:00:00", at=monday),
        shot("D.MOV", "heure inconnue", at=monday),
        shot("E.MOV", "", at=monday),
    )
    assert offsets(library, made) == {"A.MOV": 0}


def test_one_recording_has_nothing_to_be_placed_against(library: Library) -> None:
    one = shot("A.MOV", "09:00:00:00")
    shots(library, one)
    with library.writing() as session, pytest.raises(Refused, match="seul rush"):
        set_by_hand(session, one.id, 1000, "Awa")


def test_the_reference_is_not_moved_and_a_recording_taken_out_loses_its_place(library: Library) -> None:
    first, second = shot("A.MOV", "", seconds=120), shot("B.MOV", "")
    made = shots(library, first, second)
    with library.writing() as session:
        set_by_hand(session, second.id, 4000, "Awa")
    with library.writing() as session, pytest.raises(Refused, match="référence"):
        set_by_hand(session, first.id, 1000, "Awa")
    with library.writing() as session:
        recordings.assign(session, second.id, None)
        assert list(placements.of_interview(session, made.id)) == [first.id]
        assert placements.of(session, second.id) is None


def test_an_interview_of_one_recording_with_sound_asks_for_nothing(library: Library) -> None:
    made = shots(library, shot("A.MOV", ""), shot("B.MOV", ""))
    with library.writing() as session:
        assert placements.ask(session, made.id) is None
        assert interviews.get(session, made.id).code == made.code


@given(
    offset=st.integers(-(10**7), 10**7),
    drift=st.integers(-300, 300),
    middle=st.integers(0, 10**7),
    moment=st.integers(0, 10**7),
)
def test_a_moment_goes_to_the_timeline_and_back(offset: int, drift: int, middle: int, moment: int) -> None:
    there = Placement(RecordingId("a"), offset, How.SOUND, drift, middle)
    assert abs(there.moment_at(there.on_timeline(moment)) - moment) <= 1
    assert there.on_timeline(middle) == middle + offset
