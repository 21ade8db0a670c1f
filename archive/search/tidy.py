# SPDX-License-Identifier: GPL-3.0-or-later
"""Shelves put in order: what was replaced leaves the files, and small shelves join, so that there are never many.

Nothing is read again from the catalogue: parts are put together from parts. Each step ends with a manifest of its own,
so that a kill between two leaves what was before or what comes after.
"""

import secrets
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from archive.search import manifest
from archive.search.concordance import Part
from archive.search.manifest import Manifest, PartFiles, Shelf, sizes
from archive.search.rows import put_together, save
from media.posix import fsync_folder

FULL_WORDS = 1_000_000  # a shelf of so many is rewritten in about a second
LIGHT_WORDS = 50_000  # so many are rewritten in no time
MOST_LIGHT = 8


def tidy_all(index: Path, known: Manifest) -> None:
    """Take every step that is due. Only for whoever holds the index's lock."""
    while group := due(known.shelves):
        known = replace(known, edition=secrets.token_hex(8), shelves=_joined(index, known.shelves, group))
        put_in_place(index, known)


def due(shelves: Sequence[Shelf]) -> list[Shelf]:
    """The shelves to be written again as one; none when all is in order.

    First those that hold words to be forgotten, with what fits beside. Light ones join at once; of the others the
    smallest join when there are too many, each with those that are about its size: a word is written again only as
    often as its shelf doubles.
    """
    small = sorted((shelf for shelf in shelves if shelf.words < FULL_WORDS), key=lambda shelf: shelf.words)
    for shelf in shelves:
        if shelf.stale:
            return _filled([shelf], [other for other in small if other is not shelf and other.words <= LIGHT_WORDS])
    group = _filled([], [shelf for shelf in small if shelf.words <= LIGHT_WORDS], LIGHT_WORDS)
    if len(group) < 2 and len(small) > MOST_LIGHT:
        group = []
        for shelf in small:
            if len(group) >= 2 and shelf.words > sum(one.words for one in group):
                break
            group.append(shelf)
        group = _filled([], group)
    return group if len(group) > 1 else []


def _filled(group: list[Shelf], others: Sequence[Shelf], most: int = FULL_WORDS) -> list[Shelf]:
    """The group with as many of the others, the first ones first, as it has room for."""
    words = sum(shelf.words for shelf in group)
    for shelf in others:
        words += shelf.words
        if words > most:
            break
        group = [*group, shelf]
    return group


def _joined(index: Path, shelves: Sequence[Shelf], group: Sequence[Shelf]) -> tuple[Shelf, ...]:
    """All shelves, those of the group as one."""
    found: dict[str, list[Part]] = {}
    for shelf in group:
        for files in shelf.parts:
            part = Part(index / "parts" / files.name, shelf.interviews)
            found.setdefault(part.language, []).append(part)
    parts, words = [], 0
    for _language, same in sorted(found.items()):
        rows = put_together(same)
        if rows is not None:
            name = secrets.token_hex(8)
            save(rows, index / "parts" / name)
            parts.append(PartFiles(name, sizes(index / "parts" / name)))
            words += rows.stream.shape[1]
    holdings = tuple(holding for shelf in group for holding in shelf.holdings)
    kept = [shelf for shelf in shelves if shelf not in group]
    return (*kept, Shelf(holdings, tuple(parts), words))


def put_in_place(index: Path, known: Manifest) -> None:
    """Make `known` the manifest that counts, and remove every part that it does not name."""
    if (index / "parts").is_dir():
        fsync_folder(index / "parts")
    manifest.write(index, known)
    named = {part.name for part in known.parts}
    for folder in (index / "parts").glob("*"):
        if folder.name not in named:  # replaced, or left by a killed writer
            shutil.rmtree(folder, ignore_errors=True)  # an open file on Windows stays until the next time
