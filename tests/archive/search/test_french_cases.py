# SPDX-License-Identifier: GPL-3.0-or-later
"""Every row of the French acceptance table, through the library and through `baro search --json`."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import library as libraries
from archive.cli import COMMANDS
from archive.cli.main import main
from archive.library import Library
from tests.archive.search.telling import ask, tell

TABLE = Path(__file__).parents[2] / "data" / "french-search-cases.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """One archive with the text of each row in a region of its own."""
    made = libraries.create(tmp_path_factory.mktemp("cases") / "archive")
    with made.writing() as session:
        for row in ROWS:
            for number, text in enumerate(row["text"].split("||")):
                tell(session, f"{row['id']}-{number}", text, region=f"ligne {row['id']}")
    yield made
    made.catalogue.close()


def asked(row: dict[str, str]) -> str:
    exact = row["mode"] == "exact" and not row["query"].startswith("=")
    return f"={row['query']}" if exact else row["query"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['id']}-{row['why']}")
def test_a_row_of_the_table_through_the_library(cases: Library, row: dict[str, str]) -> None:
    region, mode = f"ligne {row['id']}", row["mode"]
    found = ask(cases, asked(row), region=region, broad=mode == "broad", fuzzy=mode == "fuzzy")
    assert (found.total > 0) == (row["expect"] == "match")
    assert bool(found.hits) == (found.total > 0)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['id']}-{row['why']}")
def test_a_row_of_the_table_on_the_command_line(
    cases: Library, row: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--archive", str(cases.folder), "search", asked(row), "--region", f"ligne {row['id']}", "--json"]
    words += [f"--{row['mode']}"] if row["mode"] in ("broad", "fuzzy") else []
    assert main(COMMANDS, words) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["total"] > 0) == (row["expect"] == "match")
