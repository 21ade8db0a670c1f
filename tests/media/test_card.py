# SPDX-License-Identifier: GPL-3.0-or-later
"""A camera card is read, never written."""

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from media.card import name_of, scan
from media.errors import NotFound
from media.layout import Why, sort_out

DEEP = 1200


def card(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return folder


def names(folder: Path) -> list[str]:
    return [rush.path.relative_to(folder).as_posix() for rush in sort_out(scan([folder])).rushes]


def test_media_files_are_found_whatever_the_case_and_the_folder(tmp_path: Path) -> None:
    card(tmp_path, "DCIM/100/C0002.MP4", "DCIM/100/c0001.mp4", "PRIVATE/AVCHD/00001.MTS", "REC/a.WAV", "notes.txt")
    assert names(tmp_path) == ["DCIM/100/c0001.mp4", "DCIM/100/C0002.MP4", "PRIVATE/AVCHD/00001.MTS", "REC/a.WAV"]


def test_hidden_and_system_files_are_left_alone(tmp_path: Path) -> None:
    card(tmp_path, "._C0001.MP4", ".Trashes/a.mp4", "System Volume Information/a.mp4", "$RECYCLE.BIN/a.mp4", "a.mp4")
    assert names(tmp_path) == ["a.mp4"]


def test_a_link_that_leaves_the_card_is_not_followed(tmp_path: Path) -> None:
    card(tmp_path / "elsewhere", "secret.mp4")
    (tmp_path / "card").mkdir()
    (tmp_path / "card" / "out").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "card" / "again.mp4").symlink_to(tmp_path / "elsewhere" / "secret.mp4")
    layout = sort_out(scan([tmp_path / "card"]))
    assert layout.rushes == () and [(one.found.path.name, one.why) for one in layout.left_out] == [
        ("again.mp4", Why.ODD),
        ("out", Why.ODD),
    ]


def test_folders_nested_deeper_than_python_goes_are_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card(tmp_path, "z.mp4")
    monkeypatch.chdir(tmp_path)
    for _level in range(DEEP):
        Path("a").mkdir()
        os.chdir("a")
    Path("b.mp4").write_bytes(b"x")
    try:
        assert [name.rpartition("/")[2] for name in names(tmp_path)] == ["b.mp4", "z.mp4"]
    finally:
        Path("b.mp4").unlink()
        for _level in range(DEEP):
            os.chdir("..")
            Path("a").rmdir()


@pytest.mark.parametrize("mark", ["\u202e", "\u2067", "\u2028"])
def test_a_name_that_turns_the_direction_of_reading_does_not(mark: str) -> None:
    assert name_of(Path(f"C1{mark}4pm.exe.mp4")) == "C1?4pm.exe.mp4"


def test_a_file_named_outright_is_given_once(tmp_path: Path) -> None:
    card(tmp_path, "a.mp4", "b.dat")
    found = sort_out(scan([tmp_path / "b.dat", tmp_path, tmp_path / "a.mp4"])).rushes
    assert [rush.path for rush in found] == [tmp_path / "b.dat", tmp_path / "a.mp4"]


def test_a_card_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="n’existe pas"):
        list(scan([tmp_path / "absent"]))


def test_a_folder_that_is_closed_is_told_not_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card(tmp_path, "a.mp4", "closed/b.mp4", "z.mp4")
    reading = Path.iterdir

    def closed(folder: Path) -> Iterator[Path]:
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied")
        return reading(folder)

    monkeypatch.setattr(Path, "iterdir", closed)
    assert names(tmp_path) == ["a.mp4", "closed", "z.mp4"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"l'entretien (2) Gao.MOV", "l'entretien (2) Gao.MOV"),
        (unicodedata.normalize("NFD", "été.mp4").encode(), "été.mp4"),
        (b"entr\xe9e.mp4", "entrée.mp4"),
        (b"a\nb\x1b[2J.mp4", "a?b?[2J.mp4"),
    ],
)
def test_a_name_is_read_as_people_write_it(written: bytes, read: str) -> None:
    assert name_of(Path(os.fsdecode(written))) == read
