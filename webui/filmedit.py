# SPDX-License-Identifier: GPL-3.0-or-later
"""The writes of a paper edit: lines added, moved, trimmed, taken out and put back."""

import json
from collections.abc import Mapping

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from archive.catalogue import films, recordings
from archive.catalogue.looks import read, stored
from archive.film.pictures import keep_picture, path_of
from archive.model.film import Item, ItemKind, ItemLooks
from media.errors import CannotCheck, NotFound, WrongUse
from media.files import working_folder
from media.language import gettext as _
from media.looks import Hiding
from webui import forms, notices
from webui.person import editing, here, team
from webui.ranges import bytes_of

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
        _("Passage ajouté au film « {name} ».").format(name=name.title or name.name),
        undo=url_for("filmedit.remove", film=film, item=made.id),
    )
    return notices.done(url_for("film.page", film=film))


@pages.post("/films/<film>/cartons")
@editing
def add_card(film: str) -> Response:
    """A title card at the end, or at the place given."""
    words, duration = forms.text(request.form, "text"), forms.seconds(request.form.get("seconds", "4"))
    with here().writing() as session:
        made = films.add_card(session, film, words, duration, at=forms.number(request.form.get("at", "")))
    notices.say(_("Carton ajouté."), undo=_without(film, made))
    return _back(film)


@pages.post("/films/<film>/images")
@editing
def add_picture(film: str) -> Response:
    """A still picture, with words on it or none, at the end or at the place given."""
    library, sent = here(), request.files.get("picture")
    if sent is None or not sent.filename:
        raise WrongUse(_("Il manque l’image."), _("Choisir un fichier JPEG ou PNG."))
    duration = forms.seconds(request.form.get("seconds", "4"))
    with working_folder(library.folder / "pictures" / "sent") as folder:
        sent.save(folder / "sent")
        name = keep_picture(library, folder / "sent", nobody=request.form.get("nobody") == "yes")
    with library.writing() as session:
        at, words = forms.number(request.form.get("at", "")), forms.text(request.form, "text")
        made = films.add_card(session, film, words, duration, at=at, picture=name)
    notices.say(_("Image ajoutée."), undo=_without(film, made))
    return _back(film)


@pages.get("/images/<name>")
@team
def picture(name: str) -> Response:
    """A still picture of a paper edit."""
    try:
        return bytes_of(path_of(here(), name), request, "image/png", "")
    except CannotCheck as error:
        raise NotFound(name) from error


@pages.post("/films/<film>/voix")
@editing
def add_voice(film: str) -> Response:
    """A passage that is heard over what follows, at the end or at the place given."""
    span = forms.span(request.form)
    with here().writing() as session:
        found = recordings.find(session, forms.text(request.form, "recording"))
        made = films.add_voice(session, film, found.id, span, at=forms.number(request.form.get("at", "")))
    notices.say(_("Voix ajoutée."), undo=_without(film, made))
    return _back(film)


@pages.post("/films/<film>/lignes/<item>/aspect")
@editing
def looks(film: str, item: str) -> Response:
    """Fades, the band that says who speaks, what is masked."""
    form = request.form
    new = ItemLooks(
        fade_in=forms.seconds(form.get("fade_in") or "0"),
        fade_out=forms.seconds(form.get("fade_out") or "0"),
        lower=form.get("lower") == "yes",
        speaker=forms.text(form, "speaker"),
        masks=frozenset(form.getlist("masks")),
        hiding=forms.choice(Hiding, form.get("hiding", Hiding.BLACK)),
    )
    with here().writing() as session:
        before = next((line.looks for line in films.edit_of(session, film).items if line.id == item), ItemLooks())
        films.change_looks(session, film, item, new)
    notices.say(
        _("Aspect changé."),
        undo=url_for("filmedit.look_again", film=film, item=item),
        fields={"looks": json.dumps(stored(before))},
    )
    return _back(film)


@pages.post("/films/<film>/lignes/<item>/aspect-avant")
@editing
def look_again(film: str, item: str) -> Response:
    """The looks of a line as they were."""
    with here().writing() as session:
        films.change_looks(session, film, item, _looks(request.form))
    notices.say(_("Aspect remis."))
    return _back(film)


@pages.post("/films/<film>/notes")
@editing
def add_note(film: str) -> Response:
    """A note for the team."""
    words = forms.text(request.form, "text")
    with here().writing() as session:
        made = films.add_note(session, film, words, at=forms.number(request.form.get("at", "")))
    notices.say(_("Note ajoutée."), undo=_without(film, made))
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
        before = next((line for line in films.edit_of(session, film).items if line.id == item), None)
        films.change_item(
            session,
            film,
            item,
            span=forms.span(form) if "start" in form else None,
            text=forms.text(form, "text") if "text" in form else None,
            duration=forms.seconds(form["seconds"]) if "seconds" in form else None,
        )
    notices.say(
        _("Ligne changée."),
        undo=url_for("filmedit.change", film=film, item=item),
        fields=_as_it_was(before, form) if before is not None else {},
    )
    return _back(film)


@pages.post("/films/<film>/lignes/<item>/retirer")
@editing
def remove(film: str, item: str) -> Response:
    """Take a line out, with a way to put it back in its place."""
    with here().writing() as session:
        place = next((n for n, line in enumerate(films.edit_of(session, film).items, 1) if line.id == item), 0)
        gone = films.remove(session, film, item)
    fields = {"kind": gone.kind.value, "text": gone.text, "duration": str(gone.duration), "at": str(place)}
    fields |= {"looks": json.dumps(stored(gone.looks)), "picture": gone.picture}
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
            made = films.add_clip(session, film, form.get("recording", ""), forms.span(form), at=at)
        elif kind is ItemKind.VOICE:
            made = films.add_voice(session, film, form.get("recording", ""), forms.span(form), at=at)
        elif kind is ItemKind.CARD:
            duration, name = forms.number(form.get("duration", "")) or 0, form.get("picture", "")
            kept = name if name and path_of(here(), name) else ""
            made = films.add_card(session, film, forms.text(form, "text"), duration, at=at, picture=kept)
        else:
            made = films.add_note(session, film, forms.text(form, "text"), at=at)
        if kind in (ItemKind.CLIP, ItemKind.CARD):
            films.change_looks(session, film, made.id, _looks(form))
    notices.say(_("Ligne remise."))
    return _back(film)


def _without(film: str, made: Item) -> str:
    """Where an undo button takes a new line out again."""
    return url_for("filmedit.remove", film=film, item=made.id)


def _as_it_was(before: Item, form: Mapping[str, str]) -> dict[str, str]:
    """The fields of `form` as they would have been sent before the change."""
    was = {"text": before.text, "seconds": f"{before.duration / 1000:.3f}"}
    if before.span is not None:
        was |= {"start": str(before.span.start), "end": str(before.span.end)}
    return {name: value for name, value in was.items() if name in form}


def _looks(form: Mapping[str, str]) -> ItemLooks:
    """The looks that an undo button carries."""
    try:
        found = json.loads(form.get("looks", "{}"))
    except ValueError as error:
        raise WrongUse(_("Cet aspect est illisible.")) from error
    return read(found) if isinstance(found, dict) else ItemLooks()


def _back(film: str) -> Response:
    return notices.done(url_for("film.page", film=film))
