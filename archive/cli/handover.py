# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro handover`: who received which film, edition or clip, so that they can be told when somebody withdraws."""

import argparse
from datetime import date

from archive.cli.context import add_json, answer, archive_of
from archive.library import Library
from archive.model.withdrawal import Handover
from archive.tables.cells import day_of_text
from media.language import gettext as _
from media.language import ngettext


def configure(parser: argparse.ArgumentParser) -> None:
    """One subcommand for each thing to do."""
    commands = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    listing = commands.add_parser("list", help=_("tout ce qui a été remis"))
    add = commands.add_parser("add", help=_("inscrire une remise"))
    add.add_argument("what", metavar=_("QUOI"), help=_("fichier d’un film rendu, ou nom d’une édition"))
    add.add_argument("recipient", metavar=_("À-QUI"), help=_("l’organisation ou la personne"))
    add.add_argument("--on", default="", metavar=_("AAAA-MM-JJ"), help=_("jour de la remise ; sinon aujourd’hui"))
    add.add_argument("--note", default="", metavar=_("TEXTE"), help=_("clé USB, envoi, nombre de copies"))
    remove = commands.add_parser("remove", help=_("effacer une ligne écrite par erreur"))
    remove.add_argument("id", metavar=_("REMISE"), help=_("son identifiant, donné par « list »"))
    for one in (listing, add, remove):
        add_json(one)


def run(args: argparse.Namespace) -> int:
    """Do what the subcommand says."""
    with archive_of(args) as library:
        {"list": _list, "add": _add, "remove": _remove}[args.action](library, args)
    return 0


def _list(library: Library, args: argparse.Namespace) -> None:
    from archive.catalogue import handovers

    with library.reading() as session:
        found = handovers.listed(session)
    lines = [f"{one.id}  {one.given_on.isoformat()}  {one.what}  {one.recipient}  {one.note}".rstrip() for one in found]
    lines.append(ngettext("{count} remise.", "{count} remises.", len(found)).format(count=len(found)))
    answer(args, {"handovers": [_data(one) for one in found]}, lines)


def _add(library: Library, args: argparse.Namespace) -> None:
    from archive.catalogue import handovers, renders

    with library.writing() as session:
        render = renders.by_file(session, args.what)
        kept = handovers.add(
            session,
            Handover(
                "",
                args.what,
                args.recipient,
                day_of_text(args.on) or date.today(),
                render.id if render else None,
                args.note,
                library.person.name,
            ),
        )
    answer(args, _data(kept), [_("{what} : remis à {who}.").format(what=kept.what, who=kept.recipient)])


def _remove(library: Library, args: argparse.Namespace) -> None:
    from archive.catalogue import handovers

    with library.writing() as session:
        removed = handovers.remove(session, args.id)
    answer(args, _data(removed), [_("Ligne effacée.")])


def _data(one: Handover) -> dict[str, object]:
    return {
        "id": one.id,
        "what": one.what,
        "render": one.render,
        "recipient": one.recipient,
        "given_on": one.given_on.isoformat(),
        "note": one.note,
    }
