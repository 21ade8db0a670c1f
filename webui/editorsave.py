# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the editor puts what was written: at once as a draft, on request as a version; and who else is there."""

from dataclasses import replace

from flask import Blueprint, Response, jsonify

from archive import drafts
from archive.catalogue import tracks
from archive.correct import Correction, correct
from subtitles.cue import Cue
from webui import presence
from webui.editorjson import Json, cues_of, draft_of, entry_of, entry_of_conflict, number, sent, words_of
from webui.person import describing, here

pages = Blueprint("editorsave", __name__)


@pages.post("/pistes/<track>/brouillon")
@describing
def draft(track: str) -> Response:
    """Keep the draft of this person at this desk; `kept` is false when a later one stands there already."""
    return jsonify(kept=drafts.keep(here(), draft_of(sent(), track)))


@pages.post("/pistes/<track>/brouillon/oublier")
@describing
def forget(track: str) -> Response:
    """Give a draft of this person up."""
    drafts.forget(here(), track, [words_of(sent(), "desk", 64)])
    return jsonify(forgotten=True)


@pages.post("/pistes/<track>/versions")
@describing
def version(track: str) -> Response:
    """Make a version of the cues that were sent, or give the conflicts with what others saved: nothing is stored then."""
    data, library = sent(), here()
    base, message = number(data, "base", 1), " ".join(words_of(data, "message", 500).split())
    known = {cue.id: cue for cue in drafts.opened(library, track, base).cues}
    answer = correct(library, track, base, [_upon(known.get(cue.id), cue) for cue in cues_of(data)], message=message)
    if not answer.conflicts:
        drafts.forget(library, track, [words_of(data, "desk", 64), *_adopted(data)])
    response = jsonify(_answer(answer))
    response.status_code = 409 if answer.conflicts else 200
    return response


@pages.post("/pistes/<track>/presence")
@describing
def here_is(track: str) -> Response:
    """Say that this desk has the track open; the answer says who else has, and which version is the newest."""
    data, library = sent(), here()
    desk = words_of(data, "desk", 64)
    with library.reading() as session:
        newest = tracks.get(session, track).version
    if data.get("leaving") is True:
        presence.gone(track, desk)
        return jsonify(others=[])
    people = presence.here_is(track, library.person.name, desk)
    return jsonify(others=[seen.person for seen in people], newest=newest.number, author=newest.author)


def _upon(known: Cue | None, cue: Cue) -> Cue:
    """What the page may change, on the cue as the archive has it: everything else about it stays."""
    return cue if known is None else replace(known, span=cue.span, text=cue.text, speaker=cue.speaker)


def _adopted(data: Json) -> list[str]:
    """The other desks whose drafts were taken up in this work."""
    found = data.get("adopted")
    return [desk for desk in found if isinstance(desk, str)] if isinstance(found, list) else []


def _answer(answer: Correction) -> Json:
    return {
        "version": answer.version.number,
        "new": answer.new,
        "merged": answer.merged,
        "cues": [entry_of(cue) for cue in answer.cues],
        "ids": list(answer.ids),
        "closed": len(answer.closed),
        "conflicts": [entry_of_conflict(conflict) for conflict in answer.conflicts],
    }
