# SPDX-License-Identifier: GPL-3.0-or-later
"""Work that a worker does in the background."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class JobState(StrEnum):
    """Where a job stands. `finishing`: its files are written and are being renamed; nobody can stop it any more."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHING = "finishing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE = (JobState.QUEUED, JobState.RUNNING, JobState.FINISHING)


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work: `kind` names the handler, `subject` the id of what it is about.

    `token` grows each time somebody takes the job, so that whoever lost it can be told from its holder.
    `progress` runs from 0 to 100; `message` says in plain words what is going on, or what went wrong.
    """

    id: str
    kind: str
    subject: str
    payload: dict[str, object] = field(default_factory=dict)
    state: JobState = JobState.QUEUED
    attempts: int = 0
    token: int = 0
    progress: int = 0
    message: str = ""
    made_by: str = ""
    made_at: datetime | None = None
    ended_at: datetime | None = None
    priority: int = 0
    worker: str = ""
    cancel_asked: bool = False
    outputs: tuple[tuple[str, str], ...] = ()
