# SPDX-License-Identifier: GPL-3.0-or-later
"""Fifty real names in the vault of a busy archive: none of them in any other file, log, page or answer, nor readable in the vault's."""

import json
import logging
from pathlib import Path

import pytest
from flask import Flask

from archive import vault
from archive.catalogue import films
from archive.cli.main import main
from archive.film.render import render_film
from archive.passphrase import Cost
from archive.search import rebuild
from archive.vault import Identity
from archive.worker import run_worker
from tests.films import SMALL
from tests.pages import Archive, Browser
from webui.cli import ALL

PHRASE = "une pirogue bleue attend la lune"
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
) -> None:
    library, said = archive.library, []
    caplog.set_level(logging.DEBUG)
    (tmp_path / "phrase").write_text(PHRASE, encoding="utf-8")
    vault.create(vault.path_of(library), PHRASE, Cost(64, 1, 1))
    opened = vault.open_vault(vault.path_of(library), PHRASE)
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
    baro("search", NAMES[7])
    baro("interview", "show", NAMES[7], status=1)
    baro("consent", "export", "-o", str(library.folder / "consents.csv"))
    baro("film", "check", "confiance")
    baro("doctor", status=1)
    baro("audit", "list")
    render_film(library, archive.film.id, shape=SMALL)
    rebuild(library)
    browser.post("/films", name=NAMES[7], audience="screening")
    run_worker(library, once=True)
    with library.reading() as session:
        assert [film.name for film in films.listed(session)] == ["confiance"], (
            "no name of a person is the name of a film"
        )
    pages = [browser.get(page).get_data(as_text=True) for page in ("/", "/films", "/temoins", "/journal", "/nowhere")]
    searched = 0
    for path in library.folder.rglob("*"):
        if path.is_file():
            searched += 1
            assert secrets_of(path.read_bytes().decode("utf-8", "replace")) == [], path
    assert searched > 20
    assert secrets_of(json.dumps([*said, *pages], ensure_ascii=False).replace(NAMES[7], "")) == []
    assert secrets_of(caplog.text) == []
