# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said once after a write: a sentence, and where something was taken away, the way to put it back.

Notices wait in the server's memory, not in the cookie: a long note that was taken out would not fit there.
"""

from dataclasses import dataclass, field, replace

from flask import Response, current_app, g, jsonify, redirect, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from media.errors import BaroError
from webui.security import local_path, token

_KEPT = 4
_SESSIONS = 200


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence; `action` and `fields` are the form that undoes what it says, `back` the page to return to."""

    text: str
    hint: str = ""
    error: bool = False
    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    back: str = ""


def say(text: str, *, undo: str = "", fields: dict[str, str] | None = None) -> None:
    """Show `text` on the next page, with an undo button that posts `fields` to `undo`."""
    _keep(Notice(text, action=undo, fields=fields or {}))


def say_error(error: BaroError) -> None:
    """Show a refusal on the next page. The journal tells it as one, whatever page answers."""
    g.refused = True
    _keep(Notice(error.message, hint=error.hint, error=True))


def take() -> list[Notice]:
    """The notices that wait for this session, which are then forgotten."""
    return _waiting().pop(str(session.get("token", "")), [])


def done(otherwise: str) -> AnyResponse:
    """The answer to a write that went well: back to the page it came from, or its notices for a script."""
    back = local_path(request.form.get("next"), otherwise)
    if wants_json():
        return as_json(back)
    return redirect(back, 303)


def wants_json() -> bool:
    """True when a script of ours asked."""
    return request.accept_mimetypes.best == "application/json"


def as_json(back: str, status: int = 200) -> Response:
    """The waiting notices as HTML, for a script to show."""
    notices = [replace(notice, back=back) for notice in take()]
    answer = jsonify(notices=render_template("_notices.html", items=notices), next=back)
    answer.status_code = status
    return answer


def _keep(notice: Notice) -> None:
    waiting, mine = _waiting(), token()
    waiting[mine] = [*waiting.pop(mine, []), notice][-_KEPT:]
    while len(waiting) > _SESSIONS:
        del waiting[next(iter(waiting))]


def _waiting() -> dict[str, list[Notice]]:
    """The notices of each session, the oldest session first."""
    waiting: dict[str, list[Notice]] = current_app.extensions.setdefault("baro-notices", {})
    return waiting
