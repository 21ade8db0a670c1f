# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kind of film and sound that cameras write goes through ingest, is worked on, and is cut to the frame."""

from pathlib import Path

import pytest

from archive.catalogue import recordings
from archive.film.clips import cut_clip
from archive.ingest import Status, ingest
from archive.library import Library
from archive.model.footage import Recording
from archive.worker import run_worker
from media.ffmpeg import Ffmpeg
from media.span import Span
from media.timecode import frames_of
from tests.footage import tone
from tests.kinds import KINDS, SECONDS, made, seen
from tests.people import a_consent, a_witness, an_interview

SAMPLE = ("mts-interlaced", "mxf", "avi-mpeg4", "3gp")
SOUNDS = ("voice.wav", "voice.mp3", "voice.m4a")
PASSAGE = Span(400, 1200)


def taken(library: Library, path: Path) -> Recording:
    """The recording that a file became, in an interview whose only person allows everything."""
    with library.writing() as session:
        interview = an_interview(session)
        a_consent(session, a_witness(session, interview, "GAO-F-001"), interview)
    (item,) = ingest(library, [path], interview="GAO-01")
    assert (item.status, item.reason) == (Status.KEPT, "")
    with library.reading() as session:
        recording = recordings.get(session, item.recording)
    assert library.original(recording.sha256).read_bytes() == path.read_bytes()
    return recording


def is_cut(library: Library, recording: Recording, to: Path) -> None:
    assert recording.picture is not None and abs(recording.duration - SECONDS * 1000) <= 700  # late sound is longer
    cut_clip(library, recording.id, PASSAGE, to)
    assert len(seen(to)) == len(frames_of(PASSAGE, recording.picture.rate))


@pytest.mark.parametrize("kind", SAMPLE)
def test_a_kind_of_film_comes_in_and_is_cut(kind: str, library: Library, tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    is_cut(library, taken(library, made(kind, tmp_path, ffmpeg)), tmp_path / "cut.mp4")


@pytest.mark.parametrize("name", SOUNDS)
def test_a_kind_of_sound_comes_in(name: str, library: Library, tmp_path: Path) -> None:
    recording = taken(library, tone(tmp_path, name))
    assert recording.picture is None and recording.has_sound and 1_900 <= recording.duration <= 2_150


@pytest.mark.campaign
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_film_comes_in_is_worked_on_and_is_cut(
    kind: str, library: Library, tmp_path: Path, ffmpeg: Ffmpeg
) -> None:
    recording = taken(library, made(kind, tmp_path, ffmpeg))
    run_worker(library, once=True)
    with library.reading() as session:
        assert recordings.get(session, recording.id).ready
    is_cut(library, recording, tmp_path / "cut.mp4")


@pytest.mark.campaign
@pytest.mark.parametrize("name", SOUNDS)
def test_every_kind_of_sound_is_worked_on(name: str, library: Library, tmp_path: Path) -> None:
    recording = taken(library, tone(tmp_path, name))
    run_worker(library, once=True)
    with library.reading() as session:
        assert recordings.get(session, recording.id).ready
