# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro film render` killed at any moment: no half film, nothing lost, and running it again completes."""

import shutil
from pathlib import Path

import pytest

from archive import library as libraries
from archive.catalogue import films, integrity, renders
from archive.library import Library
from media.files import sha256_of
from media.verify import verify_clean
from tests.films import a_film, agreed, said, taken_in
from tests.footage import footage, tone
from tests.killing import baro, baro_for, moments, some

SAMPLE, CAMPAIGN = 3, 10
FRAMES = 10 + 5 + 13


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a film that was never rendered."""
    folder = tmp_path_factory.mktemp("ready")
    (folder / "card").mkdir()
    footage(folder / "card", "a.mp4", seconds=1, size="96x54")
    tone(folder / "card", "b.wav", seconds=1)
    library = libraries.create(folder / "archive")
    rushes = taken_in(library, folder / "card")
    for number, name in enumerate(rushes):
        agreed(library, rushes[name], f"GAO-{number}")
    said(library, rushes["a.mp4"], (0, 400, "Confiance"))
    film = a_film(library, [(rushes["a.mp4"], 0, 400), (rushes["b.wav"], 0, 200)])
    with library.writing() as session:
        films.add_card(session, film.id, "Gao", 520)
    library.catalogue.close()
    return folder / "archive"


@pytest.fixture(scope="module")
def render_moments(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    folder = tmp_path_factory.mktemp("count")
    return moments(rendering(copied(ready, folder)), folder / "count")


def copied(archive: Path, into: Path) -> Path:
    return Path(shutil.copytree(archive, into / "archive"))


def rendering(folder: Path) -> list[str | Path]:
    return ["--archive", folder, "film", "render", "confiance"]


def is_sound(library: Library) -> None:
    """Each film that lies there is whole and has its subtitles, and the catalogue's films lie there."""
    with library.reading() as session:
        assert integrity.faults(session) == []
        film = films.by_name(session, "confiance")
        known = {render.file: render for render in films.renders(session, film.id)}
    for path in library.films.glob("*.mp4"):
        if ".part" not in path.suffixes:
            verify_clean(path, FRAMES)
            assert path.with_suffix(".srt").stat().st_size and path.with_suffix(".vtt").stat().st_size
    for render in known.values():
        for name, sha256 in dict(render.facts["files"]).items():  # type: ignore[call-overload]
            assert sha256_of(library.films / name) == sha256


def completes(folder: Path) -> None:
    """What a second run makes of an archive whose first run was killed."""
    with libraries.opened(folder) as library:
        is_sound(library)
    assert baro(rendering(folder)) == 0
    with libraries.opened(folder) as library:
        is_sound(library)
        with library.reading() as session:
            made = [render.file for render in films.renders(session, films.by_name(session, "confiance").id)]
            assert renders.promises(session) == []
        whole = {path.name for path in library.films.iterdir()}
        assert [path.name for path in folder.rglob("*.part*")] == []
        assert whole == {str(Path(file).with_suffix(end)) for file in made for end in (".mp4", ".srt", ".vtt")}
        assert len(made) in (1, 2)


@pytest.mark.parametrize("turn", range(SAMPLE))
def test_a_killed_render_leaves_no_half_film(turn: int, render_moments: int, ready: Path, tmp_path: Path) -> None:
    folder = copied(ready, tmp_path)
    assert baro(rendering(folder), moment=some(SAMPLE, render_moments)[turn]) < 0
    completes(folder)


@pytest.mark.campaign
@pytest.mark.parametrize("turn", range(CAMPAIGN))
def test_ten_killed_renders(turn: int, render_moments: int, ready: Path, tmp_path: Path) -> None:
    folder = copied(ready, tmp_path)
    assert baro(rendering(folder), moment=some(CAMPAIGN, render_moments, 7)[turn]) < 0
    completes(folder)


@pytest.mark.campaign
@pytest.mark.parametrize("back", range(1, 16))
def test_a_render_killed_while_it_shows_itself(back: int, render_moments: int, ready: Path, tmp_path: Path) -> None:
    """The last moments: files renamed, the catalogue written."""
    folder = copied(ready, tmp_path)
    baro(rendering(folder), moment=render_moments - back)
    completes(folder)


@pytest.mark.campaign
@pytest.mark.parametrize("tenths", range(5, 45, 4))
def test_renders_killed_by_the_clock(tenths: int, ready: Path, tmp_path: Path) -> None:
    """Moments that no counter sees, such as the middle of an encoding."""
    folder = copied(ready, tmp_path)
    baro_for(rendering(folder), tenths / 10)
    completes(folder)
