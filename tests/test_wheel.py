# SPDX-License-Identifier: GPL-3.0-or-later
"""The wheel holds the whole house, and runs without the source tree."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("media", "subtitles", "archive", "webui")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = folder.glob("baro-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_every_file_of_the_floors_is_in_the_wheel(unpacked: Path) -> None:
    files = [path for floor in FLOORS for path in (ROOT / floor).rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert len(files) > 500
    assert [path for path in files if not (unpacked / path.relative_to(ROOT)).exists()] == []


def test_the_wheel_makes_an_archive_far_from_the_sources(unpacked: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "PYTHONSAFEPATH": "1"}
    code = "import sys, webui.cli; print(webui.cli.__file__); sys.argv = ['baro', 'init', 'a']; webui.cli.baro()"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert str(unpacked) in done.stdout
    assert (tmp_path / "a" / "catalogue.sqlite").exists()
