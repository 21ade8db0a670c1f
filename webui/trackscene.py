# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that the page of one track shows: its versions, how far it is, its translations, what may leave."""

from dataclasses import dataclass

from archive.access import Access
from archive.catalogue import interviews, recordings, tracks
from archive.correct import opened
from archive.library import Library
from archive.model.footage import Interview, Recording, StoredTrack, TrackVersion
from archive.model.track import KeptWaiver, same_person
from archive.review import NEXT, Standing, standing
from archive.tracks import visible_cues
from archive.translations import to_recheck
from archive.versions import history
from archive.waivers import kept
from subtitles.cue import Cue
from subtitles.formats import FORMATS


@dataclass(frozen=True, slots=True)
class TrackScene:
    """One track with its surroundings. `runs` are its versions, the newest first, those that one person made in a row
    together; `others` the other tracks of the recording; `closed` counts the cues that may not be shown."""

    recording: Recording
    interview: Interview | None
    stored: StoredTrack
    cues: tuple[Cue, ...]
    closed: int
    standing: Standing
    mine: bool
    runs: tuple[tuple[TrackVersion, ...], ...]
    others: tuple[StoredTrack, ...]
    recheck: int
    waivers: tuple[KeptWaiver, ...]

    @property
    def steps(self) -> tuple[str, ...]:
        """The statuses that may follow."""
        return NEXT[self.stored.status]

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that the track may be taken out in."""
        return tuple(one.name for one in FORMATS if one.writes)


def place_of(library: Library, recording_id: str) -> tuple[Recording, Interview | None]:
    """A recording and its interview. Raises NotFound."""
    with library.reading() as session:
        recording = recordings.get(session, recording_id)
        return recording, interviews.get(session, recording.interview) if recording.interview else None


def trackscene(library: Library, track: str) -> TrackScene:
    """The scene of one track. Raises NotFound."""
    seen = opened(library, track)
    now, versions, waivers = standing(library, track), history(library, track), kept(library, track)
    recording, interview = place_of(library, seen.stored.recording)
    with library.reading() as session:
        access = Access.load(session)
        return TrackScene(
            recording=recording,
            interview=interview,
            stored=seen.stored,
            cues=visible_cues(access, seen.stored),
            closed=len(seen.stored.track.cues) - len(seen.cues),
            standing=now,
            mine=any(same_person(one.by, library.person.name) for one in now.approvals),
            runs=_runs(versions),
            others=tuple(one for one in tracks.of_recording(session, recording.id) if one.id != track),
            recheck=to_recheck(session, access, track),
            waivers=tuple(waivers),
        )


def _runs(versions: list[TrackVersion]) -> tuple[tuple[TrackVersion, ...], ...]:
    """Versions, the newest first; those without a message that one person made one after the other are one run."""
    runs: list[list[TrackVersion]] = []
    for one in reversed(versions):
        last = runs[-1][-1] if runs else None
        if last is not None and not one.message and not last.message and one.author == last.author:
            runs[-1].append(one)
        else:
            runs.append([one])
    return tuple(tuple(run) for run in runs)
