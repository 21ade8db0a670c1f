# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro film`: a paper edit put together, checked and rendered."""

import argparse
import re
from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from archive.catalogue import films, recordings
from archive.cli import exchange, filmlife
from archive.cli.arguments import add_film, add_recording, add_span, span_of
from archive.cli.bar import percent_bar
from archive.cli.context import add_json, answer, archive_of
from archive.cli.leaving import add_subtitles, refusal_data, tell_rendered
from archive.cli.names import add_names, show_names
from archive.film.check import check_film
from archive.film.cutlist import line
from archive.film.render import render_film
from archive.labels import label
from archive.library import Library
from archive.model.film import Audience, Film, Item, ItemKind, PaperEdit, Render, SubtitleMode
from archive.model.footage import RecordingId
from media.errors import WrongUse
from media.language import gettext as _
from media.language import lazy, ngettext
from media.timecode import short_text_of_ms, text_of_ms

_KINDS = {ItemKind.CLIP: lazy("passage"), ItemKind.CARD: lazy("carton"), ItemKind.NOTE: lazy("note")}
_SECONDS = re.compile(r"(\d{1,3})(?:[.,](\d{1,3}))?", re.ASCII)


def configure(parser: argparse.ArgumentParser) -> None:
    """One subcommand for each thing to do."""
    commands = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    new = commands.add_parser("new", help=_("commencer un film"))
    new.add_argument("film", metavar=_("NOM"), help=_("lettres sans accent, chiffres, - et _"))
    new.add_argument("--audience", required=True, choices=[str(one) for one in Audience], help=_("devant qui"))
    new.add_argument("--title", default="", metavar=_("TITRE"), help=_("titre, libre"))
    commands.add_parser("list", help=_("tous les films"))
    commands.add_parser("show", help=_("le montage d’un film, ligne par ligne, et ses rendus"))
    clip = commands.add_parser("add", help=_("ajouter un passage d’un rush"))
    card = commands.add_parser("card", help=_("ajouter un carton de texte"))
    note = commands.add_parser("note", help=_("ajouter une note pour l’équipe, jamais à l’image"))
    move = commands.add_parser("move", help=_("déplacer une ligne"))
    change = commands.add_parser("change", help=_("changer l’entrée et la sortie d’un passage"))
    remove = commands.add_parser("remove", help=_("enlever une ligne"))
    commands.add_parser("check", help=_("dire ce qui empêche le rendu, et ce qui mérite un regard"))
    names = commands.add_parser("names", help=_("ce qui trahirait quelqu’un dans les mots du film"))
    render = commands.add_parser("render", help=_("faire le film, avec ses sous-titres SRT et VTT"))
    for name, one in commands.choices.items():
        if name not in ("new", "list"):
            add_film(one)
        add_json(one)
    exchange.configure(commands)
    filmlife.configure(commands)
    add_recording(clip)
    card.add_argument("text", metavar=_("TEXTE"), help=_("ce que montre le carton"))
    card.add_argument("--seconds", default="3", metavar=_("S"), help=_("sa durée, par exemple 2.5"))
    note.add_argument("text", metavar=_("TEXTE"), help=_("la note"))
    move.add_argument("place", type=int, metavar=_("DE"), help=_("place de la ligne, à partir de 1"))
    move.add_argument("to", type=int, metavar=_("À"), help=_("nouvelle place"))
    for one in (change, remove):
        one.add_argument("place", type=int, metavar=_("N"), help=_("place de la ligne, à partir de 1"))
    for one in (clip, change):
        add_span(one)
    for one in (clip, card, note):
        one.add_argument("--at", type=int, metavar=_("N"), help=_("à quelle place ; sinon à la fin"))
    add_subtitles(render)
    add_names(names)


def run(args: argparse.Namespace) -> int:
    """Do what the subcommand says; status 1 when the film is refused."""
    actions = {"list": _list, "check": _check, "render": _render, "names": show_names}
    actions |= {"export": exchange.export, "conform": exchange.conform}
    actions |= dict.fromkeys(filmlife.ACTIONS, filmlife.run)
    with archive_of(args) as library:
        return actions.get(args.action, _edit)(library, args)


def _edit(library: Library, args: argparse.Namespace) -> int:
    """Change the paper edit, if that is asked, and show it."""
    if args.action != "show":
        with library.writing() as session:
            _changes(session, args)
    with library.reading() as session:
        edit = films.edit_of(session, films.by_name(session, args.film).id)
        rendered = films.renders(session, edit.film.id)
        names = {one.id: one.original_name for one in recordings.listed(session)}
    answer(args, _data(edit, rendered, names), _lines(edit, rendered, names))
    return 0


def _changes(session: Session, args: argparse.Namespace) -> None:
    if args.action == "new":
        films.new(session, args.film, Audience(args.audience), args.title)
        return
    film = films.by_name(session, args.film).id
    if args.action == "add":
        films.add_clip(session, film, recordings.find(session, args.recording).id, span_of(args), args.at)
    elif args.action == "card":
        films.add_card(session, film, args.text, _ms_of_seconds(args.seconds), args.at)
    elif args.action == "note":
        films.add_note(session, film, args.text, args.at)
    elif args.action == "move":
        films.move(session, film, args.place, args.to)
    elif args.action == "change":
        films.change_item(session, film, args.place, span=span_of(args))
    else:
        films.remove(session, film, args.place)


def _list(library: Library, args: argparse.Namespace) -> int:
    with library.reading() as session:
        found = films.listed(session)
    lines = [f"{film.name}  {label(film.audience)}  {film.title}".rstrip() for film in found]
    lines.append(ngettext("{count} film.", "{count} films.", len(found)).format(count=len(found)))
    answer(args, {"films": [_film(film) for film in found]}, lines)
    return 0


def _check(library: Library, args: argparse.Namespace) -> int:
    with library.reading() as session:
        film = films.by_name(session, args.film)
    checked = check_film(library, film.id)
    data = {
        "film": film.name,
        "ready": checked.ready,
        "refused": [refusal_data(refusal) for refusal in checked.cut.refusals],
        "warnings": [{"clip": one.place, "code": one.code, "message": one.message} for one in checked.remarks],
    }
    lines = [_("REFUSÉ  {line}").format(line=line(refusal)) for refusal in checked.cut.refusals]
    lines += [_("à voir  {place}. {message}").format(place=one.place, message=one.message) for one in checked.remarks]
    if not checked.cut.parts:
        lines.append(_("Le film {name} est vide.").format(name=film.name))
    elif checked.ready:
        lines.append(_("Rien n’empêche le rendu de {name}.").format(name=film.name))
    answer(args, data, lines)
    return 0 if checked.ready else 1


def _render(library: Library, args: argparse.Namespace) -> int:
    with library.reading() as session:
        film = films.by_name(session, args.film).id
    mode = SubtitleMode(args.subtitles)
    with percent_bar() as progress:
        return tell_rendered(args, lambda: render_film(library, film, subtitles=mode, progress=progress))


def _ms_of_seconds(text: str) -> int:
    found = _SECONDS.fullmatch(text.strip())
    if found is None:
        raise WrongUse(
            _("Durée illisible : « {text} ».").format(text=text), _("Écrire des secondes, par exemple 3 ou 2.5.")
        )
    return int(found[1]) * 1000 + int((found[2] or "0").ljust(3, "0"))


def _film(film: Film) -> dict[str, object]:
    return {"id": film.id, "name": film.name, "audience": str(film.audience), "title": film.title}


def _data(edit: PaperEdit, rendered: list[Render], names: Mapping[RecordingId, str]) -> dict[str, object]:
    return _film(edit.film) | {
        "items": [
            {
                "place": place,
                "kind": str(item.kind),
                "recording": item.recording,
                "name": None if item.recording is None else names.get(item.recording),
                "start_ms": None if item.span is None else item.span.start,
                "end_ms": None if item.span is None else item.span.end,
                "text": item.text or None,
                "duration_ms": _length(item),
            }
            for place, item in enumerate(edit.items, start=1)
        ],
        "renders": [
            {"file": one.file, "made_at": one.made_at.isoformat(), "duration_ms": one.duration, "frames": one.frames}
            for one in rendered
        ],
    }


def _length(item: Item) -> int:
    return item.duration if item.span is None else item.span.duration


def _lines(edit: PaperEdit, rendered: list[Render], names: Mapping[RecordingId, str]) -> Iterator[str]:
    yield f"{edit.film.name}  {label(edit.film.audience)}  {edit.film.title}".rstrip()
    for place, item in enumerate(edit.items, start=1):
        yield f"{place:>3}. {_(_KINDS[item.kind])}  {_shown(item, names)}"
    length = short_text_of_ms(sum(map(_length, edit.items)))
    yield _("Durée : {length}").format(length=length)
    for one in rendered:
        yield _("Rendu : films/{file} ({length})").format(file=one.file, length=short_text_of_ms(one.duration))


def _shown(item: Item, names: Mapping[RecordingId, str]) -> str:
    if item.span is None:
        words = " / ".join(item.text.splitlines())
        return f"{words} ({short_text_of_ms(item.duration)})" if item.duration else words
    name = names.get(item.recording, "?") if item.recording else "?"
    return f"{name}  {text_of_ms(item.span.start)} → {text_of_ms(item.span.end)}"
