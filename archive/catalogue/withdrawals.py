# SPDX-License-Identifier: GPL-3.0-or-later
"""Withdrawals and erasures as rows, written in the transaction that stops everything; and what they hide.

The same transaction asks for the job that deletes what shows the person, and leaves a note for the ledger: whoever
commits writes it there first (`archive.replay`).
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue import jobs
from archive.catalogue.schema import (
    AppearanceRow,
    ConsentRow,
    InterviewRow,
    ParticipantRow,
    RecordingRow,
    WithdrawalRow,
)
from archive.model.job import Job, JobState
from archive.model.withdrawal import Taken, Taking
from media.errors import Refused
from media.language import gettext as _
from media.span import Span

JOB = "purge"
FIRST = 100
FILES = "files"
_DUE = "ledger_due"


def note(session: Session, taken: Taken, entry: str = "", files: Sequence[str] = ()) -> None:
    """Keep an act and ask for its clearing away, `files` of the archive's folder with it.

    `entry` is its line of the ledger when it came from there.
    """
    row = WithdrawalRow(
        kind=taken.kind,
        participant=taken.participant,
        interview=taken.interview,
        made_on=taken.on,
        made_by=taken.by,
        reason=taken.reason,
        originals=list(taken.originals),
        entry=entry,
    )
    session.add(row)
    session.flush()
    _ask_for_clearing(session, taken.participant, taken.interview, files, taken.by)
    if not entry:
        session.info.setdefault(_DUE, []).append(row)


def clear_again(session: Session, participant: str, recording: str) -> None:
    """Where somebody who withdrew appears was said otherwise (ids): what shows them there is to be cleared away too."""
    row, person = session.get(RecordingRow, recording), session.get(ParticipantRow, participant)
    interview = session.get(InterviewRow, row.interview_id) if row is not None and row.interview_id else None
    if interview is not None and person is not None and participant in _withdrawn(session, interview.id):
        _ask_for_clearing(session, person.code, interview.code, (), "")


def refuse_reopening(session: Session, participant: str, recording: str) -> None:
    """Raises Refused for somebody who withdrew (ids): saying that they are not in a passage opens it to everybody again."""
    row = session.get(RecordingRow, recording)
    if row is not None and row.interview_id and participant in _withdrawn(session, row.interview_id):
        raise Refused(
            _("Cette personne s’est retirée : dire où elle n’est pas rouvrirait ce passage."),
            _("L’administration ou la personne chargée de la protection le fait, après avoir regardé tout le rush."),
        )


def _ask_for_clearing(session: Session, participant: str, interview: str, files: Sequence[str], by: str) -> None:
    subject = subject_of(participant, interview)
    waiting = jobs.newest(session, JOB, subject)
    before = files_of(waiting) if waiting is not None and waiting.state is JobState.QUEUED else []
    payload: dict[str, object] = {FILES: [*before, *(one for one in files if one not in before)]}
    jobs.enqueue(session, JOB, subject, payload, priority=FIRST, by=by)


def subject_of(participant: str, interview: str) -> str:
    """What the job that clears away after an act is about (codes)."""
    return f"{participant} {interview}"


def files_of(job: Job) -> list[str]:
    """The files of the archive's folder that a job is to destroy."""
    found = job.payload.get(FILES, [])
    return [str(name) for name in found] if isinstance(found, list) else []


def files_to_destroy(session: Session) -> list[str]:
    """Those of every job that is not done: a job that failed or was lost does not keep them."""
    found = jobs.of_kind(session, JOB)
    return [name for job in found if job.state is not JobState.DONE for name in files_of(job)]


def erased_originals(session: Session) -> list[str]:
    """The hashes of every original that was ever erased."""
    rows = session.scalars(select(WithdrawalRow).where(WithdrawalRow.kind == Taking.ERASURE))
    return [sha256 for row in rows for sha256 in row.originals]


def due(session: Session) -> list[WithdrawalRow]:
    """The rows of this transaction that the ledger has not heard of; asking forgets them."""
    found: list[WithdrawalRow] = session.info.pop(_DUE, [])
    return found


def value(row: WithdrawalRow) -> Taken:
    """The row as a value."""
    kind, originals = Taking(row.kind), tuple(row.originals)
    return Taken(kind, row.participant, row.interview, row.made_on, row.made_by, row.reason, originals)


def known_entries(session: Session) -> dict[str, Taken]:
    """The lines of the ledger that this catalogue has heard of, by hash, oldest first."""
    rows = session.scalars(select(WithdrawalRow).where(WithdrawalRow.entry != "").order_by(WithdrawalRow.id))
    return {row.entry: value(row) for row in rows}


def listed(session: Session) -> list[Taken]:
    """Every act, oldest first."""
    return [value(row) for row in session.scalars(select(WithdrawalRow).order_by(WithdrawalRow.id))]


def newest(session: Session, participant: str, interview: str) -> Taken | None:
    """The last act about a participant and an interview (codes)."""
    row = session.scalar(
        select(WithdrawalRow)
        .where(WithdrawalRow.participant == participant, WithdrawalRow.interview == interview)
        .order_by(WithdrawalRow.id.desc())
        .limit(1)
    )
    return None if row is None else value(row)


def erased(session: Session, sha256: str) -> date | None:
    """The day on which an original with these bytes was destroyed for good; None when it never was."""
    for row in session.scalars(select(WithdrawalRow).where(WithdrawalRow.kind == Taking.ERASURE)):
        if sha256 in row.originals:
            return row.made_on
    return None


def hidden(session: Session, recording: str) -> tuple[bool, tuple[Span, ...]]:
    """What withdrawals hide of a recording (its id): True for all of it, else the spans where those people are marked."""
    row = session.get(RecordingRow, recording)
    if row is None or row.interview_id is None:
        return False, ()
    gone = _withdrawn(session, row.interview_id)
    if not gone:
        return False, ()
    marks = list(
        session.scalars(
            select(AppearanceRow).where(AppearanceRow.recording_id == recording, AppearanceRow.participant_id.in_(gone))
        )
    )
    spans = tuple(sorted(Span(mark.start_ms, mark.end_ms) for mark in marks))
    return gone != {mark.participant_id for mark in marks}, spans


def _withdrawn(session: Session, interview: str) -> set[str]:
    """Who withdrew from an interview (ids)."""
    query = select(ConsentRow.participant_id).where(
        ConsentRow.interview_id == interview, ConsentRow.status == "withdrawn"
    )
    return set(session.scalars(query))
