# SPDX-License-Identifier: GPL-3.0-or-later
"""A computer whose clock went back, or once ran ahead: said on every page of the team, and put right there."""

from datetime import date

from flask import Blueprint, request
from werkzeug.wrappers import Response

from archive.catalogue import clock
from archive.person import KEEPING
from media.errors import BaroError, WrongUse
from media.language import gettext as _
from webui import notices
from webui.person import here, only

pages = Blueprint("clock", __name__)


@pages.post("/horloge")
@only(KEEPING)
def believe() -> Response:
    """The clock of this computer is right: what a later one closed opens again."""
    if request.form.get("sure") != "yes":
        raise WrongUse(_("Rien n’a changé."), _("Cocher la case qui dit que la date est juste."))
    with here().writing() as session:
        clock.believe(session, date.today(), here().person)
    notices.say(_("L’archive suit de nouveau l’horloge de cet ordinateur. Le journal le garde."))
    return notices.done("/")


def ahead() -> date | None:
    """The later day that the archive has known; None while nothing is wrong, or where the catalogue does not answer."""
    try:
        with here().reading() as session:
            return clock.ahead(session)
    except BaroError:
        return None
