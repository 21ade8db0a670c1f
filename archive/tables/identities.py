# SPDX-License-Identifier: GPL-3.0-or-later
"""A sheet of real names on its way into the vault; nothing of it is kept anywhere else, in no message either."""

from pathlib import Path

from archive.tables.cells import Cells
from archive.tables.sheet import Column, TableRefused, read_lines
from archive.vault.identity import Identity
from media.language import lazy

IDENTITY_COLUMNS = (
    Column("code", lazy("Code du témoin : GAO-F-012."), required=True),
    Column("name", lazy("Vrai nom."), required=True),
    Column("contact", lazy("Téléphone, adresse : comment la retrouver.")),
    Column("known_as", lazy("Autres noms qui la trahiraient, joints par +.")),
    Column("note", lazy("Ce que la personne chargée de la protection doit savoir.")),
)


def read(path: Path) -> list[Identity]:
    """The identities of a CSV file. Raises NotFound without one, TableRefused naming every line that says too little."""
    found, problems = [], []
    for line in read_lines(path, IDENTITY_COLUMNS):
        cells = Cells(line)
        found.append(
            Identity(
                cells.needed("code"),
                cells.needed("name"),
                cells.text("contact"),
                cells.several("known_as"),
                cells.text("note"),
            )
        )
        problems += cells.problems
    if problems:
        raise TableRefused(path.name, problems)
    return found
