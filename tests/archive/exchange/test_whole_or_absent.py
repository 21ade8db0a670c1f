# SPDX-License-Identifier: GPL-3.0-or-later
"""A package is there whole or not at all: no room, or killed in the middle."""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from archive.catalogue import exports, films
from archive.exchange import room
from archive.exchange.export import Wanted, begun, enqueue, export_film
from archive.exchange.room import SPARE, room_for
from archive.library import Library
from archive.model.film import Film
from archive.worker import run_worker
from media.errors import Refused
from tests.films import a_film, agreed, taken_in
from tests.footage import footage

KILLED = """
import os, signal, sys
from pathlib import Path
from archive.library import open_library
from archive.exchange.export import Wanted, export_film
def stop(percent, message):
    if percent >= 97:
        os.kill(os.getpid(), signal.SIGKILL)
export_film(open_library(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3]), Wanted(), stop)
"""


class Usage(NamedTuple):
    """What a disk says of itself."""

    total: int
    used: int
    free: int


@pytest.fixture
def film(library: Library, tmp_path: Path) -> Film:
    (tmp_path / "card").mkdir()
    footage(tmp_path / "card", "C0001.mp4", seconds=4)
    take = taken_in(library, tmp_path / "card")["C0001.mp4"]
    agreed(library, take, "GAO-01")
    return a_film(library, [(take, 1000, 2000), (take, 1000, 2000), (take, 3000, 3500)])


def test_a_disk_without_room_is_named_before_anything_is_made(
    library: Library, film: Film, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = room_for(begun(library, film.id, Wanted(), "seed").plans.values())
    monkeypatch.setattr(room, "disk_usage", lambda path: Usage(1, 1, SPARE + wanted - 1))
    with pytest.raises(Refused, match="il manque 1 Mo"):
        export_film(library, film.id, tmp_path / "far" / "out", Wanted())
    assert not (tmp_path / "far").exists()
    with library.writing() as session:
        enqueue(session, film.id, Wanted())
    run_worker(library, once=True)
    assert list(library.films.glob("*")) == []
    monkeypatch.setattr(room, "disk_usage", lambda path: Usage(1, 1, SPARE + wanted))
    assert export_film(library, film.id, tmp_path / "out", Wanted()).files


def test_an_extract_that_two_clips_share_takes_its_room_once(library: Library, film: Film, tmp_path: Path) -> None:
    plans = begun(library, film.id, Wanted(), "seed").plans
    assert len(plans) == 3 and room_for(plans.values()) == room_for(list(plans.values())[1:])
    done = export_film(library, film.id, tmp_path / "out", Wanted())
    taken = sum(path.stat().st_size for path in done.place.glob("*.mp4"))
    assert taken / 4 < room_for(plans.values()) < taken * 40  # tiny pictures cost more than they say


def test_an_export_killed_in_the_middle_is_nowhere_and_the_next_one_sweeps(
    library: Library, film: Film, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-c", KILLED, str(library.folder), film.id, str(out)]
    assert subprocess.run(command, cwd=Path(films.__file__).parents[2], timeout=600, check=False).returncode == -9
    assert not out.exists() and len(list(tmp_path.glob("out.*.part"))) == 1
    with library.reading() as session:
        assert exports.of_film(session, film.id) == []
    assert export_film(library, film.id, out, Wanted()).place == out
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("out")) == ["out"]
