# SPDX-License-Identifier: GPL-3.0-or-later
"""Cards that make trouble: pipes, links, closed folders, the archive itself, files still being written. The rest comes in."""

import errno
import json
import os
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import originals as originals_of
from archive.cli.main import main
from archive.ingest import IngestItem, Status, ingest
from archive.library import Library
from media.probe_child import examine
from tests.footage import footage, tone
from webui.cli import ALL

Usage = namedtuple("Usage", "total used free")


def statuses(items: list[IngestItem]) -> dict[str, str]:
    return {item.path.name: item.status.value for item in items}


def originals(library: Library) -> list[Path]:
    return sorted(path for path in (library.folder / "originals").rglob("*") if path.is_file())


def test_what_is_no_plain_file_is_refused_and_the_others_go_on(library: Library, tmp_path: Path) -> None:
    card = tmp_path / "card"
    card.mkdir()
    footage(card, "a.mp4")
    (card / "empty.mp4").touch()
    (card / "list.mp4").write_text("#EXTM3U\nhttp://192.0.2.1/a.ts\n")
    os.mkfifo(card / "pipe.mp4")
    (card / "loop.mp4").symlink_to("loop.mp4")
    (card / "round").symlink_to(card)
    assert statuses(ingest(library, [card])) == {"a.mp4": "kept", "empty.mp4": "refused", "list.mp4": "refused"}


def test_a_file_that_is_still_being_written_is_refused_and_taken_when_it_is_whole(
    library: Library, tmp_path: Path
) -> None:
    path = tone(tmp_path, "a.wav", seconds=0.5)

    def growing(_path: Path, done: int, total: int) -> None:
        if 0 < done <= total // 2:
            with path.open("ab") as writing:
                writing.write(bytes(100))

    (item,) = ingest(library, [path], progress=growing)
    assert item.status is Status.REFUSED and "a changé de taille" in item.reason and originals(library) == []
    assert [item.status for item in ingest(library, [path])] == [Status.KEPT]


def test_an_archive_on_the_card_gives_none_of_its_own_copies_and_films(library: Library, tmp_path: Path) -> None:
    footage(tmp_path, "a.mp4")
    for place in ("derived/recordings/x", "films", "takes"):
        (library.folder / place).mkdir(parents=True, exist_ok=True)
        footage(library.folder / place, "copy.mp4", seconds=0.4)
    (library.folder / "carte").mkdir()
    footage(library.folder / "carte", "b.mp4", seconds=0.6)
    assert statuses(ingest(library, [tmp_path])) == {"a.mp4": "kept", "b.mp4": "kept"}
    (copy,) = ingest(library, [library.folder / "films" / "copy.mp4"])
    assert copy.status is Status.REFUSED and "fait par Baro" in copy.reason
    original = next(path for path in (library.folder / "originals").rglob("*") if path.is_file())
    assert [item.status for item in ingest(library, [original])] == [Status.ALREADY]


def test_a_link_in_a_folder_says_nothing_about_its_neighbours(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card, film = tmp_path / "card", footage(library.folder / "films", "film.mp4", seconds=0.4)
    for name, target in (("first", film), ("round", Path("a.mp4"))):
        (card / name).mkdir(parents=True)
        (card / name / "a.mp4").symlink_to(target)
    assert main(ALL, ["--archive", str(library.folder), "ingest", str(card)]) == 0
    assert "2 autres fichiers laissés sur la carte" in capsys.readouterr().out
    for name in ("first", "round"):
        tone(card / name, "b.wav", seconds=0.4 if name == "first" else 0.5)
    assert [item.status for item in ingest(library, [card])] == [Status.KEPT, Status.KEPT]


def test_folders_beyond_what_the_system_names_are_refused_and_the_others_go_on(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, levels, name = tmp_path / "card", 40, "d" * 120
    card.mkdir()
    tone(card, "a.wav", seconds=0.4)
    monkeypatch.chdir(card)
    for _level in range(levels):
        Path(name).mkdir()
        os.chdir(name)
    try:
        assert statuses(ingest(library, [card])) == {"a.wav": "kept", name: "refused"}
    finally:
        for _level in range(levels):
            os.chdir("..")
            Path(name).rmdir()


def test_a_folder_that_is_closed_is_refused_by_its_cause_and_the_others_go_on(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = tmp_path / "card"
    (card / "closed").mkdir(parents=True)
    footage(card, "a.mp4")
    (card / "closed").chmod(0)
    if os.access(card / "closed", os.R_OK):  # nothing is closed to whoever runs this
        real = Path.iterdir
        monkeypatch.setattr(Path, "iterdir", lambda path: closed(path) if path.name == "closed" else real(path))
        monkeypatch.setattr("media.probe.Conversation", Within)
    items = ingest(library, [card])
    (card / "closed").chmod(0o700)
    assert statuses(items) == {"a.mp4": "kept", "closed": "refused"}
    assert any("l’accès est refusé" in item.reason for item in items)


def test_a_broken_entry_that_claims_more_than_the_disk_holds_does_not_keep_the_others_out(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needed = originals_of.SPARE + footage(tmp_path, "a.mp4").stat().st_size
    (tmp_path / "huge.mp4").touch()
    os.truncate(tmp_path / "huge.mp4", 1 << 30)
    monkeypatch.setattr("archive.originals.disk_usage", lambda path: Usage(needed, 0, needed))
    assert statuses(ingest(library, [tmp_path])) == {"a.mp4": "kept", "huge.mp4": "refused"}


def closed(_path: Path) -> Iterator[Path]:
    raise PermissionError(errno.EACCES, "Permission denied")


class Within:
    """The child's work without a child, so that it meets the same closed folder."""

    def __init__(self, *_how: object) -> None:
        pass

    def ask(self, line: str, _seconds: float) -> str:
        return json.dumps(examine(Path(json.loads(line))))

    def close(self) -> None:
        pass
