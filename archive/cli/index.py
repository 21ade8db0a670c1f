# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro index`: the search index brought up to date, or built anew."""

import argparse

from archive import search
from archive.cli.context import add_json, answer, archive_of
from media.language import gettext as _
from media.language import ngettext


def configure(parser: argparse.ArgumentParser) -> None:
    """One switch."""
    parser.add_argument("--rebuild", action="store_true", help=_("tout refaire, à côté de l’index présent"))
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Write what is missing, then say how the index stands."""
    with archive_of(args) as library:
        written = search.rebuild(library) if args.rebuild else search.catch_up(library, wait=True)
        now = search.state(library)
    data = {"written": written, "ok": now.ok, "generation": now.generation, "behind": now.behind}
    line = ngettext("{count} entretien indexé.", "{count} entretiens indexés.", written).format(count=written)
    answer(args, data, (line, now.message))
    return 0
