# SPDX-License-Identifier: GPL-3.0-or-later
"""The journal: lines are added, never changed; what was edited, cut, moved or written anew shows."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from archive.catalogue import audit
from archive.cli.main import main
from archive.library import Library
from archive.model.audit import Act, Head
from archive.person import Person, Role
from webui.cli import ALL

AWA = Person("Awa", Role.EDITOR)
DEEDS = ["a ouvert un rush", "a coupé un extrait", "a sorti un film", "a levé un scellé", "a relu"]


@pytest.fixture
def told(library: Library) -> Library:
    """An archive whose journal has five lines."""
    with library.writing() as session:
        for said in DEEDS:
            audit.write(session, AWA, Act.CHANGED, said, "r1")
    return library


def tampered(library: Library, *statements: str) -> None:
    """What somebody with the file and time enough does: the guards taken off first."""
    with library.catalogue.engine.begin() as connection:
        for deed in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER audit_is_only_added_to_{deed}"))
        for statement in statements:
            connection.execute(text(statement))


def found(library: Library, kept: Head | None = None) -> str:
    with library.reading() as session:
        breach = audit.breach(session, kept)
    return breach.message if breach is not None else ""


def test_an_untouched_journal_holds(told: Library) -> None:
    with told.reading() as session:
        newest = audit.head(session)
        assert [deed.said for deed in audit.listed(session)] == DEEDS[::-1]
    assert newest.id == 5 and found(told, newest) == ""


@pytest.mark.parametrize("statement", ["UPDATE audit SET said = 'rien' WHERE id = 2", "DELETE FROM audit WHERE id = 5"])
def test_the_catalogue_itself_refuses_to_change_a_line(told: Library, statement: str) -> None:
    with pytest.raises(IntegrityError, match="only added to"), told.catalogue.engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET said = 'rien' WHERE id = 3",
        "UPDATE audit SET person = 'Binta' WHERE id = 1",
        "UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE id = 5",
        "DELETE FROM audit WHERE id = 2",
        "DELETE FROM audit WHERE id = 1",
        "UPDATE audit SET id = CASE id WHEN 2 THEN -3 WHEN 3 THEN -2 ELSE id END",
    ],
)
def test_an_edit_a_gap_and_another_order_show(told: Library, statement: str) -> None:
    tampered(told, statement, "UPDATE audit SET id = -id WHERE id < 0")
    assert found(told) != ""


def test_an_end_that_was_cut_off_shows_against_a_kept_head(told: Library) -> None:
    with told.reading() as session:
        kept = audit.head(session)
    tampered(told, "DELETE FROM audit WHERE id >= 4")
    assert found(told) == "", "nothing in the journal itself can show it"
    assert "fin du journal manque" in found(told, kept)


def test_a_journal_written_anew_shows_against_a_kept_head(told: Library) -> None:
    with told.reading() as session:
        kept = audit.head(session)
    tampered(told, "DELETE FROM audit")
    with told.writing() as session:
        for said in (*DEEDS[:4], "n’a rien fait", "rien"):
            audit.write(session, AWA, Act.CHANGED, said, "r1")
    assert found(told) == "" and "n’est plus celle" in found(told, kept)


Ask = Callable[..., Any]


@pytest.fixture
def ask(library: Library, capsys: pytest.CaptureFixture[str]) -> Ask:
    def run(*words: str, status: int = 0) -> Any:
        assert main(ALL, ["--archive", str(library.folder), "--as", "Ina", *words]) == status
        return capsys.readouterr().out

    return run


def test_commands_write_what_they_did_and_who_but_never_what_was_asked(ask: Ask) -> None:
    ask("interview", "add", "GAO-01", "--region", "Gao", "--title", "Secret intitulé")
    ask("search", "Quelqu’un de connu")
    ask("tag", "terms")
    ask("interview", "show", "RIEN-99", status=1)
    said = json.loads(ask("audit", "list", "--json"))["deeds"]
    assert [(deed["person"], deed["act"]) for deed in said] == [
        ("Ina", "refused"),
        ("Ina", "saw"),
        ("Ina", "searched"),
        ("Ina", "changed"),
    ]
    assert "interview add" in said[3]["said"]
    assert "Quelqu’un" not in json.dumps(said, ensure_ascii=False) and "Secret" not in json.dumps(said)


def test_verify_says_whether_the_journal_holds_and_the_exit_status_too(
    ask: Ask, library: Library, tmp_path: Path
) -> None:
    ask("interview", "add", "GAO-01", "--region", "Gao")
    ask("interview", "add", "GAO-02", "--region", "Gao")
    ask("audit", "head", "-o", str(tmp_path / "releve.json"))
    assert "Le journal tient" in ask("audit", "verify", "--head", str(tmp_path / "releve.json"))
    tampered(library, "DELETE FROM audit WHERE id = 2")
    assert "La fin du journal manque" in ask("audit", "verify", "--head", str(tmp_path / "releve.json"), status=1)
    (tmp_path / "autre.json").write_text("[]", encoding="utf-8")
    ask("audit", "verify", "--head", str(tmp_path / "autre.json"), status=3)
