# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is speaking, in the words that consent leaves: a name only from those who show it, else what they are and where."""

from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import interviews
from archive.labels import label
from archive.model.film import CutClip
from archive.model.people import Participant


def lower_third(session: Session, access: Access, cut: CutClip, masked: frozenset[str]) -> tuple[str, ...]:
    """The lines of a clip's band; none when it is not asked for, or nothing may be said.

    The name that the editor typed stands only where everybody in the clip shows their name, and nothing masks it; the
    region likewise.
    """
    if not cut.looks.lower:
        return ()
    people = access.who(cut.recording.id, cut.span)
    name = cut.looks.speaker if name_shown(access, cut, masked) else ""
    place = _region(session, cut, people) if _shows(access, cut, people, "place", masked) else ""
    role = label(people[0].group) if len(people) == 1 else _gathering(session, cut)
    line = ", ".join(part for part in (role[:1].upper() + role[1:], place) if part)
    return tuple(words for words in (name, line) if words)


def name_shown(access: Access, cut: CutClip, masked: frozenset[str]) -> bool:
    """True when a name may be written under everybody in the clip."""
    return _shows(access, cut, access.who(cut.recording.id, cut.span), "name", masked)


def _shows(access: Access, cut: CutClip, people: tuple[Participant, ...], part: str, masked: frozenset[str]) -> bool:
    interview = cut.recording.interview
    if not people or interview is None or part in masked:
        return False
    given = [access.consents.get((person.id, interview)) for person in people]
    return all(consent is not None and part in consent.shows for consent in given)


def _region(session: Session, cut: CutClip, people: tuple[Participant, ...]) -> str:
    own = {person.region for person in people} - {""}
    if len(people) == 1 and len(own) == 1:
        return own.pop()
    return interviews.get(session, cut.recording.interview).region if cut.recording.interview else ""


def _gathering(session: Session, cut: CutClip) -> str:
    return label(interviews.get(session, cut.recording.interview).kind) if cut.recording.interview else ""
