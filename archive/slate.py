# SPDX-License-Identifier: GPL-3.0-or-later
"""The slate: one line a file of the card, saying what was filmed. It fills what is still empty and overwrites nothing."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from unicodedata import normalize

from sqlalchemy.orm import Session

from archive.catalogue import interviews, participants, recordings
from archive.model.code import CODE
from archive.model.footage import Interview, InterviewId, InterviewKind, Recording
from archive.model.people import Group, Participant, ParticipantId, Sex
from archive.tables.cells import Cells
from archive.tables.sheet import Column, Problem, TableRefused, read_lines
from media.errors import NotFound
from media.language import gettext as _
from media.language import lazy

COLUMNS = (
    Column("file", lazy("Nom du fichier sur la carte : C0012.MP4."), required=True),
    Column("interview", lazy("Code de l’entretien ; vide : un plan de coupe, par exemple.")),
    Column("kind", lazy("individual, focus_group ou restitution ; vide : selon le nombre de témoins.")),
    Column("region", lazy("Région.")),
    Column("place", lazy("Lieu, jamais plus précis qu’il ne faut.")),
    Column("date", lazy("Jour de l’entretien : 2018-10-04.")),
    Column("languages", lazy("Codes des langues parlées, joints par + : fr+bm.")),
    Column("title", lazy("Titre de l’entretien ; du rush quand il n’y a pas d’entretien.")),
    Column(
        "participants",
        lazy(
            "Témoins joints par + : code:sexe:groupe:tranche d’âge, puis :minor avant 18 ans. GAO-F-012:f:women:18-35."
        ),
    ),
)
_PARTS = 4


@dataclass(frozen=True, slots=True)
class SlateLine:
    """What the slate says about one file; `kind` is None when it does not say."""

    file: str
    interview: str = ""
    kind: InterviewKind | None = None
    region: str = ""
    place: str = ""
    held_on: date | None = None
    languages: tuple[str, ...] = ()
    title: str = ""
    participants: tuple[Participant, ...] = ()


def read_slate(path: Path) -> dict[str, SlateLine]:
    """The lines of a slate by file name. Raises NotFound, or TableRefused with all bad lines."""
    lines: dict[str, SlateLine] = {}
    problems: list[Problem] = []
    for line in read_lines(path, COLUMNS):
        cells = Cells(line)
        found = _read(cells)
        if found.file in lines:
            cells.wrong("file", _("« {file} » a déjà une ligne.").format(file=found.file))
        lines[found.file] = found
        problems += cells.problems
    if problems:
        raise TableRefused(path.name, problems)
    return lines


def apply_slate(session: Session, recording: Recording, line: SlateLine) -> None:
    """Write what the slate says of `recording`: its interview, the participants, their attendance.

    What is already written stays, so that a second time changes nothing and a person's own words are kept. A
    participant who is a minor on the slate is a minor from then on.
    """
    if not line.interview:
        if line.title and not recording.title:
            recordings.describe(session, recording.id, title=line.title)
        return
    interview = _interview(session, line)
    for participant in line.participants:
        participants.join(session, interview.id, _participant(session, participant, line.region).id)
    if recording.interview is None:
        recordings.assign(session, recording.id, interview.id)


def _read(cells: Cells) -> SlateLine:
    interview = cells.code("interview") if cells.text("interview") else ""
    people = tuple(_read_participant(cells, text) for text in cells.several("participants"))
    if people and not interview and not cells.problems:
        cells.wrong("interview", _("à remplir : la ligne a des témoins."))
    if len({person.code for person in people}) < len(people):
        cells.wrong("participants", _("le même témoin est écrit deux fois."))
    return SlateLine(
        file=normalize("NFC", cells.needed("file")),
        interview=interview,
        kind=cells.choice("kind", InterviewKind, InterviewKind.INDIVIDUAL) if cells.text("kind") else None,
        region=cells.text("region"),
        place=cells.text("place"),
        held_on=cells.day("date"),
        languages=cells.several("languages"),
        title=cells.text("title"),
        participants=people,
    )


def _read_participant(cells: Cells, text: str) -> Participant:
    """`code[:sex[:group[:age band[:minor]]]]`."""
    code, *parts = [part.strip() for part in text.split(":")]
    minor = parts[-1:] == ["minor"]
    parts = parts[:-1] if minor else parts
    sex, group, age_band, *more = [*parts, *[""] * _PARTS][: max(_PARTS - 1, len(parts))]
    if more or CODE.fullmatch(code) is None:
        cells.wrong("participants", _("« {text} » : écrire code:sexe:groupe:âge, puis :minor.").format(text=text))
    if sex not in {"", *Sex}:
        cells.wrong("participants", _("« {text} » : le sexe est f, m ou unknown.").format(text=text))
    if group not in {"", *Group}:
        wanted = ", ".join(Group)
        cells.wrong("participants", _("« {text} » : le groupe est {groups}.").format(text=text, groups=wanted))
    return Participant(
        id=ParticipantId(""),
        code=code,
        sex=Sex(sex) if sex in set(Sex) else Sex.UNKNOWN,
        group=Group(group) if group in set(Group) else Group.OTHER,
        age_band=age_band,
        minor=minor,
    )


def _interview(session: Session, line: SlateLine) -> Interview:
    crowd = InterviewKind.FOCUS_GROUP if len(line.participants) > 1 else InterviewKind.INDIVIDUAL
    try:
        known = interviews.by_code(session, line.interview)
    except NotFound:
        new = Interview(
            id=InterviewId(""),
            code=line.interview,
            kind=line.kind or crowd,
            region=line.region,
            place=line.place,
            held_on=line.held_on,
            languages=line.languages,
            title=line.title,
        )
        return interviews.add(session, new)
    filled = replace(
        known,
        region=known.region or line.region,
        place=known.place or line.place,
        held_on=known.held_on or line.held_on,
        languages=known.languages or line.languages,
        title=known.title or line.title,
    )
    interviews.update(session, filled)
    return filled


def _participant(session: Session, asked: Participant, region: str) -> Participant:
    try:
        known = participants.by_code(session, asked.code)
    except NotFound:
        return participants.add(session, replace(asked, region=region))
    filled = replace(
        known,
        sex=asked.sex if known.sex == Sex.UNKNOWN else known.sex,
        group=asked.group if known.group == Group.OTHER else known.group,
        age_band=known.age_band or asked.age_band,
        minor=known.minor or asked.minor,
    )
    participants.update(session, filled)
    return filled
