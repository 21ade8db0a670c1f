# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of rendered films, each answer after the decision over everything that the render shows."""

from pathlib import Path

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from archive.access import Access
from archive.catalogue import films, renders
from media.errors import NotFound
from webui.filmview import may_leave
from webui.person import here, team
from webui.ranges import bytes_of

pages = Blueprint("film_files", __name__)
TYPES = {"mp4": "video/mp4", "m4a": "audio/mp4", "srt": "application/x-subrip", "vtt": "text/vtt"}


@pages.get("/rendus/<render>/film.<ending>")
@team
def file(render: str, ending: str) -> Response:
    """The film, or its subtitles; `?telecharger=1` saves it under its name."""
    library = here()
    with library.reading() as session:
        found = renders.get(session, render)
        film = films.get(session, found.film)
        if ending not in TYPES or not may_leave(session, Access.load(session), film, found):
            raise NotFound(render)
    name = Path(found.file).with_suffix(f".{ending}").name
    try:
        return bytes_of(library.films / name, request, TYPES[ending], name if request.args.get("telecharger") else "")
    except FileNotFoundError:
        abort(404)
