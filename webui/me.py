# SPDX-License-Identifier: GPL-3.0-or-later
"""Who works, in which language, and through whose eyes: three small forms of the page's head."""

from flask import Blueprint, redirect, request, session, url_for
from werkzeug.wrappers import Response

from archive.person import Role
from media.errors import WrongUse
from media.language import LANGUAGES, use_language
from media.language import gettext as _
from webui import notices
from webui.frame import LANGUAGE_COOKIE
from webui.person import NAME_LENGTH, here, team
from webui.security import local_path

pages = Blueprint("me", __name__)


@pages.post("/moi/nom")
@team
def name() -> Response:
    """Keep the name of the person who works, in this browser."""
    chosen = " ".join(request.form.get("name", "").split())
    if not chosen or len(chosen) > NAME_LENGTH or not chosen.isprintable():
        raise WrongUse(_("Ce nom ne convient pas."), _("Écrire un nom de {count} lettres au plus.").format(count=60))
    session.permanent = True
    session["name"] = chosen
    notices.say(_("Bonjour, {name}.").format(name=chosen))
    return notices.done(url_for("footage.page"))


@pages.post("/moi/langue")
def lang() -> Response:
    """Keep the language of the pages, in this browser."""
    chosen = request.form.get("lang", "")
    response = redirect(local_path(request.form.get("next"), "/"), 303)
    if chosen in LANGUAGES:
        use_language(chosen)
        response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=365 * 86_400, httponly=True, samesite="Strict")
    return response


@pages.post("/moi/regard")
def look() -> Response:
    """See what viewers see, or take one's own role back."""
    if request.form.get("as") == Role.VIEWER and here().person.in_team:
        session["viewer"] = True
        return redirect(url_for("viewer.page"), 303)
    session.pop("viewer", None)
    return redirect(url_for("footage.page"), 303)
