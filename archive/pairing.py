# SPDX-License-Identifier: GPL-3.0-or-later
"""Two tracks of a recording side by side: which cues translate which, as it stands now and as far as it may be shown."""

from dataclasses import dataclass
from enum import StrEnum

from archive.access import Access
from archive.catalogue import pairs, tracks
from archive.library import Library, Session
from archive.model.footage import StoredTrack
from archive.model.track import Pair
from archive.tracks import visible_cues
from media.errors import NotFound, Refused, WrongUse
from media.language import gettext as _
from subtitles.cue import Cue


class State(StrEnum):
    """What a pair asks for."""

    FINE = "fine"
    RECHECK = "recheck"
    """The source has changed since somebody last looked at both."""
    BROKEN = "broken"
    """One side has no cue any more."""


@dataclass(frozen=True, slots=True)
class Paired:
    """A pair as it stands now, with the cues of both sides that are still there."""

    pair: Pair
    source: tuple[Cue, ...]
    target: tuple[Cue, ...]
    state: State


@dataclass(frozen=True, slots=True)
class Translation:
    """Two tracks of a recording, their pairs in the order of the source, and the cues of each that have no pair."""

    source: StoredTrack
    target: StoredTrack
    pairs: tuple[Paired, ...]
    unpaired_source: tuple[Cue, ...]
    unpaired_target: tuple[Cue, ...]

    @property
    def recheck(self) -> int:
        """How many pairs are to be checked again."""
        return sum(one.state is not State.FINE for one in self.pairs)


class Reader:
    """The pairs of two tracks, each seen against the present texts of both."""

    def __init__(self, source: StoredTrack, target: StoredTrack) -> None:
        self.source, self.target = source, target
        self.sides = pairs.sides_of(source, target)
        self.ours = {cue.id: cue for cue in source.track.cues}
        self.theirs = {cue.id: cue for cue in target.track.cues}

    def paired(self, pair: Pair) -> Paired:
        """A pair as it stands now."""
        ours = tuple(self.ours[cue] for cue in pair.source_cues if cue in self.ours)
        theirs = tuple(self.theirs[cue] for cue in pair.target_cues if cue in self.theirs)
        state = State.FINE
        if not ours or not theirs:
            state = State.BROKEN
        elif self.sides.said_source(pair.source_cues) != pair.source_words:
            state = State.RECHECK
        return Paired(pair, ours, theirs, state)

    def all(self, session: Session, access: Access) -> Translation:
        """Everything that may be shown."""
        ours, theirs = (visible_cues(access, one) for one in (self.source, self.target))
        seen_source, seen_target = {cue.id for cue in ours}, {cue.id for cue in theirs}
        places = {cue.id: place for place, cue in enumerate(self.source.track.cues)}
        found = pairs.of_tracks(session, self.source.id, self.target.id)
        there = [self.paired(one) for one in found if one.source == self.source.id]
        shown = [
            one
            for one in there
            if all(cue.id in seen_source for cue in one.source) and all(cue.id in seen_target for cue in one.target)
        ]
        shown.sort(key=lambda one: places[one.source[0].id] if one.source else len(places))
        taken_source = {cue for one in there for cue in one.pair.source_cues}
        taken_target = {cue for one in there for cue in one.pair.target_cues}
        return Translation(
            self.source,
            self.target,
            tuple(shown),
            tuple(cue for cue in ours if cue.id not in taken_source),
            tuple(cue for cue in theirs if cue.id not in taken_target),
        )


def sides(library: Library, session: Session, track_id: str, other: str | None) -> tuple[StoredTrack, StoredTrack]:
    """The source and the translation: the French one is the translation, else the one that was named first.

    Raises NotFound, Refused when there is no other track, WrongUse when several may be meant.
    """
    if not library.person.in_team:
        raise NotFound(_("Il n’y a pas de piste {id}.").format(id=track_id))
    named = tracks.get(session, track_id)
    around = [one for one in tracks.of_recording(session, named.recording) if one.id != named.id]
    if other is not None:
        wanted = tracks.get(session, other)
        if wanted.id == named.id or wanted.recording != named.recording:
            raise WrongUse(
                _("Une paire relie deux pistes différentes d’un même rush."),
                _("Voir « baro subtitles list RUSH » : les pistes d’un rush."),
            )
        around = [wanted]
    elif len(around) > 1:
        around = [one for one in around if _french(one) != _french(named)] or around
    if not around:
        raise Refused(
            _("Ce rush n’a pas d’autre piste à mettre en regard."),
            _("Importer celle de la langue d’origine : « baro subtitles import RUSH FICHIER --lang bm »."),
        )
    if len(around) > 1:
        raise WrongUse(
            _("Plusieurs pistes peuvent être en regard : {list}.").format(
                list=", ".join(f"{one.id} ({one.language})" for one in around)
            ),
            _("Dire laquelle avec --with PISTE."),
        )
    return (named, around[0]) if _french(around[0]) and not _french(named) else (around[0], named)


def _french(stored: StoredTrack) -> bool:
    return stored.language.lower().split("-")[0] == "fr"
