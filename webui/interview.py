# SPDX-License-Identifier: GPL-3.0-or-later
"""One interview: its picture and sound, the transcript that follows, passages to cut out, people and what they allowed."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.catalogue import interviews
from archive.naming import spoken
from media.errors import NotFound, WrongUse
from media.timecode import text_of_ms
from webui import forms
from webui.person import here, team
from webui.scene import Scene, of_interview, scene

pages = Blueprint("interview", __name__)


@pages.get("/entretiens/<interview>")
@team
def page(interview: str) -> str:
    """The page of an interview; `?r=` chooses a recording of it, `?t=` a moment in milliseconds."""
    wanted = request.args.get("r") or None
    found = of_interview(here(), interview, wanted)
    if found is not None:
        return _shown(found)
    if wanted is not None:
        raise NotFound(wanted)
    with here().reading() as session:
        empty = interviews.get(session, interview)
    return render_template("interview_empty.html", section="footage.page", interview=empty)


@pages.get("/rushes/<recording>")
@team
def recording(recording: str) -> str | Response:
    """The page of a recording without an interview; one that has an interview is shown there."""
    found = scene(here(), recording)
    if found.interview is not None:
        moment = request.args.get("t", type=int)
        return redirect(url_for("interview.page", interview=found.interview.id, r=recording, t=moment))
    return _shown(found)


def _shown(found: Scene) -> str:
    moment = request.args.get("t", type=int)
    moment = min(max(0, moment), found.recording.duration) if moment is not None else None
    leaves = found.clips and found.cues
    return render_template(
        "interview.html",
        section="footage.page",
        scene=found,
        seen=spoken.look(here(), spoken.Leaving(found.recording.id)) if leaves else None,
        moment=moment,
        moments=_elsewhere(found, moment),
        at=_cue_at(found, moment),
        entry=_timecode("start"),
        exit=_timecode("end"),
    )


def _elsewhere(found: Scene, moment: int | None) -> dict[str, int]:
    """The same moment in the other recordings that were running then, by their ids."""
    placed = {lane.recording.id: lane.placement for lane in found.lanes if lane.placement}
    mine = placed.get(found.recording.id)
    if mine is None:
        return {}
    there = mine.on_timeline(moment or 0)
    moments = {lane.recording: placed[lane.recording.id].moment_at(there) for lane in found.lanes if lane.placement}
    return {take.id: ms for take, ms in moments.items() if 0 <= ms < take.duration}


def _timecode(name: str) -> str:
    """An edge of the passage from the address, as its field writes it; empty when there is none to read."""
    try:
        return text_of_ms(forms.milliseconds(request.args.get(name, "")))
    except WrongUse:
        return ""


def _cue_at(found: Scene, moment: int | None) -> int | None:
    """The id of the cue at a moment, or of the next one."""
    if moment is None:
        return None
    return next((cue.id for cue in found.cues if moment < cue.span.end), None)
