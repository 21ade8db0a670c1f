# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of viewers: released clips that consent opens to the internet today, and nothing about the team's work."""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request
from flask import session as flask_session
from werkzeug.wrappers import Response

from archive.access import Access
from archive.catalogue import clips, interviews, recordings
from archive.library import Library, Session
from archive.model.film import Clip
from archive.model.footage import Interview, Recording
from media.errors import NotFound
from webui.person import here
from webui.ranges import bytes_of

pages = Blueprint("viewer", __name__)
USE = "internet"


@dataclass(frozen=True, slots=True)
class Shown:
    """A clip that everybody may see, where it comes from, and whether words lie beside it."""

    clip: Clip
    recording: Recording
    interview: Interview | None
    subtitled: bool


@pages.get("/voir")
def page() -> str:
    """All clips that viewers may see."""
    library = here()
    with library.reading() as session:
        access = Access.load(session)
        shown = [_shown(library, session, clip) for clip in clips.listed(session) if _open(access, clip)]
    return render_template("viewer.html", section="", shown=shown, back_to_work=bool(flask_session.get("viewer")))


@pages.get("/voir/<clip>/extrait.mp4")
def film(clip: str) -> Response:
    """The bytes of a clip that viewers may see."""
    return _bytes(clip, "mp4", "video/mp4")


@pages.get("/voir/<clip>/sous-titres.vtt")
def words(clip: str) -> Response:
    """Its subtitles."""
    return _bytes(clip, "vtt", "text/vtt")


def _open(access: Access, clip: Clip) -> bool:
    return clip.released and clip.ready and access.decide(USE, clip.recording, clip.span).allowed


def _bytes(clip: str, ending: str, mimetype: str) -> Response:
    library = here()
    with library.reading() as session:
        found = clips.get(session, clip)
        if not _open(Access.load(session), found):
            raise NotFound(clip)
    try:
        return bytes_of(library.derived("clips", f"{found.id}.{ending}"), request, mimetype)
    except FileNotFoundError:
        abort(404)


def _shown(library: Library, session: Session, clip: Clip) -> Shown:
    recording = recordings.get(session, clip.recording)
    interview = interviews.get(session, recording.interview) if recording.interview else None
    return Shown(clip, recording, interview, library.derived("clips", f"{clip.id}.vtt").is_file())
