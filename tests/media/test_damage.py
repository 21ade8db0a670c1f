# SPDX-License-Identifier: GPL-3.0-or-later
"""Decoding a file to its end: a healthy one of every kind passes, what is damaged or cut short is found, and about where."""

import random
from pathlib import Path

import pytest

from media.command import Run
from media.damage import Fault, complaint_of, first_fault
from media.errors import Cancelled
from media.ffmpeg import Ffmpeg
from media.probe import MediaRefused, probe
from media.proxy import Wanted, read_original
from tests.footage import damaged, footage, tone, truncated
from tests.kinds import KINDS, made

OFTEN = ("mp4", "mts-interlaced", "variable-rate", "several-sounds")
SOME_KINDS = [pytest.param(kind, marks=() if kind in OFTEN else pytest.mark.campaign) for kind in KINDS]
BARE = ("avi", "prores", "mxf", "several-sounds", "mpeg2-anamorphic")
"""Pictures or sounds without a sum over them: another picture, as right as the first, is all that a lost byte makes."""


def fault(ffmpeg: Ffmpeg, path: Path) -> Fault | None:
    return first_fault(ffmpeg, path, probe(path))


@pytest.mark.parametrize("kind", SOME_KINDS)
def test_a_healthy_file_of_every_kind_passes(tmp_path: Path, ffmpeg: Ffmpeg, kind: str) -> None:
    assert fault(ffmpeg, made(kind, tmp_path, ffmpeg)) is None


@pytest.mark.parametrize("name", ["voice.wav", "voice.mp3", "voice.m4a"])
def test_a_healthy_sound_passes(tmp_path: Path, ffmpeg: Ffmpeg, name: str) -> None:
    assert fault(ffmpeg, tone(tmp_path, name)) is None


@pytest.mark.parametrize("at", [0.2, 0.5, 0.8])
def test_lost_bytes_are_found_about_where_they_are(tmp_path: Path, ffmpeg: Ffmpeg, at: float) -> None:
    found = fault(ffmpeg, damaged(footage(tmp_path, seconds=10), at))
    assert found is not None and found.said
    assert abs(found.at - 10_000 * at) < 2500


def test_a_damaged_sound_and_a_second_sound_track_are_heard(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    assert fault(ffmpeg, damaged(tone(tmp_path, "voice.m4a", seconds=4), 0.5)) is not None


def test_a_file_without_an_index_that_was_cut_short_is_found(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    assert fault(ffmpeg, truncated(made("mts-interlaced", tmp_path, ffmpeg), 0.55)) is not None


@pytest.mark.campaign
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in BARE])
def test_the_reading_for_the_working_copy_finds_what_a_check_finds(tmp_path: Path, ffmpeg: Ffmpeg, kind: str) -> None:
    source, dice, missed = made(kind, tmp_path, ffmpeg), random.Random(kind), []
    for round_ in range(12):
        worn = damaged(source, dice.uniform(0.1, 0.9), length=dice.choice((1, 16, 400)))
        try:
            info = probe(worn)
        except MediaRefused:
            continue
        heard = read_original(ffmpeg, worn, info, Wanted(tmp_path / "proxy.mp4", tmp_path / "peaks.json"))
        if first_fault(ffmpeg, worn, info) is not None and not heard:
            missed.append(round_)
    assert not missed


def test_nothing_that_ffmpeg_says_of_its_own_writing_counts() -> None:
    assert complaint_of(["[null @ 0x1] [error] invalid dts", "[out#0/null @ 0x2] [error] no", "size= 3"]) == ""
    assert (
        complaint_of(["[mov,mp4,m4a @ 0x1] [warning] odd", "[aac @ 0x2] [error] Input exhausted"]) == "Input exhausted"
    )


def test_a_check_stops_when_asked(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    source = footage(tmp_path)
    with pytest.raises(Cancelled):
        first_fault(ffmpeg, source, probe(source), Run(cancelled=lambda: True))
