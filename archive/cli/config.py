# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro config`: every setting, its value, and where the value comes from."""

import argparse

from archive import config
from archive.cli.context import add_json, answer, folder_of


def configure(parser: argparse.ArgumentParser) -> None:
    """No options of its own."""
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print one line a setting."""
    found = config.origins(folder_of(args))
    data = [{"name": item.name, "value": item.value, "source": item.source} for item in found]
    answer(args, data, (f"{item.name} = {item.value!r}  ({item.source})" for item in found))
    return 0
