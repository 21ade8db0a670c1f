# SPDX-License-Identifier: GPL-3.0-or-later
"""One passage as a file: exact, clean, only for the use that consent allows; clips of the viewers' page."""

from pathlib import Path

import pytest

from archive.catalogue import clips, consents, jobs, seals
from archive.film.clips import cut_clip
from archive.film.cutlist import FilmRefused
from archive.film.render import CLIP_JOB, enqueue_clip
from archive.library import Library
from archive.model.film import Clip, ClipId, SubtitleMode
from archive.model.footage import Recording
from archive.model.job import JobState
from archive.model.people import ConsentStatus, Seal
from archive.worker import run_worker
from media.errors import CannotCheck, NotFound, Refused, WrongUse
from media.ffmpeg import Ffmpeg
from media.span import Span
from media.verify import counts, verify_clean
from subtitles.reading import read
from tests import kinds
from tests.films import agreed, said, taken_in
from tests.footage import footage, numbers_of, pictures_of, samples_of, tone


@pytest.fixture
def rush(library: Library, tmp_path: Path) -> Recording:
    """Two seconds of picture and sound, consented for projections of any film and no more."""
    (tmp_path / "card").mkdir()
    footage(tmp_path / "card", "rush.mp4")
    found = taken_in(library, tmp_path / "card")["rush.mp4"]
    agreed(library, found, "GAO-1", audiences=frozenset({"screening"}))
    said(library, found, (0, 1000, "Avant,"), (1000, 2000, "on n’avait plus confiance."))
    return found


def test_a_clip_holds_exactly_its_frames_and_its_words(library: Library, rush: Recording, tmp_path: Path) -> None:
    done = cut_clip(library, rush.id, Span(400, 1400), tmp_path / "clip.mp4", subtitles=SubtitleMode.SOFT)
    assert numbers_of(done.file) == list(range(10, 35))
    assert (done.frames, done.duration_ms) == (25, 1000)
    verify_clean(done.file, 25)
    assert done.subtitles == (tmp_path / "clip.srt",)
    cues = read(done.subtitles[0].read_bytes()).track.cues
    assert [(cue.id, cue.span, cue.text) for cue in cues] == [
        (1, Span(0, 600), "Avant,"),
        (2, Span(600, 1000), "on n’avait plus confiance."),
    ]


def test_words_are_burned_unless_somebody_says_otherwise(library: Library, rush: Recording, tmp_path: Path) -> None:
    burned = cut_clip(library, rush.id, Span(0, 400), tmp_path / "burned.mp4")
    plain = cut_clip(library, rush.id, Span(0, 400), tmp_path / "plain.mp4", subtitles=SubtitleMode.NONE)
    assert (len(burned.subtitles), plain.subtitles) == (1, ())
    first, second = (pictures_of(done.file)[0].astype(int) for done in (burned, plain))
    assert abs(first - second)[60:].max() > 100 and abs(first - second)[:20].max() < 30
    assert sorted(path.name for path in tmp_path.glob("*.*")) == ["burned.mp4", "burned.srt", "plain.mp4"]
    assert list(library.derived().rglob("*.ass")) == []


def test_a_clip_of_a_sound_recorder_can_be_watched(library: Library, tmp_path: Path) -> None:
    (tmp_path / "card").mkdir()
    tone(tmp_path / "card")
    found = taken_in(library, tmp_path / "card")["voice.wav"]
    agreed(library, found, "KAY-1", shows=frozenset({"voice", "name", "place"}))
    done = cut_clip(library, found.id, Span(0, 1000), tmp_path / "voice.mp4", use="screening")
    assert pictures_of(done.file)[0].shape == (360, 640)
    assert abs(samples_of(done.file)).max() > 0.2


def test_the_use_decides(library: Library, rush: Recording, tmp_path: Path) -> None:
    cut_clip(library, rush.id, Span(0, 200), tmp_path / "hall.mp4", use="screening", film="confiance")
    with pytest.raises(FilmRefused) as refusal:
        cut_clip(library, rush.id, Span(0, 200), tmp_path / "web.mp4", use="internet")
    (refused,) = refusal.value.refusals
    assert (refused.clip, refused.participant, refused.reason) == (1, "GAO-1-F-1", "audience-not-covered")
    with library.writing() as session:
        seals.add(session, Seal("", rush.id, Span(190, 300)), "Ina")
    with pytest.raises(FilmRefused, match="scellé"):
        cut_clip(library, rush.id, Span(0, 200), tmp_path / "web.mp4")
    assert not (tmp_path / "web.mp4").exists()


def test_consent_withdrawn_meanwhile_leaves_no_file(library: Library, rush: Recording, tmp_path: Path) -> None:
    def withdraw(_percent: int, _message: str) -> None:
        with library.writing() as session:
            for consent in consents.listed(session):
                if consent.status is ConsentStatus.ACTIVE:
                    consents.set_status(session, consent.id, ConsentStatus.WITHDRAWN, "Ina")

    with pytest.raises(FilmRefused, match="retiré"):
        cut_clip(library, rush.id, Span(0, 200), tmp_path / "clip.mp4", progress=withdraw)
    assert [path.name for path in tmp_path.glob("clip*")] == []


def test_impossible_wishes_are_refused_with_a_sentence(library: Library, rush: Recording, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="finit à"):
        cut_clip(library, rush.id, Span(0, 3000), tmp_path / "clip.mp4")
    with pytest.raises(NotFound):
        cut_clip(library, "nothing", Span(0, 200), tmp_path / "clip.mp4")
    with pytest.raises(WrongUse, match=r"\.mp4"):
        cut_clip(library, rush.id, Span(0, 200), tmp_path / "clip.avi")
    with pytest.raises(WrongUse, match="originaux"):
        cut_clip(library, rush.id, Span(0, 200), library.folder / "originals" / "clip.mp4")


def kept(library: Library, rush: Recording, *, released: bool) -> Clip:
    clip = Clip(ClipId("c" * 32), rush.id, Span(0, 1000), "Avant", released, "Ina")
    with library.writing() as session:
        clips.add(session, clip)
        enqueue_clip(session, clip.id, "Ina")
    return clip


def worked(library: Library, clip: Clip) -> tuple[JobState, str, bool, list[str]]:
    """The state and message of the clip's job, whether it is ready, and its files, after the worker did its work."""
    run_worker(library, once=True)
    with library.reading() as session:
        job = jobs.newest(session, CLIP_JOB, clip.id)
        ready = clips.get(session, clip.id).ready
    assert job is not None
    return job.state, job.message, ready, sorted(path.suffix for path in library.derived("clips").glob("*"))


def test_a_clip_of_the_team_has_no_words_for_the_world(library: Library, rush: Recording) -> None:
    clip = kept(library, rush, released=False)
    assert worked(library, clip) == (JobState.DONE, "L’extrait est prêt.", True, [".mp4"])
    assert counts(library.derived("clips", f"{clip.id}.mp4")).frames == 25


def test_a_released_clip_needs_the_consent_of_the_internet(library: Library, rush: Recording) -> None:
    state, message, ready, files = worked(library, kept(library, rush, released=True))
    assert (state, ready, files) == (JobState.FAILED, False, [])
    assert "GAO-1-F-1" in message


def test_a_released_clip_comes_with_its_words(library: Library, tmp_path: Path) -> None:
    (tmp_path / "card").mkdir()
    footage(tmp_path / "card", "open.mp4")
    found = taken_in(library, tmp_path / "card")["open.mp4"]
    agreed(library, found, "GAO-2")
    said(library, found, (500, 1500, "Confiance"))
    clip = kept(library, found, released=True)
    assert worked(library, clip)[2:] == (True, [".mp4", ".vtt"])
    vtt = read(library.derived("clips", f"{clip.id}.vtt").read_bytes()).track
    assert [(cue.span, cue.text) for cue in vtt.cues] == [(Span(500, 1000), "Confiance")]
    with library.writing() as session:
        clips.remove(session, clip.id)
    other = Clip(ClipId("d" * 32), found.id, Span(0, 200))
    with library.writing() as session:
        clips.add(session, other)
        enqueue_clip(session, other.id)
    worked(library, other)
    assert sorted({path.stem for path in library.derived("clips").glob("*")}) == [other.id]


def test_words_of_a_time_when_the_world_might_read_them_do_not_stay(library: Library, rush: Recording) -> None:
    clip = kept(library, rush, released=False)
    library.derived("clips").mkdir(parents=True, exist_ok=True)
    library.derived("clips", f"{clip.id}.vtt").write_text("WEBVTT\n")
    assert worked(library, clip)[2:] == (True, [".mp4"])


def test_releasing_a_clip_asks_for_its_words(library: Library, rush: Recording) -> None:
    clip = kept(library, rush, released=False)
    worked(library, clip)
    with library.writing() as session:
        clips.release(session, clip.id, True)
    with library.reading() as session:
        job = jobs.newest(session, CLIP_JOB, clip.id)
        assert job is not None and job.state is JobState.QUEUED and clips.get(session, clip.id).released


def test_an_original_that_lost_its_end_is_refused_and_never_shown_standing_still(
    library: Library, tmp_path: Path, ffmpeg: Ffmpeg
) -> None:
    (tmp_path / "card").mkdir()
    kinds.made("mpeg2-anamorphic", tmp_path / "card", ffmpeg)  # the container does not say where it ends
    found = taken_in(library, tmp_path / "card")["a.mpg"]
    agreed(library, found, "GAO-1")
    original = library.original(found.sha256)
    original.chmod(0o600)
    original.write_bytes(original.read_bytes()[: found.size // 2])
    with pytest.raises(CannotCheck, match=r"a\.mpg n’est plus entier") as refusal:
        cut_clip(library, found.id, Span(4000, 5000), tmp_path / "clip.mp4")
    assert "Verser de nouveau" in refusal.value.hint and not (tmp_path / "clip.mp4").exists()
