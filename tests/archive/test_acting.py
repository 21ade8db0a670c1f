# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands once there are accounts: a name is not enough, a session is kept here and ends as a browser's does."""

import json
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from archive import accounts, passphrase
from archive.catalogue import accounts as rows
from archive.catalogue import audit, outbox, signins
from archive.cli.main import main
from archive.library import Library
from archive.passphrase import Cost
from archive.person import Role
from webui.cli import ALL

WORDS = "quatre chameaux lisent un journal"
Ask = Callable[..., Any]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = passphrase.hashed
    monkeypatch.setattr(accounts, "hashed", lambda password: real(password, Cost(64, 1, 1)))
    accounts._nobody.cache_clear()
    monkeypatch.setenv("BARO_SESSIONS", str(tmp_path / "sessions"))


@pytest.fixture
def ask(library: Library, capsys: pytest.CaptureFixture[str]) -> Ask:
    def run(*words: str, status: int = 0) -> Any:
        assert main(ALL, ["--archive", str(library.folder), *words]) == status
        told = capsys.readouterr()
        return told.out if status == 0 else told.err

    return run


@pytest.fixture
def password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that holds the password; commands read it as if it was typed."""
    path = tmp_path / "password"
    path.write_text(WORDS + "\n", encoding="utf-8")
    monkeypatch.setenv("BARO_PASSWORD_FILE", str(path))
    return path


def an_account(library: Library, name: str, role: Role) -> None:
    accounts.redeem(library, name, accounts.invite(library, name, role), WORDS, accounts.Browser("127.0.0.1"))


def test_without_accounts_a_name_is_enough(ask: Ask) -> None:
    ask("--as", "Quelqu’un", "interview", "add", "GAO-01", "--region", "Gao")
    assert "GAO-01" in ask("interview", "list")


def test_with_accounts_a_name_alone_opens_nothing_and_the_journal_believes_nobody(library: Library, ask: Ask) -> None:
    an_account(library, "Awa", Role.ADMINISTRATOR)
    said = ask("--as", "Awa", "interview", "add", "GAO-01", "--region", "Gao", status=1)
    assert "baro account enter" in said
    with library.reading() as session:
        (line, *_before) = audit.listed(session)
    assert (line.person, line.act) == ("", "refused")
    ask("doctor")
    ask("worker", "--once")
    ask("worker", "--list", status=1)


@pytest.mark.usefixtures("password")
def test_a_password_makes_one_command_the_account_s_own(library: Library, ask: Ask) -> None:
    an_account(library, "Awa", Role.ADMINISTRATOR)
    an_account(library, "Binta", Role.VIEWER)
    ask("--as", "awa", "interview", "add", "GAO-01", "--region", "Gao")
    refused = ask("--as", "Binta", "interview", "list", status=1)
    assert "n’est pas ouvert au rôle viewer" in refused and "cataloguer, editor" in refused
    assert "ne vont pas ensemble" in ask("--as", "Personne", "interview", "list", status=1)
    with library.reading() as session:
        told = [(one.person, one.act) for one in audit.listed(session)][::-1]
    assert told == [("Awa", "changed"), ("Binta", "refused"), ("", "refused")]


def test_wrong_passwords_are_counted_and_the_sixth_waits(library: Library, ask: Ask, password: Path) -> None:
    an_account(library, "Awa", Role.ADMINISTRATOR)
    password.write_text("faux\n", encoding="utf-8")
    for _try in range(accounts.PER_NAME):
        ask("--as", "Awa", "interview", "list", status=1)
    password.write_text(WORDS, encoding="utf-8")
    assert "Trop d’essais" in ask("--as", "Awa", "interview", "list", status=1)


@pytest.mark.usefixtures("password")
def test_a_session_is_kept_for_the_next_commands_and_only_its_own_user_may_read_it(
    library: Library, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_account(library, "Awa", Role.ADMINISTRATOR)
    assert "Bonjour, Awa" in ask("account", "enter", "Awa")
    (kept,) = (tmp_path / "sessions").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    monkeypatch.delenv("BARO_PASSWORD_FILE")
    ask("interview", "list")
    ask("--as", "Awa", "interview", "list")
    assert "baro account enter" in ask("--as", "Binta", "interview", "list", status=1), "somebody else is not Awa"
    browsers = json.loads(ask("account", "browsers", "Awa", "--json"))["browsers"]
    assert sorted(browser["agent"] for browser in browsers) == ["", "ligne de commande"], (
        "where the account was made, and here"
    )
    ask("account", "leave")
    assert not kept.exists()
    ask("interview", "list", status=1)


@pytest.mark.usefixtures("password")
@pytest.mark.parametrize("ending", ["idle", "elsewhere", "closed", "forged"])
def test_a_kept_session_ends_as_a_browser_s_does(
    library: Library, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    an_account(library, "Awa", Role.ADMINISTRATOR)
    an_account(library, "Binta", Role.EDITOR)
    ask("account", "enter", "Binta")
    monkeypatch.delenv("BARO_PASSWORD_FILE")
    ask("interview", "list")
    with library.reading() as session:
        binta = rows.named(session, "Binta")
    if ending == "idle":
        real = outbox.now
        monkeypatch.setattr(outbox, "now", lambda: real() + timedelta(minutes=31))
    elif ending == "elsewhere":
        with library.writing() as session:
            signins.end_all(session, binta.id)
    elif ending == "closed":
        accounts.close(library, binta.id)
    else:
        (kept,) = (tmp_path / "sessions").iterdir()
        kept.chmod(0o600)
        kept.write_text("x" * 43, encoding="ascii")
    ask("interview", "list", status=1)


@pytest.mark.usefixtures("password")
def test_only_the_protection_officer_opens_the_vault(library: Library, ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "phrase").write_text("une pirogue bleue attend la lune", encoding="utf-8")
    create = ("vault", "create", "--passphrase-file", str(tmp_path / "phrase"))
    an_account(library, "Awa", Role.ADMINISTRATOR)
    an_account(library, "Ina", Role.PROTECTION)
    assert "Il l’est à" in ask("--as", "Awa", *create, status=1)
    ask("--as", "Ina", *create)
    assert "n’est pas ouvert" in ask(
        "--as", "Awa", "vault", "list", "--passphrase-file", str(tmp_path / "phrase"), status=1
    )


@pytest.mark.usefixtures("password")
def test_nobody_confirms_a_consent_in_somebody_else_s_name(library: Library, ask: Ask, tmp_path: Path) -> None:
    an_account(library, "Awa", Role.ADMINISTRATOR)
    ask("--as", "Awa", "interview", "add", "GAO-01", "--region", "Gao")
    ask("--as", "Awa", "participant", "add", "GAO-F-001")
    sheet = tmp_path / "consents.csv"
    line = "participant;interview;status;given_on;audiences;recorded_by;confirmed_by\nGAO-F-001;GAO-01;active;2026-01-02;internet;{};{}\n"
    sheet.write_text(line.format("Awa", "Binta"), encoding="utf-8")
    assert "sous son propre compte" in ask("--as", "Awa", "consent", "import", str(sheet), status=1)
    for recorder in ("", "Binta"):
        sheet.write_text(line.format(recorder, ""), encoding="utf-8")
        assert "quelqu’un d’autre doit la confirmer" in ask("--as", "Awa", "consent", "import", str(sheet), status=1)
    sheet.write_text(line.replace("active", "pending").format("Binta", ""), encoding="utf-8")
    ask("--as", "Awa", "consent", "import", str(sheet))
    an_account(library, "Binta", Role.ADMINISTRATOR)
    sheet.write_text(line.format("", ""), encoding="utf-8")
    ask("--as", "Binta", "consent", "import", str(sheet))
    assert '"status": "active"' in ask("--as", "Binta", "consent", "list", "--json")


@pytest.mark.usefixtures("password")
def test_an_administrator_who_lost_the_password_gets_a_code_that_the_journal_tells_of(
    library: Library, ask: Ask
) -> None:
    an_account(library, "Awa", Role.ADMINISTRATOR)
    an_account(library, "Binta", Role.EDITOR)
    ask("account", "rescue", "Awa", status=2)
    assert "administration ouvert" in ask("account", "rescue", "Binta", "--confirm", "Binta", status=1)
    assert "Code de Awa" in ask("account", "rescue", "Awa", "--confirm", "Awa")
    with library.reading() as session:
        assert any("code de secours au compte Awa" in one.said for one in audit.listed(session))


def test_a_name_given_by_as_is_never_taken_for_a_filter(library: Library, ask: Ask) -> None:
    ask("--as", "Awa", "interview", "add", "GAO-01", "--region", "Gao")
    ask("--as", "Binta", "interview", "list")
    said = json.loads(ask("--as", "Awa", "audit", "list", "--json"))["deeds"]
    assert {one["person"] for one in said} == {"Awa", "Binta"}
