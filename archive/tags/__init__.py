# SPDX-License-Identifier: GPL-3.0-or-later
"""The vocabulary that every new archive starts with."""

import csv
from importlib.resources import files

from archive.model.footage import Tag, TagId


def shipped_terms() -> list[Tag]:
    """The terms of `vocabulary.csv`, without ids; a term stands after the one above it."""
    text = files(__package__).joinpath("vocabulary.csv").read_text(encoding="utf-8")
    return [
        Tag(TagId(""), row["path"], row["label_fr"], row["label_en"], tuple(filter(None, row["synonyms"].split("+"))))
        for row in csv.DictReader(text.splitlines())
    ]
