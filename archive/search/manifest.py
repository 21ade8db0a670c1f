# SPDX-License-Identifier: GPL-3.0-or-later
"""The manifest of the index: the one file that says which parts count. Renaming it is the only commit there is.

    derived/index/manifest.json     stamp, generation, day, and the shelves
    derived/index/parts/<name>/     one part, never changed once written
    derived/index/lock              held by the one writer

A shelf is a number of interviews that are written together, one part for each language. When one of them changes, its
words go to a small shelf of their own at once, and its old shelf no longer names it: nothing finds what stands there.
Then that shelf is put together anew without it; the old parts go once the manifest no longer names them, and with
them every word that they held.
"""

import json
import os
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from archive.search import analysis
from archive.search.engine import ENGINE
from media.files import write_bytes

LAYOUT = 2
STAMP = {"engine": ENGINE, "analysis": analysis.VERSION, "layout": LAYOUT}


@dataclass(frozen=True, slots=True)
class Holding:
    """An interview on a shelf, its recordings, and the digest of what its consents let through when it was read."""

    interview: str
    recordings: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class PartFiles:
    """A part's folder and the size of each of its files, by which a truncated one is known."""

    name: str
    files: dict[str, int]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Interviews written together, their parts, and about how many words they have.

    `stale` says that the parts still hold the words of interviews that are no longer named.
    """

    holdings: tuple[Holding, ...]
    parts: tuple[PartFiles, ...]
    words: int
    stale: bool = False

    @property
    def interviews(self) -> frozenset[str]:
        """The interviews that count."""
        return frozenset(holding.interview for holding in self.holdings)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the index holds, up to which generation of the catalogue, and on which day permissions were looked at."""

    edition: str
    generation: int
    day: str
    shelves: tuple[Shelf, ...]

    @property
    def parts(self) -> list[PartFiles]:
        """All parts, in order."""
        return [part for shelf in self.shelves for part in shelf.parts]


def read(index: Path) -> Manifest | None:
    """The manifest of the index in that folder; None when it is missing, damaged, or of another version."""
    try:
        path = index / "manifest.json"
        found = path.stat()
        return _read(path, found.st_ino, found.st_mtime_ns, found.st_size)
    except (OSError, ValueError, KeyError, TypeError):
        return None


@lru_cache(maxsize=4)
def _read(path: Path, *_stamp: int) -> Manifest | None:
    facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if facts["stamp"] != STAMP:
        return None
    shelves = tuple(_shelf(row) for row in facts["shelves"])
    return Manifest(facts["edition"], int(facts["generation"]), facts["day"], shelves)


def write(index: Path, manifest: Manifest) -> None:
    """Make `manifest` the one that counts."""
    facts = {"stamp": STAMP, **asdict(manifest)}
    write_bytes(index / "manifest.json", json.dumps(facts, ensure_ascii=False).encode())


def is_whole(index: Path, manifest: Manifest) -> bool:
    """True when every file that the manifest names is there with its size."""
    try:
        return all(
            os.stat(f"{index}/parts/{part.name}/{name}").st_size == size  # noqa: PTH116 (at each question; a Path costs far more)
            for part in manifest.parts
            for name, size in part.files.items()
        )
    except OSError:
        return False


def sizes(folder: Path | str) -> dict[str, int]:
    """The size in bytes of each file of a part."""
    with os.scandir(folder) as entries:
        return {entry.name: entry.stat().st_size for entry in entries}


def _shelf(row: dict[str, Any]) -> Shelf:
    holdings = tuple(Holding(item["interview"], tuple(item["recordings"]), item["digest"]) for item in row["holdings"])
    parts = tuple(PartFiles(part["name"], dict(part["files"])) for part in row["parts"])
    return Shelf(holdings, parts, row["words"], row["stale"])
