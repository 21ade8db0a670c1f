# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of rendered films, each answer after the decision over everything that the render shows."""

from pathlib import Path

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from archive.access import Access
from archive.catalogue import films, renders
from archive.library import Session
from archive.model.film import Render
from media.errors import NotFound
from webui.filmview import may_leave
from webui.person import here, team
from webui.ranges import bytes_of
from webui.still import Still

pages = Blueprint("film_files", __name__)
TYPES = {"mp4": "video/mp4", "m4a": "audio/mp4", "srt": "application/x-subrip", "vtt": "text/vtt"}


@pages.get("/rendus/<render>/film.<ending>")
@team
def file(render: str, ending: str) -> Response:
    """The film, or its subtitles; `?telecharger=1` saves it under its name."""
    library = here()

    def ask(session: Session) -> Render:
        found = renders.get(session, render)
        film = films.get(session, found.film)
        if ending not in TYPES or not may_leave(session, Access.load(session), film, found):
            raise NotFound(render)
        return found

    still = Still(library, ask)
    name = Path(still.found.file).with_suffix(f".{ending}").name
    saved = name if request.args.get("telecharger") else ""
    try:
        return bytes_of(library.films / name, request, TYPES[ending], saved, still=still)
    except FileNotFoundError:
        abort(404)
