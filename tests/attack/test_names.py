# SPDX-License-Identifier: GPL-3.0-or-later
"""Fifty real names in the vault of a busy archive: none of them in any other file, log, page or answer, nor readable in the vault's."""

import json
import logging
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask

from archive import vault
from archive.catalogue import films, jobs, tracks
from archive.cli.main import main
from archive.film.render import render_film
from archive.library import Library
from archive.search import rebuild
from archive.vault import Identity, file
from archive.worker import run_worker
from tests.films import SMALL
from tests.pages import Archive, Browser
from tests.vaults import PHRASE, a_vault
from webui.cli import ALL

NAMES = [f"Zorgoba{number} Kindrébo{number}" for number in range(50)]
CODES = ["GAO-F-012", *(f"T-{number:03d}" for number in range(1, 50))]


def secrets_of(text: str) -> list[str]:
    return [name for name in NAMES if name in text or name.split()[0] in text or name.split()[1] in text]


def test_no_name_of_the_vault_is_anywhere_else(
    archive: Archive,
    app: Flask,
    browser: Browser,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library, said = archive.library, []
    caplog.set_level(logging.DEBUG)
    (tmp_path / "phrase").write_text(PHRASE, encoding="utf-8")
    opened = a_vault(library)
    in_the_middle = _while_written(monkeypatch, vault.path_of(library))
    for code, name in zip(CODES, NAMES, strict=True):
        opened.put(Identity(code, name, f"tél. {name}", (f"dit {name}",)))

    def baro(*words: str, status: int = 0) -> None:
        secret = ["--passphrase-file", str(tmp_path / "phrase")] if words[0] == "vault" else []
        assert main(ALL, ["--archive", str(library.folder), "--as", "Ina", *words, *secret]) == status
        told = capsys.readouterr()
        if words[:2] != ("vault", "find"):  # the one answer that is meant to name somebody
            said.append(told.out + told.err)

    baro("vault", "find", NAMES[7])
    baro("vault", "erase", CODES[9], "--confirm", CODES[9])
    baro("vault", "show", CODES[9], status=1)
    baro("vault", "check", "confiance")
    baro("vault", "check")
    baro("subtitles", "names", _track(archive))
    baro("subtitles", "export", _track(archive), "-o", str(library.folder / "out.vtt"), "--use", "partner")
    baro("audit", "head", "-o", str(library.folder / "head.json"))
    baro("search", NAMES[7])
    baro("interview", "show", NAMES[7], status=1)
    baro("consent", "export", "-o", str(library.folder / "consents.csv"))
    baro("film", "check", "confiance")
    baro("doctor", status=1)
    baro("audit", "list")
    render_film(library, archive.film.id, shape=SMALL)
    rebuild(library)
    browser.post("/films", name=NAMES[7], audience="screening")
    _a_job_breaks(library, monkeypatch)
    run_worker(library, once=True)
    broken = _a_page_breaks(app, monkeypatch)
    with library.reading() as session:
        assert [film.name for film in films.listed(session)] == ["confiance"], (
            "no name of a person is the name of a film"
        )
    assert NAMES[3] not in broken and "cassé" in broken
    pages = [browser.get(page).get_data(as_text=True) for page in ("/", "/films", "/temoins", "/journal", "/nowhere")]
    searched = 0
    for path in library.folder.rglob("*"):
        if path.is_file():
            searched += 1
            assert secrets_of(path.read_bytes().decode("utf-8", "replace")) == [], path
    assert searched > 20 and len(in_the_middle) > 50
    assert not any(secrets_of(data.decode("utf-8", "replace")) for data in in_the_middle)
    assert secrets_of(json.dumps([*said, *pages], ensure_ascii=False).replace(NAMES[7], "")) == []
    assert secrets_of(caplog.text) == []


def _track(archive: Archive) -> str:
    with archive.library.reading() as session:
        stored = tracks.french(session, archive.video.id)
    assert stored is not None
    return stored.id


def _while_written(monkeypatch: pytest.MonkeyPatch, path: Path) -> list[bytes]:
    """What lies on the disk in the middle of each write of the vault, its rollback journal included."""
    seen: list[bytes] = []
    real = file.keep

    def keep(database: sqlite3.Connection, row: file.Row) -> None:
        real(database, row)
        seen.append(b"".join(one.read_bytes() for one in sorted(path.parent.glob(path.name + "*"))))

    monkeypatch.setattr(file, "keep", keep)
    return seen


def _a_job_breaks(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that falls over while somebody's name is among its values: the log has its trace, and never the name."""
    from archive import worker

    def fall(*_args: object) -> None:
        known = Identity("T-001", NAMES[3])
        raise RuntimeError(f"broken with {known}")

    with library.writing() as session:
        jobs.enqueue(session, "render-clip", "0" * 32)
    with monkeypatch.context() as broken:
        broken.setattr(worker, "perform", fall)
        with suppress(RuntimeError):
            run_worker(library, once=True)


def _a_page_breaks(app: Flask, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page of an error while somebody's name is in the address and among the values."""
    from webui import films as view

    def fall(*_args: object, **_more: object) -> None:
        raise RuntimeError(f"broken with {Identity('T-001', NAMES[3])}")

    with monkeypatch.context() as broken:
        broken.setattr(view.films, "listed", fall)
        app.config["PROPAGATE_EXCEPTIONS"] = False
        answer = app.test_client().get("/films", query_string={"q": NAMES[3]})
    assert answer.status_code == 500 and answer.headers["Cache-Control"] == "no-store"
    return answer.get_data(as_text=True)
