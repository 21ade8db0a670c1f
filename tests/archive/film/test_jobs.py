# SPDX-License-Identifier: GPL-3.0-or-later
"""Films made by the worker: the same film, a refusal told, a fence that is crossed once."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from archive.catalogue import consents, films, jobs, leases, renders
from archive.film import render as room
from archive.film.cutlist import FilmRefused
from archive.film.render import FILM_JOB, enqueue_film, handle_film
from archive.jobs import JobRun, Outcome, handler, perform
from archive.library import Library
from archive.model.film import Film, SubtitleMode
from archive.model.footage import Recording
from archive.model.job import Job, JobState
from archive.model.people import ConsentStatus
from archive.worker import name_of_this_worker, run_worker
from media.errors import NotFound
from media.segment import FilmFormat
from tests.films import a_film, agreed, taken_in
from tests.footage import footage, numbers_of


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "format_for", lambda audience, output: FilmFormat(96, 54, Fraction(25)))


@pytest.fixture
def rush(library: Library, tmp_path: Path) -> Recording:
    (tmp_path / "card").mkdir()
    footage(tmp_path / "card", "rush.mp4", seconds=1)
    found = taken_in(library, tmp_path / "card")["rush.mp4"]
    agreed(library, found, "GAO-1")
    return found


@pytest.fixture
def film(library: Library, rush: Recording) -> Film:
    return a_film(library, [(rush, 0, 400)])


def asked(library: Library, film: Film) -> None:
    with library.writing() as session:
        enqueue_film(session, film.id, SubtitleMode.NONE, "Ina")


def last(library: Library, film: Film) -> Job:
    with library.reading() as session:
        job = jobs.newest(session, FILM_JOB, film.id)
    assert job is not None
    return job


def names(library: Library) -> list[str]:
    return sorted(path.name for path in library.films.iterdir())


def withdraw(session: Session) -> None:
    for consent in consents.listed(session):
        consents.set_status(session, consent.id, ConsentStatus.WITHDRAWN, "Ina")


def taken(library: Library) -> Job:
    with library.writing() as session:
        job = leases.claim(session, name_of_this_worker(), [FILM_JOB])
    assert job is not None
    return job


def test_the_worker_makes_the_film(library: Library, film: Film) -> None:
    asked(library, film)
    run_worker(library, once=True)
    job = last(library, film)
    assert (job.state, job.message, job.progress) == (JobState.DONE, "confiance-1.mp4 est prêt.", 100)
    assert names(library) == ["confiance-1.mp4", "confiance-1.srt", "confiance-1.vtt"]
    with library.reading() as session:
        (render,) = films.renders(session, film.id)
    assert (render.file, render.frames, render.subtitles) == ("confiance-1.mp4", 10, SubtitleMode.NONE)
    assert numbers_of(library.films / render.file) == list(range(10))


def test_a_film_that_nobody_knows_is_not_queued(library: Library) -> None:
    with pytest.raises(NotFound), library.writing() as session:
        enqueue_film(session, "nothing", SubtitleMode.BURN)


def test_consent_withdrawn_in_the_queue_fails_the_job_with_the_list(library: Library, film: Film) -> None:
    asked(library, film)
    with library.writing() as session:
        withdraw(session)
    run_worker(library, once=True)
    job = last(library, film)
    assert (job.state, job.attempts) == (JobState.FAILED, 1)
    assert "1. rush.mp4" in job.message and "GAO-1-F-1" in job.message
    assert names(library) == []


def test_consent_withdrawn_at_the_last_moment_takes_the_file_away(library: Library, film: Film) -> None:
    """Between the renames and the end of the job."""
    asked(library, film)
    job = taken(library)

    def late(library: Library, job: Job, run: JobRun) -> Outcome:
        outcome = handle_film(library, job, run)

        def commit(session: Session) -> None:
            assert names(library) == ["confiance-1.mp4", "confiance-1.srt", "confiance-1.vtt"]
            withdraw(session)
            assert outcome.commit is not None
            outcome.commit(session)

        return replace(outcome, commit=commit)

    perform(library, job, late, JobRun(library, job))
    assert (last(library, film).state, names(library)) == (JobState.FAILED, [])
    with library.reading() as session:
        assert films.renders(session, film.id) == []


def test_a_job_that_is_done_again_after_the_fence_makes_one_version(library: Library, film: Film) -> None:
    """The first worker dies with its files renamed; the second one finds the number free again."""
    asked(library, film)
    first = taken(library)
    run = JobRun(library, first)
    handler(FILM_JOB)(library, first, run)
    written = run.written()
    with library.writing() as session:
        outputs = [
            (str(part.relative_to(library.folder)), str(final.relative_to(library.folder))) for part, final in written
        ]
        assert leases.finishing(session, first, outputs)
    for part, final in written:
        part.rename(final)
    with library.writing() as session:
        leases.release_dead(session, lambda worker: True)
    run_worker(library, once=True)
    assert last(library, film).state is JobState.DONE
    assert names(library) == ["confiance-1.mp4", "confiance-1.srt", "confiance-1.vtt"]
    with library.reading() as session:
        assert len(films.renders(session, film.id)) == 1 and renders.promises(session) == []


def test_a_worker_that_lost_its_job_takes_nothing_from_the_next(library: Library, film: Film) -> None:
    asked(library, film)
    lost = taken(library)
    slow = room._begun(
        library, film.id, (SubtitleMode.NONE, room.Output.HALL_720), room.versions.job_holder(lost), None
    )
    with library.writing() as session:
        leases.release_dead(session, lambda worker: True)
    run_worker(library, once=True)
    room.versions.give_up(library, slow.version)
    assert names(library) == ["confiance-1.mp4", "confiance-1.srt", "confiance-1.vtt"]


def test_a_cancelled_job_leaves_nothing(library: Library, film: Film) -> None:
    asked(library, film)
    job = taken(library)
    with library.writing() as session:
        jobs.cancel(session, job.id)
    run = JobRun(library, job)
    perform(library, job, handle_film, run)
    assert last(library, film).state is JobState.CANCELLED
    assert names(library) == []
    with library.reading() as session:
        assert renders.promises(session) == []
    with pytest.raises(FilmRefused):
        room.render_film(library, a_film(library, name="vide").id)
