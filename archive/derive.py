# SPDX-License-Identifier: GPL-3.0-or-later
"""What is made from an original for daily work: poster, peaks, proxy, shots. All of it may be deleted and is made again.

One job makes one of them and asks for the next, so a worker that stops loses one step at most, and posters of a whole
card come before the first long proxy. Each file is stamped with what it was made from; another seal, another stamp.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from archive.catalogue import jobs, recordings, seals
from archive.catalogue.withdrawals import hidden
from archive.jobs import JobRun, Outcome
from archive.library import Library
from archive.model.footage import Recording
from archive.model.job import Job
from media.errors import CannotCheck
from media.ffmpeg import Ffmpeg, find
from media.language import gettext as _
from media.language import lazy
from media.peaks import make_peaks
from media.poster import make_poster
from media.probe import MediaInfo, probe
from media.proxy import make_proxy
from media.shots import make_shots
from media.span import Span
from media.take import rate_of

KIND = "derive"
PRIORITY = 10
STAMP = "made.json"


@dataclass(frozen=True, slots=True)
class Step:
    """One derived file, and what people are told while it is made. `recipe` grows when it is made in another way."""

    file: str
    saying: str
    recipe: int = 1


POSTER = Step("poster.jpg", lazy("image d’affiche"))
PEAKS = Step("peaks.json", lazy("forme du son et silences"), recipe=2)
PROXY = Step("proxy.mp4", lazy("copie de travail"))
SHOTS = Step("shots.json", lazy("changements de plan"))


@dataclass(frozen=True, slots=True)
class _Work:
    """Everything that a step needs to write its file to `to`."""

    ffmpeg: Ffmpeg
    source: Path
    proxy: Path
    info: MediaInfo
    sealed: Sequence[Span]
    to: Path
    height: int
    progress: Callable[[int], None]
    cancelled: Callable[[], bool]


def enqueue_derive(session: Session, recording: str, by: str = "") -> str:
    """Ask for whatever is missing or outdated of a recording; until then it counts as not ready. Raises NotFound."""
    recordings.mark_ready(session, recording, False)
    return _ask(session, recording, by)


def steps(recording: Recording) -> tuple[Step, ...]:
    """What a recording needs, in order: the shots are seen in the proxy. A sound recorder's file has no pictures."""
    return (PEAKS, PROXY) if recording.picture is None else (POSTER, PEAKS, PROXY, SHOTS)


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
    """Make the first missing file of the recording `job.subject`. Raises NotFound, CannotCheck, MediaRefused."""
    with library.reading() as session:
        recording = recordings.get(session, job.subject)
        sealed = _sealed(session, recording)
        todo = missing(library, session, recording)
        if hidden(session, recording.id)[0]:
            shutil.rmtree(_folder(library, recording), ignore_errors=True)
    if todo:
        for step in todo:  # what shows more than today's seals allow goes before anything else is done
            _path(library, recording, step).unlink(missing_ok=True)
        _make(library, run, recording, todo[0], sealed)

    def commit(session: Session) -> None:
        left = missing(library, session, recordings.get(session, recording.id))
        if hidden(session, recording.id)[0]:  # since the work began
            shutil.rmtree(_folder(library, recording), ignore_errors=True)
        if left:
            _ask(session, recording.id, job.made_by)
        recordings.mark_ready(session, recording.id, not left)

    return Outcome(commit, _(todo[0].saying) if todo else "")


def _ask(session: Session, recording: str, by: str) -> str:
    return jobs.enqueue(session, KIND, recording, priority=PRIORITY, by=by)


def _make(library: Library, run: JobRun, recording: Recording, step: Step, sealed: Sequence[Span]) -> None:
    source = library.original(recording.sha256)
    if not source.is_file():
        raise CannotCheck(
            _("L’original de {name} n’est plus dans l’archive.").format(name=recording.original_name),
            _("Verser de nouveau la carte : « baro ingest CARTE » le remet en place."),
        )
    settings = library.settings
    work = _Work(
        ffmpeg=find(settings.ffmpeg, settings.memory_mb, settings.threads),
        source=source,
        proxy=_path(library, recording, PROXY),
        info=probe(source),
        sealed=sealed,
        to=run.part(_path(library, recording, step)),
        height=settings.proxy_height,
        progress=lambda ms: run.progress(ms * 100 // max(1, recording.duration), _(step.saying)),
        cancelled=run.cancelled,
    )
    run.progress(0, _(step.saying))
    _write(step, work)
    stamps = _stamps(library, recording) | {step.file: _stamp(library, recording, step, sealed)}
    run.part(_folder(library, recording) / STAMP).write_text(json.dumps(stamps), encoding="utf-8")


def _write(step: Step, work: _Work) -> None:
    ffmpeg, source, info, to, sealed = work.ffmpeg, work.source, work.info, work.to, work.sealed
    if step == POSTER:
        make_poster(ffmpeg, source, info, to, seals=sealed)
    elif step == PEAKS:
        make_peaks(ffmpeg, source, info, to, seals=sealed, cancelled=work.cancelled)
    elif step == SHOTS:
        rate = rate_of(info)
        make_shots(ffmpeg, work.proxy, rate, to, seals=sealed, progress=work.progress, cancelled=work.cancelled)
    else:
        make_proxy(
            ffmpeg,
            source,
            info,
            to,
            height=work.height,
            seals=sealed,
            progress=work.progress,
            cancelled=work.cancelled,
        )


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
    return hashlib.sha256(json.dumps(made_from).encode()).hexdigest()


def _stamps(library: Library, recording: Recording) -> dict[str, str]:
    try:
        found = json.loads((_folder(library, recording) / STAMP).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
