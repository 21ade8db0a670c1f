# SPDX-License-Identifier: GPL-3.0-or-later
"""What the catalogue says today about what was said: days, states, tags. Read with each question, never indexed."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import interviews, tags, tracks
from archive.model.footage import Interview, RecordingId, Tag, Tagging, TrackStatus


@dataclass(frozen=True, slots=True)
class Facts:
    """Interviews by id, states of tracks by id, the tags on each recording, and the terms they come from."""

    access: Access
    interviews: dict[str, Interview]
    statuses: dict[str, TrackStatus]
    taggings: dict[str, tuple[Tagging, ...]]
    terms: tuple[Tag, ...]
    texts: dict[bool, list[Any]] = field(default_factory=dict, compare=False, repr=False)  # of archive.search.described

    @classmethod
    def load(cls, session: Session, access: Access) -> "Facts":
        """Read all of it in four queries."""
        placed: dict[str, list[Tagging]] = {}
        for tagging in tags.everywhere(session):
            placed.setdefault(tagging.recording, []).append(tagging)
        return cls(
            access,
            {found.id: found for found in interviews.listed(session)},
            tracks.statuses(session),
            {recording: tuple(found) for recording, found in placed.items()},
            tuple(tags.terms(session)),
        )

    def day(self, interview: str) -> str:
        """The day of an interview such as `2017-10-14`; empty when it is not known."""
        found = self.interviews.get(interview)
        return found.held_on.isoformat() if found is not None and found.held_on is not None else ""

    def month(self, interview: str) -> str:
        """The month of an interview such as `2017-10`; empty when its day is not known."""
        return self.day(interview)[:7]

    def status(self, track: str) -> str:
        """How far a track has come; empty for one that is gone."""
        return self.statuses.get(track, "")

    def alone(self, recording: str) -> str:
        """The code of the only person who may be on a recording; empty when there are several, or nobody is known."""
        known = self.access.recordings.get(RecordingId(recording))
        interview = known.interview if known is not None else None
        found = set(self.access.taking_part.get(interview, ())) if interview is not None else set()
        found |= {mark.participant for mark in self.access.marked.get(RecordingId(recording), ())}
        return self.access.people[found.pop()].code if len(found) == 1 else ""
