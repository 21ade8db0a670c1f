# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in and out: a name and a password, or the one-time code of a new account."""

from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from archive import accounts
from archive.accounts import Browser
from archive.library import Library
from media.errors import BaroError, WrongUse
from media.language import gettext as _
from webui import journaling, notices
from webui.person import SIGN_IN, here
from webui.security import local_path

pages = Blueprint("signin", __name__)


@pages.get("/connexion")
def page() -> str:
    """The form; afterwards one returns to the page that led here."""
    asked = request.args.get("next")
    came_from = asked if asked is not None else urlsplit(request.referrer or "").path
    return _form("signin.html", came_from)


@pages.post("/connexion")
def enter() -> str | Response:
    """Try a name and a password."""
    try:
        token = accounts.sign_in(here(), request.form.get("name", ""), request.form.get("password", ""), browser())
    except BaroError as error:
        return _again("signin.html", error)
    return _signed_in(here(), token)


@pages.get("/connexion/code")
def code() -> str:
    """The form of those who were given a one-time code."""
    return _form("signin_code.html", "/")


@pages.post("/connexion/code")
def redeem() -> str | Response:
    """Choose a password with a one-time code."""
    form = request.form
    try:
        if form.get("password", "") != form.get("again", ""):
            raise WrongUse(_("Les deux saisies diffèrent."), _("Recommencer."))
        token = accounts.redeem(here(), form.get("name", ""), form.get("code", ""), form.get("password", ""), browser())
    except BaroError as error:
        return _again("signin_code.html", error)
    return _signed_in(here(), token)


@pages.post("/deconnexion")
def leave() -> Response:
    """Forget this browser."""
    if SIGN_IN not in session:
        abort(404)
    accounts.sign_out(here(), str(session[SIGN_IN]))
    session.clear()
    return redirect(url_for("signin.page"), 303)


def _signed_in(library: Library, token: str) -> Response:
    wanted = local_path(request.form.get("next"), "/")
    session.clear()  # nothing that was known before signing in is known after it
    session[SIGN_IN] = token
    account = accounts.who(library, token)
    if account is not None:
        journaling.note(library.as_person(account.person), "signin.enter")
        notices.say(_("Bonjour, {name}.").format(name=account.name))
    return redirect(wanted, 303)


def _form(template: str, came_from: str, error: BaroError | None = None) -> str:
    kept = local_path(came_from, "/")
    back = "/" if kept.startswith("/connexion") else kept
    return render_template(template, section="", back_to=back, error=error, name=request.form.get("name", ""))


def _again(template: str, error: BaroError) -> str:
    journaling.note(here(), "signin.failed")
    return _form(template, request.form.get("next", "/"), error)


def browser() -> Browser:
    """The address of the connection; what a header says of it counts for nothing."""
    return Browser(request.remote_addr or "", request.user_agent.string)
