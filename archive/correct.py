# SPDX-License-Identifier: GPL-3.0-or-later
"""Corrections of a track by several people: nothing is overwritten, nothing of anybody is lost, what is closed stays.

A cue that a seal or a consent closes is not shown to whoever corrects, so it is not theirs to change: it stays in
every version as it is, whatever comes back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from archive.access import Access
from archive.catalogue import tracks
from archive.library import Library
from archive.model.footage import StoredTrack, TrackStatus, TrackVersion
from archive.reasons import sentence
from archive.tracks import on_screen, visible_cues
from media.errors import NotFound, Refused
from media.language import gettext as _
from media.timecode import text_of_ms
from subtitles.blocks import with_blocks_of, with_cues_of
from subtitles.cue import Cue, Track
from subtitles.doubts import standing
from subtitles.threeway import Conflict, merge

USE = "playback"


@dataclass(frozen=True, slots=True)
class Correction:
    """What became of the cues that somebody sent.

    `version` is the newest one of the track: where the next correction starts from. `new` says that this one made it;
    `merged` that it holds work of somebody else which the sender had not seen. With `conflicts` nothing was stored:
    `cues` then hold the work of both, the sender's where they clash.
    `ids` are the ids of the cues that were sent, in their order: a new cue has got its own. `cues` are those that
    may be shown. `closed` are the ids of cues that were left as they are because their passage has been closed.
    """

    version: TrackVersion
    status: TrackStatus
    cues: tuple[Cue, ...]
    ids: tuple[int, ...]
    new: bool = False
    merged: bool = False
    conflicts: tuple[Conflict, ...] = ()
    closed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A version of a track as somebody may correct it: only the cues that may be shown."""

    stored: StoredTrack
    cues: tuple[Cue, ...]


@dataclass(slots=True)
class _Sent:
    """What came back, with the ids of the archive."""

    cues: list[Cue] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)


def opened(library: Library, track_id: str, number: int | None = None) -> Opened:
    """A version of a track (None: the newest) without what is closed. Raises NotFound for whoever is not of the team."""
    _of_the_team(library, track_id)
    with library.reading() as session:
        stored = tracks.get(session, track_id) if number is None else tracks.at_version(session, track_id, number)
        return Opened(stored, visible_cues(Access.load(session), stored, USE))


def correct(library: Library, track_id: str, base: int, cues: Sequence[Cue], *, message: str = "") -> Correction:
    """Store `cues`, which somebody made out of version `base` of a track, as its next version.

    Each cue keeps its id; one with an id that `base` does not have is new and gets its own. Cues that `base` has and
    `cues` has not were removed. Where somebody else stored a version in between, both works are put together cue by
    cue; with a conflict nothing is stored. The same content makes no version, so an answer that was lost may be
    asked for again. Raises NotFound, and Refused when nothing of the track may be shown or a cue enters a closed passage.
    """
    _of_the_team(library, track_id)
    while True:
        with library.reading() as session:
            access = Access.load(session)
            start, newest = tracks.at_version(session, track_id, base), tracks.get(session, track_id)
            used = tracks.last_cue(session, track_id)
        track, told = _put_together(access, start, newest, cues, used)
        if told.conflicts or track == newest.track:
            return told
        with library.writing() as session:
            if tracks.newest_number(session, track_id) != newest.version.number:
                continue  # somebody was faster: put together once more
            stored = tracks.add_version(session, track_id, track, author=library.person.name, message=message)
        return replace(told, version=stored.version, status=stored.status, new=True)


def _of_the_team(library: Library, track_id: str) -> None:
    if not library.person.in_team:
        raise NotFound(_("Il n’y a pas de piste {id}.").format(id=track_id))


def _put_together(
    access: Access, base: StoredTrack, newest: StoredTrack, cues: Sequence[Cue], used: int
) -> tuple[Track, Correction]:
    """The next version, and what to say about it, as if it had not been stored."""
    unseen, gone = _hidden(access, base), _hidden(access, newest)
    if base.track.cues and len(unseen) == len(base.track.cues):
        reason = access.decide(USE, base.recording, on_screen(base.track.cues[0])).reason
        raise Refused(_("Aucun sous-titre de cette piste ne peut être corrigé."), sentence(reason))
    sent = _sent(base.track, newest.track, cues, unseen | gone, used)
    known = {cue.id for cue in base.track.cues}
    removed = (known & gone) - unseen - set(sent.ids)
    mine = replace(base.track, cues=with_cues_of(base.track, sent.cues, unseen | (known & gone)))
    work = merge(base.track, mine, newest.track)
    track = with_blocks_of(newest.track, work.track)
    after = replace(newest, track=track)
    _stay_out(access, after, unseen | gone)
    told = Correction(
        newest.version,
        newest.status,
        visible_cues(access, after, USE),
        tuple(sent.ids),
        merged=newest.track != base.track and track.cues != mine.cues,
        conflicts=work.conflicts,
        closed=(*sent.closed, *sorted(removed)),
    )
    return track, told


def _hidden(access: Access, stored: StoredTrack) -> frozenset[int]:
    shown = {cue.id for cue in visible_cues(access, stored, USE)}
    return frozenset(cue.id for cue in stored.track.cues if cue.id not in shown)


def _sent(base: Track, newest: Track, cues: Sequence[Cue], hidden: frozenset[int], used: int) -> _Sent:
    """`cues` under the ids of the archive: hidden ones as they were, new ones as others added them or under a free id,
    above the highest `used` one."""
    known = {cue.id: cue for cue in base.cues}
    added: dict[Cue, list[int]] = {}
    for cue in reversed(newest.cues):
        if cue.id not in known:
            added.setdefault(replace(cue, id=0), []).append(cue.id)
    free = count(used + 1)
    sent = _Sent()
    taken: set[int] = set()
    for cue in cues:
        was = known.get(cue.id)
        if was is None or cue.id in taken or (cue.id in hidden and not on_screen(was).overlaps(on_screen(cue))):
            cue = _as_added(cue, added, free)
        elif cue.id in hidden:
            if replace(cue, wording=was.wording) != was:
                sent.closed.append(cue.id)
            cue = was
        elif cue.text != was.text:
            cue = standing(cue)
        elif cue.wording is None:
            cue = replace(cue, wording=was.wording)
        taken.add(cue.id)
        sent.cues.append(cue)
        sent.ids.append(cue.id)
    return sent


def _as_added(cue: Cue, added: dict[Cue, list[int]], free: Iterator[int]) -> Cue:
    """A new cue: the one that is already there with the same content, else under a free id."""
    there = added.get(replace(cue, id=0))
    return replace(cue, id=there.pop() if there else next(free))


def _stay_out(access: Access, after: StoredTrack, known: frozenset[int]) -> None:
    """Raises Refused when a cue that could be seen would disappear into a closed passage."""
    lost = _hidden(access, after) - known
    for number, cue in enumerate(after.track.cues, 1):
        if cue.id in lost:
            why = sentence(access.decide(USE, after.recording, on_screen(cue)).reason)
            raise Refused(
                _("Le sous-titre {number} ({time}) entre dans un passage fermé : rien n’a été enregistré.").format(
                    number=number, time=text_of_ms(cue.span.start)
                ),
                why,
            )
