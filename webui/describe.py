# SPDX-License-Identifier: GPL-3.0-or-later
"""The forms that describe an interview and its recordings."""

from dataclasses import replace

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from archive import soundtracks
from archive.catalogue import interviews, recordings
from archive.model.footage import InterviewKind
from media.language import gettext as _
from webui import forms, notices
from webui.person import describing, here

pages = Blueprint("describe", __name__)


@pages.post("/entretiens/<interview>/description")
@describing
def interview(interview: str) -> Response:
    """Replace what is written about an interview."""
    form = request.form
    with here().writing() as session:
        before = interviews.get(session, interview)
        interviews.update(
            session,
            replace(
                before,
                title=forms.text(form, "title"),
                kind=forms.choice(InterviewKind, form.get("kind", "")),
                region=forms.text(form, "region") or before.region,
                place=forms.text(form, "place"),
                held_on=forms.day(form.get("held_on", "")),
                languages=tuple(form.get("languages", "").replace(",", " ").split()),
                description=forms.text(form, "description"),
            ),
        )
    notices.say(_("Description enregistrée."))
    return notices.done(url_for("interview.page", interview=interview))


@pages.post("/rushes/<recording>/description")
@describing
def recording(recording: str) -> Response:
    """Replace the title and description of a recording."""
    title, description = forms.text(request.form, "title"), forms.text(request.form, "description")
    with here().writing() as session:
        recordings.describe(session, recording, title=title, description=description)
    notices.say(_("Description enregistrée."))
    return notices.done(url_for("interview.recording", recording=recording))


@pages.post("/rushes/<recording>/son")
@describing
def sound(recording: str) -> Response:
    """Choose which sound track of a recording is heard; its copies and clips are made again."""
    with here().writing() as session:
        before = recordings.get(session, recording)
        after = soundtracks.choose(session, before, forms.text(request.form, "sound"), here().person.name)
    said = _("{name} : on entend {what}.").format(name=after.original_name, what=soundtracks.heard_told(after))
    notices.say(said, undo=url_for("describe.sound", recording=recording), fields={"sound": before.sound})
    return notices.done(url_for("interview.recording", recording=recording))


@pages.post("/rushes/<recording>/entretien")
@describing
def assign(recording: str) -> Response:
    """Put a recording into the interview of that code."""
    with here().writing() as session:
        found = interviews.by_code(session, forms.text(request.form, "code"))
        recordings.assign(session, recording, found.id)
    notices.say(_("Rush rangé dans l’entretien {code}.").format(code=found.code))
    return notices.done(url_for("interview.recording", recording=recording))
