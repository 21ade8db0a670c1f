# SPDX-License-Identifier: GPL-3.0-or-later
"""One track: its versions, how far it is and who approved it, its findings let stand, its files."""

from dataclasses import replace
from datetime import date

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.labels import label
from archive.model.footage import TrackStatus
from archive.naming import spoken
from archive.review import NEXT, approve, set_status, standing, withdraw_approval
from archive.tracks import export, outgoing
from archive.versions import restore
from archive.waivers import ask_again
from media.language import gettext as _
from subtitles.layout import Layout
from webui import forms, notices
from webui.person import DESCRIBING, describing, here, team
from webui.trackscene import TrackScene, trackscene

pages = Blueprint("track", __name__)
_RATES = (25, 30)  # what EBU STL knows
_TYPES = {"vtt": "text/vtt", "json": "application/json", "csv": "text/csv", "txt": "text/plain"}


@pages.get("/pistes/<track>")
@team
def page(track: str) -> str:
    """The page of a track."""
    may_change = here().person.role in DESCRIBING
    scene = trackscene(here(), track)
    seen = spoken.look(here(), spoken.Leaving(scene.recording.id, track=track)) if scene.cues else None
    return render_template("track.html", section="footage.page", scene=scene, may_change=may_change, seen=seen)


@pages.post("/pistes/<track>/etat")
@describing
def status(track: str) -> Response:
    """Say how far it is. Raises Refused for a step that is none."""
    before = standing(here(), track).stored.status
    wanted = forms.choice(TrackStatus, request.form.get("status", ""))
    after = set_status(here(), track, wanted, message=forms.text(request.form, "message")).stored.status
    back = before in NEXT[after]
    notices.say(
        _("La piste est maintenant : {state}.").format(state=label(after)),
        undo=url_for("track.status", track=track) if back else "",
        fields={"status": before.value},
    )
    return notices.done(url_for("track.page", track=track))


@pages.post("/pistes/<track>/approbation")
@describing
def approval(track: str) -> Response:
    """Approve the version that was read, under the name of whoever asks; or take that back. Each undoes the other."""
    if request.form.get("withdraw"):
        now = withdraw_approval(here(), track)
        read = {"version": str(now.stored.version.number)}
        notices.say(_("Votre approbation est retirée."), undo=url_for("track.approval", track=track), fields=read)
    else:
        now = approve(here(), track, version=forms.number(request.form.get("version", "")))
        said = (
            _("Approuvée par deux personnes.")
            if len(now.approvals) > 1
            else _("Approuvée par vous. Il manque une seconde personne.")
        )
        notices.say(said, undo=url_for("track.approval", track=track), fields={"withdraw": "yes"})
    return notices.done(url_for("track.page", track=track))


@pages.post("/pistes/<track>/reprendre")
@describing
def take_up(track: str) -> Response:
    """Take an old version up again as a new one; undone by taking up the one that was the newest."""
    number = forms.number(request.form.get("version", "")) or 0
    before = standing(here(), track).stored.version.number
    after = restore(here(), track, number).version.number
    if after == before:
        notices.say(_("La version {number} est déjà ce que dit la piste.").format(number=number))
    else:
        notices.say(
            _("Version {number} reprise : c’est la version {after}.").format(number=number, after=after),
            undo=url_for("track.take_up", track=track),
            fields={"version": str(before)},
        )
    return notices.done(url_for("track.page", track=track))


@pages.post("/pistes/<track>/redemander")
@describing
def again(track: str) -> Response:
    """Ask a finding again that somebody let stand."""
    ask_again(here(), track, request.form.get("rule", ""), forms.number(request.form.get("cue", "")) or 0)
    notices.say(_("La remarque sera de nouveau faite."))
    return notices.done(url_for("track.page", track=track))


@pages.get("/pistes/<track>/piste.<format_>")
@team
def file(track: str, format_: str) -> Response:
    """The newest version as a file to take away, without what consent refuses. Raises as `export`."""
    scene = trackscene(here(), track)
    written = export(here(), track, format_, layout=_layout(scene, format_))
    answer = make_response(written.data)
    answer.mimetype = _TYPES.get(format_, "application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="piste-{track[:8]}.{format_}"'
    return answer


def _layout(scene: TrackScene, format_: str) -> Layout:
    """What the file needs to know: the picture, the title, and for the script to print the source track beside it."""
    picture = scene.recording.picture
    title = (scene.interview.title if scene.interview else "") or scene.recording.title
    layout = Layout(title=title, made=date.today())
    if picture is not None:
        rate = picture.rate if picture.rate in _RATES else layout.rate
        layout = replace(layout, width=picture.width, height=picture.height, rate=rate)
    source = next((one for one in scene.others if one.language != scene.stored.language), None)
    if format_ == "html" and source is not None:
        layout = replace(layout, beside=outgoing(here(), source.id).track)
    return layout
