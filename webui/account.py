# SPDX-License-Identifier: GPL-3.0-or-later
"""One's own account, and for the administration everybody's: codes, roles, browsers that are signed in."""

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from archive import accounts
from archive.catalogue import accounts as rows
from archive.catalogue import signins
from archive.model.account import Account
from archive.person import Role
from media.errors import NotFound, WrongUse
from media.language import gettext as _
from webui import forms, notices
from webui.person import SIGN_IN, administering, here, signed_in
from webui.signin import browser

pages = Blueprint("account", __name__)


@pages.get("/compte")
def page() -> str:
    """My account: where I am signed in, and another password."""
    account = _mine()
    with here().reading() as catalogue:
        browsers = signins.of_account(catalogue, account.id)
    return render_template("account.html", section="", account_shown=account, browsers=browsers)


@pages.post("/compte/mot-de-passe")
def password() -> Response:
    """Choose another password; my other browsers are signed out."""
    _mine()
    if request.form.get("new", "") != request.form.get("again", ""):
        raise WrongUse(_("Les deux saisies diffèrent."), _("Recommencer."))
    accounts.change_password(
        here(), str(session.get(SIGN_IN, "")), request.form.get("old", ""), request.form.get("new", ""), browser()
    )
    notices.say(_("Mot de passe changé. Les autres navigateurs sont déconnectés."))
    return redirect(url_for("account.page"), 303)


@pages.post("/compte/navigateurs/<browser>")
def close_browser(browser: str) -> Response:
    """Sign one of my browsers out."""
    account = _mine()
    with here().writing() as catalogue:
        if browser not in {one.id for one in signins.of_account(catalogue, account.id)}:
            raise NotFound(browser)
        signins.end(catalogue, browser)
    notices.say(_("Navigateur déconnecté."))
    return redirect(url_for("account.page"), 303)


@pages.get("/comptes")
@administering
def everybody() -> str:
    """Every account."""
    with here().reading() as catalogue:
        found = rows.listed(catalogue)
        browsers = {one.id: len(signins.of_account(catalogue, one.id)) for one in found}
    return render_template("accounts.html", section="", accounts=found, browsers=browsers, roles=list(Role))


@pages.post("/comptes")
@administering
def add() -> Response:
    """Open an account; its code is shown once."""
    name, role = request.form.get("name", ""), forms.choice(Role, request.form.get("role", ""))
    _show_code(name, accounts.invite(here(), name, role))
    return redirect(url_for("account.everybody"), 303)


@pages.post("/comptes/<account>/code")
@administering
def code(account: str) -> Response:
    """Give a new code."""
    found = _found(account)
    _show_code(found.name, accounts.invite_again(here(), found.id))
    return redirect(url_for("account.everybody"), 303)


@pages.post("/comptes/<account>/role")
@administering
def role(account: str) -> Response:
    """Give another role; the person has to sign in again."""
    found, chosen = _found(account), forms.choice(Role, request.form.get("role", ""))
    before = found.role
    accounts.give_role(here(), found.id, chosen)
    undo = url_for("account.role", account=found.id)
    notices.say(_("Rôle de {name} changé.").format(name=found.name), undo=undo, fields={"role": before})
    return redirect(url_for("account.everybody"), 303)


@pages.post("/comptes/<account>/fermer")
@administering
def close(account: str) -> Response:
    """Close an account at once, everywhere."""
    found = _found(account)
    accounts.close(here(), found.id)
    undo = url_for("account.reopen", account=found.id)
    notices.say(_("Compte de {name} fermé.").format(name=found.name), undo=undo)
    return redirect(url_for("account.everybody"), 303)


@pages.post("/comptes/<account>/rouvrir")
@administering
def reopen(account: str) -> Response:
    """Open a closed account again."""
    found = _found(account)
    with here().writing() as catalogue:
        rows.set_disabled(catalogue, found.id, False)
    notices.say(_("Compte de {name} rouvert.").format(name=found.name))
    return redirect(url_for("account.everybody"), 303)


def _show_code(name: str, code: str) -> None:
    said = _("Code de {name} : {code}. Il sert une fois, pendant une semaine ; il ne sera plus montré.")
    notices.say(said.format(name=name, code=code))


def _mine() -> Account:
    account = signed_in()
    if account is None:
        abort(404)
    return account


def _found(account: str) -> Account:
    with here().reading() as catalogue:
        return rows.get(catalogue, account)
