# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro film export`, `conform`, `rename`, `delete`, `versions`: what they say and with which status."""

import json
from pathlib import Path

import pytest

from archive.catalogue import films
from archive.cli import COMMANDS
from archive.cli.main import main
from archive.library import Library
from archive.model.film import Audience
from tests.films import a_film, agreed, said, taken_in
from tests.footage import footage


@pytest.fixture
def shelf(library: Library, tmp_path: Path) -> Library:
    (tmp_path / "card").mkdir()
    footage(tmp_path / "card", "C0001.mp4")
    take = taken_in(library, tmp_path / "card")["C0001.mp4"]
    agreed(library, take, "GAO-01")
    said(library, take, (0, 900, "Bonjour."))
    a_film(library, [(take, 0, 1000), (take, 1200, 1600)])
    return library


def baro(library: Library, *words: str) -> int:
    return main(COMMANDS, ["--archive", str(library.folder), "--as", "Ina", "film", *words])


def test_out_and_back_by_commands(shelf: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert baro(shelf, "export", "confiance", "-o", str(out), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["way"], told["rate"], told["refused"]) == ("package", "25", [])
    assert set(told["files"]) == {path.name for path in out.iterdir()}
    assert [one["used_frames"] for one in told["extracts"]] == [25, 10]
    assert baro(shelf, "conform", "confiance", str(out / "confiance.fcpxml"), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["clips"], told["odd"], told["refused"], told["previous"]) == (2, [], [], 1)
    srt = Path(told["subtitles"])
    assert srt.parent == out and "Bonjour." in srt.read_text(encoding="utf-8")
    bundle = tmp_path / "confiance.fcpxmld"
    bundle.mkdir()
    (bundle / "Info.fcpxml").write_bytes((out / "confiance.fcpxml").read_bytes())
    assert baro(shelf, "conform", "confiance", str(bundle), "--dry-run") == 0
    capsys.readouterr()
    assert baro(shelf, "versions", "confiance") == 0
    assert "montage confiance.fcpxml" in capsys.readouterr().out
    assert baro(shelf, "revert", "confiance", "1") == 0


def test_links_and_formats_are_chosen(shelf: Library, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = (
        "export",
        "confiance",
        "-o",
        str(out),
        "--way",
        "links",
        "--format",
        "edl",
        "--format",
        "otio",
        "--rate",
        "29.97",
    )
    assert baro(shelf, *words) == 0
    names = {path.name for path in out.iterdir()}
    assert names == {"confiance.edl", "confiance.otio", "confiance.fr.srt", "rushes", "SHA256SUMS.txt", "LISEZ-MOI.txt"}


def test_a_refusal_is_an_answer_for_programs(
    shelf: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with shelf.writing() as session:
        films.new(session, "vide", Audience.INTERNET)
    assert baro(shelf, "export", "vide", "-o", str(tmp_path / "out"), "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["folder"] is None and "vide" in told["message"]


def test_a_bad_rate_or_file_is_said(shelf: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert baro(shelf, "export", "confiance", "-o", str(tmp_path / "out"), "--rate", "bientôt") == 2
    assert baro(shelf, "conform", "confiance", str(tmp_path / "none.otio")) == 1
    (tmp_path / "a.otio").write_bytes(b"\0\1\2")
    assert baro(shelf, "conform", "confiance", str(tmp_path / "a.otio")) == 1
    assert "n’est pas un montage" in capsys.readouterr().err


def test_what_is_odd_gives_status_one_and_a_line(
    shelf: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.edl").write_text(
        "001  C0001  V  C  00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n"
        "002  MUSIC  V  C  00:00:00:00 00:00:01:00 01:00:01:00 01:00:02:00\n"
    )
    assert baro(shelf, "conform", "confiance", str(tmp_path / "a.edl"), "--dry-run") == 1
    assert "plan 2, à 00:00:01:00\u00a0: MUSIC\u00a0: ce plan ne vient pas de cette archive" in capsys.readouterr().out
    with shelf.reading() as session:
        assert len(films.edit_of(session, films.by_name(session, "confiance").id).items) == 2


def test_a_film_is_renamed_deleted_and_brought_back(shelf: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert baro(shelf, "rename", "confiance", "--title", "Ce que l’on attend", "--name", "attente") == 0
    assert baro(shelf, "rename", "attente") == 2
    assert baro(shelf, "delete", "attente") == 0
    assert baro(shelf, "show", "attente") == 1
    assert baro(shelf, "restore", "attente", "--json") == 0
    assert json.loads(capsys.readouterr().out.rpartition("\n{")[2].join(["{", ""]))["title"] == "Ce que l’on attend"
