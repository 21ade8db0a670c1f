# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of one archive as a Flask application: no globals, nothing at import."""

from datetime import timedelta
from importlib import import_module

from flask import Flask, Response, current_app, make_response, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from archive.library import Library
from media.errors import BaroError, NotFound
from media.language import gettext as _
from webui import frame, journaling, notices, security
from webui.person import accounts_rule, signed_in

PAGES = (
    "footage",
    "intakes",
    "tagging",
    "interview",
    "editor",
    "editorchecks",
    "editorsave",
    "editordrafts",
    "describe",
    "consents",
    "consentacts",
    "consenttable",
    "clock",
    "handovers",
    "withdrawing",
    "timeline",
    "together",
    "participants",
    "papers",
    "search",
    "concordance",
    "listen",
    "searches",
    "selection",
    "films",
    "film",
    "filmedit",
    "filmmask",
    "filmlife",
    "naming",
    "exchange",
    "clips",
    "viewer",
    "viewersearch",
    "jobs",
    "media_files",
    "film_files",
    "subtitles_files",
    "track",
    "trackdiff",
    "translation",
    "help",
    "me",
    "signin",
    "account",
    "journal",
)


def create_app(library: Library) -> Flask:
    """The application that shows `library`. The archive stays open as long as the application lives."""
    app, key = Flask("webui"), security.session_key(library.folder)
    app.config.update(
        SECRET_KEY=key,
        SESSION_COOKIE_NAME=security.cookie_name(key),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        PERMANENT_SESSION_LIFETIME=timedelta(days=365),
        MAX_CONTENT_LENGTH=security.LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=2 << 20,
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    app.extensions["baro"] = library
    frame.furnish(app)
    security.guard(app)
    journaling.keep(app)
    app.register_error_handler(BaroError, _speak)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fallen)
    for name in PAGES:
        app.register_blueprint(import_module(f"webui.{name}").pages)
    return app


def nothing_here() -> Response:
    """The one page for what does not exist and for what this person may not know of."""
    sign_in = accounts_rule() and signed_in() is None
    return _page(
        404,
        _("Rien ici"),
        _("Cette page n’existe pas, ou elle n’est pas ouverte à tous."),
        _("Se connecter pour voir plus loin.") if sign_in else _("L’adresse a peut-être été mal recopiée."),
        sign_in=sign_in,
    )


def _speak(error: BaroError) -> AnyResponse:
    """A refusal in plain words: on the page that the form came from, else on a page of its own."""
    if isinstance(error, NotFound):
        return nothing_here()
    back = security.local_path(request.form.get("next"), "") if request.method == "POST" else ""
    if request.method == "POST" and notices.wants_json():
        notices.say_error(error)
        return notices.as_json(back, 409)
    if back:
        notices.say_error(error)
        return redirect(back, 303)
    return _page(409, _("Ce n’est pas possible"), error.message, error.hint)


def _http(error: HTTPException) -> AnyResponse:
    code = error.code or 500
    if code in (404, 405, 308):
        return error.get_response() if code == 308 else nothing_here()
    if code == 403:
        return _page(
            403,
            _("Page ouverte depuis trop longtemps"),
            _("Par prudence, rien n’a été enregistré."),
            _("Revenir en arrière, recharger la page et recommencer."),
        )
    if code == 413:
        return _page(
            413,
            _("Envoi trop lourd"),
            _("Le formulaire dépasse {count} Mo.").format(count=(request.max_content_length or 0) >> 20),
            "",
        )
    return _page(code, _("Demande incomprise"), _("Le navigateur a envoyé une demande illisible."), "")


def _fallen(error: Exception) -> Response:
    current_app.logger.error("page %s", request.path, exc_info=error)
    return _page(
        500,
        _("Quelque chose s’est cassé"),
        _("La page n’a pas pu se faire. Rien n’a été perdu dans l’archive."),
        _("Recharger la page ; si cela recommence, lancer « baro doctor » et garder ce qu’il écrit."),
    )


def _page(status: int, title: str, message: str, hint: str, *, sign_in: bool = False) -> Response:
    words = {"title": title, "message": message, "hint": hint}
    return make_response(render_template("error.html", **words, sign_in=sign_in), status)
