# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line as a whole: help, exit statuses, refusals in plain words."""

import json
import subprocess
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest

from archive.cli.main import main
from media.files import part_name, place_of
from webui.cli import ALL


def baro(*words: str) -> int:
    try:
        return main(ALL, words)
    except SystemExit as end:
        return int(end.code or 0)


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert baro("--help") == 0
    printed = capsys.readouterr().out
    assert all(command.name in printed and command.help in printed for command in ALL)


@pytest.mark.parametrize("command", ALL, ids=lambda command: command.name)
def test_every_command_explains_itself(command: object, capsys: pytest.CaptureFixture[str]) -> None:
    name = command.name  # type: ignore[attr-defined]
    assert baro(name, "--help") == 0
    assert f"baro {name}" in capsys.readouterr().out
    module = import_module(command.module)  # type: ignore[attr-defined]
    assert callable(module.configure) and callable(module.run)


def test_no_command_at_all_is_a_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert baro() == 2
    assert "commandes" in capsys.readouterr().out


def test_the_version_is_told_cheaply(capsys: pytest.CaptureFixture[str]) -> None:
    assert baro("--version") == 0
    assert capsys.readouterr().out == f"baro {version('baro')}\n"
    code = "import sys; from webui.cli import ALL; import archive.cli.main; print('importlib.metadata' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"


def test_a_wrong_choice_names_the_right_ones_as_they_are_typed(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ("interview", "list", "--kind"),
        ("participant", "add", "A", "--sex"),
        ("consent", "edit", "A", "--status"),
    ):
        assert baro(*words, "zut") == 2
        told = capsys.readouterr().err
        assert "choix impossible" in told and "<" not in told


def test_what_the_disk_refuses_is_told_in_french_with_the_name_that_was_typed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "dossier.csv").mkdir()
    baro("init", str(tmp_path / "a"))
    capsys.readouterr()
    assert baro("--archive", str(tmp_path / "a"), "interview", "export", "-o", str(tmp_path / "dossier.csv")) == 3
    told = capsys.readouterr().err
    assert f"{tmp_path / 'dossier.csv'} : c’est un dossier" in told and "→" in told
    assert place_of(FileNotFoundError(2, "", str(part_name(tmp_path / "x.srt")))) == str(tmp_path)


@pytest.mark.parametrize("code", ["", " ", "GAO 01", "GAO+01"])
def test_a_code_fits_on_a_slate(code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    baro("init", str(tmp_path / "a"))
    for kind in ("interview", "participant"):
        assert baro("--archive", str(tmp_path / "a"), kind, "add", code) == 1
        assert "code" in capsys.readouterr().err


def test_an_unknown_command_is_a_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert baro("serch") == 2
    assert "serch" in capsys.readouterr().err


def test_a_refusal_says_what_and_the_way_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert baro("--archive", str(tmp_path), "recording", "list") == 1
    printed = capsys.readouterr().err
    assert "Il n’y a pas d’archive" in printed and "baro init" in printed


def test_the_archive_may_be_named_before_or_after_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert baro("init", str(tmp_path / "a")) == 0
    capsys.readouterr()
    assert baro("--archive", str(tmp_path / "a"), "recording", "list", "--json") == 0
    first = capsys.readouterr().out
    assert baro("recording", "list", "--json", "--archive", str(tmp_path / "a")) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(first)


def test_the_environment_names_the_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    baro("init", str(tmp_path / "a"))
    monkeypatch.setenv("BARO_ARCHIVE", str(tmp_path / "a"))
    assert baro("recording", "list") == 0
    assert "Archive créée" in capsys.readouterr().out


def test_help_speaks_french_throughout(capsys: pytest.CaptureFixture[str]) -> None:
    baro("config", "--help")
    printed = capsys.readouterr().out
    assert "emploi" in printed and "show this help" not in printed and "options" in printed


def test_english_is_the_second_language(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("BARO_LANGUAGE", "en")
    assert baro("--help") == 0
    assert "create an archive" in capsys.readouterr().out
    monkeypatch.setenv("BARO_LANGUAGE", "fr")
    baro("--help")
