# SPDX-License-Identifier: GPL-3.0-or-later
"""Searches kept under a name: kept, renamed, forgotten and put back."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from archive.catalogue import searches
from archive.model.search import SavedSearch
from media.errors import WrongUse
from media.language import gettext as _
from webui import forms, notices
from webui.person import describing, here
from webui.question import FILTERS, SWITCHES

pages = Blueprint("searches", __name__)


@pages.post("/recherche/gardees")
@describing
def keep() -> Response:
    """Keep the question of the form under a name."""
    form = request.form
    query = forms.text(form, "q")
    filters = _beside()
    if not query and not filters:
        raise WrongUse(_("Il n’y a pas de question à garder."), _("Chercher d’abord, garder ensuite."))
    with here().writing() as session:
        made = searches.keep(session, SavedSearch("", forms.text(form, "name"), query, filters, here().person.name))
    notices.say(_("Recherche gardée : {name}.").format(name=made.name), undo=url_for("searches.remove", search=made.id))
    return _done()


@pages.post("/recherche/gardees/<search>/nom")
@describing
def rename(search: str) -> Response:
    """Give a kept search another name."""
    with here().writing() as session:
        before = searches.get(session, search).name
        searches.rename(session, search, forms.text(request.form, "name"))
    notices.say(_("Nom changé."), undo=url_for("searches.rename", search=search), fields={"name": before})
    return _done()


@pages.post("/recherche/gardees/<search>/retirer")
@describing
def remove(search: str) -> Response:
    """Forget a kept search, with a way to put it back."""
    with here().writing() as session:
        gone = searches.remove(session, search)
    fields = {**gone.filters, "name": gone.name, "q": gone.query, "by": gone.made_by}
    notices.say(
        _("Recherche retirée : {name}.").format(name=gone.name), undo=url_for("searches.restore"), fields=fields
    )
    return _done()


@pages.post("/recherche/gardees/remettre")
@describing
def restore() -> Response:
    """Put a search back that was forgotten: the form of its undo button says what it was."""
    form = request.form
    put_back = SavedSearch("", forms.text(form, "name"), forms.text(form, "q"), _beside(), forms.text(form, "by"))
    with here().writing() as session:
        searches.keep(session, put_back)
    notices.say(_("Recherche remise."))
    return _done()


def _beside() -> dict[str, str]:
    """The filters and switches that the form carries."""
    return {name: forms.text(request.form, name) for name in (*FILTERS, *SWITCHES) if request.form.get(name)}


def _done() -> Response:
    return notices.done(url_for("search.page"))
