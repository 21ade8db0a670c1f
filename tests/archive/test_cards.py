# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole card: its files about the rushes, the room for it, a card that goes away, and the report that stays."""

import csv
import json
import os
from collections import namedtuple
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from archive import ingestreport, originals
from archive.catalogue import recordings, sidecars
from archive.cli.main import main
from archive.doctor import archive as looked_at
from archive.ingest import Status, ingest, intake
from archive.ingestreport import folder_for, write_report
from archive.library import Library
from archive.model.intake import Receipt
from archive.person import Person, Role
from media.errors import WrongUse
from tests.footage import footage, tone
from webui.cli import ALL

Usage = namedtuple("Usage", "total used free")
HOSTILE = "<b onload=x>.mp4"


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A Sony card with one clip, its sheet, the card's list, a small copy and a thumbnail."""
    root = tmp_path / "CARTE" / "PRIVATE" / "M4ROOT"
    for name in ("CLIP", "SUB", "THMBNL"):
        (root / name).mkdir(parents=True)
    footage(root / "CLIP", "C0001.MP4", seconds=0.4)
    footage(root / "CLIP", "C0002.MP4", seconds=0.6)
    footage(root / "SUB", "C0001S03.MP4", seconds=0.8)
    (root / "CLIP" / "C0001M01.XML").write_text("<one/>")
    (root / "MEDIAPRO.XML").write_text("<card/>")
    (root / "THMBNL" / "C0001T01.JPG").write_bytes(b"small")
    return tmp_path / "CARTE"


def kept(library: Library) -> list[Path]:
    return sorted(path for path in (library.folder / "originals").rglob("*") if path.is_file())


def names_beside(library: Library, name: str) -> list[str]:
    with library.reading() as session:
        return [one.name for one in sidecars.of_recording(session, recordings.find(session, name).id)]


def test_the_camera_s_files_are_kept_with_the_rush_that_they_are_about(library: Library, card: Path) -> None:
    done = intake(library, [card])
    assert [item.path.name for item in done.items] == ["C0001.MP4", "C0002.MP4"]
    assert names_beside(library, "C0001.MP4") == ["C0001M01.XML", "MEDIAPRO.XML"]
    assert names_beside(library, "C0002.MP4") == ["MEDIAPRO.XML"]
    assert len(kept(library)) == 4
    with library.reading() as session:
        for one in sidecars.everywhere(session):
            assert library.original(one.sha256).stat().st_size == one.size


def test_a_second_time_adds_no_sheet_and_one_that_is_lost_comes_back(library: Library, card: Path) -> None:
    intake(library, [card])
    lost = next(path for path in kept(library) if path.read_bytes() == b"<one/>")
    lost.unlink()
    assert [check.ok for check in looked_at(library) if check.name == "originals"] == [False]
    again = intake(library, [card])
    assert {item.status for item in (*again.items, *again.sidecars)} == {Status.ALREADY}
    assert lost.read_bytes() == b"<one/>"
    assert [check.ok for check in looked_at(library) if check.name == "originals"] == [True]


def test_a_sheet_that_is_empty_or_huge_is_refused_with_a_sentence_and_the_rush_is_kept(
    library: Library, card: Path
) -> None:
    sheet = card / "PRIVATE/M4ROOT/CLIP/C0001M01.XML"
    for size, said in ((0, "vide"), (10_000_001, "10")):
        os.truncate(sheet, size)
        done = intake(library, [card])
        refused = [item for item in done.sidecars if item.status is Status.REFUSED]
        assert [item.path.name for item in refused] == ["C0001M01.XML"] and said in refused[0].reason
        assert Status.REFUSED not in {item.status for item in done.items}


def test_room_is_counted_for_the_whole_card_before_the_first_byte(
    library: Library, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = sorted((card / "PRIVATE/M4ROOT/CLIP").glob("*.MP4"))
    enough_for_one = originals.SPARE + first.stat().st_size + second.stat().st_size - 1
    monkeypatch.setattr("archive.originals.disk_usage", lambda path: Usage(1, 1, enough_for_one))
    for dry_run in (True, False):
        items = ingest(library, [card], dry_run=dry_run)
        assert {item.status for item in items} == {Status.REFUSED}
        assert all("il manque 1 Mo" in item.reason.replace("\xa0", " ") for item in items)
    assert kept(library) == []


def test_what_is_there_already_needs_no_room(library: Library, card: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = sorted((card / "PRIVATE/M4ROOT/CLIP").glob("*.MP4"))
    ingest(library, [first])
    free = originals.SPARE + second.stat().st_size
    monkeypatch.setattr("archive.originals.disk_usage", lambda path: Usage(1, 1, free))
    assert [item.status for item in ingest(library, [card])] == [Status.ALREADY, Status.KEPT]
    monkeypatch.setattr("archive.originals.disk_usage", lambda path: Usage(1, 1, 0))
    assert {item.status for item in ingest(library, [card])} == {Status.ALREADY}


def test_a_file_that_shrinks_while_it_is_copied_is_refused_and_taken_whole_the_next_time(
    library: Library, tmp_path: Path
) -> None:
    path = tone(tmp_path, "a.wav", seconds=12)
    whole, seen = path.read_bytes(), []

    def pulled(_path: Path, done: int, _total: int) -> None:
        seen.append(done)
        if len(whole) < done < 2 * len(whole):
            os.truncate(path, 1000)

    assert [item.status for item in ingest(library, [path], progress=pulled)] == [Status.REFUSED]
    assert kept(library) == [] and any(len(whole) < done < 2 * len(whole) for done in seen)
    path.write_bytes(whole)
    assert [item.status for item in ingest(library, [path])] == [Status.KEPT]


def test_a_card_that_goes_away_is_named_once_gone_and_only_what_is_missing_is_copied_later(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, away = tmp_path / "card", tmp_path / "away"
    card.mkdir()
    for number in range(5):
        tone(card, f"{number}.wav", seconds=0.2 + number / 10)

    def pulled(path: Path, _done: int, _total: int) -> None:
        if path.name == "1.wav" and card.exists():
            card.rename(away)

    items = ingest(library, [card], progress=pulled)
    assert [item.status for item in items] == [Status.KEPT, *[Status.REFUSED] * 4]
    assert all("La carte n’est plus là" in item.reason for item in items[1:])
    assert len(kept(library)) == 1
    away.rename(card)
    copied: list[str] = []
    monkeypatch.setattr(
        "archive.originals.copy_verified",
        lambda source, *more, real=originals.copy_verified: (copied.append(source.name), real(source, *more)),
    )
    assert [item.status for item in ingest(library, [card])] == [Status.ALREADY, *[Status.KEPT] * 4]
    assert copied == ["1.wav", "2.wav", "3.wav", "4.wav"]


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A card of names that break things."""
    folder = tmp_path / "carte d’été"
    (folder / "a").mkdir(parents=True)
    (folder / "b").mkdir()
    for number, name in enumerate(
        ("a/deux\nlignes.wav", "a/=2+3.wav", "a/l'entretien (2) Gao.wav", "b/C1.wav", "a/C1.wav")
    ):
        tone(folder, name, seconds=0.2 + number / 10)
    os.rename(tone(folder, seconds=0.9), os.fsencode(folder) + b"/entr\xe9e.wav")  # noqa: PTH104 - bytes
    (folder / HOSTILE).write_bytes(b"no film")
    return folder


def test_the_report_says_of_every_file_what_became_of_it(library: Library, card: Path, tmp_path: Path) -> None:
    done = intake(library.as_person(Person("Awa", Role.EDITOR)), [card])
    report = write_report(library, done, folder_for(library, None, [card]))
    assert report.page.parent == library.folder / "reports"
    rows = list(csv.DictReader(report.table.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert [(row["état"], row["fichier"]) for row in rows[:2]] == [("versé", "C0001.MP4"), ("versé", "C0002.MP4")]
    assert rows[0]["SHA-256"] == done.items[0].facts.sha256 and rows[0]["dossier"] == "PRIVATE/M4ROOT/CLIP"
    assert {row["carte"] for row in rows} == {"CARTE"} and {row["par"] for row in rows} == {"Awa"}
    assert [row["fichier"] for row in rows if row["état"] == "laissé"] == ["C0001S03.MP4", "C0001T01.JPG"]
    page = report.page.read_text(encoding="utf-8")
    assert all(word in page for word in ("C0002.MP4", "MEDIAPRO.XML", "C0001S03.MP4", done.items[1].facts.sha256))
    assert str(tmp_path) not in page and "http" not in page


def test_hostile_names_stand_in_the_report_as_they_are(library: Library, odd: Path) -> None:
    report = write_report(library, intake(library, [odd]), library.folder / "reports")
    page = report.page.read_text(encoding="utf-8")
    assert "&lt;b onload=x&gt;.mp4" in page and "<b onload" not in page
    assert all(name in page for name in ("deux?lignes.wav", "entrée.wav", "l&#x27;entretien (2) Gao.wav"))
    rows = list(csv.reader(report.table.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert {len(row) for row in rows} == {13} and "'=2+3.wav" in [row[1] for row in rows]


def test_two_reports_of_a_minute_have_two_names(library: Library, card: Path) -> None:
    done = intake(library, [card])
    both = [write_report(library, done, library.folder / "reports") for _ in range(2)]
    assert len({report.page for report in both}) == 2


def test_a_report_that_is_being_written_keeps_its_name(
    library: Library, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, real, others = intake(library, [card], dry_run=True), ingestreport.table, []
    folder, found = library.folder / "reports", []

    def meanwhile(told: Receipt) -> bytes:
        """Another ingest ends while this report has a name and no file yet."""
        if not others:
            others.append(Thread(target=lambda: found.append(write_report(library, done, folder))))
            others[0].start()
            others[0].join(0.3)
        return real(told)

    monkeypatch.setattr(ingestreport, "table", meanwhile)
    found.append(write_report(library, done, folder))
    others[0].join()
    assert len({report.table for report in found}) == 2 and len(list(folder.iterdir())) == 4


def test_a_report_tells_whether_the_card_may_be_erased(library: Library, card: Path) -> None:
    done = intake(library, [card])
    folder = library.folder / "reports"
    said = "Ne pas effacer la carte"
    assert said not in write_report(library, done, folder).page.read_text()
    refused = replace(done.items[0], status=Status.REFUSED)
    assert said in write_report(library, replace(done, items=(refused, *done.items[1:])), folder).page.read_text()


def test_a_report_is_never_written_to_the_card_or_among_the_originals(library: Library, card: Path) -> None:
    for place in (card / "reports", card, library.folder / "originals"):
        with pytest.raises(WrongUse):
            folder_for(library, place, [card])


def run(library: Library, *words: str | Path) -> int:
    return main(ALL, ["--archive", str(library.folder), *map(str, words)])


def test_the_command_takes_every_name_and_answers_in_json(
    library: Library, odd: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(library, "ingest", odd, "--json") == 1
    said = json.loads(capsys.readouterr().out)
    assert {Path(item["path"]).name: item["status"] for item in said["items"]} == {
        "entrée.wav": "kept",
        "deux\nlignes.wav": "kept",
        "=2+3.wav": "kept",
        "l'entretien (2) Gao.wav": "kept",
        "C1.wav": "kept",
        HOSTILE: "refused",
    }
    assert len(said["items"]) == 7 and Path(said["report"]["html"]).is_file()
    assert run(library, "ingest", odd) == 1 and "Rapport" in capsys.readouterr().out


def test_a_dry_run_writes_a_report_only_where_it_was_asked_for(
    library: Library, card: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(library, "ingest", card, "--dry-run") == 0
    assert not (library.folder / "reports").exists()
    assert run(library, "ingest", card, "--dry-run", "--report", tmp_path / "cle") == 0
    assert [path.suffix for path in sorted((tmp_path / "cle").iterdir())] == [".csv", ".html"]
    assert kept(library) == []
    assert "petites copies de la caméra 1" in capsys.readouterr().out
