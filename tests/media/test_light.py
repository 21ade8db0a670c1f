# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes out of the working copy: a smaller one with the same pictures, and a sheet whose stills stand in their place."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from media.ffmpeg import Ffmpeg
from media.light import Lighter, make_lighter
from media.probe import probe
from media.proxy import make_proxy
from media.sheet import MOST, Sheet, sheet_of
from media.span import Span
from tests.footage import Picture, footage, number_of, numbers_of, pictures_of, samples_of


def made(ffmpeg: Ffmpeg, source: Path, *seals: Span) -> tuple[Path, Path, Sheet]:
    """The small copy and the sheet of `source`, and how the sheet is laid out."""
    info = probe(source)
    assert info.video is not None
    copy, small, sheet = (source.with_name(name) for name in ("copy.mp4", "small.mp4", "sheet.jpg"))
    make_proxy(ffmpeg, source, info, copy, seals=seals)
    stills = sheet_of(info.duration, info.video.rate, (info.video.width, info.video.height))
    make_lighter(ffmpeg, copy, info, Lighter(small, sheet, source.with_name("shots.json"), stills), seals=seals)
    return small, sheet, stills


def stills_of(sheet: Path, laid: Sheet) -> list[Picture]:
    (whole,) = pictures_of(sheet)
    assert whole.shape == (laid.rows * laid.height, laid.columns * laid.width)
    places = [divmod(number, laid.columns) for number in range(laid.count)]
    return [
        whole[row * laid.height : (row + 1) * laid.height, column * laid.width : (column + 1) * laid.width]
        for row, column in places
    ]


@pytest.mark.parametrize("rate", ["25", "30000/1001"])
def test_the_small_copy_holds_every_picture_and_the_sheet_one_of_every_two_seconds(
    tmp_path: Path, ffmpeg: Ffmpeg, rate: str
) -> None:
    source = footage(tmp_path, rate=rate, size="640x360", seconds=5)
    small, sheet, laid = made(ffmpeg, source)
    assert numbers_of(small) == numbers_of(source)
    assert pictures_of(small)[0].shape == (240, 426)
    assert [number_of(still) for still in stills_of(sheet, laid)] == [0, laid.every, 2 * laid.every]
    assert laid.every == round(2 * Fraction(rate))
    assert np.abs(samples_of(small)).max() > 0.2
    assert b"Lavc" not in sheet.read_bytes()


def test_what_is_sealed_is_black_and_silent_in_both(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    small, sheet, laid = made(ffmpeg, footage(tmp_path, seconds=7), Span(1500, 4500))
    assert [number_of(still) for still in stills_of(sheet, laid)] == [0, 0, 0, 150]
    numbers = numbers_of(small)
    assert set(numbers[38:112]) == {0} and numbers[120] == 120
    assert np.abs(samples_of(small))[74_000:214_000].max() < 0.02


def test_a_phone_held_upright_gives_upright_stills(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    _small, sheet, laid = made(ffmpeg, footage(tmp_path, "a.mov", size="160x96", rotation=90, seconds=3))
    assert (laid.width, laid.height) == (54, 90)
    turned = [number_of(np.rot90(still)) for still in stills_of(sheet, laid)]
    assert turned in ([0, 50], [number_of(np.rot90(picture)) for picture in pictures_of(_small)][::50])


def test_a_mute_camera_gives_a_mute_small_copy(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    small, _sheet, laid = made(ffmpeg, footage(tmp_path, sound=False, seconds=0.2))
    assert probe(small).audio is None and laid.count == 1


def test_a_long_recording_has_no_more_stills_than_fit_one_sheet() -> None:
    for hours in (1, 3, 12):
        laid = sheet_of(hours * 3_600_000, Fraction(30000, 1001), (1920, 1080))
        assert laid.count <= MOST and laid.count * laid.every >= hours * 3600 * 29
