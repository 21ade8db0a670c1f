# SPDX-License-Identifier: GPL-3.0-or-later
"""The writes of a paper edit: lines added, moved, trimmed, taken out and put back."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from archive.catalogue import films
from archive.model.film import ItemKind
from media.errors import WrongUse
from media.language import gettext as _
from webui import forms, notices
from webui.person import editing, here

pages = Blueprint("filmedit", __name__)


@pages.post("/rushes/<recording>/vers-film")
@editing
def from_recording(recording: str) -> Response:
    """Put a passage of a recording at the end of the chosen film."""
    film, span = request.form.get("film", ""), forms.span(request.form)
    with here().writing() as session:
        made = films.add_clip(session, film, recording, span)
        name = films.get(session, film)
    notices.say(
        _("Passage ajouté au film {name}.").format(name=name.title or name.name),
        undo=url_for("filmedit.remove", film=film, item=made.id),
    )
    return notices.done(url_for("film.page", film=film))


@pages.post("/films/<film>/cartons")
@editing
def add_card(film: str) -> Response:
    """A title card at the end, or at the place given."""
    words, duration = forms.text(request.form, "text"), forms.seconds(request.form.get("seconds", "4"))
    with here().writing() as session:
        films.add_card(session, film, words, duration, at=forms.number(request.form.get("at", "")))
    notices.say(_("Carton ajouté."))
    return _back(film)


@pages.post("/films/<film>/notes")
@editing
def add_note(film: str) -> Response:
    """A note for the team."""
    words = forms.text(request.form, "text")
    with here().writing() as session:
        films.add_note(session, film, words, at=forms.number(request.form.get("at", "")))
    notices.say(_("Note ajoutée."))
    return _back(film)


@pages.post("/films/<film>/lignes/<item>/deplacer")
@editing
def move(film: str, item: str) -> Response:
    """Move a line to a place counted from 1."""
    to = forms.number(request.form.get("to", ""))
    if to is None:
        raise WrongUse(_("Il manque la nouvelle place."))
    with here().writing() as session:
        before = next((n for n, line in enumerate(films.edit_of(session, film).items, 1) if line.id == item), 1)
        films.move(session, film, item, to)
    notices.say(
        _("Ligne {before} mise à la place {to}.").format(before=before, to=to),
        undo=url_for("filmedit.move", film=film, item=item),
        fields={"to": str(before)},
    )
    return _back(film)


@pages.post("/films/<film>/lignes/<item>/changer")
@editing
def change(film: str, item: str) -> Response:
    """Trim a clip, or change the words or the duration of a card or note."""
    form = request.form
    with here().writing() as session:
        films.change_item(
            session,
            film,
            item,
            span=forms.span(form) if "start" in form else None,
            text=forms.text(form, "text") if "text" in form else None,
            duration=forms.seconds(form["seconds"]) if "seconds" in form else None,
        )
    notices.say(_("Ligne changée."))
    return _back(film)


@pages.post("/films/<film>/lignes/<item>/retirer")
@editing
def remove(film: str, item: str) -> Response:
    """Take a line out, with a way to put it back in its place."""
    with here().writing() as session:
        place = next((n for n, line in enumerate(films.edit_of(session, film).items, 1) if line.id == item), 0)
        gone = films.remove(session, film, item)
    fields = {"kind": gone.kind.value, "text": gone.text, "duration": str(gone.duration), "at": str(place)}
    if gone.recording is not None and gone.span is not None:
        fields |= {"recording": gone.recording, "start": str(gone.span.start), "end": str(gone.span.end)}
    notices.say(_("Ligne retirée."), undo=url_for("filmedit.restore", film=film), fields=fields)
    return _back(film)


@pages.post("/films/<film>/lignes")
@editing
def restore(film: str) -> Response:
    """Put a line back that was taken out: the form of its undo button says what it was."""
    form = request.form
    kind, at = forms.choice(ItemKind, form.get("kind", "")), forms.number(form.get("at", ""))
    with here().writing() as session:
        if kind is ItemKind.CLIP:
            films.add_clip(session, film, form.get("recording", ""), forms.span(form), at=at)
        elif kind is ItemKind.CARD:
            films.add_card(session, film, forms.text(form, "text"), forms.number(form.get("duration", "")) or 0, at=at)
        else:
            films.add_note(session, film, forms.text(form, "text"), at=at)
    notices.say(_("Ligne remise."))
    return _back(film)


def _back(film: str) -> Response:
    return notices.done(url_for("film.page", film=film))
