# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro seal`: passages that must not be used, in any way."""

import argparse

from archive import seals as sealing
from archive.catalogue import recordings, seals
from archive.cli.arguments import add_recording, add_span, span_of
from archive.cli.context import add_json, answer, archive_of
from archive.library import Library
from archive.model.people import Seal
from media.language import gettext as _
from media.language import ngettext
from media.timecode import text_of_ms


def configure(parser: argparse.ArgumentParser) -> None:
    """One subcommand for each thing to do."""
    commands = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    listing = commands.add_parser("list", help=_("tous les scellés"))
    listing.add_argument("--recording", metavar=_("RUSH"), help=_("ceux d’un rush"))
    add = commands.add_parser("add", help=_("sceller un passage"))
    add_recording(add)
    add_span(add)
    add.add_argument("--reason", default="", metavar=_("TEXTE"), help=_("pourquoi, sans rien révéler"))
    remove = commands.add_parser("remove", help=_("lever un scellé"))
    remove.add_argument("id", metavar=_("SCELLÉ"), help=_("son identifiant, donné par « list »"))
    for one in (listing, add, remove):
        add_json(one)


def run(args: argparse.Namespace) -> int:
    """Do what the subcommand says."""
    with archive_of(args) as library:
        {"list": _list, "add": _add, "remove": _remove}[args.action](library, args)
    return 0


def _list(library: Library, args: argparse.Namespace) -> None:
    with library.reading() as session:
        if args.recording is None:
            found = seals.everywhere(session)
        else:
            found = seals.of_recording(session, recordings.find(session, args.recording).id)
        names = {seal.recording: recordings.get(session, seal.recording).original_name for seal in found}
    lines = [
        f"{one.id}  {names[one.recording]}  {text_of_ms(one.span.start)} → {text_of_ms(one.span.end)}  {one.reason}"
        for one in found
    ]
    lines.append(ngettext("{count} scellé.", "{count} scellés.", len(found)).format(count=len(found)))
    answer(args, {"seals": [_data(one, names[one.recording]) for one in found]}, [line.rstrip() for line in lines])


def _add(library: Library, args: argparse.Namespace) -> None:
    span = span_of(args)
    with library.reading() as session:
        recording = recordings.find(session, args.recording)
    kept = sealing.seal(library, recording.id, span, args.reason)
    text = _("Passage scellé dans {name} (scellé {id}). Ses copies de travail seront refaites par « baro worker ».")
    name = recording.original_name
    answer(args, _data(kept, name), [text.format(name=name, id=kept.id)])


def _remove(library: Library, args: argparse.Namespace) -> None:
    removed = sealing.unseal(library, args.id)
    with library.reading() as session:
        name = recordings.get(session, removed.recording).original_name
    answer(args, _data(removed, name), [_("Scellé levé dans {name}.").format(name=name)])


def _data(seal: Seal, recording: str) -> dict[str, object]:
    return {
        "id": seal.id,
        "recording": seal.recording,
        "recording_name": recording,
        "start_ms": seal.span.start,
        "end_ms": seal.span.end,
        "reason": seal.reason,
    }
