# SPDX-License-Identifier: GPL-3.0-or-later
"""The French subtitles of a recording as WebVTT, for the player: only the cues that may be shown."""

from flask import Blueprint, make_response
from werkzeug.wrappers import Response

from archive.access import Access
from archive.catalogue import recordings, tracks
from archive.tracks import visible_cues
from media.errors import NotFound
from subtitles.cue import Track
from subtitles.writing import write
from webui.gate import playback
from webui.person import here, team

pages = Blueprint("subtitles_files", __name__)


@pages.get("/rushes/<recording>/sous-titres.vtt")
@team
def track(recording: str) -> Response:
    """The newest French track, without the cues that are sealed or refused."""
    with here().reading() as session:
        found = recordings.get(session, recording)
        access = Access.load(session)
        stored = tracks.french(session, found.id)
        if stored is None or not playback(access, found).allowed:
            raise NotFound(recording)
        cues = visible_cues(access, stored)
    return vtt(Track(cues, stored.language, stored.kind))


def vtt(track: Track) -> Response:
    """A track as a WebVTT answer."""
    response = make_response(write(track, "vtt").data)
    response.mimetype = "text/vtt"
    return response
