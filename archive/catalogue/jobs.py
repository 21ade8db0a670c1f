# SPDX-License-Identifier: GPL-3.0-or-later
"""The one queue of the house: work asked for, looked at, cancelled. `leases.py` says who may do it.

Times are UTC without a zone, and finer than a second, so that jobs keep the order of their asking.
"""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue.schema import JobRow, new_id
from archive.model.job import ACTIVE, JobState
from archive.model.job import Job as Job
from media.errors import NotFound, Refused
from media.language import gettext as _

NEVER_STOPPED = frozenset({"purge"})


def moment() -> datetime:
    """The present moment in UTC, without a zone, fine enough to keep jobs in the order of their asking."""
    return datetime.now(UTC).replace(tzinfo=None)


def enqueue(
    session: Session,
    kind: str,
    subject: str,
    payload: dict[str, object] | None = None,
    priority: int = 0,
    by: str = "",
) -> str:
    """Ask for work in the caller's transaction and give the job's id; the same work still waiting is not asked twice.

    Of several waiting jobs the one with the higher `priority` goes first, then the older one.
    """
    waiting = session.scalar(
        select(JobRow).where(JobRow.kind == kind, JobRow.subject == subject, JobRow.state == JobState.QUEUED).limit(1)
    )
    if waiting is not None:
        waiting.priority = max(waiting.priority, priority)
        waiting.payload = payload or {}
        return waiting.id
    row = JobRow(
        id=new_id(),
        kind=kind,
        subject=subject,
        payload=payload or {},
        priority=priority,
        made_by=by,
        made_at=moment(),
        state=JobState.QUEUED,
    )
    session.add(row)
    session.flush()
    return row.id


def cancel(session: Session, job: str) -> None:
    """Ask to stop: a waiting job ends at once, a running one at its next heartbeat.

    Raises NotFound, or Refused for one that clears away what must no longer be seen.
    """
    row = row_of(session, job)
    if row.kind in NEVER_STOPPED:
        raise Refused(
            _("Cet effacement ne s’arrête pas : il protège quelqu’un."), _("Le laisser finir ; il est court.")
        )
    if row.state == JobState.QUEUED:
        end(row, JobState.CANCELLED, "", None)
    elif row.state == JobState.RUNNING:
        row.cancel = True


def retry(session: Session, job: str) -> None:
    """Ask again for a job that failed or was cancelled; nothing changes in any other. Raises NotFound."""
    row = row_of(session, job)
    if row.state in (JobState.FAILED, JobState.CANCELLED):
        row.attempts, row.ended_at, row.cancel = 0, None, False
        queue_again(row, "")


def get(session: Session, job: str) -> Job:
    """The job of that id. Raises NotFound."""
    return value(row_of(session, job))


def listed(session: Session, active_only: bool = False) -> list[Job]:
    """All jobs, newest first; with `active_only` those that are not over."""
    query = select(JobRow).order_by(JobRow.made_at.desc(), JobRow.id)
    if active_only:
        query = query.where(JobRow.state.in_(ACTIVE))
    return [value(row) for row in session.scalars(query)]


def of_kind(session: Session, kind: str) -> list[Job]:
    """All jobs of one kind, newest first."""
    query = select(JobRow).where(JobRow.kind == kind).order_by(JobRow.made_at.desc(), JobRow.id)
    return [value(row) for row in session.scalars(query)]


def newest(session: Session, kind: str, subject: str) -> Job | None:
    """The last job asked for this work."""
    row = session.scalar(
        select(JobRow)
        .where(JobRow.kind == kind, JobRow.subject == subject)
        .order_by(JobRow.made_at.desc(), JobRow.id)
        .limit(1)
    )
    return None if row is None else value(row)


def stuck(session: Session) -> list[Job]:
    """The failed jobs whose work nobody has asked for since, newest first."""
    seen: set[tuple[str, str]] = set()
    found = []
    for job in listed(session):
        if (job.kind, job.subject) not in seen and job.state is JobState.FAILED:
            found.append(job)
        seen.add((job.kind, job.subject))
    return found


def row_of(session: Session, job: str) -> JobRow:
    """The row of a job. Raises NotFound."""
    row = session.get(JobRow, job)
    if row is None:
        raise NotFound(_("Il n’y a pas de travail {id}.").format(id=job))
    return row


def queue_again(row: JobRow, message: str) -> None:
    """Let a job wait for whoever takes it next. What it put into place before stays known, in case it is refused then."""
    row.state, row.message, row.progress = JobState.QUEUED, message, 0
    row.worker, row.lease_until = "", None


def end(row: JobRow, state: JobState, message: str, at: datetime | None) -> None:
    """Nobody will work on it any more."""
    row.state, row.message, row.ended_at = state, message, at or moment()
    row.lease_until, row.outputs = None, {}


def value(row: JobRow) -> Job:
    """The row as a value."""
    files = row.outputs.get("files", [])
    return Job(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        payload=dict(row.payload),
        state=JobState(row.state),
        attempts=row.attempts,
        token=row.token,
        progress=row.progress,
        message=row.message,
        made_by=row.made_by,
        made_at=row.made_at,
        ended_at=row.ended_at,
        priority=row.priority,
        worker=row.worker,
        cancel_asked=row.cancel,
        outputs=tuple((str(part), str(final)) for part, final in files) if isinstance(files, list) else (),
    )
