# SPDX-License-Identifier: GPL-3.0-or-later
"""What many tests stand on: an empty archive, the ffmpeg that is here, a folder of small footage."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from archive import library as libraries
from archive.library import Library
from media.ffmpeg import Ffmpeg, find
from tests.footage import footage, tone

settings.register_profile("busy machine", deadline=None)  # a law does not depend on how fast it was proved
settings.load_profile("busy machine")


@pytest.fixture(scope="session")
def ffmpeg() -> Ffmpeg:
    """The ffmpeg that Baro finds on this machine."""
    return find()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A new, empty archive; its catalogue is closed afterwards."""
    made = libraries.create(tmp_path / "archive")
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
