# SPDX-License-Identifier: GPL-3.0-or-later
"""The versions of a track: what changed between two of them, and an old one taken up again. None is ever overwritten."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from archive.access import Access
from archive.catalogue import tracks
from archive.correct import opened
from archive.library import Library
from archive.model.footage import StoredTrack, TrackVersion
from archive.tracks import visible_cues
from media.language import gettext as _
from subtitles.compare import Difference, diff
from subtitles.cue import Cue, Track


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions set against each other, without any cue that is closed in one of them.

    `settings` are the ids of the cues that differ in nothing but what no layer shows: identifier, position, wording.
    """

    before: StoredTrack
    after: StoredTrack
    differences: tuple[Difference, ...]
    settings: tuple[int, ...]


def compare(library: Library, track_id: str, before: int, after: int) -> Compared:
    """What changed from one version of a track to another. Raises NotFound."""
    opened(library, track_id, before)
    with library.reading() as session:
        access = Access.load(session)
        old, new = (tracks.at_version(session, track_id, number) for number in (before, after))
    closed = _closed(access, old) | _closed(access, new)
    first, second = _without(old.track, closed), _without(new.track, closed)
    found = diff(first, second)
    told = {one.cue for one in found}
    olds = {cue.id: cue for cue in first.cues}
    quiet = tuple(cue.id for cue in second.cues if cue.id not in told and olds.get(cue.id) != cue)
    return Compared(old, new, found, quiet)


def restore(library: Library, track_id: str, number: int, *, message: str = "") -> StoredTrack:
    """Make a new version with exactly the content of version `number`; when the newest one has it, nothing is made.

    Raises NotFound, as for whoever is not of the team.
    """
    opened(library, track_id, number)
    with library.writing() as session:
        wanted = tracks.at_version(session, track_id, number)
        said = message or _("version {number} reprise").format(number=number)
        return tracks.add_version(session, track_id, wanted.track, author=library.person.name, message=said)


def history(library: Library, track_id: str) -> list[TrackVersion]:
    """All versions of a track, the first one first. Raises NotFound, as for whoever is not of the team."""
    opened(library, track_id)
    with library.reading() as session:
        return tracks.versions(session, track_id)


def _closed(access: Access, stored: StoredTrack) -> frozenset[int]:
    shown = {cue.id for cue in visible_cues(access, stored)}
    return frozenset(cue.id for cue in stored.track.cues) - shown


def _without(track: Track, closed: Collection[int]) -> Track:
    cues: tuple[Cue, ...] = tuple(cue for cue in track.cues if cue.id not in closed)
    return replace(track, cues=cues, blocks=())
