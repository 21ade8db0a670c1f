# SPDX-License-Identifier: GPL-3.0-or-later
"""The console script `baro`: the archive's commands, and `serve`."""

import sys

from archive.cli import COMMANDS, Command
from archive.cli.main import main
from media.language import lazy

ALL: tuple[Command, ...] = (*COMMANDS, Command("serve", lazy("ouvrir les pages dans le navigateur"), "webui.serve"))


def baro() -> None:
    """Run the command line and leave with its status."""
    sys.exit(main(ALL))


if __name__ == "__main__":
    baro()
