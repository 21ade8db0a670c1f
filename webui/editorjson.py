# SPDX-License-Identifier: GPL-3.0-or-later
"""Cues, drafts, findings and conflicts as the editor's script sends and gets them. Times are milliseconds."""

from collections.abc import Mapping
from typing import Any

from flask import request

from archive.model.draft import Draft
from archive.model.footage import TrackId
from media.errors import WrongUse
from media.language import gettext as _
from media.span import Span
from subtitles.compare import words
from subtitles.cue import Cue
from subtitles.threeway import Conflict
from webui.forms import LONGEST

LATEST = 100 * 3_600_000
MOST = 100_000
Json = dict[str, Any]


def sent() -> Json:
    """The JSON object that a script sent. Raises WrongUse for anything else."""
    found = request.get_json(silent=True)
    if not isinstance(found, dict):
        raise _unreadable("JSON")
    return found


def number(data: Mapping[str, Any], name: str, least: int = 0, most: int = LATEST) -> int:
    """A whole number of `data`. Raises WrongUse when it is absent or out of bounds."""
    found = data.get(name)
    if type(found) is not int or not least <= found <= most:
        raise _unreadable(name)
    return found


def words_of(data: Mapping[str, Any], name: str, longest: int = LONGEST) -> str:
    """A text of `data`, empty when absent. Raises WrongUse when it is none or far too long."""
    found = data.get(name) or ""
    if not isinstance(found, str) or len(found) > longest:
        raise _unreadable(name)
    whole = found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half a sign is no text
    return whole.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def numbers(data: Mapping[str, Any], name: str) -> tuple[int, ...]:
    """A list of ids."""
    found = data.get(name) or []
    if not isinstance(found, list) or len(found) > MOST or not all(type(one) is int for one in found):
        raise _unreadable(name)
    return tuple(found)


def cue_of(entry: object) -> Cue:
    """The cue of one entry. Raises WrongUse when it is none."""
    if not isinstance(entry, dict):
        raise _unreadable("cue")
    start, end = number(entry, "start"), number(entry, "end")
    if end < start:
        raise WrongUse(_("Un sous-titre finit avant de commencer."), _("Corriger ses temps, puis enregistrer."))
    return Cue(
        number(entry, "id", 1, 2**53),
        Span(start, end),
        words_of(entry, "text"),
        " ".join(words_of(entry, "speaker", 200).split()) or None,
        words_of(entry, "name", 2000),
        words_of(entry, "settings", 2000),
    )


def cues_of(data: Mapping[str, Any], name: str = "cues") -> tuple[Cue, ...]:
    """A list of cues, each id once. Raises WrongUse."""
    entries = data.get(name) or []
    if not isinstance(entries, list) or len(entries) > MOST:
        raise _unreadable(name)
    cues = tuple(cue_of(entry) for entry in entries)
    if len({cue.id for cue in cues}) != len(cues):
        raise _unreadable(name)
    return cues


def entry_of(cue: Cue) -> Json:
    """A cue for the script; what is empty is left away."""
    entry: Json = {"id": cue.id, "start": cue.span.start, "end": cue.span.end, "text": cue.text}
    more = {"speaker": cue.speaker, "name": cue.name, "settings": cue.settings}
    return entry | {key: value for key, value in more.items() if value}


def draft_of(data: Mapping[str, Any], track: str) -> Draft:
    """The draft that a script sent; whose it is the archive says. Raises WrongUse."""
    changes = data.get("changes")
    if not isinstance(changes, dict):
        raise _unreadable("changes")
    return Draft(
        TrackId(track),
        "",
        words_of(data, "desk", 64),
        number(data, "base", 1),
        number(data, "serial", 0, 2**53),
        cues_of(changes, "changed"),
        numbers(changes, "removed"),
        numbers(changes, "order"),
    )


def entry_of_draft(draft: Draft, closed: int) -> Json:
    """A draft for the script that left it, or for the same person at another desk."""
    return {
        "desk": draft.desk,
        "base": draft.base,
        "serial": draft.serial,
        "at": f"{draft.saved_at.isoformat()}Z" if draft.saved_at else "",
        "closed": closed,
        "changes": {
            "changed": [entry_of(cue) for cue in draft.changed],
            "removed": list(draft.removed),
            "order": list(draft.order),
        },
    }


def entry_of_conflict(conflict: Conflict) -> Json:
    """A conflict for the script: the three cues (null: gone), and the words of both against the base."""
    sides: dict[str, Cue | None] = {"base": conflict.base, "mine": conflict.mine, "theirs": conflict.theirs}
    was = conflict.base.text
    return {
        "cue": conflict.cue,
        "layer": conflict.layer,
        **{name: None if cue is None else entry_of(cue) for name, cue in sides.items()},
        "mine_words": [] if conflict.mine is None else [list(piece) for piece in words(was, conflict.mine.text)],
        "their_words": [] if conflict.theirs is None else [list(piece) for piece in words(was, conflict.theirs.text)],
    }


def _unreadable(what: str) -> WrongUse:
    return WrongUse(
        _("La page a envoyé quelque chose d’illisible ({what}).").format(what=what),
        _("Rien n’a été changé. Recharger la page : ce qui a été écrit y est gardé."),
    )
