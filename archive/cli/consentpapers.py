# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro consent form`, `summary` and `evidence`: papers to print and read aloud, and the signed one kept."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from archive.cli.consentdata import codes_of, data_of
from archive.cli.context import add_json, answer
from archive.library import Library
from media.language import gettext as _

if TYPE_CHECKING:
    from archive.cli.sheets import Subcommands


def configure(commands: "Subcommands") -> None:
    """The three subcommands."""
    form = commands.add_parser("form", help=_("la feuille d’autorisation d’un entretien, à imprimer"))
    form.add_argument(
        "--participant", default="", metavar=_("CODE"), help=_("pour ce témoin ; sinon à écrire à la main")
    )
    summary = commands.add_parser("summary", help=_("la page à lire à voix haute avant de filmer"))
    for one in (form, summary):
        one.add_argument("interview", metavar=_("ENTRETIEN"), help=_("code de l’entretien"))
        one.add_argument("-o", "--output", type=Path, metavar=_("FICHIER.html"), help=_("sinon, à l’écran"))
    evidence = commands.add_parser("evidence", help=_("garder la copie du papier signé ou de la déclaration filmée"))
    evidence.add_argument("id", metavar=_("AUTORISATION"), help=_("son identifiant"))
    evidence.add_argument(
        "file", type=Path, metavar=_("FICHIER"), help=_("PDF, image, film ou son ; son nom est oublié")
    )
    add_json(evidence)


def _form(library: Library, args: argparse.Namespace) -> None:
    from archive.catalogue import films, interviews, participants
    from archive.paper import page
    from archive.paper.form import TITLE, form

    with library.reading() as session:
        found = interviews.by_code(session, args.interview)
        person = participants.by_code(session, args.participant) if args.participant else None
        names = [film.name for film in films.listed(session)]
    body = form(found, args.participant, minor=person is not None and person.minor, films=names)
    give_page(args.output, page(f"{TITLE} · {found.code}", body))


def _summary(library: Library, args: argparse.Namespace) -> None:
    from archive.catalogue import interviews
    from archive.paper import page
    from archive.paper.summary import TITLE, summary

    with library.reading() as session:
        found = interviews.by_code(session, args.interview)
    give_page(args.output, page(f"{TITLE} · {found.code}", summary(found)))


def _evidence(library: Library, args: argparse.Namespace) -> None:
    from archive import evidence

    kept = evidence.keep(library, args.id, args.file)
    answer(args, data_of(kept, codes_of(library)), [_("Preuve gardée : {file}").format(file=kept.evidence_file)])


def give_page(output: Path | None, text: str) -> None:
    """Write a page to a file, or to the screen."""
    from media.files import write_bytes

    if output is None:
        sys.stdout.write(text)
        return
    write_bytes(output, text.encode("utf-8"))
    print(_("Écrit : {file}").format(file=output))


ACTIONS = {"form": _form, "summary": _summary, "evidence": _evidence}
