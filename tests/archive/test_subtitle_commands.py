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
    assert baro("convert", path, "-o", tmp_path / "a.doc") == 2
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
    among = library.folder / "originals" / "a.srt"
    assert baro("export", track, "-o", among, *here) == baro("check", track, "--fix", "-o", among, *here) == 2
    assert not among.exists() and "originaux" in capsys.readouterr().err
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


def test_fix_never_writes_over_the_file_that_it_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = a_file(tmp_path, SPOILED)
    assert baro("check", path, "--fix", "-o", tmp_path / "." / "a.srt") == 2
    assert path.read_text(encoding="utf-8") == SPOILED and "→" in capsys.readouterr().err


def test_nothing_is_written_of_a_file_that_holds_no_subtitle(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "b.vtt"
    noise = tmp_path / "bruit.srt"
    noise.write_bytes(bytes(range(256)) * 20)
    for path in (a_file(tmp_path, "", "vide.srt"), a_file(tmp_path, "Une lettre.\n", "lettre.srt"), noise):
        assert baro("convert", path, "-o", target) == 1
        assert baro("check", path) == 1
        told = capsys.readouterr()
        assert not target.exists() and "confortables" not in told.out and "→" in told.err
    assert baro("convert", a_file(tmp_path, "WEBVTT\n", "seul.vtt"), "-o", target) == 0
    assert target.read_text(encoding="utf-8") == "WEBVTT\n"


def test_the_answers_have_the_keys_that_others_rely_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = a_file(tmp_path, SPOILED)
    baro("check", path, "--json")
    checked = answered(capsys)
    diagnostics, findings = checked["diagnostics"], checked["findings"]
    assert isinstance(diagnostics, list) and isinstance(findings, list)
    assert checked.keys() == KEYS
    assert diagnostics[0].keys() == {"line", "code", "severity", "action"}
    assert findings[0].keys() >= {"rule", "severity", "cue", "start_ms", "message", "value", "limit", "fix"}
    target = tmp_path / "b.json"
    baro("convert", path, "-o", target, "--json")
    assert answered(capsys).keys() >= {"file", "format", "encoding", "cues", "reported", "diagnostics"}
    [first, _second] = json.loads(target.read_text(encoding="utf-8"))["cues"]
    assert first.keys() >= {"id", "start_ms", "end_ms", "text", "speaker"}
    assert (first["start_ms"], first["end_ms"]) == (1500, 3000)


@pytest.mark.parametrize(
    ("options", "times"),
    [
        (["--shift", "2.5"], [(3500, 5500)]),
        (["--shift=-0:00.500"], [(500, 2500)]),
        (["--anchor", "00:01=00:02"], [(2000, 4000)]),
        (["--anchor", "00:01=00:02", "--anchor", "00:03=00:06"], [(2000, 6000)]),
        (["--from-rate", "25", "--to-rate", "50"], [(500, 1500)]),
        (["--reflow", "--width", "8"], [(1000, 1571), (1571, 3000)]),
    ],
)  # fmt: skip
def test_a_file_is_moved_in_time_on_the_way(tmp_path: Path, options: list[str], times: list[tuple[int, int]]) -> None:
    target = tmp_path / "b.json"
    assert baro("convert", a_file(tmp_path, CLEAN), "-o", target, *options) == 0
    cues = json.loads(target.read_text(encoding="utf-8"))["cues"]
    assert [(cue["start_ms"], cue["end_ms"]) for cue in cues] == times


def test_times_are_snapped_onto_the_moments_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    points, target = a_file(tmp_path, "# plans\n1.08\n00:00:02.900\n", "plans.txt"), tmp_path / "b.json"
    assert baro("convert", a_file(tmp_path, CLEAN), "-o", target, "--snap", points) == 0
    [cue] = json.loads(target.read_text(encoding="utf-8"))["cues"]
    assert (cue["start_ms"], cue["end_ms"]) == (1080, 2900)
    assert baro("convert", a_file(tmp_path, CLEAN), "-o", target, "--snap", a_file(tmp_path, "midi\n", "p.txt")) == 2
    assert "ligne 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [["--shift", "midi"], ["--anchor", "1"], ["--from-rate", "25"], ["--size", "grand"], ["--beside", "a.srt"], ["--shift=-9"]],
)  # fmt: skip
def test_a_move_that_makes_no_sense_is_refused_with_a_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    target = tmp_path / "b.ass"
    assert baro("convert", a_file(tmp_path, CLEAN), "-o", target, *options) == 2
    assert "→" in capsys.readouterr().err and not target.exists()


def test_a_script_is_made_of_two_files(tmp_path: Path) -> None:
    source = a_file(tmp_path, "WEBVTT\nLanguage: bm\n\n00:01.000 --> 00:03.000\n<v Awa>N tun bɛ yen\n", "bm.vtt")
    target = tmp_path / "script.html"
    assert baro("convert", a_file(tmp_path, CLEAN), "-o", target, "--beside", source, "--title", "Gao") == 0
    page = target.read_text(encoding="utf-8")
    assert page.index("N tun bɛ yen") < page.index("Nous étions là.") and "<h1>Gao</h1>" in page


def test_remarks_that_repeat_are_counted_unless_all_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cues = (f"{n}\n00:00:{3 * n:02d},010 --> 00:00:{3 * n + 2:02d},010\nNous étions là.\n\n" for n in range(1, 10))
    path = a_file(tmp_path, "".join(cues))
    assert baro("check", path, "--rate", "25") == 0
    assert capsys.readouterr().out.count("[frame-alignment]") == 5
    assert baro("check", path, "--rate", "25", "--all") == 0
    assert capsys.readouterr().out.count("[frame-alignment]") == 9


@pytest.mark.parametrize("other", ["a.srt", "./a.srt", "linked.srt", "hard.srt", "folder/a.srt", "folder/folder/a.srt"])
@pytest.mark.parametrize("words", [("convert",), ("check", "--fix")], ids=["convert", "check"])
def test_nothing_is_written_over_the_file_that_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], other: str, words: tuple[str, ...]
) -> None:
    path = a_file(tmp_path, SPOILED)
    (tmp_path / "linked.srt").symlink_to(path)
    (tmp_path / "hard.srt").hardlink_to(path)
    (tmp_path / "folder").symlink_to(tmp_path)
    before = sorted(tmp_path.iterdir())
    assert baro(words[0], path, *words[1:], "-o", f"{tmp_path}/{other}") == 2
    assert "par-dessus" in capsys.readouterr().err
    assert baro(words[0], f"{tmp_path}/{other}", *words[1:], "-o", path) == 2
    assert path.read_text(encoding="utf-8") == SPOILED and sorted(tmp_path.iterdir()) == before


def test_neither_the_track_beside_nor_the_moments_are_written_over(tmp_path: Path) -> None:
    path, beside = a_file(tmp_path, CLEAN), a_file(tmp_path, CLEAN, "b.html")
    assert baro("convert", path, "-o", beside, "--beside", beside) == 2
    moments = a_file(tmp_path, "1.000\n", "plans.txt")
    assert baro("convert", path, "-o", moments, "--snap", moments) == 2
    assert beside.read_text(encoding="utf-8") == CLEAN and moments.read_text(encoding="utf-8") == "1.000\n"
