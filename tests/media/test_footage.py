# SPDX-License-Identifier: GPL-3.0-or-later
"""The test footage says what it shows."""

from pathlib import Path

import numpy as np
import pytest

from tests.footage import footage, number_of, numbered_picture, numbers_of, pictures_of, samples_of, tone


@pytest.mark.parametrize("number", [0, 1, 74, 255, 256, 65_535])
def test_a_picture_tells_its_number(number: int) -> None:
    assert number_of(numbered_picture(number, 160, 90)) == number


@pytest.mark.parametrize("rate", ["25", "30000/1001", "30"])
def test_every_picture_of_a_video_is_numbered(tmp_path: Path, rate: str) -> None:
    numbers = numbers_of(footage(tmp_path, rate=rate))
    assert numbers == list(range(len(numbers)))
    assert len(numbers) in (50, 60)


def test_a_phone_held_upright_shows_its_pictures_upright(tmp_path: Path) -> None:
    turned = footage(tmp_path, size="160x96", rotation=90, seconds=0.2)
    assert pictures_of(turned)[0].shape == (160, 96)


@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.m4a"])
def test_sound_lasts_and_is_heard(tmp_path: Path, name: str) -> None:
    samples = samples_of(tone(tmp_path, name, pattern="bursts"))
    assert abs(len(samples) - 96_000) < 3000
    assert np.abs(samples[48_500:52_000]).max() > 0.3
    assert np.abs(samples[60_000:90_000]).max() < 0.02
