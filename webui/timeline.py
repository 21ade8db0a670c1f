# SPDX-License-Identifier: GPL-3.0-or-later
"""One recording as lanes: who is seen, heard and named where, and what is sealed. Drawn, moved and undone."""

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from archive import seals as sealing
from archive.catalogue import appearances, participants, recordings, seals
from archive.model.footage import RecordingId
from archive.model.people import Appearance, ParticipantId
from archive.person import KEEPING
from media.language import gettext as _
from media.timecode import short_text_of_ms
from webui import forms, notices
from webui.consentacts import keeping
from webui.person import here, team
from webui.scene import scene

pages = Blueprint("timeline", __name__)


@pages.get("/rushes/<recording>/presences")
@team
def page(recording: str) -> str:
    """The lanes of a recording, and the same as lists with forms."""
    library, found = here(), scene(here(), recording)
    with library.reading() as session:
        marks = appearances.of_recording(session, found.recording.id)
        everybody = participants.listed(session)
        closed = seals.of_recording(session, found.recording.id)
    inside = {witness.person.id for witness in found.witnesses} | {mark.participant for mark in marks}
    people = [person for person in everybody if person.id in inside]
    return render_template(
        "timeline.html",
        section="footage.page",
        scene=found,
        people=people,
        others=[person for person in everybody if person.id not in inside],
        codes={person.id: person.code for person in everybody},
        marks=marks,
        seals=closed,
        may_lift=here().person.role in KEEPING,
    )


@pages.post("/rushes/<recording>/presences")
@team
def mark(recording: str) -> Response:
    """Mark somebody on a span of the recording."""
    asked = _asked("", request.form.get("participant", ""), recording)
    with here().writing() as session:
        kept = appearances.mark(session, asked, keeper=here().person.role in KEEPING)
        code = participants.get(session, kept.participant).code
    notices.say(
        _("{code} : {span}.").format(code=code, span=_said(kept)), undo=url_for("timeline.unmark", mark=kept.id)
    )
    return notices.done(url_for("timeline.page", recording=recording))


@pages.post("/presences/<mark>/changer")
@team
def change(mark: str) -> Response:
    """Move a mark, or say otherwise what is seen, heard and named."""
    with here().writing() as session:
        before = appearances.get(session, mark)
        after = _asked(mark, before.participant, before.recording)
        appearances.change(session, after, keeper=here().person.role in KEEPING)
        code = participants.get(session, before.participant).code
    notices.say(
        _("{code} : {span}.").format(code=code, span=_said(after)),
        undo=url_for("timeline.change", mark=mark),
        fields=_fields(before),
    )
    return notices.done(url_for("timeline.page", recording=before.recording))


@pages.post("/presences/<mark>/effacer")
@team
def unmark(mark: str) -> Response:
    """Take a mark off, with a way to have it back."""
    with here().writing() as session:
        before = appearances.get(session, mark)
        appearances.unmark(session, mark, keeper=here().person.role in KEEPING)
    notices.say(
        _("Présence effacée."),
        undo=url_for("timeline.mark", recording=before.recording),
        fields=_fields(before) | {"participant": before.participant},
    )
    return notices.done(url_for("timeline.page", recording=before.recording))


@pages.post("/rushes/<recording>/scelles")
@team
def seal(recording: str) -> Response:
    """Seal a span: black, silent and without words from now on, for everybody."""
    with here().reading() as session:
        known = recordings.get(session, recording)
    kept = sealing.seal(here(), known.id, forms.span(request.form), forms.text(request.form, "reason"))
    undo = url_for("timeline.unseal", seal=kept.id) if here().person.role in KEEPING else ""
    said = _("Passage scellé : plus personne ne le voit ni ne l’entend. Les copies se refont sans lui.")
    recut = [
        _("{film} (place {places})").format(film=film.title or film.name, places=", ".join(map(str, places)))
        for film, places in sealing.to_recut(here(), kept)
    ]
    if recut:
        said += " " + _("À remonter : {films}.").format(films=", ".join(recut))
    notices.say(said, undo=undo)
    return notices.done(url_for("timeline.page", recording=recording))


@pages.post("/scelles/<seal>/lever")
@keeping
def unseal(seal: str) -> Response:
    """Open a sealed span again."""
    removed = sealing.unseal(here(), seal)
    notices.say(
        _("Scellé levé."),
        undo=url_for("timeline.seal", recording=removed.recording),
        fields={"start": str(removed.span.start), "end": str(removed.span.end), "reason": removed.reason},
    )
    return notices.done(url_for("timeline.page", recording=removed.recording))


def _asked(mark: str, participant: str, recording: str) -> Appearance:
    seen, heard, named = (request.form.get(name) == "yes" for name in ("seen", "heard", "named"))
    span = forms.span(request.form)
    return Appearance(mark, ParticipantId(participant), RecordingId(recording), span, seen, heard, named)


def _fields(mark: Appearance) -> dict[str, str]:
    flags = {name: "yes" if getattr(mark, name) else "no" for name in ("seen", "heard", "named")}
    return {"start": str(mark.span.start), "end": str(mark.span.end), **flags}


def _said(mark: Appearance) -> str:
    return f"{short_text_of_ms(mark.span.start)}–{short_text_of_ms(mark.span.end)}"
