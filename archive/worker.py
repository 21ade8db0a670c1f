# SPDX-License-Identifier: GPL-3.0-or-later
"""The worker: takes jobs one after another, and keeps the search index up to date."""

import logging
import platform
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from archive.catalogue import jobs, leases
from archive.catalogue.engine import CatalogueError
from archive.jobs import HANDLERS, Handler, JobRun, complete, handler, perform
from archive.library import Library
from archive.vault.erased import destroy_keys
from media.files import discard, is_gone, process_mark, stale_parts

IDLE = 1.0
PATIENCE = 10.0
_log = logging.getLogger("baro.worker")


@dataclass(frozen=True, slots=True)
class Pace:
    """How a worker sees time and finds its handlers (tests give their own), and who hears how far the present job is."""

    clock: Callable[[], datetime] = jobs.moment
    pause: Callable[[float], None] = time.sleep
    handler: Callable[[str], Handler] = handler
    kinds: tuple[str, ...] = tuple(HANDLERS)
    heard: Callable[[int, str], None] = lambda _percent, _message: None


@dataclass(slots=True)
class _Index:
    """Catches up; a fault of the index is told once and never stops the worker."""

    library: Library
    complaint: str = ""

    def catch_up(self) -> None:
        try:
            from archive.search import catch_up

            catch_up(self.library)
            self.complaint = ""
        except Exception as error:  # the index is a cache: films and copies go on without it
            if str(error) != self.complaint:
                self.complaint = str(error)
                _log.warning("index: %s", error)


def run_worker(
    library: Library, *, once: bool = False, stop: Callable[[], bool] = lambda: False, pace: Pace | None = None
) -> int:
    """Do jobs until `stop()` says so, or with `once` until none is left. Returns how many were taken."""
    pace = pace or Pace()
    index = _Index(library)
    recover(library, pace.clock())
    sweep(library)
    destroy_keys(library)
    if once:
        return _empty(library, pace, stop, index)
    with _kept_up(index):
        taken = 0
        while not stop():
            if _patiently(library, pace, stop):
                taken += 1
            else:
                pace.pause(IDLE)
        return taken


def name_of_this_worker() -> str:
    """Machine and process: whoever reads it on the same machine can tell whether it still runs."""
    return f"{platform.node()}:{process_mark()}"


def is_dead(worker: str) -> bool:
    """True when that worker has certainly ended: it ran on this machine and its process is gone."""
    machine, _colon, mark = worker.rpartition(":")
    return machine == platform.node() and is_gone(mark)


def recover(library: Library, at: datetime) -> None:
    """Free the jobs of dead workers, and put into place the files that they had finished."""
    with library.writing() as session:
        leases.release_dead(session, is_dead, at=at)
        finishing = leases.take_over(session, name_of_this_worker(), at=at)
    for job in finishing:
        complete(library, job)


def sweep(library: Library) -> int:
    """Remove the half-written files that killed processes left; returns how many."""
    swept = 0
    for folder in (library.derived(), library.folder / "originals", library.takes, library.films):
        for part in stale_parts(folder):
            discard(part)
            swept += 1
    return swept


def _empty(library: Library, pace: Pace, stop: Callable[[], bool], index: _Index) -> int:
    taken = 0
    while not stop() and _one(library, pace, stop):
        taken += 1
        index.catch_up()
    index.catch_up()
    return taken


@contextmanager
def _kept_up(index: _Index) -> Iterator[None]:
    """The index hears of changes each second, during a long job too: a corrected word is found at once."""
    ended = threading.Event()

    def listen() -> None:
        index.catch_up()
        while not ended.wait(IDLE):
            index.catch_up()

    thread = threading.Thread(target=listen, name="index", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(PATIENCE)


def _patiently(library: Library, pace: Pace, stop: Callable[[], bool]) -> bool:
    try:
        return _one(library, pace, stop)
    except CatalogueError as error:
        _log.warning("%s", error)
        return False


def _one(library: Library, pace: Pace, stop: Callable[[], bool]) -> bool:
    recover(library, pace.clock())
    with library.writing() as session:
        job = leases.claim(session, name_of_this_worker(), pace.kinds, at=pace.clock())
    if job is None:
        return False
    perform(library, job, pace.handler(job.kind), JobRun(library, job, stop, pace.clock, pace.heard))
    return True
