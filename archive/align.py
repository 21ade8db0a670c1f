# SPDX-License-Identifier: GPL-3.0-or-later
"""The recordings of an interview put on one timeline: by what they heard, else by their timecodes, never against a hand."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from archive.catalogue import placements, recordings
from archive.catalogue.withdrawals import hidden
from archive.jobs import JobRun, Outcome
from archive.library import Library
from archive.model.footage import Recording, RecordingId
from archive.model.job import Job
from archive.model.placement import How, Placement
from archive.takes import rush
from media.align import Listened, Match, listened, match
from media.command import private_folder
from media.errors import Refused, WrongUse
from media.ffmpeg import Ffmpeg, find
from media.hearing import heard
from media.language import gettext as _
from media.language import ngettext
from media.probe import probe
from media.smpte import ms_of_timecode
from media.take import SOUND_ONLY_RATE

DAY = 24 * 3600 * 1000
ENOUGH = 30_000
"""Milliseconds that two recordings share by their timecodes, from which on their sound ought to confirm it."""
Known = dict[RecordingId, Placement]
Tell = Callable[[int, str], None]


@dataclass(slots=True)
class _Work:
    """One run over an interview: what is placed, and the sounds that were listened to."""

    library: Library
    ffmpeg: Ffmpeg
    folder: Path
    rushes: dict[RecordingId, Recording]
    placed: Known
    tell: Tell
    cancelled: Callable[[], bool] | None
    sounds: dict[RecordingId, Listened] = field(default_factory=dict)


def align(
    library: Library,
    interview: str,
    *,
    by: How | None = None,
    reference: str | None = None,
    again: bool = True,
    tell: Tell = lambda _percent, _message: None,
    cancelled: Callable[[], bool] | None = None,
) -> Known:
    """Where the recordings of an interview (its id) lie; those that cannot be placed are left out. Nothing is stored.

    `by` leaves one way only, sound or timecode. `reference`: the recording (its id) whose beginning is zero. With `again`
    all are placed anew but those set by hand, else only those that have no place. Raises ProcessFailed, Cancelled,
    CannotCheck when an original is not there.
    """
    with library.reading() as session:
        rushes = {one.id: one for one in _rushes(session, interview)}
        placed = _start(rushes, placements.of_interview(session, interview), reference, again)
    settings = library.settings
    ffmpeg = find(settings.ffmpeg, settings.memory_mb, settings.threads)
    beside = library.derived("alignment", "sound")
    with private_folder(beside) as folder:
        work = _Work(library, ffmpeg, folder, rushes, placed, tell, cancelled)
        if by is not How.TIMECODE:
            _by_sound(work)
        if by is not How.SOUND:
            _by_timecode(work)
    return work.placed


def keep(session: Session, interview: str, found: Known, by: str, again: bool = True) -> None:
    """Store what `align` found; what a hand set meanwhile stays, and so does no automatic place that was not found again."""
    known = placements.of_interview(session, interview)
    ours = {one.id for one in recordings.listed(session, interview=interview)}
    for recording in ours:
        before, after = known.get(recording), found.get(recording)
        if before == after:
            continue
        if after is None:
            if before is not None and before.how is not How.HAND and again:
                placements.remove(session, recording)
        elif before is None or before.how is not How.HAND or after.how in (How.HAND, How.REFERENCE):
            placements.put(session, after, by)


def handle(library: Library, job: Job, run: JobRun) -> Outcome:
    """The job `align` of the interview `job.subject`: places those of its recordings that have no place yet."""
    found = align(library, job.subject, again=False, tell=run.progress, cancelled=run.cancelled)
    with library.reading() as session:
        missing = len(recordings.listed(session, interview=job.subject)) - len(found)
    said = ngettext("{count} rush à placer à la main", "{count} rushes à placer à la main", missing)
    message = said.format(count=missing) if missing else _("tous les rushes sont placés")
    return Outcome(lambda session: keep(session, job.subject, found, job.made_by, again=False), message)


def set_by_hand(session: Session, recording: str, offset: int, by: str) -> Placement:
    """Let a recording begin so many ms after the beginning of the timeline. Raises NotFound, or Refused for the reference itself."""
    known = recordings.get(session, recording)
    if known.interview is None:
        raise Refused(
            _("{name} n’est dans aucun entretien.").format(name=known.original_name),
            _("Le ranger d’abord dans son entretien."),
        )
    placed = placements.of_interview(session, known.interview)
    before = placed.get(known.id)
    if not any(one.how is How.REFERENCE for one in placed.values()):
        others = {one.id: one for one in _rushes(session, known.interview) if one.id != known.id}
        if not others:
            raise Refused(
                _("{name} est le seul rush de son entretien.").format(name=known.original_name),
                _("Un décalage se donne entre deux rushes."),
            )
        placements.put(session, _anchor(others, {key: one for key, one in placed.items() if key in others}), by)
    if before is not None and before.how is How.REFERENCE:
        raise Refused(
            _("{name} est la référence : les autres se placent par rapport à lui.").format(name=known.original_name),
            _("Déplacer un autre rush, ou choisir une autre référence."),
        )
    kept = Placement(known.id, offset, How.HAND)
    if before is not None:  # its clock goes on drifting as it did
        kept = replace(before.moved(offset - before.on_timeline(0)), how=How.HAND, confidence=None, timecode_off=None)
    placements.put(session, kept, by)
    return kept


def _rushes(session: Session, interview: str) -> list[Recording]:
    """The recordings that may be listened to: nobody in all of it took their word back."""
    return [one for one in recordings.listed(session, interview=interview) if not hidden(session, one.id)[0]]


def _start(rushes: dict[RecordingId, Recording], known: Known, reference: str | None, again: bool) -> Known:
    """What stands before anything is listened to: the reference, what a hand set, and what need not be found again."""
    kept = {key: one for key, one in known.items() if key in rushes}
    if reference is not None:
        if reference not in rushes:
            raise WrongUse(_("La référence n’est pas un rush de cet entretien."))
        chosen = RecordingId(reference)
        origin = kept[chosen].on_timeline(0) if chosen in kept else 0
        kept = {key: one.moved(-origin) for key, one in kept.items() if one.how is not How.REFERENCE}
        kept[chosen] = Placement(chosen, 0, How.REFERENCE)
    elif rushes and not any(one.how is How.REFERENCE for one in kept.values()):
        anchor = _anchor(rushes, kept)
        kept[anchor.recording] = anchor
    fixed = (How.REFERENCE, How.HAND)
    return {key: one for key, one in kept.items() if not again or one.how in fixed}


def _anchor(rushes: dict[RecordingId, Recording], kept: Known) -> Placement:
    """What the others are placed against: a recording already placed by machine, else the longest with sound."""
    placed = [one for one in kept.values() if one.how is not How.HAND] or list(kept.values())
    among = [rushes[one.recording] for one in placed] or list(rushes.values())
    chosen = max(among, key=lambda one: (one.has_sound, one.duration, one.original_name))
    before = kept.get(chosen.id)
    if before is None:
        return Placement(chosen.id, 0, How.REFERENCE)
    if before.how is How.HAND:
        return before
    return Placement(chosen.id, before.offset, How.REFERENCE, before.drift, before.middle)


def _by_sound(work: _Work) -> None:
    """Place whatever heard the same as something that is placed, until nothing more is found."""
    waiting = [one for one in work.rushes.values() if one.id not in work.placed and one.has_sound]
    waiting.sort(key=lambda one: -one.duration)
    tried: set[tuple[RecordingId, RecordingId]] = set()
    count, moved = len(waiting), True
    while waiting and moved:
        moved = False
        for one in list(waiting):
            work.tell((count - len(waiting)) * 100 // count, _("écoute de {name}").format(name=one.original_name))
            found = _heard_with(work, one, tried)
            if found is not None:
                work.placed[one.id] = found
                waiting.remove(one)
                moved = True


def _heard_with(work: _Work, one: Recording, tried: set[tuple[RecordingId, RecordingId]]) -> Placement | None:
    # the reference first: what is placed through others adds their uncertainty
    for base in sorted(work.placed.values(), key=lambda placed: placed.how is not How.REFERENCE):
        other = work.rushes[base.recording]
        if not other.has_sound or (other.id, one.id) in tried:
            continue
        tried.add((other.id, one.id))
        found = match(_listen(work, other), _listen(work, one))
        if found is not None:
            return _joined(base, one, found, _apart(other, one))
    return None


def _joined(base: Placement, one: Recording, found: Match, by_timecode: int | None) -> Placement:
    """The place on the timeline of what was found against a recording that has a place there."""
    offset = base.on_timeline(found.middle + found.offset) - found.middle
    confidence = min(found.confidence, 100 if base.confidence is None else base.confidence)
    at_start = found.offset - found.middle * found.drift // 1_000_000
    off = None if by_timecode is None else by_timecode - at_start
    return Placement(one.id, offset, How.SOUND, base.drift + found.drift, found.middle, confidence, off)


def _listen(work: _Work, one: Recording) -> Listened:
    if one.id not in work.sounds:
        source = rush(work.library, one, work.cancelled)
        info = replace(probe(source), choice=one.sound)
        work.sounds[one.id] = listened(heard(work.ffmpeg, source, info, work.folder / f"{one.id}.raw", work.cancelled))
    return work.sounds[one.id]


def _by_timecode(work: _Work) -> None:
    """Place the rest by what their cameras' clocks say."""
    for one in [one for one in work.rushes.values() if one.id not in work.placed]:
        for base in sorted(work.placed.values(), key=lambda placed: placed.how is not How.REFERENCE):
            other = work.rushes[base.recording]
            apart = _apart(other, one)
            if apart is None:
                continue
            shared = min(other.duration, apart + one.duration) - max(0, apart)
            silent = one.id in work.sounds and shared >= ENOUGH
            offset = base.on_timeline(apart)
            work.placed[one.id] = Placement(one.id, offset, How.TIMECODE, confidence=0 if silent else None)
            break


def _apart(one: Recording, other: Recording) -> int | None:
    """By how many ms `other` begins later by the timecodes, over midnight too; None where they say nothing.

    Two equal timecodes are those of cameras that count from zero, not of a clock.
    """
    if not one.start_timecode or not other.start_timecode or one.start_timecode == other.start_timecode:
        return None
    if one.recorded_at and other.recorded_at and abs(one.recorded_at - other.recorded_at) > timedelta(days=1):
        return None
    try:
        first, second = (_clock(recording) for recording in (one, other))
    except WrongUse:
        return None
    return (second - first + DAY // 2) % DAY - DAY // 2


def _clock(recording: Recording) -> int:
    return ms_of_timecode(recording.start_timecode, recording.picture.rate if recording.picture else SOUND_ONLY_RATE)
