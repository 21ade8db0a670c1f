# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro film`: a paper edit put together, checked and rendered."""

import argparse
from collections.abc import Iterator, Mapping

from archive.catalogue import films, looks, recordings
from archive.cli import exchange, filmlife, filmlines
from archive.cli.arguments import add_film
from archive.cli.bar import percent_bar
from archive.cli.context import add_json, answer, archive_of
from archive.cli.filmmask import add_mask, tell_mask
from archive.cli.leaving import add_subtitles, refusal_data, tell_rendered
from archive.cli.names import add_names, show_names
from archive.film.aspect import looks_text
from archive.film.check import check_film
from archive.film.cutlist import line
from archive.film.madeof import consents_by, made_of
from archive.film.render import render_film
from archive.labels import label
from archive.library import Library
from archive.model.film import NO_LOOKS, Audience, Film, Item, ItemKind, Output, PaperEdit, Render, SubtitleMode
from archive.model.footage import RecordingId
from media.language import gettext as _
from media.language import lazy, ngettext
from media.timecode import short_text_of_ms, text_of_ms

_KINDS = {
    ItemKind.CLIP: lazy("passage"),
    ItemKind.CARD: lazy("carton"),
    ItemKind.NOTE: lazy("note"),
    ItemKind.VOICE: lazy("voix"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """One subcommand for each thing to do."""
    commands = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    new = commands.add_parser("new", help=_("commencer un film"))
    new.add_argument("film", metavar=_("NOM"), help=_("lettres sans accent, chiffres, - et _"))
    new.add_argument("--audience", required=True, choices=[str(one) for one in Audience], help=_("devant qui"))
    new.add_argument("--title", default="", metavar=_("TITRE"), help=_("titre, libre"))
    commands.add_parser("list", help=_("tous les films"))
    show = commands.add_parser("show", help=_("le montage d’un film, ligne par ligne, et ses rendus"))
    lines = filmlines.parsers(commands)
    commands.add_parser("check", help=_("dire ce qui empêche le rendu, et ce qui mérite un regard"))
    mask = commands.add_parser("mask", help=_("regarder ce que donne un passage masqué, et le confirmer à deux"))
    names = commands.add_parser("names", help=_("ce qui trahirait quelqu’un dans les mots du film"))
    render = commands.add_parser("render", help=_("faire le film, avec ses sous-titres SRT et VTT"))
    for name, one in commands.choices.items():
        if name not in ("new", "list"):
            add_film(one)
        add_json(one)
    exchange.configure(commands)
    filmlife.configure(commands)
    filmlines.add_arguments(lines)
    add_subtitles(render)
    show.add_argument(
        "--facts", action="store_true", help=_("aussi ce qui a fait chaque rendu, empreintes et autorisations")
    )
    add_names(names)
    add_mask(mask)
    render.add_argument(
        "--output",
        choices=[str(one) for one in Output],
        default=str(Output.HALL_720),
        help=_("pour une salle, un téléphone, un réseau social (carré ou debout), ou le son seul"),
    )


def run(args: argparse.Namespace) -> int:
    """Do what the subcommand says; status 1 when the film is refused."""
    actions = {"list": _list, "check": _check, "render": _render, "names": show_names, "mask": tell_mask}
    actions |= {"export": exchange.export, "conform": exchange.conform}
    actions |= dict.fromkeys(filmlife.ACTIONS, filmlife.run)
    with archive_of(args) as library:
        return actions.get(args.action, _edit)(library, args)


def _edit(library: Library, args: argparse.Namespace) -> int:
    """Change the paper edit, if that is asked, and show it."""
    if args.action != "show":
        _changes(library, args)
    with library.reading() as session:
        edit = films.edit_of(session, films.by_name(session, args.film).id)
        rendered = films.renders(session, edit.film.id)
        names = {one.id: one.original_name for one in recordings.listed(session)}
        whose = consents_by(session)
    lines = [*_lines(edit, names), *_rendered(rendered, whose, getattr(args, "facts", False))]
    answer(args, _data(edit, rendered, names), lines)
    return 0


def _changes(library: Library, args: argparse.Namespace) -> None:
    if args.action == "new":
        with library.writing() as session:
            films.new(session, args.film, Audience(args.audience), args.title)
    else:
        filmlines.change(library, args)


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
    mode, output = SubtitleMode(args.subtitles), Output(args.output)
    with percent_bar() as progress:
        return tell_rendered(args, lambda: render_film(library, film, subtitles=mode, output=output, progress=progress))


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
                "picture": item.picture or None,
                "looks": looks.stored(item.looks),
            }
            for place, item in enumerate(edit.items, start=1)
        ],
        "renders": [
            {
                "file": one.file,
                "made_at": one.made_at.isoformat(),
                "duration_ms": one.duration,
                "frames": one.frames,
                "subtitles": str(one.subtitles),
                "facts": one.facts,
            }
            for one in rendered
        ],
    }


def _length(item: Item) -> int:
    return item.duration if item.span is None else item.span.duration


def _lines(edit: PaperEdit, names: Mapping[RecordingId, str]) -> Iterator[str]:
    yield f"{edit.film.name}  {label(edit.film.audience)}  {edit.film.title}".rstrip()
    for place, item in enumerate(edit.items, start=1):
        yield f"{place:>3}. {_(_KINDS[item.kind])}  {_shown(item, names)}"
        if item.looks != NO_LOOKS:
            yield "     " + looks_text(item.looks)
    length = short_text_of_ms(sum(_length(item) for item in edit.items if item.kind is not ItemKind.VOICE))
    yield _("Durée : {length}").format(length=length)


def _rendered(rendered: list[Render], whose: Mapping[str, str], facts: bool) -> Iterator[str]:
    for one in rendered:
        yield _("Rendu : films/{file} ({length})").format(file=one.file, length=short_text_of_ms(one.duration))
        yield from (f"     {line}" for line in (made_of(one, whose) if facts else ()))


def _shown(item: Item, names: Mapping[RecordingId, str]) -> str:
    if item.span is None:
        words = " / ".join(item.text.splitlines()) or _("image")
        return f"{words} ({short_text_of_ms(item.duration)})" if item.duration else words
    name = names.get(item.recording, "?") if item.recording else "?"
    return f"{name}  {text_of_ms(item.span.start)} → {text_of_ms(item.span.end)}"
