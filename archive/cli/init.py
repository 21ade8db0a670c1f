# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro init`: a new archive."""

import argparse
from pathlib import Path

from archive import library
from media.language import gettext as _


def configure(parser: argparse.ArgumentParser) -> None:
    """One argument: the folder."""
    parser.add_argument("folder", type=Path, metavar=_("DOSSIER"), help=_("dossier neuf ou vide"))


def run(args: argparse.Namespace) -> int:
    """Create the archive and say what comes next."""
    created = library.create(args.folder)
    created.catalogue.close()
    print(_("Archive créée dans {folder}.").format(folder=created.folder))
    print(_("Pour verser une carte : baro --archive {folder} ingest CARTE").format(folder=args.folder))
    return 0
