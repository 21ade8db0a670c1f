# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro worker`: do the waiting jobs, or look after them."""

import argparse
import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from archive.catalogue import jobs
from archive.cli.bar import percent_bar
from archive.cli.context import add_json, answer, archive_of
from archive.library import Library
from archive.model.job import Job, JobState
from archive.worker import Pace, run_worker
from media.language import gettext as _
from media.language import lazy, ngettext

_STATES = {
    JobState.QUEUED: lazy("en attente"),
    JobState.RUNNING: lazy("en cours"),
    JobState.FINISHING: lazy("se termine"),
    JobState.DONE: lazy("fait"),
    JobState.FAILED: lazy("échoué"),
    JobState.CANCELLED: lazy("annulé"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Work until stopped, until nothing is left, or only look."""
    parser.add_argument("--once", action="store_true", help=_("s’arrêter quand plus rien n’attend"))
    parser.add_argument("--retry", action="store_true", help=_("reprendre d’abord les travaux échoués"))
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--list", action="store_true", help=_("montrer les travaux sans rien faire"))
    only.add_argument("--cancel", metavar=_("TRAVAIL"), help=_("annuler un travail"))
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Status 1 when a job of this run failed."""
    logging.basicConfig(level=logging.WARNING, format="baro : %(message)s")
    with archive_of(args) as library:
        if args.cancel:
            with library.writing() as session:
                jobs.cancel(session, args.cancel)
        if args.retry:
            _retry(library)
        if args.list or args.cancel:
            found = _all(library)
            answer(args, {"jobs": [_data(job) for job in found]}, _lines(found))
            return 0
        return _work(library, args)


def _work(library: Library, args: argparse.Namespace) -> int:
    before = {job.id: job.state for job in _all(library)}
    with _asked_to_stop() as stop, percent_bar() as bar:
        run_worker(library, once=args.once, stop=stop, pace=Pace(heard=bar))
    ended = [job for job in _all(library) if job.ended_at is not None and before.get(job.id) != job.state]
    failed = [job for job in ended if job.state is JobState.FAILED]
    count = len(ended) - len(failed)
    done = ngettext("{count} travail fait", "{count} travaux faits", count).format(count=count)
    lost = ngettext("{count} échoué", "{count} échoués", len(failed)).format(count=len(failed))
    answer(args, {"jobs": [_data(job) for job in ended]}, [*_lines(failed), f"{done}, {lost}."])
    return 1 if failed else 0


def _retry(library: Library) -> None:
    with library.writing() as session:
        for job in jobs.stuck(session):
            jobs.retry(session, job.id)


def _all(library: Library) -> list[Job]:
    with library.reading() as session:
        return jobs.listed(session)


@contextmanager
def _asked_to_stop() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C or the system asked this process to end."""
    asked: list[int] = []

    def hear(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    before = {number: signal.signal(number, hear) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _lines(found: list[Job]) -> Iterator[str]:
    for job in found:
        yield f"{job.id}  {job.kind:<12}  {_(_STATES[job.state]):<10}  {job.progress:>3} %  {job.message}".rstrip()


def _data(job: Job) -> dict[str, object]:
    return {
        "id": job.id,
        "kind": job.kind,
        "subject": job.subject,
        "state": job.state.value,
        "progress": job.progress,
        "attempts": job.attempts,
        "message": job.message,
        "made_by": job.made_by,
        "made_at": job.made_at.isoformat() if job.made_at else None,
        "ended_at": job.ended_at.isoformat() if job.ended_at else None,
    }
