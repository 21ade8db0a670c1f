# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a track is: draft, transcribed, translated, reviewed, approved by two people; and who said so.

A change of the words (a text, who says it, a doubtful word, a cue more or less) after somebody has read a track takes
it back to where it stood before. Other times for the same words do not: what was approved is what is said.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from archive.access import Access
from archive.catalogue import trackevents, tracks
from archive.catalogue.cuetext import words_of
from archive.labels import label
from archive.library import Library, Session
from archive.model.footage import StoredTrack, TrackStatus
from archive.model.track import EventKind, TrackEvent, approvals, same_person
from archive.person import UNNAMED
from archive.tracks import visible_cues
from media.errors import NotFound, Refused
from media.language import gettext as _

NEEDED = 2
"""How many people approve a track. Two: one of them at least did not write the last change."""

_DRAFT, _TRANSCRIBED, _TRANSLATED = TrackStatus.DRAFT, TrackStatus.TRANSCRIBED, TrackStatus.TRANSLATED
_REVIEWED, _APPROVED = TrackStatus.REVIEWED, TrackStatus.APPROVED
NEXT: dict[TrackStatus, tuple[TrackStatus, ...]] = {
    _DRAFT: (_TRANSCRIBED, _TRANSLATED),
    _TRANSCRIBED: (_DRAFT, _TRANSLATED, _REVIEWED),
    _TRANSLATED: (_DRAFT, _TRANSCRIBED, _REVIEWED),
    _REVIEWED: (_DRAFT, _TRANSCRIBED, _TRANSLATED),
    _APPROVED: (_DRAFT, _TRANSCRIBED, _TRANSLATED, _REVIEWED),
}
"""Where one may say that a track is after each status. Approved comes by the approval of two people alone."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a track is, the approvals that hold (two when it is approved), and its history, the first thing first."""

    stored: StoredTrack
    approvals: tuple[TrackEvent, ...]
    history: tuple[TrackEvent, ...]

    @property
    def moved(self) -> bool:
        """True when it is approved and its times have changed since, its words not."""
        return self.stored.status is _APPROVED and any(
            one.sha256 != self.stored.version.sha256 for one in self.approvals
        )


def standing(library: Library, track_id: str) -> Standing:
    """How far a track is. Raises NotFound, as for whoever is not of the team."""
    with library.reading() as session:
        return _standing(library, session, track_id)


def set_status(library: Library, track_id: str, status: TrackStatus, *, message: str = "") -> Standing:
    """Say how far a track is; the same again changes nothing. Raises NotFound, Refused for a step that is not one."""
    with library.writing() as session:
        now = _standing(library, session, track_id)
        before = now.stored.status
        if status is before:
            return now
        if status is _APPROVED:
            raise Refused(
                _("Une piste n’est approuvée que par deux personnes."),
                _("Chacune l’approuve sous son nom : « baro --as NOM subtitles approve {id} ».").format(id=track_id),
            )
        if status not in NEXT[before]:
            raise Refused(
                _("Une piste « {before} » ne devient pas « {after} » d’un coup.").format(
                    before=label(before), after=label(status)
                ),
                _("Étapes possibles d’ici : {steps}.").format(steps=steps_from(before)),
            )
        trackevents.decide(session, now.stored, EventKind.STATUS, status, by=library.person.name, message=message)
        return _standing(library, session, track_id)


def approve(library: Library, track_id: str, *, version: int | None = None, message: str = "") -> Standing:
    """Approve the newest version of a reviewed track; the second person's approval makes it approved.

    `version` is the one that was read: another newest one is refused. Raises NotFound, and Refused when the track is not
    reviewed, the person has no name or approved already, or may see nothing of it.
    """
    by = library.person.name
    with library.writing() as session:
        now = _standing(library, session, track_id)
        stored = now.stored
        _may_approve(now, by, version)
        if stored.track.cues and not visible_cues(Access.load(session), stored):
            raise Refused(
                _("Les paroles de ce rush sont fermées : on n’approuve pas ce que l’on ne peut lire."),
                _("Voir les autorisations de l’entretien : « baro consent list »."),
            )
        after = _APPROVED if len(now.approvals) + 1 >= NEEDED else _REVIEWED
        trackevents.decide(session, stored, EventKind.APPROVAL, after, by=by, message=message)
        return _standing(library, session, track_id)


def withdraw_approval(library: Library, track_id: str, *, message: str = "") -> Standing:
    """Take one's own approval back; an approved track is then only reviewed. Raises NotFound, Refused without one."""
    by = library.person.name
    with library.writing() as session:
        now = _standing(library, session, track_id)
        if not any(same_person(one.by, by) for one in now.approvals):
            raise Refused(
                _("{name} n’a pas approuvé cette piste.").format(name=by),
                _("Seule la personne qui a approuvé peut revenir sur son approbation."),
            )
        trackevents.decide(session, now.stored, EventKind.WITHDRAWAL, _REVIEWED, by=by, message=message)
        return _standing(library, session, track_id)


def steps_from(status: TrackStatus) -> str:
    """The words for what may follow a status, for a sentence."""
    return ", ".join(label(step) for step in NEXT[status])


def _may_approve(now: Standing, by: str, version: int | None) -> None:
    stored = now.stored
    if not by.strip() or same_person(by, UNNAMED):
        raise Refused(
            _("Une approbation porte un nom."),
            _("Dire qui travaille : en haut de la page, ou « baro --as NOM subtitles approve {id} ».").format(
                id=stored.id
            ),
        )
    if version is not None and version != stored.version.number:
        raise Refused(
            _("La piste est passée à la version {number} entre-temps.").format(number=stored.version.number),
            _("Relire ce qui a changé, puis approuver cette version."),
        )
    if any(same_person(one.by, by) for one in now.approvals):
        raise Refused(
            _("{name} a déjà approuvé cette piste.").format(name=by),
            _("Il faut deux personnes : la seconde l’approuve sous son propre nom."),
        )
    if stored.status is _APPROVED:
        raise Refused(_("Cette piste est déjà approuvée par {names}.").format(names=_names(now.approvals)))
    if stored.status is not _REVIEWED:
        raise Refused(
            _("Une piste « {status} » ne s’approuve pas : elle doit d’abord être relue.").format(
                status=label(stored.status)
            ),
            _("Étapes possibles d’ici : {steps}.").format(steps=steps_from(stored.status)),
        )


def _names(held: Iterable[TrackEvent]) -> str:
    return ", ".join(one.by for one in held)


def _standing(library: Library, session: Session, track_id: str) -> Standing:
    if not library.person.in_team:
        raise NotFound(_("Il n’y a pas de piste {id}.").format(id=track_id))
    stored = tracks.get(session, track_id)
    history = trackevents.of_track(session, track_id)
    return Standing(stored, approvals(history, words_of(stored.track)), tuple(history))
