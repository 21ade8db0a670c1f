# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro tag`: the vocabulary, and its terms put on recordings and passages."""

import argparse

from archive.catalogue import recordings, tags
from archive.cli.arguments import add_part, add_recording, part_of
from archive.cli.context import add_json, answer, archive_of
from archive.cli.sheets import add_sheets, give, take
from archive.library import Library
from archive.model.footage import Tag, Tagging, TagId
from archive.tables.cells import several_of_text
from archive.tables.sheet import header_of
from archive.tables.tags import TAGGINGS, TERMS
from media.language import gettext as _
from media.language import ngettext
from media.timecode import text_of_ms


def configure(parser: argparse.ArgumentParser) -> None:
    """One subcommand for each thing to do."""
    commands = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    listing = commands.add_parser("list", help=_("les mots-clés posés"))
    listing.add_argument("--recording", metavar=_("RUSH"), help=_("ceux d’un rush"))
    listing.add_argument("--tag", metavar=_("CHEMIN"), help=_("un mot-clé et ses mots plus précis"))
    terms = commands.add_parser("terms", help=_("le vocabulaire"))
    new = commands.add_parser("add-term", help=_("un mot-clé de plus dans le vocabulaire"))
    new.add_argument("path", metavar=_("CHEMIN"), help=_("sa place : securite/barrages"))
    new.add_argument("label_fr", metavar=_("NOM"), help=_("son nom en français"))
    new.add_argument("--en", default="", metavar=_("NOM"), help=_("son nom en anglais"))
    new.add_argument("--synonyms", default="", metavar=_("MOTS"), help=_("autres mots, joints par +"))
    put = commands.add_parser("put", help=_("poser un mot-clé sur un rush ou un passage"))
    put.add_argument("path", metavar=_("CHEMIN"), help=_("le mot-clé"))
    add_recording(put)
    add_part(put)
    off = commands.add_parser("off", help=_("enlever un mot-clé posé"))
    off.add_argument("id", metavar=_("POSE"), help=_("son identifiant, donné par « put » et « list »"))
    for one in (listing, terms, new, put, off):
        add_json(one)
    add_sheets(commands)
    commands.choices["export"].add_argument("--terms", action="store_true", help=_("le vocabulaire, non les poses"))


def run(args: argparse.Namespace) -> int:
    """Do what the subcommand says; an imported file with a column `recording` is about tags put, else about terms."""
    actions = {"list": _list, "terms": _terms, "add-term": _add_term, "put": _put, "off": _off}
    with archive_of(args) as library:
        if args.action == "import":
            if "recording" in header_of(args.file):
                take(library, args, TAGGINGS)
            else:
                take(library, args, TERMS)
        elif args.action == "export" and args.terms:
            give(library, args, TERMS)
        elif args.action == "export":
            give(library, args, TAGGINGS)
        else:
            actions[args.action](library, args)
    return 0


def _list(library: Library, args: argparse.Namespace) -> None:
    with library.reading() as session:
        if args.recording is None:
            found = tags.everywhere(session)
        else:
            found = tags.of_recording(session, recordings.find(session, args.recording).id)
        if args.tag is not None:
            path = tags.term(session, args.tag).path
            found = [one for one in found if one.tag.path == path or one.tag.path.startswith(f"{path}/")]
        names = {one.recording: recordings.get(session, one.recording).original_name for one in found}
    lines = [f"{one.id}  {names[one.recording]}  {one.tag.path}{_where(one)}" for one in found]
    lines.append(ngettext("{count} mot-clé posé.", "{count} mots-clés posés.", len(found)).format(count=len(found)))
    answer(args, {"taggings": [_placed(one, names[one.recording]) for one in found]}, lines)


def _terms(library: Library, args: argparse.Namespace) -> None:
    with library.reading() as session:
        found = tags.terms(session)
    lines = ["  " * tag.path.count("/") + f"{tag.label_fr}  ({tag.path})" for tag in found]
    answer(args, {"terms": [_data(tag) for tag in found]}, lines)


def _add_term(library: Library, args: argparse.Namespace) -> None:
    new = Tag(TagId(""), args.path, args.label_fr, args.en, several_of_text(args.synonyms))
    with library.writing() as session:
        kept = tags.add_term(session, new)
    answer(args, _data(kept), [_("Mot-clé ajouté : {path}").format(path=kept.path)])


def _put(library: Library, args: argparse.Namespace) -> None:
    span = part_of(args)
    with library.writing() as session:
        recording = recordings.find(session, args.recording)
        kept = tags.put(session, args.path, recording.id, span, library.person.name)
    text = _("{path} est posé sur {name} (pose {id}).")
    name = recording.original_name
    answer(args, _placed(kept, name), [text.format(path=args.path, name=name, id=kept.id)])


def _off(library: Library, args: argparse.Namespace) -> None:
    with library.writing() as session:
        tags.take_off(session, args.id)
    answer(args, {"id": args.id}, [_("Mot-clé enlevé.")])


def _where(one: Tagging) -> str:
    return "" if one.span is None else f"  {text_of_ms(one.span.start)} → {text_of_ms(one.span.end)}"


def _data(tag: Tag) -> dict[str, object]:
    return {
        "path": tag.path,
        "label_fr": tag.label_fr,
        "label_en": tag.label_en,
        "synonyms": list(tag.synonyms),
    }


def _placed(one: Tagging, recording: str) -> dict[str, object]:
    return {
        "id": one.id,
        "tag": one.tag.path,
        "recording": one.recording,
        "recording_name": recording,
        "start_ms": None if one.span is None else one.span.start,
        "end_ms": None if one.span is None else one.span.end,
    }
