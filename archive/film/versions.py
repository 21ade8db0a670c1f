# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the versions of a film lie: `films/NAME-n.mp4` (`.m4a` for sound alone) with its SRT and VTT, all three or none.

The number is promised in the catalogue before the work starts. A killed render leaves a promise whose holder is gone;
whoever takes the next number clears it away, with whatever files had got that far.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from archive.catalogue import jobs, renders
from archive.catalogue.schema import new_id
from archive.library import Library
from archive.model.film import Film, SubtitleMode
from archive.model.job import ACTIVE, Job
from media.errors import NotFound
from media.files import is_gone, process_mark

_JOB = "job:"


@dataclass(frozen=True, slots=True)
class Version:
    """The three files of one rendered version, there or still to come; `id` is its render's."""

    id: str
    film: Path
    srt: Path
    vtt: Path

    @property
    def files(self) -> tuple[Path, Path, Path]:
        """In the order in which they appear: whoever sees the film finds its subtitles."""
        return self.srt, self.vtt, self.film

    def remove(self) -> None:
        """Take away what lies there."""
        for path in reversed(self.files):
            path.unlink(missing_ok=True)


def job_holder(job: Job) -> str:
    """How a job holds a number: until it is over, or taken again by another worker."""
    return f"{_JOB}{job.id}:{job.token}"


def process_holder() -> str:
    """How one render of this process holds a number: until the process is gone."""
    return f"{process_mark()}/{new_id()}"


def take_number(library: Library, film: Film, mode: SubtitleMode, holder: str, suffix: str = ".mp4") -> Version:
    """The next version of a film, kept for `holder`; the one that it holds already, if any."""

    def taken(file: str) -> bool:
        return any(path.exists() for path in _version(library, "", file).files)

    with library.writing() as session:
        for left in renders.promises(session):
            if left.holder != holder and _is_over(session, left.holder):
                _version(library, left.id, left.file).remove()
                renders.give_up(session, left.id)
        promised = renders.promise(session, film, mode, holder, taken, suffix)
    return _version(library, promised.id, promised.file)


def give_up(library: Library, version: Version) -> None:
    """Free the number of a render that failed, and take away what lies there of it; a render that is kept stays."""
    with library.writing() as session:
        if renders.give_up(session, version.id):
            version.remove()


def subtitles_of(film: Path) -> tuple[Path, Path]:
    """The SRT and the VTT that lie beside a film."""
    return film.with_suffix(".srt"), film.with_suffix(".vtt")


def _version(library: Library, promise: str, file: str) -> Version:
    film = library.films / file
    return Version(promise, film, *subtitles_of(film))


def _is_over(session: Session, holder: str) -> bool:
    if not holder.startswith(_JOB):
        return is_gone(holder.partition("/")[0])
    try:
        job = jobs.get(session, holder.split(":")[1])
    except NotFound:
        return True
    return job.state not in ACTIVE or job_holder(job) != holder
