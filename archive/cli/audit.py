# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro audit`: the journal of who saw, played, exported, changed, and was refused what."""

import argparse
import json
from pathlib import Path

from archive.catalogue import audit
from archive.cli.context import add_json, answer, archive_of
from archive.library import Library
from archive.model.audit import Act, Deed, Head
from archive.subjects import everything_about
from media.errors import CannotCheck
from media.files import write_bytes
from media.language import gettext as _


def configure(parser: argparse.ArgumentParser) -> None:
    """One subcommand for each thing to do."""
    commands = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    listing = commands.add_parser("list", help=_("les dernières lignes du journal"))
    listing.add_argument("--person", default="", metavar=_("NOM"), help=_("celles d’une personne"))
    listing.add_argument("--act", choices=[act.value for act in Act], help=_("celles d’une sorte"))
    listing.add_argument(
        "--subject",
        default="",
        metavar=_("NOM"),
        help=_("celles d’un rush, d’un témoin, d’un entretien, d’un film : son nom, code ou identifiant"),
    )
    listing.add_argument("--limit", type=int, default=50, metavar="N", help=_("combien au plus (50)"))
    verify = commands.add_parser("verify", help=_("vérifier que rien n’a été modifié, ôté ou déplacé"))
    verify.add_argument(
        "--head", type=Path, metavar=_("FICHIER"), help=_("relevé gardé à part : montre aussi une fin coupée")
    )
    head = commands.add_parser("head", help=_("relever où en est le journal, pour le garder à part"))
    head.add_argument("-o", "--output", type=Path, metavar=_("FICHIER"), help=_("sinon, à l’écran"))
    for one in (listing, verify, head):
        add_json(one)


def run(args: argparse.Namespace) -> int:
    """Do what the subcommand says; a journal that does not hold is exit status 1."""
    with archive_of(args) as library:
        return {"list": _list, "verify": _verify, "head": _head}[args.action](library, args)


def _list(library: Library, args: argparse.Namespace) -> int:
    act = Act(args.act) if args.act else None
    with library.reading() as session:
        about = everything_about(session, args.subject) if args.subject else None
        found = audit.listed(session, person=args.person, act=act, subjects=about, limit=max(1, args.limit))
    lines = [f"{one.id}  {one.at.isoformat(' ')}  {one.person} : {one.said}" for one in found]
    answer(args, {"deeds": [_data(one) for one in found]}, lines or [_("Le journal est vide.")])
    return 0


def _verify(library: Library, args: argparse.Namespace) -> int:
    kept = _kept(args.head) if args.head is not None else None
    with library.reading() as session:
        found, newest = audit.breach(session, kept), audit.head(session)
    data = {
        "ok": found is None,
        "lines": newest.id,
        "line": found.id if found else None,
        "message": found.message if found else "",
    }
    if found is not None:
        answer(
            args,
            data,
            [found.message, "  → " + _("Comparer avec une sauvegarde, et chercher qui a touché au fichier.")],
        )
        return 1
    answer(
        args, data, [_("Le journal tient : {count} lignes, aucune modifiée, ôtée ou déplacée.").format(count=newest.id)]
    )
    return 0


def _head(library: Library, args: argparse.Namespace) -> int:
    with library.reading() as session:
        newest = audit.head(session)
    data = {"id": newest.id, "hash": newest.hash}
    if args.output is not None:
        write_bytes(args.output, json.dumps(data).encode())
    answer(args, data, [f"{newest.id} {newest.hash}"])
    return 0


def _kept(path: Path) -> Head:
    """The head in a file that `baro audit head -o` wrote. Raises CannotCheck for anything else."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Head(int(kept["id"]), str(kept["hash"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CannotCheck(
            _("{path} n’est pas un relevé du journal.").format(path=path),
            _("En faire un avec « baro audit head -o FICHIER »."),
        ) from error


def _data(deed: Deed) -> dict[str, object]:
    return {
        "id": deed.id,
        "at": deed.at.isoformat(),
        "person": deed.person,
        "role": deed.role,
        "act": deed.act.value,
        "subject": deed.subject,
        "said": deed.said,
        "hash": deed.hash,
    }
