# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines of a paper edit as `baro film` changes them: passages, cards, pictures, voices, notes, and how they look."""

import argparse
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from archive.catalogue import films, recordings
from archive.cli.arguments import add_recording, add_span, span_of
from archive.consent import PARTS
from archive.film.pictures import keep_picture
from archive.library import Library
from archive.model.film import FilmId, ItemLooks
from media.errors import WrongUse
from media.language import gettext as _
from media.looks import Hiding

NONE = "none"
_SECONDS = re.compile(r"(\d{1,3})(?:[.,](\d{1,3}))?", re.ASCII)


def parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> dict[str, argparse.ArgumentParser]:
    """One parser for each thing that can be done to a line, without arguments yet."""
    said = {
        "add": _("ajouter un passage d’un rush"),
        "card": _("ajouter un carton de texte"),
        "picture": _("ajouter une image fixe"),
        "voice": _("ajouter une voix sur ce qui suit : un passage dont on n’entend que le son"),
        "note": _("ajouter une note pour l’équipe, jamais à l’image"),
        "move": _("déplacer une ligne"),
        "change": _("changer l’entrée et la sortie d’un passage"),
        "look": _("fondus, bandeau de qui parle, visage ou voix masqués"),
        "remove": _("enlever une ligne"),
    }
    return {name: commands.add_parser(name, help=words) for name, words in said.items()}


def add_arguments(lines: dict[str, argparse.ArgumentParser]) -> None:
    """Their arguments, after the film's."""
    add_recording(lines["add"])
    add_recording(lines["voice"])
    lines["card"].add_argument("text", metavar=_("TEXTE"), help=_("ce que montre le carton"))
    lines["picture"].add_argument("file", type=Path, metavar=_("IMAGE"), help=_("un fichier JPEG ou PNG"))
    lines["picture"].add_argument(
        "--nobody", action="store_true", help=_("déclarer que personne n’y est reconnaissable : obligatoire")
    )
    lines["picture"].add_argument("--text", default="", metavar=_("TEXTE"), help=_("des mots sur l’image"))
    for name in ("card", "picture"):
        lines[name].add_argument("--seconds", default="3", metavar=_("S"), help=_("sa durée, par exemple 2.5"))
    lines["note"].add_argument("text", metavar=_("TEXTE"), help=_("la note"))
    lines["move"].add_argument("place", type=int, metavar=_("DE"), help=_("place de la ligne, à partir de 1"))
    lines["move"].add_argument("to", type=int, metavar=_("À"), help=_("nouvelle place"))
    for name in ("change", "look", "remove"):
        lines[name].add_argument("place", type=int, metavar=_("N"), help=_("place de la ligne, à partir de 1"))
    for name in ("add", "voice", "change"):
        add_span(lines[name])
    for name in ("add", "card", "picture", "voice", "note"):
        lines[name].add_argument("--at", type=int, metavar=_("N"), help=_("à quelle place ; sinon à la fin"))
    _add_looks(lines["look"])


def _add_looks(look: argparse.ArgumentParser) -> None:
    look.add_argument("--fade-in", metavar=_("S"), help=_("fondu d’entrée, en secondes ; 0 : aucun"))
    look.add_argument("--fade-out", metavar=_("S"), help=_("fondu de sortie, en secondes ; 0 : aucun"))
    look.add_argument("--lower", action=argparse.BooleanOptionalAction, help=_("un bandeau dit qui parle"))
    look.add_argument(
        "--speaker", metavar=_("NOM"), help=_("le nom du bandeau, écrit seulement si l’autorisation le montre")
    )
    look.add_argument(
        "--mask",
        nargs="+",
        choices=[*PARTS, NONE],
        metavar=_("PARTIE"),
        help=_("ce que le film ne livre pas : face, voice, name, place ; none : rien n’est masqué"),
    )
    look.add_argument(
        "--hiding", choices=[str(one) for one in Hiding], help=_("à la place du visage : noir, ou silhouette")
    )


def change(library: Library, args: argparse.Namespace) -> None:
    """Do what the subcommand says to a line. Raises NotFound, Refused, WrongUse."""
    picture = keep_picture(library, args.file, nobody=args.nobody) if args.action == "picture" else ""
    with library.writing() as session:
        film = films.by_name(session, args.film).id
        _ACTIONS[args.action](session, film, args, picture)


def _add(session: Session, film: FilmId, args: argparse.Namespace, _picture: str) -> None:
    found = recordings.find(session, args.recording).id
    put = films.add_clip if args.action == "add" else films.add_voice
    put(session, film, found, span_of(args), args.at)


def _card(session: Session, film: FilmId, args: argparse.Namespace, picture: str) -> None:
    films.add_card(session, film, args.text, ms_of_seconds(args.seconds), args.at, picture)


def _look(session: Session, film: FilmId, args: argparse.Namespace, _picture: str) -> None:
    items = films.edit_of(session, film).items
    now = items[args.place - 1].looks if 0 < args.place <= len(items) else ItemLooks()
    if args.fade_in is not None:
        now = replace(now, fade_in=ms_of_seconds(args.fade_in))
    if args.fade_out is not None:
        now = replace(now, fade_out=ms_of_seconds(args.fade_out))
    if args.lower is not None:
        now = replace(now, lower=args.lower)
    if args.speaker is not None:
        now = replace(now, speaker=args.speaker, lower=True)
    if args.mask is not None:
        now = replace(now, masks=frozenset(args.mask) - {NONE})
    if args.hiding is not None:
        now = replace(now, hiding=Hiding(args.hiding))
    films.change_looks(session, film, args.place, now)


_ACTIONS: dict[str, Callable[[Session, FilmId, argparse.Namespace, str], object]] = {
    "add": _add,
    "voice": _add,
    "card": _card,
    "picture": _card,
    "look": _look,
    "note": lambda session, film, args, _picture: films.add_note(session, film, args.text, args.at),
    "move": lambda session, film, args, _picture: films.move(session, film, args.place, args.to),
    "change": lambda session, film, args, _picture: films.change_item(session, film, args.place, span=span_of(args)),
    "remove": lambda session, film, args, _picture: films.remove(session, film, args.place),
}


def ms_of_seconds(text: str) -> int:
    """Milliseconds of seconds such as `3` or `2.5`. Raises WrongUse."""
    found = _SECONDS.fullmatch(text.strip())
    if found is None:
        raise WrongUse(
            _("Durée illisible : « {text} ».").format(text=text), _("Écrire des secondes, par exemple 3 ou 2.5.")
        )
    return int(found[1]) * 1000 + int((found[2] or "0").ljust(3, "0"))
