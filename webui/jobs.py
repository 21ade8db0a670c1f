# SPDX-License-Identifier: GPL-3.0-or-later
"""What the worker does, has done and could not do, in plain words."""

from flask import Blueprint, jsonify, render_template, url_for
from werkzeug.wrappers import Response

from archive.catalogue import clips, films, interviews, jobs, recordings, withdrawals
from archive.clearing import SEALED
from archive.library import Session
from archive.model.job import ACTIVE, Job
from media.errors import NotFound
from media.language import gettext as _
from webui import notices
from webui.person import editing, here, team
from webui.words import JOB_STATES, JOBS

pages = Blueprint("jobs", __name__)
SHOWN = 60


@pages.get("/travaux")
@team
def page() -> str:
    """Jobs that run or wait, then those that ended."""
    with here().reading() as session:
        found = jobs.listed(session)
        active = [described(session, job) for job in reversed(found) if job.state in ACTIVE]
        newest = {(job.kind, job.subject): job for job in reversed(found)}  # a copy is made in several jobs
        over = [job for job in found if job.state not in ACTIVE and newest[job.kind, job.subject] is job]
        ended = [described(session, job) for job in over[:SHOWN]]
    return render_template("jobs.html", section="jobs.page", active=active, ended=ended)


@pages.get("/travaux/<job>.json")
@team
def state(job: str) -> Response:
    """How far one job is, for a page that waits for it."""
    with here().reading() as session:
        found = jobs.get(session, job)
    return jsonify(
        state=found.state,
        active=found.state in ACTIVE,
        progress=found.progress,
        said=_(JOB_STATES[found.state]),
        message=found.message,
    )


@pages.post("/travaux/<job>/arreter")
@editing
def cancel(job: str) -> Response:
    """Ask a job to stop."""
    with here().writing() as session:
        jobs.cancel(session, job)
    notices.say(_("Arrêt demandé."), undo=url_for("jobs.retry", job=job))
    return notices.done(url_for("jobs.page"))


@pages.post("/travaux/<job>/relancer")
@editing
def retry(job: str) -> Response:
    """Ask again for a job that failed or was stopped."""
    with here().writing() as session:
        jobs.retry(session, job)
    notices.say(_("Le travail est relancé."))
    return notices.done(url_for("jobs.page"))


def described(session: Session, job: Job) -> dict[str, object]:
    """A job with its name and what it is about, for the template."""
    return {
        "job": job,
        "name": _(JOBS[job.kind]) if job.kind in JOBS else job.kind,
        "state": _(JOB_STATES[job.state]),
        "active": job.state in ACTIVE,
        **_about(session, job),
    }


def _about(session: Session, job: Job) -> dict[str, str]:
    try:
        if job.kind == withdrawals.JOB and not job.payload.get(SEALED):
            return {"about": job.subject, "link": ""}
        if job.kind in ("render-film", "export-film", "mask-proof"):
            film = films.get(session, str(job.payload.get("film", job.subject)))
            return {"about": film.title or film.name, "link": url_for("film.page", film=film.id)}
        if job.kind == "align":
            interview = interviews.get(session, job.subject)
            return {"about": interview.code, "link": url_for("interview.page", interview=interview.id)}
        subject = clips.get(session, job.subject).recording if job.kind == "render-clip" else job.subject
        recording = recordings.get(session, subject)
        return {"about": recording.original_name, "link": url_for("interview.recording", recording=recording.id)}
    except NotFound:
        return {"about": _("supprimé depuis"), "link": ""}
