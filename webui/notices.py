# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said once after a write: a sentence, and where something was taken away, the way to put it back."""

from dataclasses import dataclass, field

from flask import Response, jsonify, redirect, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from media.errors import BaroError
from webui.security import local_path

_KEY = "notices"
_KEPT = 4


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
    """Show a refusal on the next page."""
    _keep(Notice(error.message, hint=error.hint, error=True))


def take() -> list[Notice]:
    """The notices that wait, which are then forgotten."""
    return [Notice(**kept) for kept in session.pop(_KEY, [])]


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
    notices = [Notice(n.text, n.hint, n.error, n.action, n.fields, back) for n in take()]
    answer = jsonify(notices=render_template("_notices.html", items=notices), next=back)
    answer.status_code = status
    return answer


def _keep(notice: Notice) -> None:
    kept = {name: getattr(notice, name) for name in Notice.__slots__}
    session[_KEY] = [*session.get(_KEY, []), kept][-_KEPT:]
