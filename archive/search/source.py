# SPDX-License-Identifier: GPL-3.0-or-later
"""What is indexed, as values: the words of one interview that may be searched, read from the catalogue."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import interviews, participants, recordings, tracks
from archive.model.footage import InterviewId, Recording, StoredTrack
from archive.model.people import Participant
from archive.search.analysis import FRENCH, shown
from archive.tracks import visible_cues
from media.errors import NotFound
from media.span import Span
from subtitles.cue import Cue

USE = "search"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks as far as is known: a participant's code, group and sex, each empty when it is not."""

    code: str = ""
    group: str = ""
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One cue as people read it. `turn` tells speakers apart and is not kept; `apart` says that words before it are missing."""

    span: Span
    text: str
    voice: Voice = Voice()
    turn: str = ""
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The cues of one track of one recording that may be searched, in order of time."""

    recording: str
    name: str
    track: str
    language: str
    cues: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class InterviewWords:
    """One interview: its words, and a digest of what its consents and seals let through today."""

    interview: str
    code: str
    region: str
    words: tuple[Words, ...]
    recordings: tuple[str, ...] = ()
    digest: str = ""


def interview_ids(session: Session) -> list[str]:
    """Every interview of the archive, in the order of the codes."""
    return [found.id for found in sorted(interviews.listed(session), key=lambda found: found.code)]


def read(session: Session, access: Access, interview: str) -> InterviewWords | None:
    """The words of `interview` that may be searched; None when there is no such interview."""
    try:
        found = interviews.get(session, InterviewId(interview))
    except NotFound:
        return None
    takes = recordings.listed(session, interview=found.id)
    people = participants.of_interview(session, found.id)
    words = [
        _words(take, stored, access, people) for take in takes for stored in _chosen(session, take) if stored.track.cues
    ]
    return InterviewWords(
        found.id, found.code, found.region, tuple(words), tuple(take.id for take in takes), digest(access, takes)
    )


def digest(access: Access, takes: Sequence[Recording]) -> str:
    """What may be searched of these recordings, as a short text that changes when a date lets more or less through."""
    seen = hashlib.sha256()
    for take in takes:
        seen.update(f"{take.id}{access.allowed_spans(USE, take.id, take.whole)}".encode())
    return seen.hexdigest()[:16]


def digest_of(session: Session, access: Access, interview: str) -> str:
    """`digest` of the interview as it stands."""
    return digest(access, recordings.listed(session, interview=InterviewId(interview)))


def recordings_of(session: Session, found: Iterable[str]) -> list[str]:
    """The recordings of these interviews."""
    return [take.id for interview in found for take in recordings.listed(session, interview=interview)]


def _chosen(session: Session, take: Recording) -> list[StoredTrack]:
    """The French track that is shown, and the tracks in other languages."""
    everything = tracks.of_recording(session, take.id)
    shown_one = tracks.shown_in_french(everything)
    return [stored for stored in everything if not is_french(stored.language) or stored is shown_one]


def is_french(language: str) -> bool:
    """True for `fr` and its regions, such as `fr-ML`."""
    return language.lower().split("-")[0] == FRENCH


def _words(take: Recording, stored: StoredTrack, access: Access, people: Sequence[Participant]) -> Words:
    cues = sorted(stored.track.cues, key=lambda cue: (cue.span.start, cue.span.end))
    visible = {id(cue) for cue in visible_cues(access, stored, USE)}
    spoken, apart = [], False
    for cue in cues:
        if id(cue) not in visible:
            apart = True
            continue
        if text := shown(cue.text):
            spoken.append(Spoken(cue.span, text, _voice(cue, people), cue.speaker or "", apart))
            apart = False
    language = FRENCH if is_french(stored.language) else stored.language
    return Words(take.id, take.original_name, stored.id, language, tuple(spoken))


def _voice(cue: Cue, people: Sequence[Participant]) -> Voice:
    """The participant whose code the cue carries; else what all participants of the interview share."""
    named = (cue.speaker or "").strip().casefold()
    for person in people:
        if named and person.code.casefold() == named:
            return Voice(person.code, person.group.value, person.sex.value)
    groups = {person.group.value for person in people}
    sexes = {person.sex.value for person in people}
    return Voice("", groups.pop() if len(groups) == 1 else "", sexes.pop() if len(sexes) == 1 else "")
