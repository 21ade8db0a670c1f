# SPDX-License-Identifier: GPL-3.0-or-later
"""The worker: files appear whole and only from whoever holds the job; nothing that goes wrong stops it."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from archive.catalogue import jobs, leases
from archive.jobs import Handler, JobRun, Outcome, perform
from archive.library import Library
from archive.model.job import Job, JobState
from archive.worker import Pace, name_of_this_worker, run_worker, sweep
from media.errors import BaroError, Cancelled, Refused
from media.files import process_mark


def pace(do: Handler) -> Pace:
    return Pace(handler=lambda kind: do, kinds=("derive",), pause=lambda seconds: pytest.fail("slept"))


def ask(library: Library, subject: str = "r1") -> str:
    with library.writing() as session:
        return jobs.enqueue(session, "derive", subject)


def job_of(library: Library, job: str) -> Job:
    with library.reading() as session:
        return jobs.get(session, job)


def writes(name: str, text: str = "copie") -> Handler:
    def do(library: Library, job: Job, run: JobRun) -> Outcome:
        run.part(library.derived(name)).write_text(text)
        return Outcome(message="copie faite")

    return do


def raises(error: Exception) -> Handler:
    def do(library: Library, job: Job, run: JobRun) -> Outcome:
        run.part(library.derived("x.txt")).write_text("à moitié")
        raise error

    return do


def parts(library: Library) -> list[Path]:
    return list(library.folder.rglob("*.part*"))


def test_a_job_is_done_and_its_file_stands_in_place(library: Library) -> None:
    job = ask(library)
    assert run_worker(library, once=True, pace=pace(writes("r1/proxy.txt"))) == 1
    assert library.derived("r1", "proxy.txt").read_text() == "copie"
    done = job_of(library, job)
    assert (done.state, done.progress, done.message) == (JobState.DONE, 100, "copie faite")
    assert done.ended_at is not None
    assert parts(library) == []


def test_the_commit_runs_with_the_files_in_place_and_may_ask_for_more_work(library: Library) -> None:
    seen: list[bool] = []

    def do(library: Library, job: Job, run: JobRun) -> Outcome:
        final = library.derived("x.txt")
        run.part(final).write_text("x")

        def commit(session: object) -> None:
            seen.append(final.exists())
            if job.subject == "r1":
                jobs.enqueue(session, "derive", "next")  # type: ignore[arg-type]

        return Outcome(commit)

    ask(library)
    assert run_worker(library, once=True, pace=pace(do)) == 2
    assert seen == [True, True]


def test_a_part_that_is_never_written_is_left_out(library: Library) -> None:
    def do(library: Library, job: Job, run: JobRun) -> Outcome:
        run.part(library.derived("poster.jpg"))
        return Outcome()

    job = ask(library)
    run_worker(library, once=True, pace=pace(do))
    assert job_of(library, job).state is JobState.DONE
    assert not library.derived("poster.jpg").exists()


@pytest.mark.parametrize(
    ("error", "attempts", "words"),
    [
        (BaroError("image illisible", "recopier la carte"), 3, "image illisible recopier la carte"),
        (Refused("passage scellé"), 1, "passage scellé"),
        (OSError(28, "No space left"), 3, "le disque est plein"),
        (Cancelled("sans raison"), 3, "sans raison"),
        (ZeroDivisionError("zéro"), 3, "ZeroDivisionError: zéro"),
    ],
)
def test_what_goes_wrong_is_kept_and_leaves_no_file(
    library: Library, error: Exception, attempts: int, words: str
) -> None:
    job = ask(library)
    assert run_worker(library, once=True, pace=pace(raises(error))) == attempts
    assert job_of(library, job).state is JobState.FAILED
    assert words in job_of(library, job).message
    assert parts(library) == []
    assert not library.derived("x.txt").exists()


def test_one_failure_does_not_keep_the_next_job_waiting(library: Library) -> None:
    def do(library: Library, job: Job, run: JobRun) -> Outcome:
        if job.subject == "bad":
            raise Refused("non")
        return Outcome()

    ask(library, "bad")
    good = ask(library, "good")
    run_worker(library, once=True, pace=pace(do))
    assert job_of(library, good).state is JobState.DONE


def test_a_commit_that_fails_is_tried_again(library: Library) -> None:
    tries: list[int] = []

    def do(library: Library, job: Job, run: JobRun) -> Outcome:
        def commit(session: object) -> None:
            tries.append(1)
            if len(tries) == 1:
                raise BaroError("pas encore")

        return Outcome(commit)

    job = ask(library)
    run_worker(library, once=True, pace=pace(do))
    assert len(tries) == 2
    assert job_of(library, job).state is JobState.DONE


def test_a_cancelled_job_ends_and_throws_its_parts_away(library: Library) -> None:
    def do(library: Library, job: Job, run: JobRun) -> Outcome:
        run.part(library.derived("x.txt")).write_text("à moitié")
        with library.writing() as session:
            jobs.cancel(session, job.id)
        assert run.cancelled()
        raise Cancelled("arrêté")

    job = ask(library)
    assert run_worker(library, once=True, pace=pace(do)) == 1
    assert job_of(library, job).state is JobState.CANCELLED
    assert parts(library) == []


def test_a_job_cancelled_at_the_last_moment_delivers_nothing(library: Library) -> None:
    def do(library: Library, job: Job, run: JobRun) -> Outcome:
        run.part(library.derived("x.txt")).write_text("entier")
        with library.writing() as session:
            jobs.cancel(session, job.id)
        return Outcome()

    job = ask(library)
    run_worker(library, once=True, pace=pace(do))
    assert job_of(library, job).state is JobState.CANCELLED
    assert not library.derived("x.txt").exists()


def test_a_worker_asked_to_stop_gives_its_job_back(library: Library) -> None:
    asked: list[bool] = []

    def do(library: Library, job: Job, run: JobRun) -> Outcome:
        asked.append(True)
        assert run.cancelled()
        raise Cancelled("arrêté")

    job = ask(library)
    run_worker(library, stop=lambda: bool(asked), pace=pace(do))
    assert (job_of(library, job).state, job_of(library, job).attempts) == (JobState.QUEUED, 0)


def test_an_idle_worker_pauses_and_looks_again(library: Library) -> None:
    pauses: list[float] = []
    run_worker(library, stop=lambda: len(pauses) >= 3, pace=Pace(pause=pauses.append))
    assert pauses == [1.0, 1.0, 1.0]


def test_whoever_lost_the_lease_hears_of_it_and_delivers_nothing(library: Library) -> None:
    def do(library: Library, job: Job, run: JobRun) -> Outcome:
        run.part(library.derived("x.txt")).write_text("de l’ancien")
        with library.writing() as session:
            assert leases.claim(session, "other", at=jobs.moment() + leases.LEASE) is not None
        run.beat()
        assert run.cancelled()
        return Outcome()

    job = ask(library)
    run_worker(library, once=True, pace=pace(do))
    assert (job_of(library, job).worker, job_of(library, job).state) == ("other", JobState.RUNNING)
    assert not library.derived("x.txt").exists()


def finishing(library: Library, *written: str) -> tuple[Job, list[tuple[Path, Path]]]:
    """A job of a dead worker that passed the fence, with the parts that it left."""
    ask(library)
    with library.writing() as session:
        job = leases.claim(session, f"{name_of_this_worker().rpartition(':')[0]}:{gone()}")
        assert job is not None
        pairs = [(library.derived(f"{name}.{gone()}-1-1.part.txt"), library.derived(f"{name}.txt")) for name in written]
        for part, _ in pairs:
            part.write_text("entier")
        outputs = [(str(p.relative_to(library.folder)), str(f.relative_to(library.folder))) for p, f in pairs]
        leases.finishing(session, job, outputs)
    return job, pairs


def gone() -> str:
    """The mark of an earlier process that had this one's number."""
    return f"{process_mark().partition('-')[0]}-00000000"


def test_killed_after_the_fence_the_files_come_into_place_and_the_handler_commits(library: Library) -> None:
    job, pairs = finishing(library, "a", "b")
    pairs[0][0].rename(pairs[0][1])  # one had been renamed before the kill
    found: list[bool] = []

    def do(library: Library, job: Job, run: JobRun) -> Outcome:
        found.append(all(final.read_text() == "entier" for _, final in pairs))
        return Outcome()

    assert run_worker(library, once=True, pace=pace(do)) == 1
    assert found == [True]
    assert job_of(library, job.id).state is JobState.DONE
    assert parts(library) == []


def test_the_parts_of_dead_processes_are_swept_and_those_of_the_living_kept(library: Library) -> None:
    old = library.derived(f"proxy.{gone()}-abc-1.part.mp4")
    mine = library.derived(f"proxy.{process_mark()}-abc-1.part.mp4")
    copy = library.folder / "originals" / f"abc.{gone()}-01020304.part"
    for path in (old, mine, copy):
        path.write_text("x")
    assert sweep(library) == 2
    assert parts(library) == [mine]


def test_progress_is_written_once_a_second_at_most(library: Library) -> None:
    now = [jobs.moment()]
    ask(library)
    with library.writing() as session:
        job = leases.claim(session, "w", at=now[0])
    assert job is not None
    run = JobRun(library, job, clock=lambda: now[0])
    for percent in range(10):
        run.progress(percent, "copie")
    assert job_of(library, job.id).progress == 0
    now[0] += timedelta(seconds=1)
    run.progress(10)
    assert (job_of(library, job.id).progress, job_of(library, job.id).message) == (10, "copie")


def test_a_broken_index_does_not_stop_the_worker(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    import archive.search

    def broken(library: Library) -> int:
        raise ValueError("index abîmé")

    monkeypatch.setattr(archive.search, "catch_up", broken, raising=False)
    job = ask(library)
    run_worker(library, once=True, pace=pace(writes("x.txt")))
    assert job_of(library, job).state is JobState.DONE


def test_a_handler_may_be_slow_because_a_thread_keeps_its_lease(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.jobs.HEARTBEAT", 0.01)
    beaten, original = threading.Event(), JobRun.beat

    def counted(run: JobRun) -> None:
        original(run)
        beaten.set()

    def do(library: Library, job: Job, run: JobRun) -> Outcome:
        assert beaten.wait(120)
        return Outcome()

    monkeypatch.setattr(JobRun, "beat", counted)
    ask(library)
    with library.writing() as session:
        job = leases.claim(session, "w")
    assert job is not None
    perform(library, job, do, JobRun(library, job))
    assert job_of(library, job.id).state is JobState.DONE
