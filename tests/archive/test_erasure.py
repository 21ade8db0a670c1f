# SPDX-License-Identifier: GPL-3.0-or-later
"""Erased and sealed: nothing left in any file, killed at any step and completed, replayed on a backup."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from archive import clearing, destroying, ledger, reports
from archive import library as libraries
from archive.catalogue import clips, consents, films, jobs, recordings, tracks, withdrawals
from archive.erasure import erase
from archive.film.render import render_film
from archive.ingest import Status, ingest, intake
from archive.ingestreport import write_report
from archive.library import Library
from archive.model.footage import Recording
from archive.model.intake import Facts
from archive.person import Person, Role
from archive.seals import seal, to_recut, unseal
from archive.withdrawal import report, withdraw
from archive.worker import run_worker
from media.errors import Refused, WrongUse
from media.span import Span
from tests.footage import footage, number_of, pictures_of
from tests.killing import baro, moments, some
from tests.withdrawing import card, filled, first_consent, library, the_recording

__all__ = ["card", "filled", "library"]
OFFICER = Person("Moussa", Role.PROTECTION)
SHOWN, CAMPAIGN = 4, 40
SHOWING = (".mp4", ".m4a", ".mkv", ".jpg", ".pdf", ".zip")
SEALED_FRAMES, DARK = 25, 60


def test_erasing_is_the_protection_officer_s_and_leaves_nothing(library: Library, card: Path) -> None:
    kept = first_consent(library)
    officer = library.as_person(OFFICER)
    sheets = library.folder.parent / "sheets"
    sheets.mkdir()
    shutil.copy(card / "C0001.mp4", sheets)
    (sheets / "C0001.xml").write_text("<signed/>")
    assert [item.status for item in intake(library, [sheets]).sidecars] == [Status.KEPT]
    told_before(library, card)
    with pytest.raises(Refused, match="vient après le retrait"):
        erase(officer, "GAO-F-1", "GAO-01", "GAO-F-1")
    withdraw(library, kept)
    with pytest.raises(Refused, match="chargée de la protection"):
        erase(library, "GAO-F-1", "GAO-01", "GAO-F-1")
    with pytest.raises(WrongUse):
        erase(officer, "GAO-F-1", "GAO-01", "oui")
    backup = library.folder.parent / "backup"
    shutil.copytree(library.folder, backup)
    rush = the_recording(library)
    render_film(library, film_of(library, "calme"))  # of the one who stays: parts of films lie there again
    assert erase(officer, "GAO-F-1", "GAO-01", "GAO-F-1").others == ("GAO-F-2",)
    on_the_spot(library, rush)
    run_worker(library, once=True)
    nothing_left(library, rush, card)
    # an older backup of everything, put back with the ledger of today
    shutil.copy(library.folder / ledger.FILE, backup / ledger.FILE)
    with libraries.opened(backup) as again:
        on_the_spot(again, rush)
        run_worker(again, once=True)
        nothing_left(again, rush, card)


def told_before(library: Library, card: Path) -> None:
    """The reports of two ingests: one day there was no room for the recording, the next day it was there already."""
    whole = library.folder.parent / "carte"
    (whole / "SUB").mkdir(parents=True)
    shutil.copy(card / "C0001.mp4", whole)
    footage(whole / "SUB", "C0001S03.mp4", seconds=0.2)
    (whole / "C0001.xml").write_text("<signed/>")
    (whole / "autre.mp4").write_bytes(b"no film")
    done = intake(library, [whole])
    (rush,) = (item for item in done.items if item.path.name == "C0001.mp4")
    refused = replace(rush, status=Status.REFUSED, recording="", interview="", facts=Facts(rush.facts.size))
    folder = library.folder / reports.FOLDER
    others = tuple(item for item in done.items if item != rush)
    write_report(library, replace(done, items=(refused, *others), sidecars=()), folder)
    write_report(library, done, folder)


def told_now(library: Library, rush: Recording) -> None:
    """The reports say that something was erased, and of all the rest what they said before."""
    kept = reports.listed(library.folder)
    assert len(kept) == 2
    for one in kept:
        found = reports.read(one.path)
        assert found is not None
        assert {line.name for line in found.lines} == {"autre.mp4", ""}
        for text in (one.path.read_text(encoding="utf-8"), one.page.read_text(encoding="utf-8")):
            assert "C0001" not in text and rush.sha256 not in text and rush.id not in text and "GAO-01" not in text
            assert "effacé" in text and "autre.mp4" in text


def film_of(library: Library, name: str) -> str:
    with library.reading() as session:
        return films.by_name(session, name).id


def on_the_spot(library: Library, rush: Recording) -> None:
    """What is destroyed before anybody sees the archive again, without waiting for the worker."""
    assert not library.original(rush.sha256).exists() and list(library.films.iterdir()) == []
    assert not list((library.folder / "evidence").rglob("*.pdf"))


def nothing_left(library: Library, rush: Recording, card: Path) -> None:
    with library.reading() as session:
        assert recordings.listed(session) == [] and tracks.of_recording(session, rush.id) == []
        assert clips.listed(session) == []
    files = [path for path in library.folder.rglob("*") if path.is_file()]
    assert not [path for path in files if path.suffix in SHOWING or path.name == rush.sha256]
    assert all(b"pluvian" not in path.read_bytes() and b"signed" not in path.read_bytes() for path in files)
    told_now(library, rush)
    (item,) = ingest(library, [card / "C0001.mp4"])
    assert item.status is Status.REFUSED and "effacé pour toujours" in item.reason


ERASING = ("--as", "Moussa", "consent", "erase", "GAO-F-1", "GAO-01", "--confirm", "GAO-F-1")


@pytest.fixture(scope="module")
def withdrawn(filled: Path, card: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive after the withdrawal, before anything was cleared away by a worker."""
    folder = Path(shutil.copytree(filled, tmp_path_factory.mktemp("withdrawn") / "archive"))
    with libraries.opened(folder) as library:
        told_before(library, card)
        withdraw(library, first_consent(library))
    return folder


@pytest.fixture(scope="module")
def erasing(withdrawn: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many moments an erasure has at the command line."""
    folder = tmp_path_factory.mktemp("count")
    archive = shutil.copytree(withdrawn, folder / "archive")
    return moments(["--archive", archive, *ERASING], folder / "count")


def killed_at(withdrawn: Path, card: Path, into: Path, moment: int) -> None:
    """An erasure that dies at that moment either never happened or is completed by whoever opens the archive next."""
    folder = Path(shutil.copytree(withdrawn, into / f"archive-{moment}"))
    with libraries.opened(folder) as library:
        rush = the_recording(library)
    baro(["--archive", folder, *ERASING], moment=moment)
    with libraries.opened(folder, person=OFFICER) as library:
        told = [one.taken.kind for one in ledger.entries(folder, library.settings)]
        if "erasure" not in told:
            assert library.original(rush.sha256).is_file()
            erase(library, "GAO-F-1", "GAO-01", "GAO-F-1")
        on_the_spot(library, rush)
        run_worker(library, once=True)
        nothing_left(library, rush, card)
    shutil.rmtree(folder)


def test_an_erasure_killed_at_some_moments_completes(withdrawn: Path, card: Path, tmp_path: Path, erasing: int) -> None:
    for moment in some(SHOWN, erasing):
        killed_at(withdrawn, card, tmp_path, moment)


@pytest.mark.campaign
def test_an_erasure_killed_at_many_moments_completes(withdrawn: Path, card: Path, tmp_path: Path, erasing: int) -> None:
    for moment in some(CAMPAIGN, erasing, seed=7):
        killed_at(withdrawn, card, tmp_path, moment)


def test_who_received_a_film_is_still_known_after_an_erasure(library: Library) -> None:
    kept = first_consent(library)
    withdraw(library, kept)
    erase(library.as_person(OFFICER), "GAO-F-1", "GAO-01", "GAO-F-1")
    with library.reading() as session:
        left = report(library, consents.get(session, kept))
    assert [to.recipient for one in left.copies for to in one.given] == ["Radio Sahel"]
    assert "export" in left.exported[0].what and left.to_recut == ()


def test_a_sealed_passage_is_in_no_file_but_the_original_and_the_catalogue(library: Library) -> None:
    rush = the_recording(library)
    started = seal(library, rush.id, Span(0, 1000))
    assert [(film.name, places) for film, places in to_recut(library, started)] == [("confiance", [1])]
    run_worker(library, once=True)
    assert {path.name for path in library.films.iterdir()} == {"calme-1.mp4", "calme-1.srt", "calme-1.vtt"}
    for path in everything(library):
        assert b"pluvian" not in path.read_bytes(), path
        if path.suffix in (".mp4", ".mkv", ".jpg"):
            assert not [number for number in numbers_shown(path) if number < SEALED_FRAMES], path
    assert numbers_shown(library.films / "calme-1.mp4") and numbers_shown(library.original(rush.sha256))[0] == 1
    unseal(library, started.id)
    run_worker(library, once=True)
    assert numbers_shown(library.derived("recordings", rush.id, "proxy.mp4"))[0] == 1


@pytest.mark.parametrize("moment", range(1, 4))
def test_a_seal_whose_clearing_was_cut_short_is_cleared_by_the_worker(
    library: Library, moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rush, removed = the_recording(library), 0

    def dying(path: Path) -> None:
        nonlocal removed
        removed += 1
        if removed == moment:
            raise KeyboardInterrupt
        destroying.remove(path)

    with monkeypatch.context() as patch:
        patch.setattr(clearing, "remove", dying)
        with pytest.raises(KeyboardInterrupt):
            seal(library, rush.id, Span(0, 1000))
    run_worker(library, once=True)
    assert {path.name for path in library.films.iterdir()} == {"calme-1.mp4", "calme-1.srt", "calme-1.vtt"}
    assert not list(library.derived("segments").glob("*")) and not list(library.derived("clips").glob("c*"))


def test_what_clears_away_is_not_stopped(library: Library) -> None:
    withdraw(library, first_consent(library))
    with library.writing() as session:
        (job,) = jobs.of_kind(session, withdrawals.JOB)
        with pytest.raises(Refused, match="il protège quelqu’un"):
            jobs.cancel(session, job.id)


def everything(library: Library) -> list[Path]:
    """Every file of the archive but the originals and the catalogue, which are under lock."""
    files = [path for path in library.folder.rglob("*") if path.is_file()]
    closed = library.folder / "originals"
    return [path for path in files if closed not in path.parents and not path.name.startswith("catalogue.sqlite")]


def numbers_shown(path: Path) -> list[int]:
    """The numbers of the pictures of a file that are not black (the first one, number 0, always is)."""
    return [number_of(picture) for picture in pictures_of(path) if picture.max() > DARK]
