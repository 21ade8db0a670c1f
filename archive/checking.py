# SPDX-License-Identifier: GPL-3.0-or-later
"""Was an original decoded to its end? Known from the one reading that makes the working copy, or from a job of its own.

A fault takes nothing away: the recording stays, what can be shown is shown, and people are told while the card may still
be copied again.
"""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from archive.catalogue import jobs, outbox, recordings
from archive.jobs import JobRun, Outcome
from archive.library import Library
from archive.model.footage import Recording
from archive.model.job import Job
from archive.takes import rush
from media.command import Run
from media.damage import Fault, first_fault
from media.ffmpeg import find
from media.language import gettext as _
from media.probe import probe
from media.timecode import short_text_of_ms

KIND = "check"
PRIORITY = -10  # after everything that somebody waits for


def enqueue_check(session: Session, recording: str, by: str = "") -> str:
    """Ask for a recording (its id) to be decoded to its end."""
    return jobs.enqueue(session, KIND, recording, priority=PRIORITY, by=by)


def judged(session: Session, recording: Recording, complaint: str | None, by: str = "") -> None:
    """Use what the reading of an original said, None when nobody listened: a complaint is looked into by a job.

    Who was judged already is not judged again: the bytes of an original never change.
    """
    if recording.checked_at is not None or complaint is None:
        return
    if complaint:
        enqueue_check(session, recording.id, by)
    else:
        recordings.judge(session, recording.id, outbox.now())


def unchecked(found: Iterable[Recording]) -> list[Recording]:
    """Those that nobody has decoded to their end yet."""
    return [one for one in found if one.checked_at is None]


def handle(library: Library, job: Job, run: JobRun) -> Outcome:
    """The job `check` of the recording `job.subject`. Raises NotFound, CannotCheck, MediaRefused, ProcessFailed."""
    with library.reading() as session:
        recording = recordings.get(session, job.subject)
    source, settings = rush(library, recording, run.cancelled), library.settings
    saying = _("décodage de l’original jusqu’au bout")

    def progress(ms: int) -> None:
        run.progress(ms * 100 // max(1, recording.duration), saying)

    ffmpeg = find(settings.ffmpeg, settings.memory_mb, settings.threads)
    fault = first_fault(ffmpeg, source, probe(source), Run(progress=progress, cancelled=run.cancelled))

    def commit(session: Session) -> None:
        recordings.judge(session, recording.id, outbox.now(), fault)

    return Outcome(commit, sentence(fault) if fault else _("décodé jusqu’au bout"))


def sentence(fault: Fault) -> str:
    """What is wrong with an original, in one sentence."""
    at = short_text_of_ms(fault.at)
    if not fault.said:
        return _("L’original s’arrête à {at}, avant la fin annoncée.").format(at=at)
    return _("L’original ne se décode plus vers {at} ({said}).").format(at=at, said=fault.said)


def way_out() -> str:
    """What helps against a fault."""
    return _(
        "Recopier la carte avec un autre lecteur tant qu’elle n’est pas effacée ; sinon, regarder ce passage avant de s’en servir."
    )
