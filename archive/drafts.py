# SPDX-License-Identifier: GPL-3.0-or-later
"""A track on somebody's bench: what may be seen of it today, and the work on it that is not a version yet."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from archive import correct
from archive.access import Access
from archive.catalogue import drafts, recordings, tracks
from archive.library import Library, Session
from archive.model.draft import Draft
from archive.model.footage import Recording, StoredTrack
from archive.tracks import visible_cues
from media.errors import NotFound, Refused, WrongUse
from media.language import gettext as _
from subtitles.cue import Cue, Kind, Track

LONGEST_DESK = 64


@dataclass(frozen=True, slots=True)
class Bench:
    """A track in the version that is worked on. `cues` are those that may be seen today.

    `newest` is the number of the newest version, `following` an id that no cue of this version has, hidden or not.
    """

    recording: Recording
    stored: StoredTrack
    newest: int
    cues: tuple[Cue, ...]
    following: int


def opened(library: Library, track_id: str, base: int | None = None) -> Bench:
    """The track at version `base` (None: the newest). Raises NotFound."""
    found = correct.opened(library, track_id, base)
    with library.reading() as session:
        newest = tracks.newest_number(session, track_id)
        recording = recordings.get(session, found.stored.recording)
    following = max((cue.id for cue in found.stored.track.cues), default=0) + 1
    return Bench(recording, found.stored, newest, found.cues, following)


def keep(library: Library, draft: Draft) -> bool:
    """Store the draft of the person who asks. False when a later one of the same desk stands there already.

    Raises NotFound for an unknown track or base, WrongUse for a desk without a name.
    """
    if not draft.desk or len(draft.desk) > LONGEST_DESK or not draft.desk.isprintable():
        raise WrongUse(_("Ce brouillon ne dit pas de quel navigateur il vient."), _("Recharger la page."))
    with library.writing() as session:
        tracks.at_version(session, draft.track, draft.base)
        return drafts.keep(session, replace(draft, person=library.person.name))


@dataclass(frozen=True, slots=True)
class Found:
    """A draft without what may not be seen today; `closed` counts the cues that it therefore lacks."""

    draft: Draft
    closed: int


def waiting(library: Library, track_id: str) -> list[Found]:
    """The drafts of the person who asks that say something, the last one first. Raises NotFound."""
    with library.reading() as session:
        tracks.get(session, track_id)
        access = Access.load(session)
        found = []
        for draft in drafts.of_person(session, track_id, library.person.name):
            if not draft.empty:
                found.append(_cleared(access, draft, tracks.at_version(session, track_id, draft.base)))
    return found


def kept_elsewhere(library: Library, left: Iterable[Draft]) -> list[Found | None]:
    """What may stay of the drafts that a browser holds. None for one of which nothing is left to keep there: its track is closed
    today or unknown, it says nothing, or the archive has it already for the person who asks."""
    with library.reading() as session:
        access = Access.load(session)
        return [_staying(session, access, draft, library.person.name) for draft in left]


def _staying(session: Session, access: Access, draft: Draft, person: str) -> Found | None:
    try:
        base = tracks.at_version(session, draft.track, draft.base)
    except NotFound:
        return None
    here = drafts.of_person(session, draft.track, person) if draft.person == person else []
    found = _cleared(access, draft, base)
    closed = bool(base.track.cues) and not visible_cues(access, base)
    known = any(one.desk == draft.desk and one.serial >= draft.serial for one in here)
    return None if closed or known or found.draft.empty else found


def forget(library: Library, track_id: str, desks: Iterable[str]) -> None:
    """Delete the drafts that the person who asks has at these desks: they are a version now, or given up."""
    with library.writing() as session:
        for desk in desks:
            drafts.forget(session, track_id, library.person.name, desk)


def start(library: Library, recording_id: str, like: str | None = None) -> StoredTrack:
    """A new French track for a recording: empty, or with the times and voices of the track `like` and no words yet.

    Raises NotFound for an unknown recording or track, Refused when the recording has French subtitles already.
    """
    with library.writing() as session:
        recording = recordings.get(session, recording_id)
        if any(
            one.language == "fr" and one.kind is Kind.SUBTITLES for one in tracks.of_recording(session, recording.id)
        ):
            raise Refused(_("Ce rush a déjà des sous-titres français."), _("Ouvrir la page du rush et les corriger."))
        cues: tuple[Cue, ...] = ()
        if like is not None:
            source = tracks.get(session, like)
            if source.recording != recording.id:
                raise WrongUse(_("Cette piste est celle d’un autre rush."), _("Choisir une piste de ce rush."))
            seen = visible_cues(Access.load(session), source)
            cues = tuple(Cue(number, cue.span, "", cue.speaker) for number, cue in enumerate(seen, 1))
        return tracks.store(
            session, recording.id, Track(cues), author=library.person.name, message=_("piste commencée")
        )


def _cleared(access: Access, draft: Draft, base: StoredTrack) -> Found:
    seen = {cue.id for cue in visible_cues(access, base)}
    hidden = {cue.id for cue in base.track.cues if cue.id not in seen}
    open_today = visible_cues(access, replace(base, track=Track(draft.changed)))
    kept = tuple(cue for cue in open_today if cue.id not in hidden)
    removed = tuple(cue for cue in draft.removed if cue not in hidden)
    return Found(replace(draft, changed=kept, removed=removed), len(draft.changed) - len(kept))
