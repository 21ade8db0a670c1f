# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro subtitles`: the life of a track on the command line, from the first import to two approvals."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.catalogue import seals, tracks
from archive.cli import COMMANDS
from archive.cli.main import main
from archive.library import Library
from archive.model.people import Seal
from media.span import Span
from subtitles.cue import Cue, Kind, Track
from tests.people import a_consent, a_recording, a_witness, an_interview

FRENCH = (Cue(1, Span(0, 1500), "Un fonio ?"), Cue(2, Span(1600, 3000), "Deux"), Cue(3, Span(3000, 4500), "Trois"))
BAMBARA = (Cue(1, Span(0, 1500), "Fini dɔ"), Cue(2, Span(1600, 4500), "Fila ni saba"))


@dataclass
class Desk:
    """An archive with a French track and its source, and somebody who types."""

    library: Library
    french: str
    source: str
    capsys: pytest.CaptureFixture[str]

    def baro(self, *words: object, by: str = "Awa", status: int = 0) -> str:
        """What a command says; it must end with `status`."""
        line = ["--archive", str(self.library.folder), "--as", by, "subtitles", *map(str, words)]
        assert main(COMMANDS, line) == status, self.capsys.readouterr()
        told = self.capsys.readouterr()
        return told.out + told.err

    def asked(self, *words: object, by: str = "Awa", status: int = 0) -> Any:
        """The same as JSON."""
        return json.loads(self.baro(*words, "--json", by=by, status=status))


@pytest.fixture
def desk(library: Library, capsys: pytest.CaptureFixture[str]) -> Iterator[Desk]:
    with library.writing() as session:
        interview = an_interview(session)
        recording = a_recording(session, interview)
        a_consent(session, a_witness(session, interview, "GAO-F-001"), interview)
        french = tracks.store(session, recording.id, Track(FRENCH), author="Ina", message="premier jet")
        source = tracks.store(session, recording.id, Track(BAMBARA, "bm", Kind.TRANSCRIPT), author="Ina")
    yield Desk(library, french.id, source.id, capsys)


def test_a_cue_is_edited_and_the_difference_is_shown_in_three_layers(desk: Desk) -> None:
    told = desk.baro(
        "edit", desk.french, "#1", "--text", "Du fonio ?", "--speaker", "GAO-F-001",
        "--translator", "Modibo", "--confidence", 60, "--doubt", "fonio:bm",
    )  # fmt: skip
    assert "#1" in told and "Du [?fonio?] ?" in told and "(trad. Modibo)" in told and "(60 % sûr)" in told
    shown = desk.asked("show", desk.french)
    assert shown["version"] == 2 and shown["cues"][0] == {
        "id": 1,
        "start_ms": 0,
        "end_ms": 1500,
        "text": "Du fonio ?",
        "speaker": "GAO-F-001",
        "translator": "Modibo",
        "confidence": 60,
        "doubts": [{"word": "fonio", "language": "bm"}],
    }
    told = desk.baro("diff", desk.french)
    assert "mots, voix" in told and "[-Un-]{+Du+} fonio ?" in told and "—  ⇒  GAO-F-001" in told
    found = desk.asked("diff", desk.french, 1, 2)
    [one] = found["differences"]
    assert one["layers"] == ["words", "speaker"] and one["before"]["text"] == "Un fonio ?"
    assert one["pieces"][:2] == [{"kind": "removed", "text": "Un"}, {"kind": "added", "text": "Du"}]
    assert "n’est pas dans ce sous-titre" in desk.baro("edit", desk.french, 2, "--doubt", "mil", status=2)
    assert "Rien n’a changé" in desk.baro("edit", desk.french, 2, "--text", "Deux")


def test_a_version_is_taken_up_again_and_all_stay_in_the_list(desk: Desk) -> None:
    desk.baro("edit", desk.french, 2, "--text", "Deux !", "--message", "ton")
    assert "version 3" in desk.baro("restore", desk.french, 1)
    found = desk.asked("versions", desk.french)["versions"]
    assert [(one["number"], one["author"], one["message"]) for one in found] == [
        (1, "Ina", "premier jet"),
        (2, "Awa", "ton"),
        (3, "Awa", "version 1 reprise"),
    ]
    assert found[0]["sha256"] == found[2]["sha256"]
    assert "n’a pas de version 9" in desk.baro("restore", desk.french, 9, status=1)


def test_a_track_is_approved_by_two_people(desk: Desk) -> None:
    assert "doit d’abord être relue" in desk.baro("approve", desk.french, status=1)
    desk.baro("status", desk.french, "translated")
    desk.baro("status", desk.french, "reviewed")
    assert "Il manque une seconde personne" in desk.baro("approve", desk.french, "--message", "relu en entier")
    assert "déjà approuvé" in desk.baro("approve", desk.french, status=1)
    assert "Approuvée par Awa, Modibo" in desk.baro("approve", desk.french, by="Modibo")
    [_bm, listed] = sorted(desk.asked("list", "C0001.MP4")["tracks"], key=lambda one: one["language"])
    assert (listed["status"], listed["approved_by"]) == ("approved", ["Awa", "Modibo"])
    told = desk.baro("status", desk.french)
    assert "Awa a approuvé la version 1  relu en entier" in told and "Modibo a approuvé" in told
    desk.baro("edit", desk.french, 2, "--text", "Deux !")
    now = desk.asked("status", desk.french)
    assert (now["status"], now["approvals"], now["history"][-1]["kind"]) == ("translated", [], "edit")


def test_pairs_are_proposed_and_rechecked(desk: Desk) -> None:
    assert "2 paires proposées" in desk.baro("pairs", desk.french, "--propose")
    desk.baro("edit", desk.source, 2, "--text", "Fila")
    found = desk.asked("pairs", desk.french, "--recheck")
    [one] = found["pairs"]
    assert found["recheck"] == 1 and one["state"] == "recheck"
    assert [cue["id"] for cue in one["source"]] == [2] and [cue["id"] for cue in one["target"]] == [2, 3]
    assert "1 traduction à revérifier" in desk.baro("list", "C0001.MP4")
    assert "dont 0 à revérifier" in desk.baro("pairs", desk.french, "--confirm", one["pair"])
    assert "Paire changée" in desk.baro("pairs", desk.french, "--edit", one["pair"], "2", "2")
    assert "Sans paire, en fr" in desk.baro("pairs", desk.french)
    assert "Paire défaite" in desk.baro("pairs", desk.french, "--remove", one["pair"])
    assert "Paire faite" in desk.baro("pairs", desk.french, "--add", "2", "2,3")
    assert "n’est pas un numéro" in desk.baro("pairs", desk.french, "--add", "deux", "2", status=2)


def test_a_finding_that_stands_is_not_counted_nor_fixed(desk: Desk, tmp_path: Path) -> None:
    checked = desk.asked("check", desk.french, status=1)
    assert {(one["cue"], one["rule"]) for one in checked["findings"]} >= {(1, "space-before-mark")}
    assert "space-before-mark" in desk.baro("waive", desk.french, 1, "space-before-mark", "--message", "citation")
    checked = desk.asked("check", desk.french, status=0)
    assert (1, "space-before-mark") not in {(one["cue"], one["rule"]) for one in checked["findings"]}
    assert [(one["rule"], one["by"], one["reason"]) for one in checked["waived"]] == [
        ("space-before-mark", "Awa", "citation")
    ]
    main(COMMANDS, ["--archive", str(desk.library.folder), "subtitles", "check", desk.french, "--fix", "-o", str(tmp_path / "a.srt")])  # fmt: skip
    assert "Un fonio ?" in (tmp_path / "a.srt").read_text("utf-8")
    desk.baro("waive", desk.french, 1, "space-before-mark", "--ask-again")
    assert "Aucune remarque" in desk.baro("waive", desk.french)
    assert "Il faut le sous-titre et la règle" in desk.baro("waive", desk.french, 1, status=2)


def test_a_file_corrected_elsewhere_is_merged_with_conflicts_cue_by_cue(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    desk.baro("export", desk.french, "-o", path)
    path.write_text(path.read_text("utf-8").replace("Deux", "Deux, au bureau").replace("Trois", "Trois."), "utf-8")
    desk.baro("edit", desk.french, 2, "--text", "Deux, ici", by="Modibo")
    told = desk.baro("merge", desk.french, path, "--base", 1, status=1)
    assert "✗ #2  mots" in told and "Deux, au bureau" in told and "Deux, ici" in told and "1 conflit" in told
    found = desk.asked("merge", desk.french, path, "--base", 1, status=1)
    assert not found["new"] and found["conflicts"][0]["base"]["text"] == "Deux"
    found = desk.asked("merge", desk.french, path, "--base", 1, "--keep", "archive")
    assert found["new"] and found["merged"] and found["decided"] == 1
    assert [cue["text"] for cue in desk.asked("show", desk.french)["cues"]] == ["Un fonio ?", "Deux, ici", "Trois."]
    assert "Rien de neuf" in desk.baro("merge", desk.french, path, "--base", 1, "--keep", "archive")


def test_what_is_sealed_is_in_no_answer(desk: Desk) -> None:
    desk.baro("edit", desk.french, 2, "--text", "Secret")
    desk.baro("pairs", desk.french, "--propose")
    with desk.library.writing() as session:
        recording = tracks.get(session, desk.french).recording
        seals.add(session, Seal("", recording, Span(1600, 3000)), "Ina")
    for words in (
        ("show", desk.french),
        ("diff", desk.french, 1, 2),
        ("pairs", desk.french),
        ("show", desk.french, "--version", 1),
    ):
        for told in (desk.baro(*words), json.dumps(desk.asked(*words), ensure_ascii=False)):
            assert "Secret" not in told and "Deux" not in told and "Fila" not in told
    assert "1 sous-titre est fermé" in desk.baro("show", desk.french)
    assert "n’a pas de sous-titre 2" in desk.baro("edit", desk.french, 2, "--text", "x", status=1)
