# SPDX-License-Identifier: GPL-3.0-or-later
"""A film renamed, removed and brought back."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from archive.catalogue import filmlife
from archive.model.film import Audience
from media.language import gettext as _
from webui import forms, notices
from webui.person import editing, here

pages = Blueprint("filmlife", __name__)


@pages.post("/films/<film>/nom")
@editing
def rename(film: str) -> Response:
    """Change the title, the short name or the audience. Raises Refused for a name that consents cite."""
    form = request.form
    with here().writing() as session:
        before = filmlife.change(
            session,
            film,
            name=forms.text(form, "name"),
            title=forms.text(form, "title"),
            audience=forms.choice(Audience, form.get("audience", "")),
        )
    fields = {"name": before.name, "title": before.title, "audience": str(before.audience)}
    notices.say(_("Le film est renommé."), undo=url_for("filmlife.rename", film=film), fields=fields)
    return notices.done(url_for("film.page", film=film))


@pages.post("/films/<film>/supprimer")
@editing
def remove(film: str) -> Response:
    """Take the film off the list, with a way to have it back."""
    with here().writing() as session:
        gone = filmlife.remove(session, film)
    notices.say(
        _("Le film « {name} » est supprimé.").format(name=gone.title or gone.name),
        undo=url_for("filmlife.restore", film=film),
    )
    return notices.done(url_for("films.page"))


@pages.post("/films/<film>/restaurer")
@editing
def restore(film: str) -> Response:
    """Bring a removed film back."""
    with here().writing() as session:
        back = filmlife.restore(session, film)
    notices.say(_("Le film « {name} » est repris.").format(name=back.title or back.name))
    return notices.done(url_for("film.page", film=film))
