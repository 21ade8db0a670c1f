# SPDX-License-Identifier: GPL-3.0-or-later
"""Clips cut out of a recording: made, shown to viewers or not, downloaded by the team, thrown away."""

import secrets

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from archive.access import Access
from archive.catalogue import clips, recordings
from archive.consent import Decision
from archive.film.clips import files_of, remove_files
from archive.film.cutlist import FilmRefused, shown
from archive.film.render import enqueue_clip
from archive.library import Library, Session
from archive.model.film import Clip, ClipId
from archive.model.footage import RecordingId
from archive.naming import spoken
from archive.reasons import sentence
from media.errors import NotFound, Refused
from media.language import gettext as _
from webui import forms, notices
from webui.person import editing, here, team
from webui.ranges import bytes_of
from webui.still import Still

pages = Blueprint("clips", __name__)


@pages.post("/rushes/<recording>/extraits")
@editing
def make(recording: str) -> Response:
    """Keep a passage as a clip and ask the worker for its file; shown to viewers only if consent allows that now.

    Raises Refused when consent does not even cover a draft.
    """
    library = here()
    span = forms.span(request.form)
    clip = Clip(
        ClipId(secrets.token_hex(16)),
        RecordingId(recording),
        span,
        title=forms.text(request.form, "title"),
        released=request.form.get("released") == "yes",
        made_by=library.person.name,
    )
    held = _held_back(library, clip) if clip.released else ""
    with library.writing() as session:
        clips.add(session, clip)
        _check(refusals(session, clip, "draft"), _("Ce passage ne peut pas devenir un extrait."))
        if clip.released and (held or refusals(session, clip, "internet")):
            clips.release(session, clip.id, False)
        elif clip.released:
            spoken.remember(session, library, clip)
        enqueue_clip(session, clip.id, by=library.person.name)
    said = _("Extrait gardé ; son fichier se prépare.")
    notices.say(f"{said} {held}".rstrip(), undo=url_for("clips.remove", clip=clip.id))
    return notices.done(url_for("interview.recording", recording=recording))


@pages.post("/extraits/<clip>/retirer")
@editing
def remove(clip: str) -> Response:
    """Forget a clip, with a way to have it back."""
    with here().writing() as session:
        found = clips.get(session, clip)
        clips.remove(session, clip)
    remove_files(here(), clip)
    fields = {
        "start": str(found.span.start),
        "end": str(found.span.end),
        "title": found.title,
        "released": "yes" if found.released else "",
    }
    notices.say(_("Extrait supprimé."), undo=url_for("clips.make", recording=found.recording), fields=fields)
    return notices.done(url_for("interview.recording", recording=found.recording))


@pages.post("/extraits/<clip>/spectateurs")
@editing
def release(clip: str) -> Response:
    """Ask for the viewers' page, or take the clip back from it. Raises Refused, naming who stands in the way."""
    wanted, library = request.form.get("released") == "yes", here()
    with library.reading() as session:
        found = clips.get(session, clip)
        if wanted:
            _check(refusals(session, found, "internet"), _("Cet extrait ne peut pas être montré aux spectateurs."))
    if wanted:
        spoken.hold_back(library, spoken.of_clip(found))
    with library.writing() as session:
        clips.release(session, clip, wanted)
        if wanted:
            spoken.remember(session, library, found)
    said = _("L’extrait est sur la page des spectateurs.") if wanted else _("L’extrait n’est plus public.")
    notices.say(said, undo=url_for("clips.release", clip=clip), fields={"released": "no" if wanted else "yes"})
    return notices.done(url_for("interview.recording", recording=found.recording))


@pages.get("/extraits/<clip>/extrait.mp4")
@team
def download(clip: str) -> Response:
    """The clip's file for the team, when its passage may be used for a draft today."""
    library = here()

    def ask(session: Session) -> Clip:
        found = clips.get(session, clip)
        if not found.ready or refusals(session, found, "draft"):
            raise NotFound(clip)
        return found

    still = Still(library, ask)
    path, name = files_of(library, still.found.id)[0], f"extrait-{still.found.id[:8]}.mp4"
    try:
        return bytes_of(path, request, "video/mp4", name, still=still)
    except FileNotFoundError:
        abort(404)


def refusals(session: Session, clip: Clip, use: str) -> list[tuple[str, Decision]]:
    """Who stands in the way of all that a clip's file shows, and why; empty when it is allowed today."""
    recording = recordings.get(session, clip.recording)
    return Access.load(session).reasons(use, clip.recording, shown(recording, clip.span))


def _held_back(library: Library, clip: Clip) -> str:
    """Why the words of a clip may not go to viewers; empty when they may."""
    try:
        spoken.hold_back(library, spoken.of_clip(clip))
    except FilmRefused as refusal:
        return _("Il n’est pas montré aux spectateurs. {why}").format(why=refusal.message)
    return ""


def _check(against: list[tuple[str, Decision]], message: str) -> None:
    if against:
        why = (f"{code or _('Personne de connu')} : {sentence(decision.reason)}" for code, decision in against)
        raise Refused(message, " ".join(why))
