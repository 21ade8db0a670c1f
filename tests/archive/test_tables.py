# SPDX-License-Identifier: GPL-3.0-or-later
"""CSV in and out: what people's programs make of it, all lines or none, and back again unchanged."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.catalogue import consents, interviews, participants, tags
from archive.library import Library
from archive.model.people import ConsentStatus, Group, Sex
from archive.tables.consents import COLUMNS, CONSENTS
from archive.tables.people import INTERVIEWS, PARTICIPANTS
from archive.tables.sheet import Column, TableRefused, read_lines, written
from archive.tables.table import Imported, Table, export_table, import_table
from archive.tables.tags import TAGGINGS, TERMS
from media.errors import NotFound, Refused
from media.span import Span
from tests.people import a_consent, a_recording, a_witness, an_interview

PEOPLE = "code,sex,group,age_band,minor,region,interviews\nGAO-F-012,f,women,18-35,no,Gao,GAO-01\n"
PLACES = "code,kind,region,held_on,languages,title\nGAO-01,focus_group,Gao,2018-03-02,ses+fr,Le marché\n"
PAIR = "participant,interview,status,given_on,films,audiences,shows\n"
LINE = "GAO-F-012,GAO-01,active,2018-03-02,any,screening+internet,voice\n"
COLUMN = Column("code", "", required=True)


def given_file(tmp_path: Path, text: str | bytes, name: str = "table.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def taken(library: Library, table: Table[Any], tmp_path: Path, text: str | bytes) -> Imported:
    return import_table(library, table, given_file(tmp_path, text))


@pytest.fixture
def people(library: Library, tmp_path: Path) -> Library:
    taken(library, INTERVIEWS, tmp_path, PLACES)
    taken(library, PARTICIPANTS, tmp_path, PEOPLE)
    return library


def test_people_and_interviews_come_in_and_go_out_the_same(people: Library, tmp_path: Path) -> None:
    with people.reading() as session:
        interview = interviews.by_code(session, "GAO-01")
        assert (interview.held_on, interview.languages, interview.title) == (
            date(2018, 3, 2),
            ("ses", "fr"),
            "Le marché",
        )
        person = participants.by_code(session, "GAO-F-012")
        assert (person.sex, person.group, person.minor) == (Sex.FEMALE, Group.WOMEN, False)
        assert participants.of_interview(session, interview.id) == [person]
    for table in (INTERVIEWS, PARTICIPANTS):
        data = export_table(people, table)
        assert taken(people, table, tmp_path, data) == Imported(0, 0, 1)
        assert taken(people, table, tmp_path, export_table(people, table, excel=True)) == Imported(0, 0, 1)
        assert export_table(people, table) == data


def test_a_column_that_is_absent_leaves_what_is_known(people: Library, tmp_path: Path) -> None:
    assert taken(people, INTERVIEWS, tmp_path, "code,title\nGAO-01,La foire\n") == Imported(0, 1, 0)
    assert taken(people, PARTICIPANTS, tmp_path, "code,minor\nGAO-F-012,oui\n") == Imported(0, 1, 0)
    assert taken(people, PARTICIPANTS, tmp_path, "code,minor\nGAO-F-012,\n") == Imported(0, 0, 1)
    with people.reading() as session:
        assert interviews.by_code(session, "GAO-01").region == "Gao"
        assert participants.by_code(session, "GAO-F-012").minor


@pytest.mark.parametrize(
    "data",
    [
        "code;title\r\nSEG-01;Café, thé\r\n".encode("utf-8-sig"),
        "code;title\r\nSEG-01;Café, thé\r\n".encode("cp1252"),
        "sep=;\r\ncode;title\r\nSEG-01;Café, thé\r\n".encode("cp1252"),
        'Code,Title\n\nSEG-01,"Café, thé"\n,\n'.encode(),
        "code\ttitle\r\nSEG-01\tCafé, thé\r\n".encode("utf-16"),
    ],
)
def test_what_excel_makes_of_it_is_read(library: Library, tmp_path: Path, data: bytes) -> None:
    assert taken(library, INTERVIEWS, tmp_path, data).added == 1
    with library.reading() as session:
        assert interviews.by_code(session, "SEG-01").title == "Café, thé"


def test_all_bad_lines_are_named_and_nothing_is_applied(people: Library, tmp_path: Path) -> None:
    text = PAIR + LINE + 'GAO-F-012,"GAO\n01",maybe,02-03-18,any,cinema,voice\n\nSEG-X,GAO-01,active,,any,,\n'
    with pytest.raises(TableRefused) as refusal:
        taken(people, CONSENTS, tmp_path, text)
    places = [(problem.line, problem.column) for problem in refusal.value.problems]
    assert places == [(3, "status"), (3, "given_on"), (3, "audiences"), (3, "interview"), (6, "given_on")]
    assert "table.csv" in refusal.value.message and "ligne 3, colonne status" in refusal.value.message
    with people.reading() as session:
        assert consents.listed(session) == []


def test_lines_that_the_archive_refuses_undo_the_whole_file(people: Library, tmp_path: Path) -> None:
    text = PAIR + LINE + LINE.replace("GAO-F-012", "SEG-F-001") + LINE.replace("GAO-01", "SEG-01")
    with pytest.raises(TableRefused) as refusal:
        taken(people, CONSENTS, tmp_path, text)
    assert [problem.line for problem in refusal.value.problems] == [3, 4]
    with people.reading() as session:
        assert consents.listed(session) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "vide"),
        ("code,tilte\nA,B\n", "colonne inconnue"),
        ("title\nA\n", "colonne absente"),
        ("code,code\nA,B\n", "en double"),
        ("code,title\nA\n", "1 cellules au lieu de 2"),
        ('code,title\nA,"B\n', "guillemets"),
        ("code,title\nA,x\nA,y\n", "ligne 2"),
        ("code,title\nA B,x\n", "sans espace"),
    ],
)
def test_a_misshapen_file_is_refused_with_its_place(library: Library, tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(TableRefused, match=said):
        taken(library, INTERVIEWS, tmp_path, text)


def test_a_file_that_is_not_there_is_named(library: Library, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"absent\.csv"):
        import_table(library, CONSENTS, tmp_path / "absent.csv")


def test_what_is_no_table_at_all_is_said_to_be_none(library: Library, tmp_path: Path) -> None:
    (tmp_path / "film.csv").write_bytes(b"\x00\x00\x00\x18ftypmp42\x01\x02\xff\xfe")
    with pytest.raises(Refused, match=r"film\.csv n’est pas un fichier CSV"):
        import_table(library, CONSENTS, tmp_path / "film.csv")


def test_consents_come_in_once_and_go_out_the_same(people: Library, tmp_path: Path) -> None:
    assert taken(people, CONSENTS, tmp_path, PAIR + LINE) == Imported(1, 0, 0)
    assert taken(people, CONSENTS, tmp_path, PAIR + LINE) == Imported(0, 0, 1)
    data = export_table(people, CONSENTS)
    assert taken(people, CONSENTS, tmp_path, data) == Imported(0, 0, 1)
    with people.reading() as session:
        (kept,) = consents.listed(session, superseded=True)
        assert kept.audiences == {"screening", "internet"} and kept.shows == {"voice"}


def test_a_changed_line_supersedes_and_a_changed_state_steps(people: Library, tmp_path: Path) -> None:
    taken(people, CONSENTS, tmp_path, PAIR + LINE)
    assert taken(people, CONSENTS, tmp_path, PAIR + LINE.replace("any", "confiance")) == Imported(0, 1, 0)
    stopped = LINE.replace("any", "confiance").replace("active", "suspended")
    assert taken(people, CONSENTS, tmp_path, PAIR + stopped) == Imported(0, 1, 0)
    with people.reading() as session:
        assert [one.status for one in consents.listed(session, superseded=True)].count(ConsentStatus.SUPERSEDED) == 1


@pytest.mark.parametrize("state", ["suspended", "withdrawn"])
def test_an_old_file_never_reopens_what_was_stopped(people: Library, tmp_path: Path, state: str) -> None:
    taken(people, CONSENTS, tmp_path, PAIR + LINE.replace("active", state))
    for text in (LINE, LINE.replace("internet", "partner")):
        with pytest.raises(TableRefused):
            taken(people, CONSENTS, tmp_path, PAIR + text)
    with people.reading() as session:
        assert [one.status for one in consents.listed(session)] == [state]


def test_terms_and_tags_come_in_and_go_out_the_same(library: Library, tmp_path: Path) -> None:
    with library.writing() as session:
        recording = a_recording(session, None, "C0001.MP4")
        twins = [a_recording(session, None, "C0002.MP4") for _ in range(2)]
        tags.put(session, "securite/barrages", recording.id, None, "Ina")
        tags.put(session, "paix/espoir", recording.id, Span(1500, 4000), "Ina")
        tags.put(session, "paix/espoir", twins[0].id, None, "Ina")
    for table in (TERMS, TAGGINGS):
        data = export_table(library, table)
        assert taken(library, table, tmp_path, data).same == data.count(b"\n") - 1
    more = "recording,tag,start,end\nC0001.MP4,justice,00:00:01,00:00:02.5\n"
    assert taken(library, TAGGINGS, tmp_path, more) == Imported(1, 0, 0)
    terms = "path,label_fr\npaix,La paix\npaix/fete,Fête\n"
    assert taken(library, TERMS, tmp_path, terms) == Imported(1, 1, 0)
    for bad in ("C0002.MP4,paix,,", "C0001.MP4,paix,1:00,", "C0001.MP4,paix,1:00,0:30", "C0001.MP4,guerre,,"):
        with pytest.raises(TableRefused):
            taken(library, TAGGINGS, tmp_path, f"recording,tag,start,end\n{bad}\n")


@given(cell=st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n;,\"'=+-@"), max_size=12))
def test_a_cell_survives_being_written_and_read(tmp_path_factory: pytest.TempPathFactory, cell: str) -> None:
    path = tmp_path_factory.getbasetemp() / "cell.csv"
    text = cell.strip(" \t\r\n\u00a0\ufeff").replace("\r", "")
    for excel in (False, True):
        path.write_bytes(written([COLUMN, Column("x", "")], [["k", text]], excel=excel))
        assert read_lines(path, [COLUMN, Column("x", "")])[0].cells["x"] == text


def test_a_formula_never_reaches_the_spreadsheet(library: Library) -> None:
    with library.writing() as session:
        an_interview(session, "GAO-01", title="=1+1")
    assert b",'=1+1," in export_table(library, INTERVIEWS)


def test_every_column_of_a_consent_is_written(library: Library) -> None:
    with library.writing() as session:
        interview = an_interview(session)
        day = date(2030, 1, 1)
        more = {
            "guardian": True,
            "assent": False,
            "language": "bm",
            "method": "filmed",
            "evidence": "C0009",
            "witness": "sa tante",
        }
        who = a_witness(session, interview, "A-1", minor=True)
        a_consent(session, who, interview, expires_on=day, embargo_until=day, **more)
        session.flush()
        (row,) = CONSENTS.rows(session)
    assert len(row) == len(COLUMNS) and all(row)
