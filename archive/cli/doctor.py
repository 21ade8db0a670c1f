# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro doctor`: is this computer fit for work, and is the archive whole? Each fault with the command that mends it."""

import argparse

from archive import config
from archive.catalogue.engine import CatalogueError
from archive.cli.context import add_json, answer, archive_of, folder_of
from archive.doctor import Check, absent, archive, installation
from media.errors import NotFound, WrongUse
from media.language import gettext as _


def configure(parser: argparse.ArgumentParser) -> None:
    """No options of its own."""
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Look at everything; status 1 when something is wrong. Without an archive only the computer is looked at."""
    checks = _checks(args)
    data = {"checks": [{"name": one.name, "ok": one.ok, "message": one.message, "fix": one.fix} for one in checks]}
    answer(args, data, [_line(one) for one in checks])
    return 0 if all(one.ok for one in checks) else 1


def _checks(args: argparse.Namespace) -> list[Check]:
    folder = folder_of(args)
    meant = bool(args.archive or config.load().archive)
    try:
        with archive_of(args) as library:
            return [*installation(library.settings, library.folder / "fonts"), *archive(library)]
    except NotFound as error:
        here = installation(config.load())
        return [*here, absent(error)] if meant else here
    except (CatalogueError, WrongUse) as error:
        return [*installation(config.load(None)), absent(error)] if folder.exists() else [absent(error)]


def _line(check: Check) -> str:
    mark = _("bon") if check.ok else _("À VOIR")
    line = f"{mark:<6}  {check.name:<10}  {check.message}"
    return f"{line}\n          → {check.fix}" if check.fix else line
