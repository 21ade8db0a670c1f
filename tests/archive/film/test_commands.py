# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro film` and `baro clip` as a person types them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.catalogue import consents, seals
from archive.cli.main import main
from archive.library import Library
from archive.model.footage import Recording
from archive.model.people import ConsentStatus, Seal
from media.span import Span
from media.verify import counts
from tests.films import agreed, said, taken_in
from tests.footage import footage
from webui.cli import ALL

Baro = Callable[..., int]


@pytest.fixture
def rush(library: Library, tmp_path: Path) -> Recording:
    (tmp_path / "card").mkdir()
    footage(tmp_path / "card", "rush.mp4")
    found = taken_in(library, tmp_path / "card")["rush.mp4"]
    agreed(library, found, "GAO-1")
    said(library, found, (0, 1000, "Avant,"), (1000, 2000, "on n’avait plus confiance."))
    return found


@pytest.fixture
def baro(library: Library) -> Baro:
    def run(*words: object) -> int:
        try:
            return main(ALL, ["--archive", str(library.folder), *map(str, words)])
        except SystemExit as end:
            return int(end.code or 0)

    return run


def asked(baro: Baro, capsys: pytest.CaptureFixture[str], *words: object, status: int = 0) -> Any:
    capsys.readouterr()
    assert baro(*words, "--json") == status
    return json.loads(capsys.readouterr().out)


def test_a_paper_edit_is_typed_line_by_line(baro: Baro, rush: Recording, capsys: pytest.CaptureFixture[str]) -> None:
    assert baro("film", "new", "confiance", "--audience", "screening", "--title", "Confiance retrouvée") == 0
    assert baro("film", "add", "confiance", "rush.mp4", "00:00:00.200", "00:00:01") == 0
    assert baro("film", "card", "confiance", "Gao", "--seconds", "2.5", "--at", "1") == 0
    assert baro("film", "note", "confiance", "plus court ?") == 0
    assert baro("film", "move", "confiance", "3", "1") == 0
    assert baro("film", "change", "confiance", "3", "00:00:00", "00:00:00.8") == 0
    shown = asked(baro, capsys, "film", "show", "confiance")
    assert [(one["place"], one["kind"], one["text"], one["duration_ms"]) for one in shown["items"]] == [
        (1, "note", "plus court ?", 0),
        (2, "card", "Gao", 2500),
        (3, "clip", None, 800),
    ]
    assert (shown["items"][2]["name"], shown["items"][2]["end_ms"]) == ("rush.mp4", 800)
    assert asked(baro, capsys, "film", "remove", "confiance", "1")["items"][0]["kind"] == "card"
    baro("film", "show", "confiance")
    printed = capsys.readouterr().out
    assert "Confiance retrouvée" in printed and "rush.mp4  00:00:00.000 → 00:00:00.800" in printed
    assert asked(baro, capsys, "film", "list")["films"][0]["name"] == "confiance"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("add", "confiance", "rush.mp4", "00:00:01", "00:00:01"), 1),
        (("add", "confiance", "rush.mp4", "00:00:01", "00:00:09"), 1),
        (("add", "confiance", "rush.mp4", "00:00:02", "00:00:01"), 2),
        (("add", "confiance", "rush.mp4", "soon", "00:00:01"), 2),
        (("add", "confiance", "other.mp4", "00:00:00", "00:00:01"), 1),
        (("add", "autre", "rush.mp4", "00:00:00", "00:00:01"), 1),
        (("card", "confiance", "Gao", "--seconds", "un"), 2),
        (("card", "confiance", "Gao", "--seconds", "0"), 1),
        (("remove", "confiance", "1"), 1),
        (("new", "confiance", "--audience", "screening"), 1),
        (("new", "autre", "--audience", "everybody"), 2),
        (("balance", "confiance"), 2),
    ],
)
def test_what_cannot_be_done_is_said(
    baro: Baro, rush: Recording, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], status: int
) -> None:
    baro("film", "new", "confiance", "--audience", "screening")
    capsys.readouterr()
    assert baro("film", *words) == status
    said_so = capsys.readouterr()
    assert len(said_so.err.strip()) > 20 and "Traceback" not in said_so.err


def test_check_says_what_stands_in_the_way_and_what_to_look_at(
    baro: Baro, library: Library, rush: Recording, capsys: pytest.CaptureFixture[str]
) -> None:
    baro("film", "new", "confiance", "--audience", "screening")
    assert baro("film", "check", "confiance") == 1
    assert "vide" in capsys.readouterr().out
    baro("film", "add", "confiance", "rush.mp4", "00:00:00.500", "00:00:01")
    baro("film", "card", "confiance", "ߊߓߊ")
    checked = asked(baro, capsys, "film", "check", "confiance")
    assert checked["ready"] and checked["refused"] == []
    assert [(one["clip"], one["code"]) for one in checked["warnings"]] == [(1, "cut-inside-cue"), (2, "no-font")]
    with library.writing() as session:
        seals.add(session, Seal("", rush.id, Span(1500, 1600)), "Ina")
    baro("film", "change", "confiance", "1", "00:00:00", "00:00:01.2")
    hidden = asked(baro, capsys, "film", "check", "confiance")["warnings"]
    assert [one["code"] for one in hidden if one["clip"] == 1] == ["hidden-cues"]
    assert "plus confiance" not in str(hidden), "the words of a sealed cue"
    with library.writing() as session:
        consents.set_status(session, consents.listed(session)[0].id, ConsentStatus.WITHDRAWN, "Ina")
    refused = asked(baro, capsys, "film", "check", "confiance", status=1)["refused"]
    assert [(one["clip"], one["participant"], one["reason"]) for one in refused] == [(1, "GAO-1-F-1", "withdrawn")]
    assert baro("film", "check", "confiance") == 1
    assert "REFUSÉ  1. rush.mp4" in capsys.readouterr().out


def test_a_clip_answers_with_its_files_or_with_who_refuses(
    baro: Baro, library: Library, rush: Recording, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = asked(baro, capsys, "clip", "rush.mp4", "00:00:00", "00:00:01", "-o", tmp_path / "a.mp4")
    (said,) = made.pop("warnings")
    assert "pas de coffre" in said
    assert made == {
        "file": str(tmp_path / "a.mp4"),
        "duration_ms": 1000,
        "frames": 25,
        "subtitles": [str(tmp_path / "a.srt")],
        "refused": [],
    }
    assert counts(tmp_path / "a.mp4").frames == 25
    with library.writing() as session:
        consents.set_status(session, consents.listed(session)[0].id, ConsentStatus.SUSPENDED, "Ina")
    words = ("clip", "rush.mp4", "00:00:00", "00:00:01", "-o", tmp_path / "b.mp4", "--use", "internet")
    refused = asked(baro, capsys, *words, status=1)
    assert (refused["file"], refused["subtitles"]) == (None, [])
    assert [(one["clip"], one["participant"], one["reason"]) for one in refused["refused"]] == [
        (1, "GAO-1-F-1", "suspended")
    ]
    assert baro(*words) == 1
    told = capsys.readouterr().err
    assert "GAO-1-F-1" in told and "→" in told and not (tmp_path / "b.mp4").exists()
