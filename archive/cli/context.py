# SPDX-License-Identifier: GPL-3.0-or-later
"""What every command needs: the archive that was meant, and a way to answer people or programs."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from archive import config, library
from archive.accounts import needed
from archive.cli.acting import acting
from archive.cli.journaling import tell
from archive.cli.permissions import refuse_role
from archive.person import UNNAMED, Person, Role
from media.errors import BaroError
from media.language import gettext as _


def folder_of(args: argparse.Namespace) -> Path:
    """The archive folder that the command line means: `--archive`, `BARO_ARCHIVE`, else the current folder."""
    return Path(args.archive or config.load().archive or ".")


@contextmanager
def archive_of(args: argparse.Namespace) -> Iterator[library.Library]:
    """The archive that the command line means, open, as whoever acts sees it.

    Raises NotFound when there is none; with accounts NotSignedIn, or Refused for a role that may not run the command.
    """
    folder = folder_of(args)
    settings = config.load(folder)
    person = Person(args.acting or settings.person or UNNAMED, Role.ADMINISTRATOR)
    with library.opened(folder, settings, person) as opened:
        ruled = needed(opened)
        seen = opened.as_person(Person("", Role.VIEWER)) if ruled else opened
        try:
            if ruled:
                seen = acting(opened, args)
                refuse_role(args, seen.person)
            yield seen
        except BaroError:
            tell(seen, args, refused=True)
            raise
        tell(seen, args)


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


def warned(warnings: Sequence[str]) -> list[str]:
    """What is to be known of the words that left, for people."""
    return [_("à savoir  {sentence}").format(sentence=sentence) for sentence in warnings]
