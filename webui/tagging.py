# SPDX-License-Identifier: GPL-3.0-or-later
"""Tags put on a recording or on a passage of it, and taken off again."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from archive.catalogue import tags
from media.errors import NotFound
from media.language import gettext as _
from webui import notices
from webui.forms import optional_span
from webui.person import describing, here
from webui.words import tag_label

pages = Blueprint("tagging", __name__)


@pages.post("/rushes/<recording>/mots-cles")
@describing
def put(recording: str) -> Response:
    """Put the chosen term on the recording, or on the span that the form gives."""
    span = optional_span(request.form)
    with here().writing() as session:
        made = tags.put(session, request.form.get("path", ""), recording, span, here().person.name)
    notices.say(
        _("Mot-clé mis : {tag}.").format(tag=tag_label(made.tag)), undo=url_for("tagging.take_off", tagging=made.id)
    )
    return notices.done(url_for("footage.page"))


@pages.post("/mots-cles/<tagging>/retirer")
@describing
def take_off(tagging: str) -> Response:
    """Take a tag off, with a way to put it back."""
    with here().writing() as session:
        found = next((item for item in tags.everywhere(session) if item.id == tagging), None)
        if found is None:
            raise NotFound(_("Ce mot-clé n’est plus là."))
        tags.take_off(session, tagging)
    fields = {"path": found.tag.path}
    if found.span is not None:
        fields |= {"start": str(found.span.start), "end": str(found.span.end)}
    notices.say(
        _("Mot-clé retiré : {tag}.").format(tag=tag_label(found.tag)),
        undo=url_for("tagging.put", recording=found.recording),
        fields=fields,
    )
    return notices.done(url_for("footage.page"))
