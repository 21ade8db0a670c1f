# SPDX-License-Identifier: GPL-3.0-or-later
"""Disks that are really full, or take no large files: nothing is half-made, and the next run resumes."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from archive.ingest import Status, ingest
from archive.library import Library
from tests.footage import tone


def kept(library: Library) -> list[Path]:
    return sorted(path for path in (library.folder / "originals").rglob("*") if path.is_file())


FULL = """
import sys
from pathlib import Path
from archive import originals
from archive.ingest import ingest
from archive.library import opened
originals.SPARE = -10**9  # somebody else fills the disk after the room was counted
with opened(Path(sys.argv[1])) as library:
    for item in ingest(library, [Path(sys.argv[2])]):
        print(item.status.value, item.reason)
"""


def test_a_disk_that_is_really_full_leaves_nothing_half_made_and_the_next_run_resumes(
    library: Library, tmp_path: Path
) -> None:
    if subprocess.run(["unshare", "-rm", "true"], check=False, capture_output=True).returncode:
        pytest.skip("nobody may mount a small disk here")
    card, inside = tmp_path / "card", tmp_path / "inside"
    card.mkdir()
    tone(card, "a.wav", seconds=2)
    tone(card, "b.wav", seconds=4)
    script = (
        f'mount -t tmpfs -o size=400k none "$1/originals" && {sys.executable} -c "$3" "$1" "$2"; '
        'cp -r "$1/originals" "$4"'
    )
    said = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, "sh", library.folder, card, FULL, inside],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    ).stdout.splitlines()
    assert [line.split()[0] for line in said] == ["kept", "refused"] and "le disque est plein" in said[1]
    left = [path for path in inside.rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in left] == [(card / "a.wav").read_bytes()]
    shutil.copytree(inside, library.folder / "originals", dirs_exist_ok=True)
    assert [item.status for item in ingest(library, [card])] == [Status.ALREADY, Status.KEPT]


SMALL_FILES = """
import resource, sys
from pathlib import Path
from archive.ingest import ingest
from archive.library import opened
with opened(Path(sys.argv[1])) as library:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
    for item in ingest(library, [Path(sys.argv[2])]):
        print(item.status.value, item.reason)
"""


def test_a_file_that_is_too_large_for_the_disk_is_refused_and_the_others_go_on(
    library: Library, tmp_path: Path
) -> None:
    card = tmp_path / "card"
    card.mkdir()
    tone(card, "a.wav", seconds=12)
    tone(card, "b.wav", seconds=2)
    said = subprocess.run(
        [sys.executable, "-c", SMALL_FILES, library.folder, card],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    ).stdout.splitlines()
    assert [line.split()[0] for line in said] == ["refused", "kept"] and "trop grand pour ce disque" in said[0]
    assert [path.read_bytes() for path in kept(library)] == [(card / "b.wav").read_bytes()]
