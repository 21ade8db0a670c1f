# SPDX-License-Identifier: GPL-3.0-or-later
"""What many tests stand on: an empty archive, filled ones, the ffmpeg that is here, small footage, a browser."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import HealthCheck, settings

from archive import library as libraries
from archive.library import Library
from media.ffmpeg import Ffmpeg, find
from tests.browsing import address, chromium, page, playwright, server, tried_page
from tests.compiled import compile_once
from tests.footage import footage, tone
from tests.pages import app, archive, browser, filled
from tests.writing import desk, typed

__all__ = ["address", "app", "archive", "browser", "chromium", "desk", "filled", "page", "playwright", "server"]
__all__ += ["tried_page", "typed"]

# A law does not depend on how fast it was proved, and a folder that each example finds again is meant.
LAWS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
settings.register_profile("the same each time", LAWS, derandomize=True)  # `make test`
settings.register_profile("anew", LAWS)  # `make campaign`
settings.load_profile("the same each time")
compile_once()


@pytest.fixture(scope="session")
def ffmpeg() -> Ffmpeg:
    """The ffmpeg that Baro finds on this machine."""
    return find()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive as it is created, once: each of its migrations would be run hundreds of times."""
    made = libraries.create(tmp_path_factory.mktemp("empty") / "archive")
    made.catalogue.close()
    return made.folder


@pytest.fixture
def library(empty: Path, tmp_path: Path) -> Iterator[Library]:
    """A new, empty archive; its catalogue is closed afterwards."""
    made = libraries.open_library(Path(copytree(empty, tmp_path / "archive")))
    yield made
    made.catalogue.close()


@pytest.fixture
def footage_folder(tmp_path: Path) -> Path:
    """A camera card: two videos of different size and rate, and a recorder's file."""
    folder = tmp_path / "card"
    folder.mkdir()
    footage(folder, "C0001.mp4")
    footage(folder, "C0002.mov", size="128x96", rate="30000/1001", pattern="bursts")
    tone(folder, "voice.wav")
    return folder
