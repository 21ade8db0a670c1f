# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro film rename, delete, restore, versions, revert`: a film under another name, gone and back, as it was before."""

import argparse

from archive.catalogue import filmlife, films, filmversions
from archive.cli.arguments import add_film
from archive.cli.context import add_json, answer
from archive.library import Library
from archive.model.film import Audience
from media.errors import WrongUse
from media.language import gettext as _
from media.language import ngettext

ACTIONS = ("rename", "delete", "restore", "versions", "revert")


def configure(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The subcommands of `baro film`."""
    rename = commands.add_parser("rename", help=_("changer le nom, le titre ou le public d’un film"))
    delete = commands.add_parser("delete", help=_("supprimer un film ; « restore » le reprend"))
    restore = commands.add_parser("restore", help=_("reprendre un film supprimé"))
    versions = commands.add_parser("versions", help=_("les versions gardées du montage"))
    revert = commands.add_parser("revert", help=_("revenir à une version du montage"))
    for one in (rename, delete, restore, versions, revert):
        add_film(one)
        add_json(one)
    rename.add_argument("--name", metavar=_("NOM"), help=_("nouveau nom, tant qu’aucune autorisation ne cite l’ancien"))
    rename.add_argument("--title", metavar=_("TITRE"), help=_("nouveau titre, libre"))
    rename.add_argument("--audience", choices=[str(one) for one in Audience], help=_("devant qui"))
    revert.add_argument("version", type=int, metavar=_("N"), help=_("numéro de la version"))


def run(library: Library, args: argparse.Namespace) -> int:
    """Do what the subcommand says."""
    if args.action == "versions":
        return _versions(library, args)
    with library.writing() as session:
        if args.action == "restore":
            film = filmlife.restore(session, filmlife.removed_by_name(session, args.film).id)
            said = _("Le film {name} est repris.").format(name=film.name)
        elif args.action == "delete":
            film = filmlife.remove(session, films.by_name(session, args.film).id)
            said = _("Le film {name} est supprimé. Pour le reprendre : baro film restore {name}").format(name=film.name)
        elif args.action == "revert":
            film = films.by_name(session, args.film)
            filmversions.bring_back(session, film.id, args.version, library.person.name)
            said = _("{name} : le montage est celui de la version {number}.").format(
                name=film.name, number=args.version
            )
        else:
            if args.name is None and args.title is None and args.audience is None:
                raise WrongUse(_("Rien à changer."), _("Donner --name, --title ou --audience."))
            film = films.by_name(session, args.film)
            audience = None if args.audience is None else Audience(args.audience)
            filmlife.change(session, film.id, name=args.name, title=args.title, audience=audience)
            film = films.get(session, film.id)
            said = _("Le film « {name} » est changé.").format(name=film.title or film.name)
    answer(args, {"id": film.id, "name": film.name, "audience": str(film.audience), "title": film.title}, [said])
    return 0


def _versions(library: Library, args: argparse.Namespace) -> int:
    with library.reading() as session:
        film = films.by_name(session, args.film)
        found = filmversions.listed(session, film.id)
    data = [
        {
            "version": one.number,
            "made_at": one.made_at.isoformat(),
            "made_by": one.made_by,
            "cause": one.cause,
            "lines": one.lines,
        }
        for one in found
    ]
    lines = [f"{one.number:>3}. {one.made_at:%Y-%m-%d %H:%M}  {one.made_by}  {one.cause}" for one in found]
    lines.append(ngettext("{count} version.", "{count} versions.", len(found)).format(count=len(found)))
    answer(args, {"film": film.name, "versions": data}, lines)
    return 0
