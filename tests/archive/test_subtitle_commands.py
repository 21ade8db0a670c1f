# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro subtitles`: what it answers, what it writes, how it leaves."""

import json
from pathlib import Path

import pytest

from archive.cli import COMMANDS
from archive.cli.main import main
from archive.library import Library
from tests.people import a_consent, a_recording, a_witness, an_interview

CLEAN = "1\n00:00:01,000 --> 00:00:03,000\nNous étions là.\n\n"
SPOILED = "1\n00:00:01,5 --> 00:00:03,000\nC'est  vrai ?\n2\n00:00:04,000 --> 00:00:06,000\nOui.\n"
KEYS = {"file", "format", "encoding", "language", "cues", "reported", "diagnostics", "figures", "findings"}


def baro(*words: object) -> int:
    return main(COMMANDS, ["subtitles", *map(str, words)])


def answered(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    answer = json.loads(capsys.readouterr().out)
    assert isinstance(answer, dict)
    return answer


def a_file(folder: Path, text: str, name: str = "a.srt", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_check_works_on_a_bare_file_and_says_when_it_is_clean(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert baro("check", a_file(tmp_path, CLEAN), "--json") == 0
    answer = answered(capsys)
    assert answer.keys() == KEYS
    assert (answer["cues"], answer["reported"], answer["diagnostics"], answer["findings"]) == (1, 0, [], [])


def test_check_shows_repairs_and_findings_with_their_fix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = a_file(tmp_path, SPOILED, encoding="cp1252")
    assert baro("check", path, "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in answer["diagnostics"]] == ["short-fraction", "index-glued"]
    assert answer["diagnostics"][0].keys() == {"line", "code", "severity", "action"}
    keys = {"rule", "severity", "cue", "start_ms", "message", "value", "limit", "fix", "times", "repair"}
    assert answer["findings"][0].keys() == keys
    assert {one["rule"] for one in answer["findings"]} == {"double-space", "apostrophe", "space-before-mark"}
    assert baro("check", path) == 1
    assert "1 remarque" not in capsys.readouterr().err


def test_fix_writes_a_new_file_and_leaves_the_old_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, target = a_file(tmp_path, SPOILED), tmp_path / "corrigé.srt"
    before = path.read_bytes()
    assert baro("check", path, "--fix", "-o", target, "--json") == 1
    assert len(json.loads(capsys.readouterr().out)["edits"]) == 3
    assert "C’est vrai\u202f?" in target.read_text("utf-8")
    assert path.read_bytes() == before
    assert baro("check", target) == 0
    assert baro("check", path, "--fix") == 2


def test_wrong_use_is_told_from_a_refusal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = a_file(tmp_path, CLEAN)
    assert baro("check", path, "--profile", "inconnu") == 2
    assert baro("check", path, "--encoding", "klingon") == 2
    assert baro("convert", path, "-o", tmp_path / "a.stl") == 2
    assert baro("check", tmp_path / "absent.srt") == 1
    assert "→" in capsys.readouterr().err


def test_convert_goes_from_any_format_to_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = a_file(tmp_path, CLEAN, encoding="mac_roman")
    assert baro("convert", path, "-o", tmp_path / "a.vtt", "--encoding", "mac_roman") == 0
    assert "Nous étions là." in (tmp_path / "a.vtt").read_text("utf-8")
    assert baro("convert", tmp_path / "a.vtt", "-o", tmp_path / "a.json") == 0
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["cues"] == [
        {"id": 1, "start_ms": 1000, "end_ms": 3000, "text": "Nous étions là.", "speaker": None}
    ]
    assert baro("convert", tmp_path / "a.vtt", "-o", tmp_path / "b.srt", "--encoding", "cp1252", "--json") == 0
    assert (tmp_path / "b.srt").read_bytes() == CLEAN.encode("cp1252")
    capsys.readouterr()


def test_nothing_is_written_when_a_letter_has_no_sign_in_the_encoding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = a_file(tmp_path, CLEAN.replace("là", "ߒߞߏ"))
    assert baro("convert", path, "-o", tmp_path / "b.srt", "--encoding", "cp1252") == 1
    assert not (tmp_path / "b.srt").exists()
    assert "Sous-titre 1" in capsys.readouterr().err


def test_strict_refuses_what_has_to_be_substituted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = a_file(tmp_path, "WEBVTT\n\n00:01.000 --> 00:02.000\nde A --&gt; B\n", "a.vtt")
    assert baro("convert", path, "-o", tmp_path / "b.srt", "--strict") == 1
    assert not (tmp_path / "b.srt").exists()
    assert baro("convert", path, "-o", tmp_path / "b.srt") == 0
    capsys.readouterr()


def test_a_track_is_imported_listed_checked_exported_and_has_versions(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with library.writing() as session:
        interview = an_interview(session)
        recording = a_recording(session, interview)
        a_consent(session, a_witness(session, interview, "GAO-F-001"), interview)
    here = ("--archive", library.folder)
    assert baro("import", recording.original_name, a_file(tmp_path, CLEAN), "--json", *here) == 0
    imported = answered(capsys)
    assert (imported["cues"], imported["version"], imported["new"]) == (1, 1, True)
    track = imported["track"]
    assert baro("list", recording.id, "--json", *here) == 0
    assert [one["track"] for one in json.loads(capsys.readouterr().out)["tracks"]] == [track]
    assert baro("check", track, "--json", *here) == 0
    assert answered(capsys)["format"] == "srt"
    assert baro("export", track, "-o", tmp_path / "out.srt", *here) == 0
    assert (tmp_path / "out.srt").read_text("utf-8") == CLEAN
    capsys.readouterr()
    assert baro("versions", track, "--json", *here) == 0
    assert [one["number"] for one in json.loads(capsys.readouterr().out)["versions"]] == [1]
    assert baro("versions", "nothing", *here) == 1
