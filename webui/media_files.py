# SPDX-License-Identifier: GPL-3.0-or-later
"""The bytes of a recording's working copies: found by the catalogue, each answer after its own consent decision."""

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from archive.access import Access
from archive.catalogue import recordings
from archive.library import Session
from archive.model.footage import Recording
from media.errors import NotFound
from webui.gate import PEAKS, POSTER, PROXY, SHEET, SMALL, current, playback
from webui.person import here, team
from webui.ranges import bytes_of
from webui.still import Still

pages = Blueprint("media_files", __name__)


@pages.get("/rushes/<recording>/copie.mp4")
@team
def proxy(recording: str) -> Response:
    """The working copy, whole or by range."""
    return _derived(recording, PROXY, "video/mp4")


@pages.get("/rushes/<recording>/petite.mp4")
@team
def small(recording: str) -> Response:
    """The small copy for slow lines, whole or by range."""
    return _derived(recording, SMALL, "video/mp4")


@pages.get("/rushes/<recording>/planche.jpg")
@team
def sheet(recording: str) -> Response:
    """The sheet of stills."""
    return _derived(recording, SHEET, "image/jpeg")


@pages.get("/rushes/<recording>/affiche.jpg")
@team
def poster(recording: str) -> Response:
    """The poster."""
    return _derived(recording, POSTER, "image/jpeg")


@pages.get("/rushes/<recording>/son.json")
@team
def peaks(recording: str) -> Response:
    """The waveform."""
    return _derived(recording, PEAKS, "application/json")


def _derived(recording: str, file: str, mimetype: str) -> Response:
    library = here()

    def ask(session: Session) -> Recording:
        found = recordings.get(session, recording)
        if not playback(Access.of_recording(session, found), found).allowed or not current(
            library, session, found, file
        ):
            raise NotFound(recording)
        return found

    still = Still(library, ask)
    try:
        return bytes_of(library.derived("recordings", still.found.id, file), request, mimetype, still=still)
    except FileNotFoundError:
        abort(404)
