# SPDX-License-Identifier: GPL-3.0-or-later
"""A word taken back: closed at once, cleared away, remembered by the ledger, killed at any step and completed; and erased."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive import ledger
from archive import library as libraries
from archive.access import Access
from archive.catalogue import appearances, consents, participants, recordings, withdrawals
from archive.cli.main import main
from archive.config import Settings
from archive.library import Library, open_library
from archive.model.people import ConsentStatus
from archive.model.withdrawal import Taken, Taking
from archive.paper.notice import notice
from archive.search import Request, catch_up, search
from archive.withdrawal import report, withdraw
from archive.worker import run_worker
from media.errors import CannotCheck, Refused
from media.span import Span
from tests.footage import pictures_of, samples_of
from tests.killing import baro, moments, some
from tests.people import a_consent, a_witness, an_interview, appears
from tests.withdrawing import card, filled, first_consent, library, the_recording
from webui.cli import ALL

__all__ = ["card", "filled", "library"]
SHOWN, CAMPAIGN = 5, 40


def state(library: Library, id_: str) -> ConsentStatus:
    with library.reading() as session:
        return consents.get(session, id_).status


def is_gone(library: Library) -> None:
    """What everybody can check after a withdrawal was completed."""
    rush = the_recording(library)
    with library.reading() as session:
        access = Access.load(session)
        assert not access.decide("draft", rush.id, Span(0, 900)).allowed
        assert access.decide("draft", rush.id, Span(1000, 2000)).allowed
        assert [one.kind for one in withdrawals.listed(session)] == ["withdrawal"]
    assert search(library, Request("pluvian")).total == 0 and search(library, Request("rivière")).total == 1
    assert len(ledger.entries(library.folder, library.settings)) == 1
    assert library.original(rush.sha256).is_file()
    assert {path.name for path in library.films.iterdir()} == {"calme-1.mp4", "calme-1.srt", "calme-1.vtt"}
    assert not list(library.derived("clips").glob("c*")) and not list(library.derived("segments").glob("*.mkv"))
    assert all(b"pluvian" not in path.read_bytes() for path in library.index.rglob("*") if path.is_file())
    proxy = library.derived("recordings", rush.id, "proxy.mp4")
    pictures, sound = pictures_of(proxy), samples_of(proxy)
    assert max(picture.max() for picture in pictures[:24]) < 40 and pictures[-5].max() > 150
    assert abs(sound[4_800:43_200]).max() < 0.01 and abs(sound[57_600:90_000]).max() > 0.1


def test_a_withdrawal_stops_and_clears_and_says_what_is_left(library: Library) -> None:
    made = withdraw(library, first_consent(library), "")
    rush = the_recording(library)
    assert not library.derived("recordings", rush.id).exists()  # before any worker came
    assert search(library, Request("pluvian")).total == 0
    assert [(film.name, [one.clip for one in places]) for film, places in made.to_recut] == [("confiance", [1])]
    assert {one.render.file: [to.recipient for to in one.given] for one in made.copies} == {
        "confiance-1.mp4": ["Radio Sahel"],
        "confiance-2.m4a": [],
    }
    assert [one.what for one in made.loose] == ["clé de mai"] and len(made.exported) == 1
    assert made.whole == () and [one.original_name for one in made.partly] == ["C0001.mp4"]
    papers = notice(made, date(2024, 6, 1))
    sheet, *letters = papers.split('<section class="letter">')
    assert all(words in sheet for words in ("GAO-F-1", "Radio Sahel", "Mairie", "place 1", "1er juin 2024"))
    assert ["Radio Sahel" in one for one in letters] == [True, False] and ["Mairie" in one for one in letters] == [
        False,
        True,
    ]
    assert "GAO-F-1" not in "".join(letters) and "place 1" not in "".join(letters)
    run_worker(library, once=True)
    is_gone(library)


def test_an_older_catalogue_is_brought_up_to_the_ledger_before_anything_is_shown(library: Library) -> None:
    backup = library.folder / "backup.sqlite"
    shutil.copy(library.folder / "catalogue.sqlite", backup)
    kept = first_consent(library)
    withdraw(library, kept)
    run_worker(library, once=True)
    library.catalogue.close()
    backup.rename(library.folder / "catalogue.sqlite")
    with libraries.opened(library.folder) as again:
        assert state(again, kept) is ConsentStatus.WITHDRAWN
        with again.reading() as session:
            assert [one.reason for one in consents.history(session, kept)][-1] == ""
        run_worker(again, once=True)
        is_gone(again)
    with libraries.opened(library.folder) as once_more:
        is_gone(once_more)


def test_who_withdrew_and_is_marked_later_is_cleared_away_there_too(library: Library) -> None:
    withdraw(library, first_consent(library))
    run_worker(library, once=True)
    rush = the_recording(library)
    with library.writing() as session:
        gone = participants.by_code(session, "GAO-F-1")
        appears(session, gone, rush, 1400, 1500)
    run_worker(library, once=True)
    assert list(library.films.iterdir()) == []  # `calme` shows that moment
    assert pictures_of(library.derived("recordings", rush.id, "proxy.mp4"))[36].max() < 40


def test_saying_where_somebody_who_withdrew_is_not_takes_a_keeper(library: Library) -> None:
    """What nobody marked, or marked elsewhere, would be shown again."""
    withdraw(library, first_consent(library))
    rush = the_recording(library)
    with library.writing() as session:
        gone = participants.by_code(session, "GAO-F-1")
        (mine,) = [one for one in appearances.of_recording(session, rush.id) if one.participant == gone.id]
        more = appears(session, gone, rush, 1500, 1700)
        appearances.change(session, replace(mine, span=Span(0, 1100)))
        for narrower in (Span(0, 900), Span(1200, 1900)):
            with pytest.raises(Refused, match="rouvrirait"):
                appearances.change(session, replace(mine, span=narrower))
        with pytest.raises(Refused, match="rouvrirait"):
            appearances.unmark(session, more.id)
        appearances.unmark(session, more.id, keeper=True)
        appearances.unmark(session, mine.id)  # now they may be anywhere
        with pytest.raises(Refused, match="rouvrirait"):
            appearances.mark(session, mine)
        appearances.mark(session, mine, keeper=True)


def test_a_recording_that_somebody_left_stays_in_its_interview(library: Library) -> None:
    withdraw(library, first_consent(library))
    rush = the_recording(library)
    with library.writing() as session:
        other = an_interview(session, "GAO-09")
        with pytest.raises(Refused, match="reste dans son entretien"):
            recordings.assign(session, rush.id, other.id)
        recordings.assign(session, rush.id, other.id, by_officer=True)


def test_a_paper_from_before_a_withdrawal_that_the_catalogue_forgot_opens_nothing(tmp_path: Path) -> None:
    made = libraries.create(tmp_path / "archive")
    taken = Taken(Taking.WITHDRAWAL, "GAO-F-1", "GAO-01", date(2024, 1, 1), "Awa")
    ledger.append(made.folder, made.settings, taken)
    with libraries.opened(made.folder) as library, library.writing() as session:
        interview = an_interview(session)
        who = a_witness(session, interview, "GAO-F-1")
        with pytest.raises(Refused, match="a retiré son autorisation"):
            a_consent(session, who, interview, given_on=date(2023, 1, 1))
        a_consent(session, who, interview, given_on=date(2024, 2, 1))


def test_the_ledger_is_told_from_a_forged_one(library: Library, tmp_path: Path) -> None:
    withdraw(library, first_consent(library))
    path = library.folder / ledger.FILE
    line = path.read_text(encoding="utf-8")
    path.write_text(line + '{"half', encoding="utf-8")  # a write cut short: never counted
    assert len(ledger.entries(library.folder, library.settings)) == 1
    for forged in (line.replace("GAO-F-1", "GAO-F-2"), line + line):
        path.write_text(forged, encoding="utf-8")
        with pytest.raises(CannotCheck):
            open_library(library.folder)
    path.write_text(line, encoding="utf-8")
    copy = tmp_path / "elsewhere" / "copy.jsonl"
    settings = Settings(ledger_copy=str(copy))
    open_library(library.folder, settings).catalogue.close()
    assert copy.read_text(encoding="utf-8") == line
    path.unlink()  # the whole folder came back from a backup: the copy knows
    open_library(library.folder, settings).catalogue.close()
    assert path.read_text(encoding="utf-8") == line


@pytest.fixture(scope="module")
def withdrawing(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many moments a withdrawal has at the command line."""
    folder = tmp_path_factory.mktemp("count")
    archive = shutil.copytree(filled, folder / "archive")
    return moments(["--archive", archive, *TAKING], folder / "count")


TAKING = ("consent", "withdraw", "GAO-F-1", "GAO-01")


def killed_at(filled: Path, into: Path, moment: int) -> None:
    """A withdrawal that dies at that moment either never happened or is completed by whoever opens the archive next."""
    folder = Path(shutil.copytree(filled, into / f"archive-{moment}"))
    baro(["--archive", folder, *TAKING], moment=moment)
    with libraries.opened(folder) as library:
        told = len(ledger.entries(folder, library.settings))
        with library.reading() as session:
            known = len(withdrawals.listed(session))
        kept = first_consent(library)
        assert (state(library, kept) is ConsentStatus.WITHDRAWN) == bool(told) and known == told
        if not told:
            withdraw(library, kept)
        run_worker(library, once=True)
        catch_up(library)
        is_gone(library)
    shutil.rmtree(folder)


def test_a_withdrawal_killed_at_some_moments_completes(filled: Path, tmp_path: Path, withdrawing: int) -> None:
    for moment in some(SHOWN, withdrawing):
        killed_at(filled, tmp_path, moment)


@pytest.mark.campaign
def test_a_withdrawal_killed_at_many_moments_completes(filled: Path, tmp_path: Path, withdrawing: int) -> None:
    for moment in some(CAMPAIGN, withdrawing, seed=7):
        killed_at(filled, tmp_path, moment)


def test_the_commands_of_a_withdrawal(library: Library, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def ask(*words: str, status: int = 0) -> str:
        assert main(ALL, ["--archive", str(library.folder), "--as", "Moussa", *words]) == status
        said = capsys.readouterr()
        return said.out + said.err

    told = json.loads(ask(*TAKING, "--json"))
    assert told["to_recut"] == [{"film": "confiance", "places": [1]}]
    assert told["copies"][-1]["given"] == [{"recipient": "Radio Sahel", "on": "2024-05-01"}]
    assert "À remonter\u00a0: confiance, place 1." in ask("consent", "report", "GAO-F-1", "GAO-01")
    ask("consent", "report", "GAO-F-1", "GAO-01", "-o", str(tmp_path / "lettre.html"))
    assert "Radio Sahel" in (tmp_path / "lettre.html").read_text(encoding="utf-8")
    assert "GAO-F-1" in ask("consent", "ledger")
    assert "--confirm" in ask("consent", "erase", "GAO-F-1", "GAO-01", status=1)
    assert "détruit" in ask("consent", "erase", "GAO-F-1", "GAO-01", "--confirm", "GAO-F-1")
    ask("handover", "add", "édition de juin", "Lycée de Gao", "--on", "2024-06-02")
    listed = json.loads(ask("handover", "list", "--json"))["handovers"]
    assert listed[0]["recipient"] == "Lycée de Gao"
    ask("handover", "remove", listed[0]["id"])
    assert len(json.loads(ask("handover", "list", "--json"))["handovers"]) == 2


def test_what_a_withdrawal_would_bring_is_known_before_it_and_changes_nothing(library: Library) -> None:
    kept = first_consent(library)
    with library.reading() as session:
        foreseen = report(library, consents.get(session, kept))
    assert state(library, kept) is ConsentStatus.ACTIVE and (library.films / "confiance-1.mp4").is_file()
    done = withdraw(library, kept)
    assert (foreseen.to_recut, foreseen.copies, foreseen.exported) == (done.to_recut, done.copies, done.exported)
