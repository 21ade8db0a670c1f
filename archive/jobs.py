# SPDX-License-Identifier: GPL-3.0-or-later
"""One job done under its lease: what a handler gets, what it gives back, and how its files come into place.

A handler writes only to the parts that `JobRun.part` names. When it returns, one transaction passes the fence and lists
the parts, then they are renamed, then one transaction runs the outcome's commit and ends the job. Killed before the
fence, nothing of it counts; killed after it, the next worker renames what is left and runs the handler again.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

from sqlalchemy.orm import Session

from archive.catalogue import jobs, leases
from archive.catalogue.engine import CatalogueError
from archive.library import Library
from archive.model.job import Job
from media.errors import BaroError, Cancelled, NotFound, Refused, WrongUse
from media.files import cause_of, fsync_file, part_name, process_mark, settle
from media.language import gettext as _

HEARTBEAT = 15.0
TELL = timedelta(seconds=1)
_log = logging.getLogger("baro.jobs")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a handler gives back: `commit` runs in the transaction that ends the job, when its files are in place.

    A crash between the renames and the commit runs the handler again: it must find its files and commit the same.
    """

    commit: Callable[[Session], None] | None = None
    message: str = ""


Handler = Callable[[Library, Job, "JobRun"], Outcome]

HANDLERS: dict[str, str] = {
    "derive": "archive.derive:handle",
    "check": "archive.checking:handle",
    "align": "archive.align:handle",
    "render-film": "archive.film.render:handle_film",
    "render-clip": "archive.film.render:handle_clip",
    "export-film": "archive.exchange.export:handle",
    "mask-proof": "archive.film.masks:handle",
    "purge": "archive.clearing:handle",
}


def handler(kind: str) -> Handler:
    """The function that does jobs of this kind."""
    module, _colon, name = HANDLERS[kind].partition(":")
    found: Handler = getattr(import_module(module), name)
    return found


@dataclass(slots=True)
class JobRun:
    """A handler's side of its lease."""

    library: Library
    job: Job
    stop: Callable[[], bool] = lambda: False
    clock: Callable[[], datetime] = jobs.moment
    heard: Callable[[int, str], None] = lambda _percent, _message: None
    over: bool = False
    settled: list[Path] = field(default_factory=list)
    _percent: int = 0
    _message: str = ""
    _told: datetime | None = None
    _parts: dict[Path, Path] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def progress(self, percent: int, message: str = "") -> None:
        """Say how far it is, 0 to 100: to `heard` at once, to the catalogue at most once a second."""
        self._percent, self._message = percent, message or self._message
        self.heard(self._percent, self._message)
        self._tell()

    def cancelled(self) -> bool:
        """True when the handler is to raise `Cancelled`: somebody asked, the worker stops, or the lease is lost."""
        self._tell()
        return self.over or self.stop()

    def part(self, final: Path) -> Path:
        """Where to write what will be `final`; a part that is never written is left out. `final` lies in the archive."""
        final.parent.mkdir(parents=True, exist_ok=True)
        part = part_name(final, f"{process_mark()}-{self.job.id[:8]}-{self.job.token}")
        self._parts[part] = final
        return part

    def written(self) -> list[tuple[Path, Path]]:
        """The parts that exist, each with its final name."""
        return [(part, final) for part, final in self._parts.items() if part.exists()]

    def throw_away(self) -> None:
        """Remove what was written and not delivered."""
        for part in self._parts:
            part.unlink(missing_ok=True)

    def beat(self) -> None:
        """Renew the lease now. A catalogue that is busy is asked again next time: the lease outlives several beats."""
        with self._lock:
            try:
                with self.library.writing() as session:
                    ours = leases.heartbeat(session, self.job, self._percent, self._message, at=self.clock())
            except CatalogueError as error:
                _log.warning("%s", error)
                return
            self.over = self.over or not ours

    def _tell(self) -> None:
        now = self.clock()
        if self._told is None or now - self._told >= TELL:
            self._told = now
            self.beat()


def perform(library: Library, job: Job, do: Handler, run: JobRun) -> None:
    """Do one claimed job to its end, whatever that is. Raises CatalogueError only, when even that cannot be written."""
    try:
        with _beating(run):
            outcome = do(library, job, run)
        _deliver(library, job, run, outcome)
    except Cancelled as error:
        _cancelled(library, job, run, error)
    except (Refused, NotFound, WrongUse) as error:
        _take_back(library, job, run)
        _fail(library, job, run, str(error), again=False)
    except BaroError as error:
        _fail(library, job, run, str(error))
    except OSError as error:
        message = _("Le disque ou un fichier ne répond pas : {cause}").format(cause=cause_of(error))
        _fail(library, job, run, message)
    except Exception as error:  # a fault in a handler must not end the worker that others wait for
        _log.exception("%s %s", job.kind, job.id)
        _fail(library, job, run, _("Erreur inattendue : {cause}").format(cause=f"{type(error).__name__}: {error}"))
    finally:
        run.throw_away()


def complete(library: Library, job: Job) -> None:
    """Rename what a dead worker left of a finishing job and queue it, so that its handler commits."""
    for part, final in job.outputs:
        with suppress(FileNotFoundError):  # renamed already
            settle(library.folder / part, library.folder / final)
    with library.writing() as session:
        leases.renamed(session, job)


def _deliver(library: Library, job: Job, run: JobRun, outcome: Outcome) -> None:
    written = run.written()
    for part, _final in written:
        fsync_file(part)
    outputs = [
        (part.relative_to(library.folder).as_posix(), final.relative_to(library.folder).as_posix())
        for part, final in written
    ]
    with library.writing() as session:
        if not leases.finishing(session, job, outputs, at=run.clock()):
            raise Cancelled(_("Le travail a été arrêté."))
    for part, final in written:
        settle(part, final)
        run.settled.append(final)
    with library.writing() as session:
        if leases.finish(session, job, outcome.message, at=run.clock()) and outcome.commit is not None:
            outcome.commit(session)


def _take_back(library: Library, job: Job, run: JobRun) -> None:
    """What is refused in the end leaves nothing in place, of this run or of one before it that was killed."""
    for final in (*run.settled, *(library.folder / final for _part, final in job.outputs)):
        try:
            final.unlink(missing_ok=True)
        except OSError as error:  # a player has it open: the worker that others wait for goes on
            _log.warning("%s", error)


def _cancelled(library: Library, job: Job, run: JobRun, error: Cancelled) -> None:
    run.beat()
    if run.over or run.stop():
        with library.writing() as session:
            leases.put_back(session, job, at=run.clock())
    else:
        _fail(library, job, run, str(error))


def _fail(library: Library, job: Job, run: JobRun, message: str, *, again: bool = True) -> None:
    with library.writing() as session:
        leases.fail(session, job, message, again=again, at=run.clock())


@contextmanager
def _beating(run: JobRun) -> Iterator[None]:
    ended = threading.Event()

    def beat_until_the_end() -> None:
        while not ended.wait(HEARTBEAT):
            run.beat()

    thread = threading.Thread(target=beat_until_the_end, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
