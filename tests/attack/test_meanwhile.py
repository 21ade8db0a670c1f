# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody withdraws while something that shows them is being made: nothing of it is there afterwards."""

from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from archive import doctor
from archive import library as libraries
from archive.catalogue import films, jobs, leases
from archive.film import clips, segments
from archive.film.clips import cut_clip
from archive.film.cutlist import FilmRefused
from archive.film.render import render_film
from archive.jobs import JobRun, Outcome
from archive.library import Library
from archive.model.job import Job, JobState
from archive.withdrawal import withdraw
from archive.worker import Pace, run_worker
from media.errors import Refused
from media.span import Span
from tests.withdrawing import card, filled, first_consent, library, the_recording

__all__ = ["card", "filled", "library"]


def test_a_film_that_is_being_rendered_leaves_no_part_behind(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts are made after everything was cleared away; they must not lie there, for nobody clears away again."""
    real, done = segments.make_segment, []

    def slow(*words: Any, **more: Any) -> Any:
        made = real(*words, **more)
        if not done:
            done.append(withdraw(library, first_consent(library)))
        return made

    monkeypatch.setattr(segments, "make_segment", slow)
    monkeypatch.setattr(segments, "MOST_AT_ONCE", 1)
    segments_of = library.derived("segments")
    for old in segments_of.iterdir():
        old.unlink()
    with library.reading() as session:
        film = films.by_name(session, "confiance").id
    with pytest.raises(FilmRefused, match="retiré"):
        render_film(library, film)
    assert done and not list(segments_of.glob("*")) and not list(library.films.glob("confiance*"))


def test_an_extract_has_its_name_before_a_withdrawal_or_never(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the last question and the name of the file nobody can withdraw unheard."""
    to, seen = tmp_path / "extrait.mp4", []
    real = clips.ask_again

    def withdraws() -> None:
        withdraw(library, first_consent(library))
        seen.append(to.exists())

    person = Thread(target=withdraws)

    def asked(*words: Any) -> None:
        real(*words)
        person.start()
        person.join(0.5)

    monkeypatch.setattr(clips, "ask_again", asked)
    cut_clip(library, the_recording(library).id, Span(0, 800), to)
    person.join()
    assert seen == [True]


def test_what_a_killed_job_put_into_place_goes_when_it_is_refused_in_the_end(library: Library) -> None:
    final = library.films / "calme-9.mp4"
    with library.writing() as session:
        asked = jobs.enqueue(session, "render-film", "a film")
        job = leases.claim(session, "elsewhere:1-00000000", ["render-film"])
    assert job is not None and job.id == asked
    part = JobRun(library, job).part(final)
    part.write_bytes(b"somebody")
    with library.writing() as session:  # and here it is killed
        leases.finishing(session, job, [(f"films/{part.name}", f"films/{final.name}")])
    found: list[bool] = []

    def refuses(_library: Library, _job: Job, _run: JobRun) -> Outcome:
        found.append(final.exists())
        raise Refused("withdrawn")

    pace = Pace(clock=lambda: jobs.moment() + timedelta(hours=1), handler=lambda _kind: refuses, kinds=("render-film",))
    run_worker(library, once=True, pace=pace)
    assert found == [True] and not final.exists()
    with library.reading() as session:
        assert jobs.get(session, asked).state is JobState.FAILED


def test_nor_does_what_was_refused_when_it_was_in_place(library: Library) -> None:
    final = library.derived("segments", "proof-of-nothing.mp4")
    with library.writing() as session:
        jobs.enqueue(session, "mask-proof", "a line")

    def late(_library: Library, _job: Job, run: JobRun) -> Outcome:
        run.part(final).write_bytes(b"somebody")

        def commit(_session: Any) -> None:
            assert final.exists()
            raise Refused("withdrawn")

        return Outcome(commit)

    run_worker(library, once=True, pace=Pace(handler=lambda _kind: late, kinds=("mask-proof",)))
    assert not final.exists()


def test_a_file_that_the_system_keeps_does_not_end_the_worker(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    final, real = library.films / "calme-9.mp4", Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path == final:
            raise PermissionError(13, "in use", str(path))
        real(path, missing_ok=missing_ok)

    def late(_library: Library, _job: Job, run: JobRun) -> Outcome:
        run.part(final).write_bytes(b"somebody")

        def commit(_session: Any) -> None:
            raise Refused("withdrawn")

        return Outcome(commit)

    with library.writing() as session:
        asked = jobs.enqueue(session, "render-film", "a film")
    monkeypatch.setattr(Path, "unlink", unlink)
    run_worker(library, once=True, pace=Pace(handler=lambda _kind: late, kinds=("render-film",)))
    with library.reading() as session:
        assert jobs.get(session, asked).state is JobState.FAILED


def test_one_file_that_the_system_keeps_does_not_keep_the_others(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A player has the first film open, on a system that then deletes nothing: the rest goes, and people are told."""
    kept, real = library.films / "confiance-1.mp4", Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path == kept:
            raise PermissionError(13, "in use", str(path))
        real(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    withdraw(library, first_consent(library))
    run_worker(library, once=True)
    assert [path.name for path in library.films.iterdir() if "confiance" in path.name] == [kept.name]
    with library.reading() as session:
        (failed,) = [job for job in jobs.of_kind(session, "purge") if job.state is JobState.FAILED]
    assert kept.name in failed.message
    assert any(not one.ok and kept.name in one.message for one in doctor.archive(library) if one.name == "jobs")
    monkeypatch.undo()
    with library.writing() as session:
        jobs.retry(session, failed.id)
    run_worker(library, once=True)
    assert not kept.exists()


def test_a_new_archive_is_closed_to_the_other_users_of_the_computer(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir(mode=0o777)
    (tmp_path / "shared").chmod(0o2775)  # a folder that a group shares stays the group's
    for name, rights in (("own", 0o700), ("shared", 0o2770)):
        made = libraries.create(tmp_path / name)
        assert made.folder.stat().st_mode & 0o7777 == rights
        made.folder.chmod(0o755)
        assert [one.ok for one in doctor.archive(made) if one.name == "rights"] == [False]
        made.catalogue.close()
