# SPDX-License-Identifier: GPL-3.0-or-later
"""What is made from an original for daily work. All of it may be deleted and is made again.

Three passes: the poster, from a few pictures that stand alone; the working copy and the shape of the sound, from the one
reading of the original; the small copy, the sheet of stills and the shots, from one reading of the working copy.
One job makes one pass and asks for the next, so a worker that stops loses one pass at most, and posters of a whole
card come before the first long reading. Each file is stamped with what it was made from; another seal, another stamp.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from archive.catalogue import jobs, recordings, seals
from archive.catalogue.withdrawals import hidden
from archive.checking import enqueue_check, judged
from archive.jobs import JobRun, Outcome
from archive.library import Library
from archive.model.footage import Recording
from archive.model.job import Job
from archive.takes import rush
from media.command import Run
from media.ffmpeg import Ffmpeg, find
from media.language import gettext as _
from media.language import lazy
from media.light import Lighter, make_lighter
from media.poster import make_poster
from media.probe import MediaInfo, probe
from media.process import ProcessFailed
from media.proxy import Wanted, read_original
from media.sheet import Sheet, sheet_of
from media.span import Span

KIND = "derive"
PRIORITY = 10
STAMP = "made.json"
READING = "reading"  # beside the stamps: the first complaint of the decoders, empty for a healthy original


@dataclass(frozen=True, slots=True)
class Step:
    """One derived file, and what people are told while it is made. `recipe` grows when it is made in another way."""

    file: str
    saying: str
    recipe: int = 1


POSTER = Step("poster.jpg", lazy("image d’affiche"), recipe=2)
PEAKS = Step("peaks.json", lazy("forme du son et silences"), recipe=3)
PROXY = Step("proxy.mp4", lazy("copie de travail"))
SMALL = Step("small.mp4", lazy("petite copie"), recipe=2)
SHEET = Step("sheet.jpg", lazy("planche d’images"))
SHOTS = Step("shots.json", lazy("changements de plan"))
HEARD = (PROXY, PEAKS, SMALL)
PASSES = ((POSTER,), (PROXY, PEAKS), (SMALL, SHEET, SHOTS))


@dataclass(frozen=True, slots=True)
class _Work:
    """Everything that a pass needs; `to` says where to write the file of a step, and gives None for one that stands."""

    ffmpeg: Ffmpeg
    info: MediaInfo
    sealed: Sequence[Span]
    to: Callable[[Step], Path | None]
    how: Run


def enqueue_derive(session: Session, recording: str, by: str = "") -> str:
    """Ask for whatever is missing or outdated of a recording; until then it counts as not ready. Raises NotFound."""
    recordings.mark_ready(session, recording, False)
    return _ask(session, recording, by)


def steps(recording: Recording) -> tuple[Step, ...]:
    """What a recording needs, in order. A sound recorder's file has no pictures."""
    wanted = PASSES[1:2] if recording.picture is None else PASSES
    return tuple(step for one in wanted for step in one)


def sheet(recording: Recording) -> Sheet | None:
    """Where the stills of a recording stand on its sheet; None without pictures."""
    seen = recording.picture
    return None if seen is None else sheet_of(recording.duration, seen.rate, (seen.width, seen.height))


def missing(library: Library, session: Session, recording: Recording) -> list[Step]:
    """The steps whose file is absent, or made before the seals or settings of today."""
    if hidden(session, recording.id)[0]:
        return []  # somebody in all of it took their word back
    sealed = _sealed(session, recording)
    made = _stamps(library, recording)
    return [
        step
        for step in steps(recording)
        if made.get(step.file) != _stamp(library, recording, step, sealed)
        or not _path(library, recording, step).exists()
    ]


def handle(library: Library, job: Job, run: JobRun) -> Outcome:
    """Make what is missing of the first pass of the recording `job.subject`. Raises NotFound, CannotCheck, MediaRefused."""
    with library.reading() as session:
        recording = recordings.get(session, job.subject)
        sealed = _sealed(session, recording)
        todo = missing(library, session, recording)
        if hidden(session, recording.id)[0]:
            shutil.rmtree(_folder(library, recording), ignore_errors=True)
    now = _first_pass(todo)
    if todo:
        for step in todo:  # what shows more than today's seals allow goes before anything else is done
            _path(library, recording, step).unlink(missing_ok=True)
        _make(library, run, recording, now, sealed)

    def commit(session: Session) -> None:
        left = missing(library, session, recordings.get(session, recording.id))
        if hidden(session, recording.id)[0]:  # since the work began
            shutil.rmtree(_folder(library, recording), ignore_errors=True)
        if left:
            _ask(session, recording.id, job.made_by)
        recordings.mark_ready(session, recording.id, not left)
        judged(session, recordings.get(session, recording.id), _stamps(library, recording).get(READING), job.made_by)

    return Outcome(commit, _said(now))


def _first_pass(todo: Sequence[Step]) -> list[Step]:
    return next((made for one in PASSES if (made := [step for step in one if step in todo])), [])


def _said(now: Sequence[Step]) -> str:
    return ", ".join(_(step.saying) for step in now)


def _ask(session: Session, recording: str, by: str) -> str:
    return jobs.enqueue(session, KIND, recording, priority=PRIORITY, by=by)


def _make(library: Library, run: JobRun, recording: Recording, now: Sequence[Step], sealed: Sequence[Span]) -> None:
    source = rush(library, recording, run.cancelled)
    settings = library.settings
    work = _Work(
        ffmpeg=find(settings.ffmpeg, settings.memory_mb, settings.threads),
        info=replace(probe(source), choice=recording.sound),
        sealed=sealed,
        to=lambda step: run.part(_path(library, recording, step)) if step in now else None,
        how=Run(
            progress=lambda ms: run.progress(ms * 100 // max(1, recording.duration), _said(now)),
            cancelled=run.cancelled,
        ),
    )
    run.progress(0, _said(now))
    try:
        told = _write(library, recording, now, work)
    except ProcessFailed:
        with library.writing() as session:  # is it the original?
            if recording.checked_at is None:
                enqueue_check(session, recording.id, run.job.made_by)
        raise
    stamps = _stamps(library, recording) | {step.file: _stamp(library, recording, step, sealed) for step in now}
    run.part(_folder(library, recording) / STAMP).write_text(json.dumps(stamps | told), encoding="utf-8")


def _write(library: Library, recording: Recording, now: Sequence[Step], work: _Work) -> dict[str, str]:
    """Make the files of one pass; gives what the reading of the original complained of, when all of it was read."""
    ffmpeg, info, to, source = work.ffmpeg, work.info, work.to, rush(library, recording)
    if (poster := to(POSTER)) is not None:
        make_poster(ffmpeg, source, info, poster, seals=work.sealed)
        return {}
    if (copy := to(PROXY)) is not None or to(PEAKS) is not None:
        wanted = Wanted(copy, to(PEAKS), library.settings.proxy_height)
        complaint = read_original(ffmpeg, source, info, wanted, seals=work.sealed, how=work.how)
        return {READING: complaint} if copy is not None else {}
    wished = Lighter(to(SMALL), to(SHEET), to(SHOTS), sheet(recording))
    make_lighter(ffmpeg, _path(library, recording, PROXY), info, wished, seals=work.sealed, how=work.how)
    return {}


def _sealed(session: Session, recording: Recording) -> tuple[Span, ...]:
    """What is black and silent: the seals, and where those who took their word back are marked."""
    spans = [seal.span for seal in seals.of_recording(session, recording.id)]
    return tuple(sorted({*spans, *hidden(session, recording.id)[1]}))


def _folder(library: Library, recording: Recording) -> Path:
    return library.derived("recordings", recording.id)


def _path(library: Library, recording: Recording, step: Step) -> Path:
    return _folder(library, recording) / step.file


def _stamp(library: Library, recording: Recording, step: Step, sealed: Sequence[Span]) -> str:
    height = library.settings.proxy_height if step == PROXY else 0
    made_from = [step.recipe, step.file, recording.sha256, height, [[span.start, span.end] for span in sealed]]
    made_from += [recording.sound] if recording.sound and step in HEARD else []
    return hashlib.sha256(json.dumps(made_from).encode()).hexdigest()


def _stamps(library: Library, recording: Recording) -> dict[str, str]:
    try:
        found = json.loads((_folder(library, recording) / STAMP).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
