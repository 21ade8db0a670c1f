# SPDX-License-Identifier: GPL-3.0-or-later
"""How a passphrase reaches a command: typed without being shown, or read from a file, never as a word of the command."""

import argparse
import getpass
import sys
from pathlib import Path

from media.errors import CannotCheck, WrongUse
from media.files import cause_of
from media.language import gettext as _


def add_secret(parser: argparse.ArgumentParser) -> None:
    """The option `--passphrase-file`."""
    parser.add_argument(
        "--passphrase-file",
        metavar=_("FICHIER"),
        help=_("lire la phrase de passe dans un fichier (« - » : l’entrée standard) au lieu de la demander"),
    )


def secret_of(args: argparse.Namespace, question: str) -> str:
    """The passphrase, on the first line of the file or typed. Raises WrongUse when nobody can be asked."""
    if args.passphrase_file:
        return first_line(args.passphrase_file)
    return typed(question)


def new_secret_of(args: argparse.Namespace, question: str) -> str:
    """A passphrase that is chosen now; typed, it is asked twice. Raises WrongUse when the two differ."""
    if args.passphrase_file:
        return first_line(args.passphrase_file)
    chosen = typed(question)
    if typed(_("Encore une fois, pour être sûr : ")) != chosen:
        raise WrongUse(_("Les deux saisies diffèrent."), _("Recommencer."))
    return chosen


def typed(question: str) -> str:
    """What is typed without being shown. Raises WrongUse when nobody sits there."""
    if not sys.stdin.isatty():
        raise WrongUse(
            _("Personne n’est là pour taper la phrase de passe."),
            _("La donner par --passphrase-file FICHIER (« - » : l’entrée standard)."),
        )
    return getpass.getpass(question)


def first_line(name: str) -> str:
    """The first line of a file, or of the standard input for `-`. Raises CannotCheck when it cannot be read."""
    if name == "-":
        return sys.stdin.readline().rstrip("\r\n")
    try:
        return Path(name).read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    except OSError as error:
        raise CannotCheck(f"{name} : {cause_of(error)}", _("Vérifier le chemin.")) from error
