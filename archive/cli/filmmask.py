# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro film mask`: the result of a masked clip, and what those who looked at it say."""

import argparse

from archive.catalogue import films
from archive.catalogue import masks as rows
from archive.cli.context import answer
from archive.film import masks
from archive.film.cutlist import EYES, recipe
from archive.library import Library
from media.errors import NotFound
from media.files import arriving
from media.language import gettext as _


def add_mask(parser: argparse.ArgumentParser) -> None:
    """The arguments of `baro film mask FILM N`."""
    parser.add_argument("place", type=int, metavar=_("N"), help=_("place de la ligne, à partir de 1"))
    said = parser.add_mutually_exclusive_group()
    said.add_argument("--confirm", action="store_true", help=_("regardé en entier : on ne reconnaît personne"))
    said.add_argument("--doubt", action="store_true", help=_("on reconnaît quelqu’un : le masque ne compte plus"))


def tell_mask(library: Library, args: argparse.Namespace) -> int:
    """Render the result, or note what somebody says of it; exit status 1 as long as the mask does not count."""
    with library.reading() as session:
        film = films.by_name(session, args.film).id
        items = films.edit_of(session, film).items
        if not 1 <= args.place <= len(items):
            raise NotFound(_("Le montage n’a pas de ligne {n}.").format(n=args.place), _("Voir « baro film show »."))
        item = items[args.place - 1].id
        cut = masks.clip_of(session, film, item)
        masks.ask(session, cut)
    proof = masks.proof_of(library, cut)
    if args.doubt:
        masks.doubt(library, film, item)
    elif args.confirm:
        masks.confirm(library, film, item)
    elif not proof.is_file():
        with arriving(proof) as part:
            masks.make(library, cut, part)
    with library.reading() as session:
        by = rows.confirmed_by(session, item, recipe(cut))
    lines = [str(proof), _("Confirmé par : {names}").format(names=", ".join(by) or _("personne"))]
    if len(by) < EYES:
        lines.append(
            _("Deux personnes le regardent en entier, puis : baro --as NOM film mask {film} {n} --confirm").format(
                film=args.film, n=args.place
            )
        )
    answer(args, {"file": str(proof), "confirmed_by": list(by), "counts": len(by) >= EYES}, lines)
    return 0 if len(by) >= EYES else 1
