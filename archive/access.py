# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may see what, for the whole archive: the consents, appearances and seals read once, then asked without a database.

A consent that ended stays ended on a computer whose clock went back: where the archive has known a later day than today,
both days have to allow.

For a span, the people who count are those marked on the timeline there, and those of the interview whom nobody
marked anywhere on that recording: an unmarked person may be anywhere. A person marked elsewhere on the recording
is taken to be only there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise

from sqlalchemy.orm import Session

from archive.catalogue import appearances, clock, consents, participants, recordings, seals
from archive.consent import Decision, Facts, decide, strictest
from archive.model.footage import InterviewId, Recording, RecordingId
from archive.model.people import Appearance, Consent, ConsentStatus, Participant, ParticipantId
from media.span import Span, merged

_NOBODY: tuple[ParticipantId, ...] = ()


@dataclass(frozen=True, slots=True)
class Access:
    """Everything that `decide` needs to know, as it stood when it was loaded. Load a new one for each request or job."""

    today: date
    latest: date
    recordings: dict[RecordingId, Recording]
    people: dict[ParticipantId, Participant]
    taking_part: dict[InterviewId, tuple[ParticipantId, ...]]
    marked: dict[RecordingId, tuple[Appearance, ...]]
    consents: dict[tuple[ParticipantId, InterviewId], Consent]
    sealed: dict[RecordingId, tuple[Span, ...]]

    @classmethod
    def load(cls, session: Session, today: date | None = None) -> "Access":
        """Read all of it in seven queries; `today` is the day of this machine unless given, then no other day counts."""
        day, latest = _days(session, today)
        marked: dict[RecordingId, list[Appearance]] = {}
        for mark in appearances.everywhere(session):
            marked.setdefault(mark.recording, []).append(mark)
        closed: dict[RecordingId, list[Span]] = {}
        for seal in seals.everywhere(session):
            closed.setdefault(seal.recording, []).append(seal.span)
        return cls(
            today=day,
            latest=latest,
            recordings={recording.id: recording for recording in recordings.listed(session)},
            people={person.id: person for person in participants.listed(session)},
            taking_part=participants.participations(session),
            marked={recording: tuple(marks) for recording, marks in marked.items()},
            consents={(consent.participant, consent.interview): consent for consent in consents.listed(session)},
            sealed={recording: merged(spans) for recording, spans in closed.items()},
        )

    @classmethod
    def of_recording(cls, session: Session, recording: Recording, today: date | None = None) -> "Access":
        """What `load` reads, of one recording alone: for one file of it, asked for again and again while it plays."""
        day, latest = _days(session, today)
        marks = tuple(appearances.of_recording(session, recording.id))
        interview = recording.interview
        there = participants.of_interview(session, interview) if interview is not None else []
        known = {person.id: person for person in there}
        known |= {id_: participants.get(session, id_) for id_ in {mark.participant for mark in marks} - known.keys()}
        given = consents.listed(session, interview) if interview is not None else []
        return cls(
            today=day,
            latest=latest,
            recordings={recording.id: recording},
            people=known,
            taking_part={} if interview is None else {interview: tuple(person.id for person in there)},
            marked={recording.id: marks},
            consents={(consent.participant, consent.interview): consent for consent in given},
            sealed={recording.id: merged(seal.span for seal in seals.of_recording(session, recording.id))},
        )

    def decide(
        self,
        use: str,
        recording: RecordingId,
        span: Span,
        film: str | None = None,
        masked: frozenset[str] = frozenset(),
    ) -> Decision:
        """The strictest decision over everybody in `span`; an unknown recording holds nobody."""
        everybody = [facts for _, facts in self._facts(recording, span, film, masked)]
        return self._on_both_days(lambda day: strictest(use, everybody, day))

    def reasons(
        self,
        use: str,
        recording: RecordingId,
        span: Span,
        film: str | None = None,
        masked: frozenset[str] = frozenset(),
    ) -> list[tuple[str, Decision]]:
        """Who stands in the way and why: participant code (empty when nobody is known) and refusal, by code."""
        everybody = self._facts(recording, span, film, masked) or [("", Facts())]
        asked = sorted((code, self._on_both_days(partial(decide, use, facts))) for code, facts in everybody)
        return [(code, decision) for code, decision in asked if not decision.allowed]

    def of_person(self, use: str, person: ParticipantId, interview: InterviewId) -> Decision:
        """What somebody's own record for an interview says of `use`, wherever they appear in it."""
        return self._on_both_days(partial(decide, use, self._facts_of(person, interview, Facts())[1]))

    def allowed_spans(
        self,
        use: str,
        recording: RecordingId,
        whole: Span,
        film: str | None = None,
        masked: frozenset[str] = frozenset(),
    ) -> tuple[Span, ...]:
        """The largest parts of `whole` on which `use` is allowed, in order."""
        edges = {whole.start, whole.end}
        for span in (*self.seals(recording), *(mark.span for mark in self.marked.get(recording, ()))):
            edges |= {edge for edge in (span.start, span.end) if whole.start < edge < whole.end}
        borders = sorted(edges)
        pieces = [Span(start, end) for start, end in pairwise(borders)]
        return merged(piece for piece in pieces if self.decide(use, recording, piece, film, masked).allowed)

    def seals(self, recording: RecordingId) -> tuple[Span, ...]:
        """The sealed spans of a recording, sorted, without overlap."""
        return self.sealed.get(recording, ())

    def hidden(self, recording: RecordingId) -> tuple[Span, ...]:
        """What is black and silent in copies: the seals, and where people who withdrew are marked; sorted, without overlap."""
        known = self.recordings.get(recording)
        interview = known.interview if known is not None else None
        gone = [
            mark.span
            for mark in self.marked.get(recording, ())
            if interview is not None and self._withdrew(mark.participant, interview)
        ]
        return merged(sorted((*self.seals(recording), *gone)))

    def _on_both_days(self, decided: Callable[[date], Decision]) -> Decision:
        found = decided(self.today)
        return found if not found.allowed or self.latest == self.today else decided(self.latest)

    def _withdrew(self, person: ParticipantId, interview: InterviewId) -> bool:
        consent = self.consents.get((person, interview))
        return consent is not None and consent.status is ConsentStatus.WITHDRAWN

    def who(self, recording: RecordingId, span: Span) -> tuple[Participant, ...]:
        """The people who count in `span`, by code."""
        found = [self.people[person] for person in self._people(recording, _at_least_one(span))]
        return tuple(sorted(found, key=lambda person: person.code))

    def _people(self, recording: RecordingId, span: Span) -> dict[ParticipantId, tuple[Appearance, ...]]:
        """Everybody in `span`, each with the appearances that say so; none for a person nobody marked."""
        marks = self.marked.get(recording, ())
        present: dict[ParticipantId, tuple[Appearance, ...]] = {}
        for mark in marks:
            if mark.span.overlaps(span):
                present[mark.participant] = (*present.get(mark.participant, ()), mark)
        known = self.recordings.get(recording)
        interview = known.interview if known is not None else None
        anywhere = {mark.participant for mark in marks}
        everybody = self.taking_part.get(interview, _NOBODY) if interview is not None else _NOBODY
        return {person: () for person in everybody if person not in anywhere} | present

    def _facts(
        self, recording: RecordingId, span: Span, film: str | None, masked: frozenset[str]
    ) -> list[tuple[str, Facts]]:
        span = _at_least_one(span)
        sealed = any(seal.overlaps(span) for seal in self.seals(recording))
        known = self.recordings.get(recording)
        if known is not None and known.picture is None:
            masked |= {"face"}
        interview = known.interview if known is not None else None
        return [
            self._facts_of(person, interview, Facts(sealed=sealed, film=film, masked=masked | _not_there(marks)))
            for person, marks in self._people(recording, span).items()
        ]

    def _facts_of(self, person: ParticipantId, interview: InterviewId | None, asked: Facts) -> tuple[str, Facts]:
        participant = self.people[person]
        consent = self.consents.get((person, interview)) if interview is not None else None
        return participant.code, facts_of(consent, participant.minor, asked)


def _days(session: Session, today: date | None) -> tuple[date, date]:
    """The day to judge by, and the latest that is known unless one was given."""
    day = today or date.today()
    return day, max(day, (today is None and clock.latest(session)) or day)


def facts_of(consent: Consent | None, minor: bool, asked: Facts) -> Facts:
    """What a stored consent says (None: there is none), with the span's own facts (`sealed`, `film`, `masked`) of `asked`."""
    if consent is None:
        return Facts(minor=minor, sealed=asked.sealed, film=asked.film, masked=asked.masked)
    return Facts(
        status=consent.status,
        given_on=consent.given_on,
        expires_on=consent.expires_on,
        embargo_until=consent.embargo_until,
        minor=minor,
        guardian=consent.guardian is True,
        assent=consent.assent is True,
        sealed=asked.sealed,
        films=consent.films,
        audiences=consent.audiences,
        shows=consent.shows,
        film=asked.film,
        masked=asked.masked,
    )


def _at_least_one(span: Span) -> Span:
    """A moment is asked as its own millisecond, so that an empty span cannot slip between the rules."""
    return span if span.duration else Span(span.start, span.start + 1)


def _not_there(marks: tuple[Appearance, ...]) -> frozenset[str]:
    """What a person marked in the span does not show of themself: somebody who is only heard has no face there."""
    if not marks:
        return frozenset()
    unseen = set() if any(mark.seen for mark in marks) else {"face"}
    return frozenset(unseen if any(mark.heard for mark in marks) else unseen | {"voice"})
