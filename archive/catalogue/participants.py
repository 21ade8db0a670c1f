# SPDX-License-Identifier: GPL-3.0-or-later
"""The participants of the archive, by code, and the interviews they took part in."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue import outbox
from archive.catalogue.schema import InterviewRow, ParticipantRow, ParticipationRow, new_id
from archive.model.code import check_code
from archive.model.footage import InterviewId
from archive.model.people import Group, Participant, ParticipantId, Sex
from media.errors import NotFound, Refused
from media.language import gettext as _


def add(session: Session, participant: Participant) -> Participant:
    """Keep a new participant and give it back; an empty `id` gets one. Raises Refused when the code is no code or taken."""
    kept = replace(participant, id=participant.id or ParticipantId(new_id()))
    check_code(kept.code)
    if _row_of_code(session, kept.code) is not None:
        raise _taken(kept.code)
    row = ParticipantRow(id=kept.id)
    _fill(row, kept)
    session.add(row)
    session.flush()
    return kept


def get(session: Session, participant: str) -> Participant:
    """The participant of that id. Raises NotFound."""
    return _value(_row(session, participant))


def by_code(session: Session, code: str) -> Participant:
    """The participant of that code. Raises NotFound."""
    row = _row_of_code(session, code)
    if row is None:
        raise _absent(code)
    return _value(row)


def listed(session: Session) -> list[Participant]:
    """Everybody, by code."""
    return [_value(row) for row in session.scalars(select(ParticipantRow).order_by(ParticipantRow.code))]


def update(session: Session, participant: Participant) -> None:
    """Replace what is written about the participant of that id. Raises NotFound, or Refused when the code is no code or taken."""
    check_code(participant.code)
    row = _row(session, participant.id)
    other = _row_of_code(session, participant.code)
    if other is not None and other.id != row.id:
        raise _taken(participant.code)
    if _value(row) == participant:
        return
    _fill(row, participant)
    session.flush()
    for interview in interviews_of(session, participant.id):
        outbox.announce(session, interview, "participant")


def join(session: Session, interview: str, participant: str) -> None:
    """Say that the participant (id) took part in the interview (id); twice changes nothing. Raises NotFound."""
    if session.get(ParticipationRow, (interview, participant)) is not None:
        return
    _row(session, participant)
    if session.get(InterviewRow, interview) is None:
        raise NotFound(_("Il n’y a pas d’entretien {id}.").format(id=interview), _("Voir « baro interview list »."))
    session.add(ParticipationRow(interview_id=interview, participant_id=participant))
    session.flush()
    outbox.announce(session, interview, "participation")


def of_interview(session: Session, interview: str) -> list[Participant]:
    """Who took part in the interview (its id), by code."""
    query = (
        select(ParticipantRow)
        .join(ParticipationRow, ParticipationRow.participant_id == ParticipantRow.id)
        .where(ParticipationRow.interview_id == interview)
        .order_by(ParticipantRow.code)
    )
    return [_value(row) for row in session.scalars(query)]


def interviews_of(session: Session, participant: str) -> list[InterviewId]:
    """The interviews (ids) that the participant (id) took part in."""
    query = select(ParticipationRow.interview_id).where(ParticipationRow.participant_id == participant)
    return [InterviewId(interview) for interview in session.scalars(query)]


def participations(session: Session) -> dict[InterviewId, tuple[ParticipantId, ...]]:
    """For each interview (id), the participants (ids)."""
    found: dict[InterviewId, tuple[ParticipantId, ...]] = {}
    for interview, participant in session.execute(
        select(ParticipationRow.interview_id, ParticipationRow.participant_id)
    ):
        found[InterviewId(interview)] = (*found.get(InterviewId(interview), ()), ParticipantId(participant))
    return found


def vault_place(session: Session, code: str) -> str:
    """Where the vault keeps the identity of a participant (code); empty when it keeps none, or nobody knows."""
    row = _row_of_code(session, code)
    return "" if row is None else row.vault_place


def set_vault_place(session: Session, code: str, place: str) -> None:
    """Remember it; nothing for a code that is no participant's."""
    row = _row_of_code(session, code)
    if row is not None and row.vault_place != place:
        row.vault_place = place
        session.flush()


def _row(session: Session, participant: str) -> ParticipantRow:
    row = session.get(ParticipantRow, participant)
    if row is None:
        raise _absent(participant)
    return row


def _row_of_code(session: Session, code: str) -> ParticipantRow | None:
    return session.scalar(select(ParticipantRow).where(ParticipantRow.code == code))


def _absent(words: str) -> NotFound:
    return NotFound(
        _("Il n’y a pas de témoin {words}.").format(words=words),
        _("Voir les codes sur la page Témoins, ou avec « baro participant list »."),
    )


def _taken(code: str) -> Refused:
    return Refused(
        _("Un autre témoin porte déjà le code {code}.").format(code=code),
        _("Choisir un autre code, ou modifier ce témoin avec « baro participant edit »."),
    )


def _fill(row: ParticipantRow, participant: Participant) -> None:
    row.code = participant.code
    row.sex = participant.sex
    row.group = participant.group
    row.age_band = participant.age_band
    row.minor = participant.minor
    row.region = participant.region


def _value(row: ParticipantRow) -> Participant:
    return Participant(
        id=ParticipantId(row.id),
        code=row.code,
        sex=Sex(row.sex),
        group=Group(row.group),
        age_band=row.age_band,
        minor=row.minor,
        region=row.region,
    )
