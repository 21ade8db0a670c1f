# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro interview`, `participant`, `consent`, `seal`, `tag`: said to programs in JSON and to people in French."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.cli.main import main
from archive.library import Library
from tests.people import a_recording
from webui.cli import ALL

Ask = Callable[..., Any]


@pytest.fixture
def ask(library: Library, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run a command on the archive and give back its JSON; `status` is the one that is expected."""
    with library.writing() as session:
        a_recording(session, None)

    def run(*words: str, status: int = 0) -> Any:
        try:
            left = main(ALL, ["--archive", str(library.folder), "--as", "Ina", *words, "--json"])
        except SystemExit as end:
            left = end.code  # type: ignore[assignment]
        printed = capsys.readouterr()
        assert left == status, printed.err
        return json.loads(printed.out) if printed.out else printed.err

    return run


@pytest.fixture
def people(ask: Ask) -> Ask:
    ask("interview", "add", "GAO-01", "--region", "Gao", "--languages", "fr+ses", "--date", "2018-03-02")
    ask("participant", "add", "GAO-F-012", "--sex", "f", "--group", "women", "--interview", "GAO-01")
    ask("recording", "assign", "C0001.MP4", "GAO-01")
    return ask


def test_interviews_are_added_edited_listed_and_shown(people: Ask) -> None:
    people("interview", "edit", "GAO-01", "--title", "Le marché", "--kind", "focus_group")
    (found,) = people("interview", "list", "--kind", "focus_group")["interviews"]
    assert (found["code"], found["region"], found["title"]) == ("GAO-01", "Gao", "Le marché")
    assert found["languages"] == ["fr", "ses"] and found["held_on"] == "2018-03-02"
    shown = people("interview", "show", "GAO-01")
    assert shown["participants"] == ["GAO-F-012"] and shown["recordings"] == ["C0001.MP4"]
    assert "déjà le code" in people("interview", "add", "GAO-01", status=1)
    assert "Rien à changer" in people("interview", "edit", "GAO-01", status=2)
    assert "n’est pas une date" in people("interview", "edit", "GAO-01", "--date", "hier", status=2)


def test_participants_are_edited_join_and_are_marked(people: Ask) -> None:
    people("interview", "add", "GAO-02")
    people("participant", "edit", "GAO-F-012", "--minor", "--age-band", "15-17")
    people("participant", "join", "GAO-F-012", "GAO-02")
    mark = people("participant", "mark", "GAO-F-012", "C0001.MP4", "00:00:01", "00:00:05.5", "--unseen")
    shown = people("participant", "show", "GAO-F-012")
    assert shown["minor"] and shown["interviews"] == ["GAO-01", "GAO-02"]
    assert [(one["end"], one["seen"], one["heard"]) for one in shown["appearances"]] == [("00:00:05.500", False, True)]
    people("participant", "unmark", mark["id"])
    assert people("participant", "show", "GAO-F-012")["appearances"] == []
    assert [one["code"] for one in people("participant", "list", "--interview", "GAO-01")["participants"]] == [
        "GAO-F-012"
    ]
    assert "pas de témoin" in people("participant", "show", "nobody", status=1)


def test_a_record_is_shown_in_the_words_of_people(
    people: Ask, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--status", "active", "--recorded-by", "Awa", "--given-on", "2018-03-02", "--films", "any")
    words += ("--audiences", "internet")
    kept = people("consent", "add", "GAO-F-012", "GAO-01", *words)
    told = ""
    for shown in (
        ("interview", "GAO-01"),
        ("participant", "GAO-F-012"),
        ("recording", "C0001.MP4"),
        ("consent", kept["id"]),
    ):
        assert main(ALL, ["--archive", str(library.folder), shown[0], "show", shown[1]]) == 0
        told += capsys.readouterr().out
    lines = ("sorte : entretien individuel", "sexe : femme", "état : en vigueur", "films : tous les films")
    assert set(lines) <= set(told.splitlines())
    assert "_" not in told.replace(str(library.folder), "")


def test_a_consent_is_recorded_asked_and_withdrawn(people: Ask) -> None:
    words = ("--status", "active", "--recorded-by", "Awa", "--given-on", "2018-03-02", "--films", "any")
    words += ("--audiences", "internet")
    kept = people("consent", "add", "GAO-F-012", "GAO-01", *words, "--shows", "face+voice+name+place")
    assert people("consent", "list", "--interview", "GAO-01")["consents"] == [kept]
    assert people("consent", "show", kept["id"]) == kept
    assert people("consent", "why", "C0001.MP4", "--use", "internet")["reason"] == "released"
    told = people("consent", "why", "C0001.MP4", "0:01", "0:02", "--use", "broadcast", status=1)
    assert told["refused"] == [{"participant": "GAO-F-012", "reason": "audience-not-covered"}]
    assert people("consent", "edit", kept["id"], "--status", "withdrawn")["status"] == "withdrawn"
    assert "définitif" in people("consent", "edit", kept["id"], "--status", "active", status=1)
    assert people("consent", "why", "C0001.MP4", status=1)["reason"] == "withdrawn"


def test_a_consent_badly_typed_names_the_option(people: Ask) -> None:
    told = people("consent", "add", "GAO-F-012", "GAO-01", "--status", "activ", "--expires-on", "demain", status=2)
    assert "--status" in told and "--expires-on" in told
    told = people("consent", "add", "GAO-F-012", "GAO-01", "--status", "active", status=2)
    assert "--given-on" in told


def test_a_seal_is_put_listed_and_removed(people: Ask) -> None:
    kept = people("seal", "add", "C0001.MP4", "00:00:01", "00:00:02", "--reason", "à sa demande")
    assert people("seal", "list", "--recording", "C0001.MP4")["seals"] == [kept]
    assert (kept["start_ms"], kept["end_ms"]) == (1000, 2000)
    people("seal", "remove", kept["id"])
    assert people("seal", "list")["seals"] == []
    assert "pas de scellé" in people("seal", "remove", kept["id"], status=1)


def test_tags_are_put_filtered_by_and_taken_off(people: Ask) -> None:
    people("tag", "add-term", "vie/peche", "Pêche", "--en", "Fishing", "--synonyms", "pirogue+filet")
    assert "vie/peche" in [term["path"] for term in people("tag", "terms")["terms"]]
    kept = people("tag", "put", "vie/peche", "C0001.MP4", "00:00:01", "00:00:02")
    people("tag", "put", "paix", "C0001.MP4")
    assert people("tag", "list", "--tag", "vie")["taggings"] == [kept]
    assert len(people("recording", "list", "--tag", "vie")["recordings"]) == 1
    people("tag", "off", kept["id"])
    assert [one["tag"] for one in people("tag", "list", "--recording", "C0001.MP4")["taggings"]] == ["paix"]
    assert "manque la fin" in people("tag", "put", "paix", "C0001.MP4", "0:01", status=2)
    assert "n’existe pas" in people("tag", "put", "guerre", "C0001.MP4", status=1)


@pytest.mark.parametrize("name", ["interview", "participant", "consent", "tag"])
def test_what_is_exported_is_known_when_imported(
    people: Ask, library: Library, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    people("tag", "put", "paix", "C0001.MP4")
    people("consent", "add", "GAO-F-012", "GAO-01", "--status", "draft")
    file = tmp_path / f"{name}.csv"
    assert main(ALL, ["--archive", str(library.folder), name, "export", "-o", str(file), "--excel"]) == 0
    assert "Écrit" in capsys.readouterr().out
    done = people(name, "import", str(file))
    assert (done["added"], done["changed"], done["same"]) == (0, 0, 1)


def test_a_refused_file_says_every_bad_line(people: Ask, tmp_path: Path) -> None:
    file = tmp_path / "consents.csv"
    file.write_text("participant,interview,status\nX,GAO-01,maybe\nY,GAO 01,active\n", encoding="utf-8")
    told = people("consent", "import", str(file), status=1)
    assert "ligne 2" in told and "ligne 3" in told and "rien n’a été repris" in told


def test_people_read_lists_in_french(
    people: Ask, library: Library, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    people("consent", "add", "GAO-F-012", "GAO-01", "--status", "pending", "--given-on", "2018-03-02")
    people("seal", "add", "C0001.MP4", "00:00:01", "00:00:02")
    people("tag", "put", "paix", "C0001.MP4", "00:00:01", "00:00:02")
    said = {
        ("interview", "list"): "1 entretien.",
        ("interview", "show", "GAO-01"): "région : Gao",
        ("participant", "list"): "femmes",
        ("participant", "show", "GAO-F-012"): "moins de 18 ans : non",
        ("consent", "list"): "en attente",
        ("consent", "why", "C0001.MP4"): "pas encore en vigueur",
        ("seal", "list"): "1 scellé.",
        ("tag", "list"): "1 mot-clé posé.",
        ("tag", "terms"): "    Police",
        ("tag", "export", "--terms"): "path,label_fr",
        ("consent", "export"): "GAO-F-012,GAO-01,pending,2018-03-02",
    }
    for words, expected in said.items():
        main(ALL, ["--archive", str(library.folder), *words])
        assert expected in capsys.readouterr().out.replace("\u00a0", " "), words
