# SPDX-License-Identifier: GPL-3.0-or-later
"""The drafts that a browser still holds, looked through: nothing stays there of passages that were closed since."""

from dataclasses import replace

from flask import Blueprint, Response, jsonify

from archive import drafts
from archive.model.draft import Draft
from media.errors import WrongUse
from webui.editorjson import Json, draft_of, entry_of_draft, sent, words_of
from webui.person import here, team

pages = Blueprint("editordrafts", __name__)
MOST = 200


@pages.post("/brouillons/revoir")
@team
def review() -> Response:
    """For each draft that was sent what may stay of it, in the same order; null for one that is to go.

    Why one is to go is not said: closed, unknown, unreadable and already kept by the archive answer alike.
    """
    entries = sent().get("drafts")
    left = [_draft(entry) for entry in entries[:MOST]] if isinstance(entries, list) else []
    found = iter(drafts.kept_elsewhere(here(), [one for one in left if one is not None]))
    return jsonify(drafts=[_entry(next(found)) if one is not None else None for one in left])


def _draft(entry: object) -> Draft | None:
    try:
        if isinstance(entry, dict):
            return replace(draft_of(entry, words_of(entry, "track", 64)), person=words_of(entry, "person", 100))
    except WrongUse:
        pass
    return None


def _entry(found: drafts.Found | None) -> Json | None:
    return None if found is None else {"changes": entry_of_draft(found.draft, found.closed)["changes"]}
