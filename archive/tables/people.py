# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of interviews and of participants. A column that the file does not have leaves what the archive knows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from archive.catalogue import interviews, participants
from archive.model.footage import Interview, InterviewId, InterviewKind
from archive.model.people import Group, Participant, ParticipantId, Sex
from archive.tables.cells import Cells, text_of_day, text_of_several, text_of_yes_no
from archive.tables.sheet import Column
from archive.tables.table import Change, Given, Table
from media.errors import NotFound
from media.language import lazy

INTERVIEW_COLUMNS = (
    Column("code", lazy("Code de l’entretien, celui de l’ardoise."), required=True),
    Column("kind", lazy("individual, focus_group ou restitution ; vide : individual.")),
    Column("region", lazy("Région.")),
    Column("place", lazy("Lieu, jamais plus précis qu’il ne faut.")),
    Column("held_on", lazy("Jour de l’entretien : 2018-10-04.")),
    Column("languages", lazy("Codes des langues parlées, joints par + : fr+bm.")),
    Column("title", lazy("Titre court.")),
    Column("description", lazy("Ce que l’équipe veut en dire.")),
)
PARTICIPANT_COLUMNS = (
    Column("code", lazy("Code du témoin, jamais son nom : GAO-F-012."), required=True),
    Column("sex", lazy("f, m ou unknown ; vide : unknown.")),
    Column(
        "group",
        lazy(
            "women, youth, forces, administrative, religious, traditional, political, civil_society ou other ; vide : other."
        ),
    ),
    Column("age_band", lazy("Tranche d’âge : 18-35.")),
    Column("minor", lazy("yes si la personne a moins de 18 ans ; vide : rien ne change, ou no.")),
    Column("region", lazy("Région.")),
    Column("interviews", lazy("Codes de ses entretiens, joints par + ; l’import n’en retire jamais.")),
)
_INTERVIEW_FIELDS = tuple(column.name for column in INTERVIEW_COLUMNS)
_PARTICIPANT_FIELDS = tuple(column.name for column in PARTICIPANT_COLUMNS[:-1])


@dataclass(frozen=True, slots=True)
class Attendance:
    """A participant and the codes of the interviews that a line names; `minor_known` is False for an empty cell."""

    participant: Participant
    interviews: tuple[str, ...]
    minor_known: bool


def _read_interview(cells: Cells) -> Interview:
    return Interview(
        id=InterviewId(""),
        code=cells.code("code"),
        kind=cells.choice("kind", InterviewKind, InterviewKind.INDIVIDUAL),
        region=cells.text("region"),
        place=cells.text("place"),
        held_on=cells.day("held_on"),
        languages=cells.several("languages"),
        title=cells.text("title"),
        description=cells.text("description"),
    )


def _apply_interview(session: Session, value: Interview, given: Given) -> Change:
    try:
        known = interviews.by_code(session, value.code)
    except NotFound:
        interviews.add(session, value)
        return Change.ADDED
    changed = replace(known, **{name: getattr(value, name) for name in _INTERVIEW_FIELDS if name in given.columns})
    interviews.update(session, changed)
    return Change.SAME if changed == known else Change.CHANGED


def _interview_rows(session: Session) -> Iterator[tuple[str, ...]]:
    for interview in interviews.listed(session):
        yield (
            interview.code,
            interview.kind,
            interview.region,
            interview.place,
            text_of_day(interview.held_on),
            "+".join(interview.languages),
            interview.title,
            interview.description,
        )


def _read_participant(cells: Cells) -> Attendance:
    minor = cells.yes_no("minor")
    participant = Participant(
        id=ParticipantId(""),
        code=cells.code("code"),
        sex=cells.choice("sex", Sex, Sex.UNKNOWN),
        group=cells.choice("group", Group, Group.OTHER),
        age_band=cells.text("age_band"),
        minor=minor is True,
        region=cells.text("region"),
    )
    return Attendance(participant, cells.several("interviews"), minor is not None)


def _apply_participant(session: Session, value: Attendance, given: Given) -> Change:
    try:
        known = participants.by_code(session, value.participant.code)
    except NotFound:
        kept, change = participants.add(session, value.participant), Change.ADDED
    else:
        names = [name for name in _PARTICIPANT_FIELDS if name in given.columns]
        if not value.minor_known:
            names = [name for name in names if name != "minor"]
        kept = replace(known, **{name: getattr(value.participant, name) for name in names})
        participants.update(session, kept)
        change = Change.SAME if kept == known else Change.CHANGED
    before = participants.interviews_of(session, kept.id)
    for code in value.interviews:
        interview = interviews.by_code(session, code).id
        if interview not in before:
            participants.join(session, interview, kept.id)
            change = Change.CHANGED if change is Change.SAME else change
    return change


def _participant_rows(session: Session) -> Iterator[tuple[str, ...]]:
    codes = {interview.id: interview.code for interview in interviews.listed(session)}
    took_part: dict[ParticipantId, list[str]] = {}
    for interview, people in participants.participations(session).items():
        for person in people:
            took_part.setdefault(person, []).append(codes[interview])
    for participant in participants.listed(session):
        yield (
            participant.code,
            participant.sex,
            participant.group,
            participant.age_band,
            text_of_yes_no(participant.minor),
            participant.region,
            text_of_several(took_part.get(participant.id, ())),
        )


INTERVIEWS = Table(
    "interviews",
    INTERVIEW_COLUMNS,
    lambda value: value.code,
    _read_interview,
    _apply_interview,
    _interview_rows,
)
PARTICIPANTS = Table(
    "participants",
    PARTICIPANT_COLUMNS,
    lambda value: value.participant.code,
    _read_participant,
    _apply_participant,
    _participant_rows,
)
