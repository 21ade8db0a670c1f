# SPDX-License-Identifier: GPL-3.0-or-later
"""The team's list of villages, which are finer than a region: `vocabulaire/villages.csv` in the archive, read at each look."""

from pathlib import Path

from archive.search.vocabulary import FOLDER
from archive.tables.sheet import Column, read_lines
from media.language import lazy

FILE = "villages.csv"
VILLAGE_COLUMNS = (
    Column("village", lazy("Nom du village ou du quartier."), required=True),
    Column("region", lazy("Région à écrire à sa place."), required=True),
)


def villages(archive: Path) -> list[tuple[str, str]]:
    """Each village with its region; none without a list. Raises TableRefused naming the lines that cannot be read."""
    path = archive / FOLDER / FILE
    if not path.is_file():
        return []
    return [(line.cells["village"], line.cells["region"]) for line in read_lines(path, VILLAGE_COLUMNS)]
