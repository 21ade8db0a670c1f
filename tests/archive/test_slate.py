# SPDX-License-Identifier: GPL-3.0-or-later
"""The slate: read whole or refused, applied twice like once, never over somebody's own words."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive.catalogue import interviews, outbox, participants, recordings
from archive.library import Library
from archive.model.footage import InterviewKind
from archive.model.people import Group, Sex
from archive.slate import SlateLine, apply_slate, read_slate
from archive.tables.sheet import TableRefused
from tests.people import a_recording

HEAD = "file,interview,kind,region,place,date,languages,title,participants\n"
LINE = "C0001.MP4,GAO-01,,Gao,Gao,2018-03-02,fr+ses,Le marché,GAO-F-012:f:women:18-35+GAO-M-001:m:youth:15-17:minor\n"


def a_slate(tmp_path: Path, text: str) -> dict[str, SlateLine]:
    path = tmp_path / "slate.csv"
    path.write_text(HEAD + text, encoding="utf-8")
    return read_slate(path)


def test_a_slate_fills_interview_participants_and_recording(library: Library, tmp_path: Path) -> None:
    line = a_slate(tmp_path, LINE)["C0001.MP4"]
    for _ in range(2):
        with library.writing() as session:
            known = recordings.listed(session)
            apply_slate(session, known[0] if known else a_recording(session, None), line)
            session.flush()
            generation = outbox.generation(session)
    with library.reading() as session:
        interview = interviews.by_code(session, "GAO-01")
        people = participants.of_interview(session, interview.id)
        assert recordings.listed(session)[0].interview == interview.id
        assert outbox.generation(session) == generation
    assert (interview.kind, interview.held_on) == (InterviewKind.FOCUS_GROUP, date(2018, 3, 2))
    assert [(one.code, one.sex, one.group, one.age_band, one.minor) for one in people] == [
        ("GAO-F-012", Sex.FEMALE, Group.WOMEN, "18-35", False),
        ("GAO-M-001", Sex.MALE, Group.YOUTH, "15-17", True),
    ]


def test_a_second_time_announces_nothing(library: Library, tmp_path: Path) -> None:
    line = a_slate(tmp_path, LINE)["C0001.MP4"]
    with library.writing() as session:
        apply_slate(session, a_recording(session, None), line)
        session.flush()
        before = outbox.generation(session)
        apply_slate(session, recordings.listed(session)[0], line)
        session.flush()
        assert outbox.generation(session) == before


def test_what_somebody_wrote_is_kept_and_what_is_empty_is_filled(library: Library, tmp_path: Path) -> None:
    line = a_slate(tmp_path, LINE)["C0001.MP4"]
    bare = replace(line, title="", place="", participants=())
    with library.writing() as session:
        recording = a_recording(session, None)
        apply_slate(session, recording, bare)
        made = interviews.by_code(session, "GAO-01")
        interviews.update(session, replace(made, title="La foire", description="Au petit matin."))
        apply_slate(session, recording, bare)
        apply_slate(session, recordings.get(session, recording.id), line)
        kept = interviews.by_code(session, "GAO-01")
    assert (kept.title, kept.description, kept.place) == ("La foire", "Au petit matin.", "Gao")


def test_a_minor_stays_a_minor(library: Library, tmp_path: Path) -> None:
    young = a_slate(tmp_path, LINE)["C0001.MP4"]
    grown = replace(young, participants=tuple(replace(one, minor=False) for one in young.participants))
    with library.writing() as session:
        recording = a_recording(session, None)
        apply_slate(session, recording, young)
        apply_slate(session, recording, grown)
        assert participants.by_code(session, "GAO-M-001").minor


def test_a_cutaway_has_a_title_and_no_interview(library: Library, tmp_path: Path) -> None:
    line = a_slate(tmp_path, "C0009.MP4,,,,,,,Le fleuve,\n")["C0009.MP4"]
    with library.writing() as session:
        recording = a_recording(session, None, "C0009.MP4")
        apply_slate(session, recording, line)
        assert recordings.get(session, recording.id).title == "Le fleuve"
        assert interviews.listed(session) == []


def test_a_participant_may_be_a_code_alone(tmp_path: Path) -> None:
    (person,) = a_slate(tmp_path, "C0001.MP4,GAO-01,,,,,,,GAO-F-012\n")["C0001.MP4"].participants
    assert (person.code, person.sex, person.group) == ("GAO-F-012", Sex.UNKNOWN, Group.OTHER)


@pytest.mark.parametrize(
    "people",
    ["GAO:x:women", "GAO:f:women:18-35:big", "GAO:f:gens", "G O:f", ":f:women", "A:f:women:18-35:x:minor", "A+A:f"],
)
def test_a_participant_badly_written_is_refused_with_the_line(tmp_path: Path, people: str) -> None:
    with pytest.raises(TableRefused, match="ligne 2, colonne participants"):
        a_slate(tmp_path, f"C0001.MP4,GAO-01,,,,,,,{people}\n")


@pytest.mark.parametrize("text", [LINE + LINE, ",GAO-01,,,,,,,\n", "C1.MP4,,,,,,,,A:f:women\n", "C1.MP4,A,x,,,,,,\n"])
def test_a_slate_with_a_bad_line_is_refused_whole(tmp_path: Path, text: str) -> None:
    with pytest.raises(TableRefused):
        a_slate(tmp_path, text)
