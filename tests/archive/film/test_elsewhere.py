# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture of a camera with the sound of a recorder: in step, and only where consent and seals of both allow it."""

from pathlib import Path

import numpy as np
import pytest

from archive.catalogue import appearances, interviews, participants, placements, recordings
from archive.cli.main import main
from archive.film.clips import cut_clip
from archive.film.cutlist import FilmRefused
from archive.library import Library
from archive.model.footage import Recording
from archive.model.people import Appearance
from archive.model.placement import How, Placement
from archive.seals import seal
from media.errors import Refused
from media.span import Span
from media.verify import verify_clean
from tests.films import agreed, taken_in
from tests.footage import footage, numbers_of, samples_of, tone
from tests.people import a_witness
from webui.cli import ALL

BEFORE = 400
"""Milliseconds by which the recorder was started before the camera."""


@pytest.fixture
def two(library: Library, tmp_path: Path) -> tuple[Recording, Recording]:
    """A camera that hears one long tone, and a recorder that hears a burst at each whole second of its own."""
    card = tmp_path / "card"
    card.mkdir()
    footage(card, "camera.mp4", seconds=3)
    tone(card, "recorder.wav", seconds=4, pattern="bursts")
    found = taken_in(library, card)
    camera, recorder = found["camera.mp4"], found["recorder.wav"]
    interview, _consent = agreed(library, camera, "GAO-1")
    with library.writing() as session:
        recordings.assign(session, recorder.id, interview.id)
        placements.put(session, Placement(camera.id, 0, How.REFERENCE))
        placements.put(session, Placement(recorder.id, -BEFORE, How.SOUND))
        return recordings.get(session, camera.id), recordings.get(session, recorder.id)


def bursts(path: Path) -> list[int]:
    """The milliseconds where a burst begins."""
    samples = np.abs(samples_of(path))
    windows = samples[: len(samples) // 240 * 240].reshape(-1, 240).max(axis=1) > 0.05
    return [int(at) * 5 for at in np.flatnonzero(np.diff(np.concatenate([[False], windows]).astype(int)) == 1)]


def test_the_sound_of_the_same_moment_lies_under_the_pictures(
    library: Library, two: tuple[Recording, Recording], tmp_path: Path
) -> None:
    camera, recorder = two
    done = cut_clip(library, camera.id, Span(400, 2400), tmp_path / "clip.mp4", sound_from=recorder.id)
    assert numbers_of(done.file) == list(range(10, 60))
    verify_clean(done.file, 50)
    assert bursts(done.file) == pytest.approx([200, 1200], abs=10)
    words = ["clip", camera.id, "0:00", "0:01", "--sound-from", "recorder.wav", "-o", str(tmp_path / "typed.mp4")]
    status = main(ALL, ["--archive", str(library.folder), *words])
    assert status == 0
    assert bursts(tmp_path / "typed.mp4") == pytest.approx([600], abs=10)


def test_a_refusal_or_a_seal_in_either_recording_stops_it(
    library: Library, two: tuple[Recording, Recording], tmp_path: Path
) -> None:
    camera, recorder = two
    seal(library, recorder.id, Span(1500, 1700))
    cut_clip(library, camera.id, Span(1400, 2400), tmp_path / "beside.mp4", sound_from=recorder.id)
    with pytest.raises(FilmRefused, match=r"recorder\.wav"):
        cut_clip(library, camera.id, Span(400, 1400), tmp_path / "clip.mp4", sound_from=recorder.id)
    assert not (tmp_path / "clip.mp4").exists()
    assert camera.interview is not None
    with library.writing() as session:
        silent = a_witness(session, interviews.get(session, camera.interview), "GAO-F-99")
        for rush, span in ((recorder, Span(1800, 2000)), (camera, Span(0, 40))):
            appearances.mark(session, Appearance("", silent.id, rush.id, span, seen=False, heard=True, named=False))
        assert participants.get(session, silent.id).code == "GAO-F-99"
    with pytest.raises(FilmRefused, match="GAO-F-99"):
        cut_clip(library, camera.id, Span(1400, 2400), tmp_path / "clip.mp4", sound_from=recorder.id)
    cut_clip(library, camera.id, Span(1400, 2400), tmp_path / "own.mp4")


def test_what_has_no_place_or_did_not_run_gives_no_sound(
    library: Library, two: tuple[Recording, Recording], tmp_path: Path
) -> None:
    camera, recorder = two
    with library.writing() as session:
        placements.put(session, Placement(recorder.id, 1000, How.HAND))
    with pytest.raises(Refused, match="ne tournait pas"):
        cut_clip(library, camera.id, Span(400, 1400), tmp_path / "clip.mp4", sound_from=recorder.id)
    with library.writing() as session:
        placements.remove(session, recorder.id)
    with pytest.raises(Refused, match="ne sait pas comment"):
        cut_clip(library, camera.id, Span(400, 1400), tmp_path / "clip.mp4", sound_from=recorder.id)
    assert not list(tmp_path.glob("clip*"))
