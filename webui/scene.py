# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that the page of one recording shows, read in one look at the catalogue."""

from dataclasses import dataclass

from archive.access import Access
from archive.catalogue import clips, films, interviews, participants, recordings, sidecars, tags, tracks
from archive.consent import Decision
from archive.film.cutlist import shown
from archive.landmarks import loudness
from archive.library import Library, Session
from archive.model.film import Clip, Film
from archive.model.footage import Interview, Recording, StoredTrack, Tag, Tagging
from archive.model.people import Consent, Participant
from archive.tracks import visible_cues
from media.span import Span
from subtitles.cue import Cue
from webui.gate import SHOWN, closed_parts, current, playback, refusals
from webui.startclock import StartClock, clock_of
from webui.together import Lane, lanes_of


@dataclass(frozen=True, slots=True)
class Witness:
    """A participant of the interview, the record of what they allowed, and what it means for watching today."""

    person: Participant
    consent: Consent | None
    decision: Decision


@dataclass(frozen=True, slots=True)
class Scene:
    """One recording with its surroundings. `ready` names the derived files that may be shown now; `loudness` is in LUFS.

    `track` is the French one, `spoken` the others;
    `refusals` are the people who keep it closed, by code; `closed` the spans where they do, when the rest is open;
    `public` the clips that viewers may see today; `sidecars` the names of the camera's files about the recording.
    """

    recording: Recording
    interview: Interview | None
    takes: tuple[Recording, ...]
    lanes: tuple[Lane, ...]
    clock: StartClock | None
    decision: Decision
    refusals: dict[str, Decision]
    closed: tuple[Span, ...]
    ready: frozenset[str]
    loudness: float | None
    track: StoredTrack | None
    cues: tuple[Cue, ...]
    spoken: tuple[StoredTrack, ...]
    taggings: tuple[Tagging, ...]
    clips: tuple[Clip, ...]
    public: frozenset[str]
    seals: tuple[Span, ...]
    witnesses: tuple[Witness, ...]
    films: tuple[Film, ...]
    terms: tuple[Tag, ...]
    codes: tuple[str, ...]
    sidecars: tuple[str, ...]


def of_interview(library: Library, interview: str, recording: str | None) -> Scene | None:
    """The scene of a recording of an interview (None: its first one); None when it has no recording yet.

    Raises NotFound for an unknown interview, or a recording that is not part of it.
    """
    with library.reading() as session:
        interviews.get(session, interview)
        takes = recordings.listed(session, interview=interview)
    if recording is None:
        return scene(library, takes[0].id) if takes else None
    chosen = scene(library, recording)
    return chosen if chosen.interview and chosen.interview.id == interview else None


def scene(library: Library, recording: str) -> Scene:
    """The scene of one recording. Raises NotFound."""
    with library.reading() as session:
        found = recordings.get(session, recording)
        access = Access.load(session)
        decision = playback(access, found)
        interview = interviews.get(session, found.interview) if found.interview else None
        track = tracks.french(session, found.id)
        names = SHOWN if decision.allowed else ()
        against, kept = refusals(access, found), clips.listed(session, found.id)
        return Scene(
            recording=found,
            interview=interview,
            takes=tuple(recordings.listed(session, interview=found.interview)) if interview else (found,),
            lanes=lanes_of(session, access, interview),
            clock=clock_of(found),
            decision=decision,
            refusals=against,
            closed=closed_parts(access, found),
            ready=frozenset(name for name in names if current(library, session, found, name)),
            loudness=loudness(library, session, found) if decision.allowed else None,
            track=track,
            cues=() if track is None else visible_cues(access, track),
            spoken=tuple(one for one in tracks.of_recording(session, found.id) if one != track),
            taggings=tuple(tags.of_recording(session, found.id)),
            clips=tuple(kept),
            public=frozenset(clip.id for clip in kept if _public(access, found, clip)),
            seals=access.seals(found.id),
            witnesses=_witnesses(session, access, against, interview),
            films=tuple(films.listed(session)),
            terms=tuple(tags.terms(session)),
            codes=tuple(other.code for other in interviews.listed(session)),
            sidecars=tuple(dict.fromkeys(one.name for one in sidecars.of_recording(session, found.id))),
        )


def _public(access: Access, recording: Recording, clip: Clip) -> bool:
    """True when a clip is meant for viewers and everybody in it allows that today."""
    return clip.released and access.decide("internet", recording.id, shown(recording, clip.span)).allowed


def _witnesses(
    session: Session, access: Access, against: dict[str, Decision], interview: Interview | None
) -> tuple[Witness, ...]:
    if interview is None:
        return ()
    return tuple(
        Witness(
            person,
            access.consents.get((person.id, interview.id)),
            against.get(person.code) or access.of_person("playback", person.id, interview.id),
        )
        for person in participants.of_interview(session, interview.id)
    )
