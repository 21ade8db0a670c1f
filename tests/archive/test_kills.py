# SPDX-License-Identifier: GPL-3.0-or-later
"""Killed at any moment, ingest and worker lose nothing, show nothing half-made, and complete when run again."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from archive import library as libraries
from archive.catalogue import integrity, recordings
from archive.derive import missing
from archive.ingest import Status, ingest
from archive.library import Library
from archive.worker import run_worker
from media.probe import probe
from tests.footage import footage, tone
from tests.killing import baro, baro_for, moments, some

SAMPLE, CAMPAIGN = 3, 10


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("card")
    footage(folder, "a.mp4", seconds=1, size="96x64")
    (folder / "a.xml").write_text("<sheet/>")
    tone(folder, "b.wav", seconds=1)
    return folder


@pytest.fixture(scope="module")
def filled(empty: Path, card: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose card was ingested and whose working files are to be made."""
    folder = copy(empty, tmp_path_factory.mktemp("filled"))
    with libraries.opened(folder) as library:
        ingest(library, [card])
    return folder


@pytest.fixture(scope="module")
def ingest_moments(empty: Path, card: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    folder = tmp_path_factory.mktemp("count")
    return moments(["--archive", copy(empty, folder), "ingest", card], folder / "count")


@pytest.fixture(scope="module")
def worker_moments(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    folder = tmp_path_factory.mktemp("count")
    return moments(["--archive", copy(filled, folder), "worker", "--once"], folder / "count")


def copy(archive: Path, into: Path) -> Path:
    return Path(shutil.copytree(archive, into / "archive"))


def visible(folder: Path) -> list[Path]:
    whole = (path for path in folder.rglob("*") if not any(".part" in name for name in path.relative_to(folder).parts))
    return sorted(path for path in whole if path.is_file())


def is_sound(library: Library) -> None:
    """Nothing that can be seen is half-made, and whatever the catalogue names is there."""
    for original in visible(library.folder / "originals"):
        assert hashlib.sha256(original.read_bytes()).hexdigest() == original.name
    with library.reading() as session:
        assert integrity.faults(session) == []
        for recording in recordings.listed(session):
            assert library.original(recording.sha256).stat().st_size == recording.size
            assert not (recording.ready and missing(library, session, recording))
    for made in visible(library.derived("recordings")):
        if made.suffix == ".json":
            json.loads(made.read_text())
        elif made.suffix == ".mp4":
            assert 900 <= probe(made).duration <= 1100
        else:
            assert made.read_bytes().endswith(b"\xff\xd9")


def completes(folder: Path, card: Path) -> None:
    """What a second run makes of an archive whose first run was killed."""
    with libraries.opened(folder) as library:
        is_sound(library)
        assert {item.status for item in ingest(library, [card])} <= {Status.KEPT, Status.ALREADY}
        run_worker(library, once=True)
        is_sound(library)
        with library.reading() as session:
            found = recordings.listed(session)
        assert [(one.original_name, one.ready) for one in found] == [("a.mp4", True), ("b.wav", True)]
        assert [path.name for path in folder.rglob("*.part*")] == []


@pytest.mark.parametrize("turn", range(SAMPLE))
def test_a_killed_ingest_loses_nothing(turn: int, ingest_moments: int, empty: Path, card: Path, tmp_path: Path) -> None:
    folder = copy(empty, tmp_path)
    moment = some(SAMPLE, ingest_moments)[turn]
    assert baro(["--archive", folder, "ingest", card], moment=moment) < 0
    completes(folder, card)


@pytest.mark.parametrize("turn", range(SAMPLE))
def test_a_killed_worker_loses_nothing(
    turn: int, worker_moments: int, filled: Path, card: Path, tmp_path: Path
) -> None:
    folder = copy(filled, tmp_path)
    moment = some(SAMPLE, worker_moments)[turn]
    assert baro(["--archive", folder, "worker", "--once"], moment=moment) < 0
    completes(folder, card)


@pytest.mark.campaign
@pytest.mark.parametrize("turn", range(CAMPAIGN))
def test_ten_killed_ingests(turn: int, ingest_moments: int, empty: Path, card: Path, tmp_path: Path) -> None:
    folder = copy(empty, tmp_path)
    assert baro(["--archive", folder, "ingest", card], moment=some(CAMPAIGN, ingest_moments, 7)[turn]) < 0
    completes(folder, card)


@pytest.mark.campaign
@pytest.mark.parametrize("turn", range(CAMPAIGN))
def test_ten_killed_workers(turn: int, worker_moments: int, filled: Path, card: Path, tmp_path: Path) -> None:
    folder = copy(filled, tmp_path)
    assert baro(["--archive", folder, "worker", "--once"], moment=some(CAMPAIGN, worker_moments, 7)[turn]) < 0
    completes(folder, card)


@pytest.mark.campaign
@pytest.mark.parametrize("tenths", range(5, 25, 2))
@pytest.mark.parametrize("command", ["ingest", "worker"])
def test_kills_by_the_clock(command: str, tenths: int, empty: Path, filled: Path, card: Path, tmp_path: Path) -> None:
    """Moments that no counter sees, such as the middle of an encoding."""
    folder = copy(empty if command == "ingest" else filled, tmp_path)
    baro_for(["--archive", folder, command, card if command == "ingest" else "--once"], tenths / 10)
    completes(folder, card)
