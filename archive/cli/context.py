# SPDX-License-Identifier: GPL-3.0-or-later
"""What every command needs: the archive that was meant, and a way to answer people or programs."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive import config, library
from archive.cli.journaling import tell
from archive.person import UNNAMED, Person, Role
from media.errors import BaroError
from media.language import gettext as _


def folder_of(args: argparse.Namespace) -> Path:
    """The archive folder that the command line means: `--archive`, `BARO_ARCHIVE`, else the current folder."""
    return Path(args.archive or config.load().archive or ".")


@contextmanager
def archive_of(args: argparse.Namespace) -> Iterator[library.Library]:
    """The archive that the command line means, open. Raises NotFound when there is none."""
    folder = folder_of(args)
    settings = config.load(folder)
    person = Person(args.person or settings.person or UNNAMED, Role.ADMINISTRATOR)
    with library.opened(folder, settings, person) as opened:
        try:
            yield opened
        except BaroError:
            tell(opened, args, refused=True)
            raise
        tell(opened, args)


def add_json(parser: argparse.ArgumentParser) -> None:
    """The option `--json`."""
    parser.add_argument("--json", action="store_true", help=_("répondre en JSON"))


def answer(args: argparse.Namespace, data: object, lines: Iterable[str]) -> None:
    """Print `data` as JSON when `--json` was given, else the lines for people."""
    if args.json:
        json.dump(data, sys.stdout, ensure_ascii=False, indent=2)
        print()
        return
    for line in lines:
        print(line)
