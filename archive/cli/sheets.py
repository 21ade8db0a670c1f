# SPDX-License-Identifier: GPL-3.0-or-later
"""The subcommands `import` and `export` that all tables share."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from archive.cli.context import add_json, answer
from archive.library import Library
from archive.tables.table import Table, Value, export_table, import_table
from media.files import write_bytes
from media.language import gettext as _

if TYPE_CHECKING:
    Subcommands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_sheets(commands: "Subcommands") -> None:
    """The subcommands `import FILE` and `export [-o FILE] [--excel]`."""
    reading = commands.add_parser("import", help=_("reprendre un fichier CSV, entier ou pas du tout"))
    reading.add_argument("file", type=Path, metavar=_("FICHIER"), help=_("CSV en UTF-8, ou enregistré par Excel"))
    add_json(reading)
    writing = commands.add_parser("export", help=_("écrire le tableau en CSV"))
    writing.add_argument("-o", "--output", type=Path, metavar=_("FICHIER"), help=_("sinon, à l’écran"))
    writing.add_argument("--excel", action="store_true", help=_("pour qu’Excel l’ouvre d’un double-clic"))


def take(library: Library, args: argparse.Namespace, table: Table[Value]) -> None:
    """Import `args.file` and say what it did."""
    done = import_table(library, table, args.file)
    data = {"file": str(args.file), "added": done.added, "changed": done.changed, "same": done.same}
    text = _("{file} : ajouts {added}, changements {changed}, déjà connus {same}.")
    answer(args, data, [text.format(file=args.file.name, added=done.added, changed=done.changed, same=done.same)])


def give(library: Library, args: argparse.Namespace, table: Table[Value]) -> None:
    """Export to `args.output`, or to the screen."""
    data = export_table(library, table, excel=args.excel)
    if args.output is None:
        sys.stdout.write(data.decode("utf-8"))
        return
    write_bytes(args.output, data)
    print(_("Écrit : {file}").format(file=args.output))
