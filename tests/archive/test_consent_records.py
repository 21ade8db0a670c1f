# SPDX-License-Identifier: GPL-3.0-or-later
"""Consents as the team enters them: two people for each, a whole group at once, tables in and out, papers to print."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import evidence
from archive.catalogue import consents, interviews, participants
from archive.cli.main import main
from archive.consent import AUDIENCES, PARTS
from archive.entry import confirm, enter
from archive.library import Library, create
from archive.model.footage import Interview
from archive.model.people import METHODS, Consent, ConsentId, ConsentStatus, Participant
from archive.paper import page
from archive.paper.form import form
from archive.paper.summary import SENTENCES, summary
from archive.person import Person, Role
from archive.tables.cells import Cells
from archive.tables.consents import COLUMNS, CONSENTS
from archive.tables.sheet import TableRefused, read_lines, written
from archive.tables.table import Change, Given, export_table, import_table
from media.errors import CannotCheck, Refused, WrongUse
from tests.people import a_consent, a_witness, an_interview
from webui.cli import ALL

PDF = b"%PDF-1.4 signed"
GIVEN = date(2018, 1, 2)


@pytest.fixture
def library(library: Library) -> Library:
    return library.as_person(Person("Awa", Role.CATALOGUER))


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Library]:
    made = create(tmp_path / "other")
    yield made
    made.catalogue.close()


@pytest.fixture
def group(library: Library) -> tuple[Interview, list[Participant]]:
    with library.writing() as session:
        interview = an_interview(session)
        return interview, [a_witness(session, interview, f"GAO-F-{n}") for n in range(3)]


def typed(who: Participant, interview: Interview, **more: object) -> Consent:
    """What somebody fills into the form."""
    facts: dict[str, object] = {"given_on": GIVEN, "films": frozenset({"any"}), **more}
    return Consent(ConsentId(""), who.id, interview.id, ConsentStatus.ACTIVE, **facts)  # type: ignore[arg-type]


def by(library: Library, name: str) -> Library:
    return library.as_person(Person(name, Role.CATALOGUER))


def test_nobody_opens_anything_alone(library: Library, group: tuple[Interview, list[Participant]]) -> None:
    interview, people = group
    (kept,) = enter(library, [typed(people[0], interview)])
    assert (kept.status, kept.recorded_by, kept.confirmed_by) == (ConsentStatus.PENDING, "Awa", "")
    with pytest.raises(Refused, match="quelqu’un d’autre"):
        confirm(by(library, " AWA "), [kept.id])
    (done,) = confirm(by(library, "Ina"), [kept.id])
    assert (done.status, done.confirmed_by) == (ConsentStatus.ACTIVE, "Ina")
    with library.reading() as session:
        assert [(one.status, one.by) for one in consents.history(session, kept.id)] == [
            ("pending", "Awa"),
            ("active", "Ina"),
        ]


@pytest.mark.parametrize(("recorder", "confirmer"), [("Awa", "Awa"), ("Awa", ""), ("", ""), ("Ina", "ina ")])
def test_a_record_in_force_needs_two_people(
    library: Library, group: tuple[Interview, list[Participant]], recorder: str, confirmer: str
) -> None:
    interview, people = group
    with library.writing() as session, pytest.raises(Refused):
        consents.record(
            session, typed(people[0], interview, recorded_by=recorder, confirmed_by=confirmer), recorder or "Awa"
        )


def test_a_group_is_entered_at_once_or_not_at_all(library: Library, group: tuple[Interview, list[Participant]]) -> None:
    interview, people = group
    with library.writing() as session:
        a_consent(session, people[2], interview, given_on=date(2019, 1, 1))
    with pytest.raises(Refused, match="plus récente"):
        enter(library, [typed(one, interview) for one in people])
    with library.reading() as session:
        assert len(consents.listed(session, interview.id)) == 1
    assert len(enter(library, [typed(one, interview) for one in people[:2]])) == 2
    with pytest.raises(WrongUse, match="date"):
        enter(library, [typed(people[0], interview, given_on=None)])
    with pytest.raises(WrongUse):
        enter(library, [])


def test_a_new_paper_closes_what_the_old_one_opened_until_it_is_confirmed(
    library: Library, group: tuple[Interview, list[Participant]]
) -> None:
    interview, people = group
    with library.writing() as session:
        a_consent(session, people[0], interview)
    (kept,) = enter(library, [typed(people[0], interview)])
    with library.reading() as session:
        assert consents.current(session, people[0].id, interview.id) == kept
        assert kept.status is ConsentStatus.PENDING


def test_an_active_line_is_confirmed_by_whoever_did_not_write_it(
    library: Library, group: tuple[Interview, list[Participant]], tmp_path: Path
) -> None:
    def take(line: str) -> Consent | None:
        file = tmp_path / "consents.csv"
        file.write_text(f"participant,interview,status,given_on,recorded_by,confirmed_by\n{line}\n", encoding="utf-8")
        import_table(library, CONSENTS, file)
        with library.reading() as session:
            return consents.current(session, group[1][0].id, group[0].id)

    with pytest.raises(TableRefused, match="quelqu’un d’autre"):
        take("GAO-F-0,GAO-01,active,2018-01-02,Awa,")
    with pytest.raises(TableRefused, match="quelqu’un d’autre"):
        take("GAO-F-0,GAO-01,active,2018-01-02,Ina,INA")
    kept = take("GAO-F-0,GAO-01,pending,2018-01-02,Awa,Ina")
    assert kept is not None and kept.confirmed_by == "" and kept.status is ConsentStatus.PENDING
    kept = take("GAO-F-0,GAO-01,active,2018-01-02,,Ina")
    assert kept is not None and (kept.recorded_by, kept.confirmed_by) == ("Awa", "Ina")
    kept = take("GAO-F-0,GAO-01,active,2018-01-03,,")
    assert kept is not None and (kept.recorded_by, kept.confirmed_by) == ("imported-table", "Awa")


NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), max_size=12)
ONE = st.builds(
    Consent,
    id=st.just(ConsentId("")),
    participant=st.just(""),
    interview=st.just(""),
    status=st.sampled_from([status for status in ConsentStatus if status is not ConsentStatus.SUPERSEDED]),
    given_on=st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    expires_on=st.none() | st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    embargo_until=st.none() | st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    films=st.frozensets(st.from_regex(r"[a-z][a-z-]{0,8}", fullmatch=True), max_size=3),
    audiences=st.frozensets(st.sampled_from(AUDIENCES)),
    shows=st.frozensets(st.sampled_from(PARTS)),
    guardian=st.none() | st.booleans(),
    assent=st.none() | st.booleans(),
    language=st.sampled_from(["", "bm", "ses", "fr"]),
    method=st.sampled_from(["", *METHODS, "par radio"]),
    witness=NAMES,
    evidence=NAMES,
    recorded_by=st.sampled_from(["Awa", "Moussa"]),
)


@settings(max_examples=30)
@given(records=st.lists(ONE, min_size=1, max_size=4))
def test_consents_leave_as_a_table_and_come_back_the_same(
    library: Library, other: Library, tmp_path: Path, records: list[Consent]
) -> None:
    with library.reading() as here, other.reading() as there:  # thrown away afterwards, both
        interview, people = an_interview(here), []
        for number, one in enumerate(records):
            people.append(a_witness(here, interview, f"GAO-F-{number}"))
            consents.record(here, replace(one, participant=people[-1].id, interview=interview.id), "Ina")
        (tmp_path / "out.csv").write_bytes(written(COLUMNS, CONSENTS.rows(here)))
        interviews.add(there, interview)
        for person in people:
            participants.add(there, person)
        lines = [CONSENTS.read(Cells(line)) for line in read_lines(tmp_path / "out.csv", COLUMNS)]
        how = Given(frozenset(column.name for column in COLUMNS), "Moussa Deux")
        assert {CONSENTS.apply(there, line, how) for line in lines} == {Change.ADDED}
        assert {CONSENTS.apply(here, line, how) for line in lines} == {Change.SAME}
        left, arrived = (consents.listed(session, interview.id) for session in (here, there))
        assert [replace(one, id=ConsentId("")) for one in arrived] == [replace(one, id=ConsentId("")) for one in left]


def test_the_paper_is_kept_under_its_hash_without_its_name(
    library: Library, group: tuple[Interview, list[Participant]], tmp_path: Path
) -> None:
    (kept,) = enter(library, [typed(group[1][0], group[0])])
    paper = tmp_path / "Awa Nomdefamille.pdf"
    paper.write_bytes(PDF)
    kept = evidence.keep(library, kept.id, paper)
    assert evidence.keep_bytes(library, kept.id, PDF) == kept
    path, kind = evidence.file_of(library, kept)
    assert path.read_bytes() == PDF and kind == "application/pdf"
    assert "Nomdefamille" not in "".join(str(one) for one in library.folder.rglob("*"))
    assert kept.evidence_file.encode() not in export_table(library, CONSENTS)
    path.chmod(0o600)
    path.write_bytes(PDF + b" forged")
    with pytest.raises(CannotCheck):
        evidence.file_of(library, kept)
    (tmp_path / "page.pdf").write_bytes(b"<html>not a paper</html>")
    with pytest.raises(Refused):
        evidence.keep(library, kept.id, tmp_path / "page.pdf")


def test_the_form_knows_the_interview_and_no_name(library: Library) -> None:
    with library.writing() as session:
        interview = an_interview(
            session, "GAO-09", held_on=date(2018, 10, 4), languages=("ses",), place="<b>Marché</b>"
        )
    text = page("Feuille", form(interview, "GAO-F-012", films=["confiance"]))
    for words in ("GAO-09", "GAO-F-012", "4 octobre 2018", "songhay", "&lt;b&gt;Marché", "confiance", "size: A4"):
        assert words in text
    assert "http" not in text and "<script" not in text and "<b>Marché" not in text


def test_the_summary_is_short_enough_to_be_listened_to(library: Library) -> None:
    with library.writing() as session:
        text = summary(an_interview(session))
    assert all(len(sentence.split()) <= 24 for one in SENTENCES for sentence in one.split(". "))
    assert all(sentence in text for sentence in SENTENCES)


def test_the_state_that_people_see_ends_with_the_last_day(group: tuple[Interview, list[Participant]]) -> None:
    one = typed(group[1][0], group[0], expires_on=date(2020, 1, 1))
    assert [one.state_on(day) for day in (date(2019, 12, 31), date(2020, 1, 1))] == ["active", "expired"]
    assert replace(one, status=ConsentStatus.WITHDRAWN).state_on(date(2030, 1, 1)) == "withdrawn"


def test_two_people_at_the_command_line(
    library: Library, group: tuple[Interview, list[Participant]], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def baro(person: str, *words: str) -> tuple[int, str]:
        left = main(ALL, ["--archive", str(library.folder), "--as", person, *words])
        said = capsys.readouterr()
        return left, said.out + said.err

    told = baro("Awa", "consent", "group", "GAO-01", "--except", "GAO-F-2", "--given-on", "2018-03-02", "--json")
    ids = [one["id"] for one in json.loads(told[1])["consents"]]
    assert len(ids) == 2
    assert baro("Awa", "consent", "confirm", *ids)[0] == 1
    assert "en vigueur" in baro("Ina", "consent", "confirm", *ids)[1]
    status, said = baro("Awa", "consent", "add", "GAO-F-2", "GAO-01", "--status", "active", "--given-on", "2018-03-02")
    assert status == 0 and "seconde personne" in said and "en attente" in said
    status, said = baro("Awa", "consent", "add", "GAO-F-2", "GAO-01", "--given-on", "2018-03-02")
    assert status == 0 and "en attente" in said
    for action in ("form", "summary"):
        out = tmp_path / f"{action}.html"
        assert baro("Awa", "consent", action, "GAO-01", "-o", str(out))[0] == 0
        assert "GAO-01" in out.read_text(encoding="utf-8")
