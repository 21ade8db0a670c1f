# SPDX-License-Identifier: GPL-3.0-or-later
"""What shows somebody who may no longer be seen goes off the disk: after a withdrawal, a seal, an erasure.

All but the originals and the catalogue: copies for work, clips, parts of films, rendered films, packages, half-written
files, the index. Safe to be killed in and to be done twice; the job `purge` does it again until it is done.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from archive.catalogue import clips, exports, interviews, recordings, renders, seals, withdrawals
from archive.catalogue.erasing import export_files, parts_of, render_files
from archive.catalogue.withdrawals import hidden
from archive.derive import enqueue_derive
from archive.destroying import destroy, remove
from archive.film.cutlist import shown
from archive.jobs import JobRun, Outcome
from archive.library import Library
from archive.model.footage import Recording
from archive.model.job import Job
from media.errors import BaroError, CannotCheck, NotFound
from media.files import discard, stale_parts
from media.language import gettext as _
from media.span import Span
from media.take import SOUND_ONLY_RATE
from media.timecode import span_of_frames

SEALED = "recording"
"""In the payload of a purge: it clears away after a seal, and its subject is the recording's id."""


def handle(library: Library, job: Job, run: JobRun) -> Outcome:
    """The job `purge` of `participant interview` (codes), or of a recording: destroy, clear, write the index anew.

    Raises CannotCheck at its end, naming them, when the system kept files there: it is done again, and people are told.
    """
    from archive.search import catch_up, rebuild
    from archive.vault.erased import destroy_keys

    left = destroy(library.catalogue, library.folder, withdrawals.files_of(job))
    destroy_keys(library)
    run.progress(10, _("Les copies s’effacent"))
    try:
        with library.reading() as session:
            touched = _subject(session, job)
    except NotFound:
        _refuse_left(library, left)
        return Outcome()  # it was not here when the catalogue was put back
    left += clear(library, touched)
    run.progress(50, _("L’index se refait sans ces paroles"))
    if job.payload.get(SEALED):
        catch_up(library)
    else:
        rebuild(library)
    _refuse_left(library, left)
    return Outcome(message=_("Ce qui ne doit plus être montré est effacé."))


def clear_interview(library: Library, interview: str) -> None:
    """Clear what was made from the recordings of an interview (its id) of which somebody who withdrew keeps something."""
    with library.reading() as session:
        touched = [one for one in recordings.listed(session, interview=interview) if _touched(session, one)]
    clear(library, touched)


def clear(library: Library, touched: list[Recording]) -> list[Path]:
    """Delete what was made from these recordings, and every file of the archive that shows what is closed today.

    What may still be seen of them is asked for again, without it. Gives what the system kept there all the same.
    """
    with library.reading() as session:
        gone = [clip for one in touched for clip in _clips(session, one)]
        names = list(_leavings(session))
    with library.writing() as session:
        for clip in gone:
            clips.mark_ready(session, clip, False)
        for one in touched:
            enqueue_derive(session, one.id, library.person.name)
    wanted = [library.folder / name for name in names]
    wanted += [file for clip in gone for file in library.derived("clips").glob(f"{clip}.*")]
    wanted += [library.derived("recordings", one.id) for one in touched]
    if touched:
        remove(library.derived("segments"))  # they do not say whose picture they hold; others may be being made
    for path in wanted:
        remove(path)
    for folder in (library.derived(), library.films):
        for part in stale_parts(folder):
            discard(part)
    return [path for path in wanted if os.path.lexists(path)]


def _refuse_left(library: Library, left: Sequence[Path]) -> None:
    if left:
        names = ", ".join(str(path.relative_to(library.folder)) for path in left)
        raise CannotCheck(
            _("Le système n’a pas laissé effacer : {names}").format(names=names),
            _("Fermer ce qui les tient ouverts, vérifier les droits, puis relancer ce travail."),
        )


def is_closed(session: Session, recording: str, span: Span) -> bool:
    """True when a seal or somebody who withdrew closes part of `span` of a recording (its id)."""
    whole, spans = hidden(session, recording)
    sealed = [seal.span for seal in seals.of_recording(session, recording)]
    return whole or any(one.overlaps(span) for one in (*spans, *sealed))


def _subject(session: Session, job: Job) -> list[Recording]:
    if job.payload.get(SEALED):
        return [recordings.get(session, job.subject)]
    interview = interviews.by_code(session, job.subject.partition(" ")[2]).id
    return [one for one in recordings.listed(session, interview=interview) if _touched(session, one)]


def _touched(session: Session, recording: Recording) -> bool:
    whole, spans = hidden(session, recording.id)
    return whole or bool(spans)


def _clips(session: Session, recording: Recording) -> Iterator[str]:
    for clip in clips.listed(session, recording.id):
        if is_closed(session, recording.id, clip.span):
            yield clip.id


def _leavings(session: Session) -> Iterator[str]:
    """The files of rendered films and of packages that show something closed, relative to the archive's folder."""
    for render in renders.everywhere(session):
        if any(_part_closed(session, part) for part in parts_of(render.facts)):
            yield from render_files(render.file)
    for export in exports.everywhere(session):
        if any(_extract_closed(session, one) for one in export.extracts):
            yield from export_files(export.file, export.place)


def _part_closed(session: Session, part: dict[str, object]) -> bool:
    if "recording" not in part:
        return False  # a title card
    try:
        recording = recordings.get(session, str(part["recording"]))
        span = shown(recording, Span(int(str(part["start_ms"])), int(str(part["end_ms"]))))
    except (KeyError, ValueError, BaroError):
        return True
    return is_closed(session, recording.id, span)


def _extract_closed(session: Session, one: exports.Extract) -> bool:
    try:
        recording = recordings.get(session, one.recording)
    except BaroError:
        return True
    rate = recording.picture.rate if recording.picture is not None else SOUND_ONLY_RATE
    return is_closed(session, recording.id, span_of_frames(range(one.first, one.first + one.frames), rate))
