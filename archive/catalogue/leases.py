# SPDX-License-Identifier: GPL-3.0-or-later
"""Who does a job: a lease that lasts `LEASE`, renewed by each heartbeat.

A worker takes a job by one `UPDATE ... RETURNING`, which makes its token grow; whoever comes with an older token is not
heard. Each function that needs the present moment takes it as `at`, for tests.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session, aliased

from archive.catalogue.jobs import end, moment, queue_again, value
from archive.catalogue.schema import JobRow
from archive.model.job import Job, JobState
from media.language import gettext as _

LEASE = timedelta(seconds=120)
ATTEMPTS = 3


def claim(
    session: Session, worker: str, kinds: Sequence[str] | None = None, *, at: datetime | None = None
) -> Job | None:
    """Take the next job of one of `kinds` (None: any) for `worker`, or None when there is nothing to do.

    Jobs whose worker fell silent are taken again, `ATTEMPTS` times in all; those beyond are marked failed here. The
    same work is never done by two at once.
    """
    at = at or moment()
    _give_up(session, at)
    free = _free(at)
    if kinds is not None:
        free = and_(free, JobRow.kind.in_(kinds))
    best = (
        select(JobRow.id)
        .where(free, ~_same_work_elsewhere())
        .order_by(JobRow.priority.desc(), JobRow.made_at, JobRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    taken = session.scalars(
        update(JobRow)
        .where(JobRow.id == best.scalar_subquery(), free)
        .values(
            state=JobState.RUNNING,
            worker=worker,
            token=JobRow.token + 1,
            attempts=JobRow.attempts + 1,
            lease_until=at + LEASE,
            progress=0,
        )
        .returning(JobRow)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).one_or_none()
    return None if taken is None else value(taken)


def heartbeat(session: Session, job: Job, progress: int, message: str, *, at: datetime | None = None) -> bool:
    """Renew the lease and tell how far it is. False: the job is no longer ours, or somebody asked to cancel it."""
    row = _held(session, job)
    if row is None or row.cancel:
        return False
    row.lease_until = (at or moment()) + LEASE
    row.progress, row.message = max(0, min(100, progress)), message
    return True


def finishing(session: Session, job: Job, outputs: Sequence[tuple[str, str]], *, at: datetime | None = None) -> bool:
    """The fence: from here on the job can only be completed. `outputs` are pairs (part, final), relative to the archive.

    False: the job is no longer ours, or was cancelled; its parts are to be thrown away.
    """
    row = _held(session, job)
    if row is None or row.cancel:
        return False
    row.state, row.lease_until = JobState.FINISHING, (at or moment()) + LEASE
    row.outputs = {"files": [list(pair) for pair in outputs]}
    return True


def finish(session: Session, job: Job, message: str = "", *, at: datetime | None = None) -> bool:
    """Mark a finishing job done, once its files are in place. False: somebody else completes it."""
    row = _held(session, job, JobState.FINISHING)
    if row is None:
        return False
    end(row, JobState.DONE, message, at)
    row.progress = 100
    return True


def fail(session: Session, job: Job, message: str, *, again: bool = True, at: datetime | None = None) -> bool:
    """Keep what went wrong. With `again` the job is tried anew until `ATTEMPTS` are used up. False: no longer ours."""
    row = _held(session, job, JobState.RUNNING, JobState.FINISHING)
    if row is None:
        return False
    if row.cancel:
        end(row, JobState.CANCELLED, row.message, at)
    elif again and row.attempts < ATTEMPTS:
        queue_again(row, message)
    else:
        end(row, JobState.FAILED, message, at)
    return True


def put_back(session: Session, job: Job, *, at: datetime | None = None) -> bool:
    """Give an unfinished job back, as if it had not been tried: its worker was asked to stop. False: no longer ours."""
    row = _held(session, job)
    if row is None:
        return False
    if row.cancel:
        end(row, JobState.CANCELLED, row.message, at)
    else:
        row.attempts -= 1
        queue_again(row, "")
    return True


def take_over(session: Session, worker: str, *, at: datetime | None = None) -> list[Job]:
    """Take the finishing jobs whose worker fell silent: their files are to be renamed, and the jobs done again."""
    at = at or moment()
    taken = session.scalars(
        update(JobRow)
        .where(JobRow.state == JobState.FINISHING, JobRow.lease_until <= at)
        .values(worker=worker, token=JobRow.token + 1, lease_until=at + LEASE)
        .returning(JobRow)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return [value(row) for row in taken]


def renamed(session: Session, job: Job) -> bool:
    """The files of a finishing job that was taken over stand in place: its handler finds them and ends the job."""
    row = _held(session, job, JobState.FINISHING)
    if row is None:
        return False
    queue_again(row, row.message)
    return True


def release_dead(session: Session, dead: Callable[[str], bool], *, at: datetime | None = None) -> None:
    """End the leases of workers that `dead` (asked with a worker's name) knows to be gone."""
    held = session.scalars(select(JobRow).where(JobRow.state.in_((JobState.RUNNING, JobState.FINISHING))))
    for row in held:
        if dead(row.worker):
            row.lease_until = at or moment()


def _free(at: datetime) -> ColumnElement[bool]:
    silent = and_(JobRow.state == JobState.RUNNING, JobRow.lease_until <= at)
    return or_(JobRow.state == JobState.QUEUED, silent)


def _same_work_elsewhere() -> ColumnElement[bool]:
    other = aliased(JobRow)
    busy = other.state.in_((JobState.RUNNING, JobState.FINISHING))
    return (
        select(other.id)
        .where(other.kind == JobRow.kind, other.subject == JobRow.subject, other.id != JobRow.id, busy)
        .exists()
    )


def _give_up(session: Session, at: datetime) -> None:
    for row in session.scalars(select(JobRow).where(_free(at), or_(JobRow.attempts >= ATTEMPTS, JobRow.cancel))):
        if row.cancel:
            end(row, JobState.CANCELLED, row.message, at)
        else:
            why = row.message or _("le travail s’est interrompu sans rien dire")
            message = _("Abandonné après {count} essais : {why}").format(count=row.attempts, why=why)
            end(row, JobState.FAILED, message, at)
    session.flush()


def _held(session: Session, job: Job, *states: JobState) -> JobRow | None:
    ours = (JobRow.id == job.id, JobRow.token == job.token, JobRow.state.in_(states or (JobState.RUNNING,)))
    return session.scalar(select(JobRow).where(*ours).with_for_update())
