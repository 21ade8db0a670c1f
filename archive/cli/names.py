# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro film names`: what would give somebody away in a film's words, replaced or let through."""

import argparse

from archive.catalogue import films
from archive.catalogue.namings import About
from archive.cli.context import answer
from archive.library import Library
from archive.naming import guard
from archive.naming.finding import Finding
from archive.naming.repair import repair
from archive.naming.wording import told, unchecked
from media.language import gettext as _


def add_names(parser: argparse.ArgumentParser) -> None:
    """The options of `baro film names FILM`."""
    parser.add_argument("--fix", action="store_true", help=_("écrire à la place ce qui est proposé"))
    parser.add_argument(
        "--keep", action="append", default=[], metavar=_("CLÉ"), help=_("laisser passer ce qui peut rester")
    )


def show_names(library: Library, args: argparse.Namespace) -> int:
    """Say what was found, after replacing it or letting it through when asked; exit status 1 when something is left."""
    with library.reading() as session:
        film = films.by_name(session, args.film).id
    seen = guard.look(library, film)
    for key in args.keep:
        guard.let_stand(library, About(film=film), key, seen.findings)
    if args.fix:
        repair(library, film, [finding for finding in seen.findings if finding.key not in args.keep])
    if args.fix or args.keep:
        seen = guard.look(library, film)
    lines = [told(finding) for finding in seen.findings] or [_("Rien qui trahisse quelqu’un n’a été trouvé.")]
    if seen.names_unchecked:
        lines.append(_("Les vrais noms restent à chercher : baro vault check {name}").format(name=args.film))
    data = {"findings": [finding_data(finding) for finding in seen.findings], "names_unchecked": seen.names_unchecked}
    answer(args, data | {"vault": not seen.no_vault}, [*lines, *unchecked(seen.no_vault)])
    return 0 if seen.clear else 1


def finding_data(finding: Finding) -> dict[str, object]:
    """One finding for programs."""
    return {
        "key": finding.key,
        "kind": finding.found.kind.value,
        "where": finding.text.where.value,
        "place": finding.text.place,
        "text": finding.found.text,
        "instead": finding.found.instead,
    }
