# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro vault` as the protection officer types it, and fifty names that are then looked for in every file."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive import ledger
from archive.catalogue import interviews
from archive.cli.main import main
from archive.erasure import erase
from archive.library import Library
from archive.model.withdrawal import Taken, Taking
from archive.person import Person, Role
from archive.vault import erased, path_of
from archive.vault.erased import Key
from archive.withdrawal import withdraw
from archive.worker import run_worker
from tests.people import a_consent, a_witness, an_interview
from webui.cli import ALL

PHRASE = "une pirogue bleue attend la lune"
NAMES = [f"Prénom{number} Nomdefamille{number}" for number in range(50)]
Ask = Callable[..., Any]


@pytest.fixture
def ask(library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run `baro vault ...` with the passphrase in a file; JSON when it went well, what was said otherwise."""
    (tmp_path / "phrase").write_text(PHRASE + "\n", encoding="utf-8")

    def run(*words: str, status: int = 0) -> Any:
        more = ["--passphrase-file", str(tmp_path / "phrase"), "--json"]
        try:
            left = main(ALL, ["--archive", str(library.folder), "vault", *words, *more])
        except SystemExit as end:
            left = int(end.code or 0)
        said = capsys.readouterr()
        assert left == status, said.err
        return json.loads(said.out) if status == 0 else said.err

    return run


def sheet(folder: Path) -> Path:
    rows = [f"T-{number:03d},{name},,surnom{number}," for number, name in enumerate(NAMES)]
    path = folder / "noms.csv"
    path.write_text("\n".join(["code,name,contact,known_as,note", *rows]), encoding="utf-8")
    return path


def test_a_vault_is_made_filled_asked_and_emptied(ask: Ask, tmp_path: Path) -> None:
    ask("create")
    assert "déjà un coffre" in ask("create", status=1)
    assert len(ask("import", str(sheet(tmp_path)))["codes"]) == 50
    assert ask("list")["codes"][:2] == ["T-000", "T-001"]
    assert ask("show", "T-007")["name"] == NAMES[7]
    assert ask("find", "nomdefamille49")["found"] == [{"code": "T-049", "name": NAMES[49]}]
    assert "Pour confirmer" in ask("erase", "T-007", status=2)
    ask("erase", "T-007", "--confirm", "T-007")
    assert "effacée" in ask("show", "T-007", status=1)


def test_a_passphrase_is_changed_and_the_old_one_no_longer_opens(ask: Ask, tmp_path: Path) -> None:
    ask("create")
    (tmp_path / "new").write_text("quatre chameaux lisent un journal", encoding="utf-8")
    ask("passphrase", "--new-file", str(tmp_path / "new"))
    assert "pas la phrase de passe" in ask("list", status=1)


def test_a_sheet_with_a_missing_name_keeps_nothing(ask: Ask, tmp_path: Path) -> None:
    ask("create")
    (tmp_path / "noms.csv").write_text("code,name\nT-001,Quelqu’un\nT-002,\n", encoding="utf-8")
    assert "ligne 3" in ask("import", str(tmp_path / "noms.csv"), status=1)
    assert ask("list")["codes"] == []


def test_without_anybody_to_type_the_file_is_asked_for(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(ALL, ["--archive", str(library.folder), "vault", "create"]) == 2
    assert "--passphrase-file" in capsys.readouterr().err


def test_no_name_is_found_in_any_file_of_the_archive(ask: Ask, library: Library, tmp_path: Path) -> None:
    ask("create")
    ask("import", str(sheet(tmp_path)))
    ask("find", NAMES[3])
    ask("erase", "T-004", "--confirm", "T-004")
    for path in library.folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert [name for name in NAMES if name.encode() in data or name.split()[0].encode() in data] == [], path


def test_an_erased_person_loses_their_identity_at_the_next_opening(ask: Ask, library: Library, tmp_path: Path) -> None:
    ask("create")
    ask("import", str(sheet(tmp_path)))
    for code in ("T-003", "T-004"):
        taken = Taken(Taking.ERASURE, code, "GAO-01", date(2026, 3, 1), "Djénéba")
        ledger.append(library.folder, library.settings, taken)
    with library.writing() as session:
        an_interview(session, "GAO-02")
        elsewhere = interviews.by_code(session, "GAO-02")
        a_consent(session, a_witness(session, elsewhere, "T-004"), elsewhere)
    assert "T-003" not in ask("list")["codes"]
    assert "effacée" in ask("show", "T-003", status=1)
    assert ask("show", "T-004")["name"] == NAMES[4], "still a witness elsewhere"


def test_the_key_of_an_erased_person_goes_without_the_passphrase(ask: Ask, library: Library, tmp_path: Path) -> None:
    with library.writing() as session:
        interview = an_interview(session)
        kept = a_consent(session, a_witness(session, interview, "T-003"), interview)
        a_witness(session, interview, "T-004")
    ask("create")
    ask("import", str(sheet(tmp_path)))
    withdraw(library, kept.id)
    file = path_of(library)
    assert erased.key_of(library, "T-003") is Key.HERE and erased.key_of(library, "T-009") is Key.NONE
    away = file.rename(tmp_path / "key.sqlite")  # the vault lies on a USB key that is not plugged in
    assert erased.key_of(library, "T-003") is Key.AWAY
    done = erase(library.as_person(Person("Djénéba", Role.PROTECTION)), "T-003", "GAO-01", "T-003")
    assert done.key is Key.AWAY and records(away) == 50
    away.rename(file)
    run_worker(library, once=True)
    assert records(file) == 49
    assert "effacée" in ask("show", "T-003", status=1)
    assert ask("show", "T-004")["name"] == NAMES[4]


def records(path: Path) -> int:
    """How many identities still have a key in the vault's file."""
    with closing(sqlite3.connect(path)) as database:
        found: int = database.execute("SELECT count(*) FROM identity WHERE key IS NOT NULL").fetchone()[0]
        return found


@pytest.mark.parametrize(
    ("code", "name", "tells"),
    [
        ("AMINATA-D", "Aminata Dembélinaire", True),
        ("GAO-DEMBELINAIRE", "Aminata Dembélinaire", True),
        ("GAO-F-012", "Aminata Dembélinaire", False),
    ],
)
def test_a_code_that_says_its_bearer_s_name_is_told(
    ask: Ask, tmp_path: Path, code: str, name: str, tells: bool
) -> None:
    ask("create")
    (tmp_path / "noms.csv").write_text(f"code,name,contact,known_as,note\n{code},{name},,,\n", encoding="utf-8")
    assert ask("import", str(tmp_path / "noms.csv"))["telling_codes"] == [code] * tells
