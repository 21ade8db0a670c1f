# SPDX-License-Identifier: GPL-3.0-or-later
"""Films and clips made into files, by a command or by the worker; consent is asked when it begins and when it ends."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from archive.catalogue import clips, films, jobs
from archive.film import clips as cutting
from archive.film import versions
from archive.film.allowed import allowed
from archive.film.assembly import Assembly, Progress
from archive.film.cutlist import FilmRefused
from archive.film.outputs import format_for as format_for
from archive.film.outputs import masked_by, suffix_of
from archive.film.words import vtt_of
from archive.jobs import JobRun, Outcome
from archive.library import Library
from archive.model.film import Output, Rendered, SubtitleMode
from archive.model.job import Job
from archive.naming.guard import expects_vault, refuse_names
from archive.naming.spoken import hold_back, of_clip
from archive.naming.wording import unchecked
from media.files import discard, fsync_file, part_name, settle, stale_parts
from media.language import gettext as _
from media.segment import FilmFormat

FILM_JOB, CLIP_JOB = "render-film", clips.JOB


def enqueue_film(
    session: Session, film: str, subtitles: SubtitleMode, by: str = "", output: Output = Output.HALL_720
) -> str:
    """Ask the worker to render a film; gives the job's id. Raises NotFound for an unknown film."""
    films.get(session, film)
    return jobs.enqueue(session, FILM_JOB, film, {"subtitles": str(subtitles), "output": str(output)}, by=by)


def enqueue_clip(session: Session, clip: str, by: str = "") -> str:
    """Ask the worker for the files of a clip; gives the job's id. Raises NotFound for an unknown clip."""
    clips.get(session, clip)
    return jobs.enqueue(session, CLIP_JOB, clip, by=by)


def render_film(
    library: Library,
    film: str,
    *,
    subtitles: SubtitleMode = SubtitleMode.BURN,
    output: Output = Output.HALL_720,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    shape: FilmFormat | None = None,
) -> Rendered:
    """Render a film (its id) as its next version in `films/`, with SRT and VTT beside: all three or nothing.

    Raises FilmRefused before any work when a clip may not be used or the film is empty, and at the end when consent
    changed meanwhile; ClipFailed naming the part that could not be made; Cancelled. `shape`: another picture
    than `format_for` gives.
    """
    work = _begun(library, film, (subtitles, output), versions.process_holder(), shape)
    version = work.version
    _sweep(library)
    srt, vtt, picture = (part_name(path) for path in version.files)
    parts = (srt, vtt, picture)
    try:
        render = work.write(parts, progress or _unheard, cancelled or _never)
        for part in parts:
            fsync_file(part)
        with library.writing() as session:
            work.keep(session, render)
            for part, final in zip(parts, version.files, strict=True):
                settle(part, final)
    except BaseException:
        versions.give_up(library, version)
        raise
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
    warnings = tuple(unchecked(not expects_vault(library)))
    return Rendered(version.film, render.duration, render.frames, (version.srt, version.vtt), warnings)


def handle_film(library: Library, job: Job, run: JobRun) -> Outcome:
    """The job `render-film` of the film `job.subject`; `subtitles` in the payload says how they travel, `output` for what it is."""
    mode = SubtitleMode(str(job.payload.get("subtitles", SubtitleMode.BURN)))
    output = Output(str(job.payload.get("output", Output.HALL_720)))
    work = _begun(library, job.subject, (mode, output), versions.job_holder(job), None)
    try:
        srt, vtt, film = (run.part(path) for path in work.version.files)
        render = work.write((srt, vtt, film), run.progress, run.cancelled)
        with library.reading() as session:
            work.ask_again(session)
    except BaseException:
        versions.give_up(library, work.version)
        raise

    def commit(session: Session) -> None:
        try:
            work.keep(session, render)
        except FilmRefused:
            work.version.remove()
            raise

    return Outcome(commit, _("{name} est prêt.").format(name=work.version.film.name))


def handle_clip(library: Library, job: Job, run: JobRun) -> Outcome:
    """The job `render-clip` of the clip `job.subject`: its MP4, and its VTT once consent opens it to the internet.

    A clip that is not released may be used by the team as a draft.
    """
    cutting.sweep(library)
    film, vtt = cutting.files_of(library, job.subject)
    try:
        with library.reading() as session:
            clip = clips.get(session, job.subject)
            passage = cutting.passage_of(session, clip)
        if clip.released:
            hold_back(library, of_clip(clip))
        made = cutting.cut_passage(
            library, passage, run.part(film), cutting.Way(progress=run.progress, cancelled=run.cancelled)
        )
        if passage.use == cutting.INTERNET:
            run.part(vtt).write_text(vtt_of(cutting.track_of(passage, made)), encoding="utf-8", newline="")
        with library.reading() as session:
            cutting.ask_again(session, passage)
    except FilmRefused:
        _withdraw(library, job.subject)
        raise

    def commit(session: Session) -> None:
        try:
            cutting.ask_again(session, passage)
        except FilmRefused:
            cutting.remove_files(library, job.subject)
            raise
        if passage.use != cutting.INTERNET:
            vtt.unlink(missing_ok=True)  # of a time when consent opened it
        clips.mark_ready(session, job.subject, True)

    return Outcome(commit, _("L’extrait est prêt."))


def _sweep(library: Library) -> None:
    """Take away what killed renders left half-written."""
    for folder in (library.films, library.derived("segments")):
        for part in stale_parts(folder):
            discard(part)


def _withdraw(library: Library, clip: str) -> None:
    """A clip that consent no longer allows has no files."""
    with library.writing() as session:
        clips.mark_ready(session, clip, False)
    cutting.remove_files(library, clip)


def _begun(
    library: Library, film: str, how: tuple[SubtitleMode, Output], holder: str, shape: FilmFormat | None
) -> Assembly:
    mode, output = how
    with library.reading() as session:
        ready = allowed(session, film, masked_by(output))
    refuse_names(library, film)
    version = versions.take_number(library, ready.cut.film, mode, holder, suffix_of(output))
    return Assembly(library, ready, mode, shape or format_for(ready.cut.film.audience, output), version)


def _unheard(_percent: int, _message: str) -> None:
    pass


def _never() -> bool:
    return False
