# SPDX-License-Identifier: GPL-3.0-or-later
"""The queue: who holds a job, for how long, and who is no longer heard."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from archive.catalogue import jobs, leases
from archive.catalogue.leases import ATTEMPTS, LEASE
from archive.library import Library
from archive.model.job import Job, JobState
from media.errors import NotFound

NOON = datetime(2026, 3, 1, 12, 0)
LATER = NOON + LEASE


def asked(library: Library, subject: str = "r1", **more: int) -> str:
    with library.writing() as session:
        return jobs.enqueue(session, "derive", subject, **more)


def taken(library: Library, worker: str = "w", at: datetime = NOON) -> Job | None:
    with library.writing() as session:
        return leases.claim(session, worker, at=at)


def held(library: Library, worker: str = "w", at: datetime = NOON) -> Job:
    job = taken(library, worker, at)
    assert job is not None
    return job


def state(library: Library, job: str) -> Job:
    with library.reading() as session:
        return jobs.get(session, job)


def test_the_same_work_waiting_is_asked_once_and_keeps_the_higher_priority(library: Library) -> None:
    first, second = asked(library), asked(library, priority=5)
    assert first == second
    assert state(library, first).priority == 5


def test_work_asked_again_while_it_runs_is_done_again_afterwards_never_at_once(library: Library) -> None:
    first = asked(library)
    job = held(library)
    second = asked(library)
    assert second != first
    assert taken(library, "two") is None
    with library.writing() as session:
        leases.finishing(session, job, [])
        leases.finish(session, job)
    assert held(library, "two").id == second


def test_priority_goes_first_then_age(library: Library) -> None:
    asked(library, "old")
    asked(library, "young")
    asked(library, "urgent", priority=9)
    assert [held(library).subject for _ in range(3)] == ["urgent", "old", "young"]


def test_a_job_is_taken_by_one_worker_only(library: Library) -> None:
    asked(library)
    assert taken(library, "one") is not None
    assert taken(library, "two") is None


def test_many_workers_at_once_share_the_jobs_without_doing_any_twice(library: Library) -> None:
    for number in range(12):
        asked(library, f"r{number}")

    def work(name: str) -> list[str]:
        found = []
        while (job := taken(library, name)) is not None:
            found.append(job.subject)
        return found

    with ThreadPoolExecutor(4) as pool:
        done = [subject for part in pool.map(work, "abcd") for subject in part]
    assert sorted(done) == sorted(f"r{number}" for number in range(12))


def test_only_the_kinds_asked_for_are_taken(library: Library) -> None:
    asked(library)
    with library.writing() as session:
        assert leases.claim(session, "w", ["render-film"], at=NOON) is None
        assert leases.claim(session, "w", ["derive"], at=NOON) is not None


def test_a_silent_worker_loses_its_job_and_is_no_longer_heard(library: Library) -> None:
    asked(library)
    first = held(library, "one")
    assert taken(library, "two", LATER - timedelta(seconds=1)) is None
    second = held(library, "two", LATER)
    assert second.token > first.token
    with library.writing() as session:
        assert not leases.heartbeat(session, first, 50, "", at=LATER)
        assert not leases.finishing(session, first, [])
        assert not leases.fail(session, first, "trop tard")
        assert not leases.put_back(session, first)
        assert leases.heartbeat(session, second, 50, "à moitié", at=LATER)
    assert (state(library, first.id).progress, state(library, first.id).message) == (50, "à moitié")


def test_a_heartbeat_keeps_the_job(library: Library) -> None:
    asked(library)
    job = held(library)
    with library.writing() as session:
        assert leases.heartbeat(session, job, 1, "", at=LATER - timedelta(seconds=1))
    assert taken(library, "two", LATER + timedelta(seconds=60)) is None


def test_attempts_are_bounded_and_the_reason_is_kept(library: Library) -> None:
    job = asked(library)
    for _ in range(ATTEMPTS):
        with library.writing() as session:
            leases.fail(session, leases.claim(session, "w", at=NOON) or pytest.fail("gone"), "image illisible")
    assert state(library, job).state is JobState.FAILED
    assert state(library, job).message == "image illisible"
    assert taken(library) is None


def test_a_job_that_kills_its_worker_each_time_is_given_up(library: Library) -> None:
    job = asked(library)
    for turn in range(ATTEMPTS):
        held(library, at=NOON + turn * LEASE)
    assert taken(library, at=NOON + ATTEMPTS * LEASE) is None
    assert state(library, job).state is JobState.FAILED
    assert "3 essais" in state(library, job).message


def test_an_error_that_cannot_mend_itself_is_not_tried_again(library: Library) -> None:
    job = asked(library)
    with library.writing() as session:
        leases.fail(session, leases.claim(session, "w", at=NOON) or pytest.fail("gone"), "scellé", again=False)
    assert state(library, job).state is JobState.FAILED


def test_a_failed_job_can_be_asked_again_from_nothing(library: Library) -> None:
    job = asked(library)
    with library.writing() as session:
        leases.fail(session, leases.claim(session, "w", at=NOON) or pytest.fail("gone"), "non", again=False)
    with library.writing() as session:
        jobs.retry(session, job)
    assert held(library).attempts == 1


def test_cancelling_ends_a_waiting_job_and_warns_a_running_one(library: Library) -> None:
    waiting = asked(library, "waiting")
    with library.writing() as session:
        jobs.cancel(session, waiting)
    assert state(library, waiting).state is JobState.CANCELLED
    asked(library, "running")
    running = held(library)
    with library.writing() as session:
        jobs.cancel(session, running.id)
    with library.writing() as session:
        assert not leases.heartbeat(session, running, 10, "")
        assert not leases.finishing(session, running, [])
        assert leases.put_back(session, running)
    assert state(library, running.id).state is JobState.CANCELLED


def test_a_cancelled_job_of_a_dead_worker_ends_cancelled(library: Library) -> None:
    asked(library)
    job = held(library)
    with library.writing() as session:
        jobs.cancel(session, job.id)
    assert taken(library, at=LATER) is None
    assert state(library, job.id).state is JobState.CANCELLED


def test_past_the_fence_a_job_can_only_be_completed(library: Library) -> None:
    asked(library)
    job = held(library)
    with library.writing() as session:
        assert leases.finishing(session, job, [("a.part", "a")], at=NOON)
        jobs.cancel(session, job.id)
    assert taken(library, "two", LATER) is None
    with library.writing() as session:
        (over,) = leases.take_over(session, "two", at=LATER)
        assert over.outputs == (("a.part", "a"),)
        assert not leases.finish(session, job)
        assert leases.renamed(session, over)
    assert state(library, job.id).state is JobState.QUEUED


def test_a_stopped_worker_gives_its_job_back_untried(library: Library) -> None:
    asked(library)
    with library.writing() as session:
        leases.put_back(session, leases.claim(session, "w", at=NOON) or pytest.fail("gone"))
    assert held(library).attempts == 1


def test_the_jobs_of_a_worker_known_dead_are_free_at_once(library: Library) -> None:
    asked(library)
    held(library, "dead")
    with library.writing() as session:
        leases.release_dead(session, lambda worker: worker == "dead", at=NOON)
    assert taken(library, "two") is not None


def test_jobs_are_listed_newest_first_and_the_active_ones_apart(library: Library) -> None:
    old, new = asked(library, "old"), asked(library, "new")
    with library.writing() as session:
        jobs.cancel(session, new)
    with library.reading() as session:
        assert [job.id for job in jobs.listed(session)] == [new, old]
        assert [job.id for job in jobs.listed(session, active_only=True)] == [old]
        assert jobs.newest(session, "derive", "new") == jobs.get(session, new)
        assert jobs.newest(session, "derive", "nothing") is None


def test_an_unknown_job_is_not_found(library: Library) -> None:
    with library.reading() as session, pytest.raises(NotFound):
        jobs.get(session, "nothing")
