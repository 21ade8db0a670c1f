# SPDX-License-Identifier: GPL-3.0-or-later
"""One table of the archive as a CSV file: imported whole or not at all, exported so that it can be imported again."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from archive.library import Library
from archive.tables.cells import Cells
from archive.tables.sheet import Column, Problem, TableRefused, read_lines, written
from media.errors import BaroError
from media.language import gettext as _

Value = TypeVar("Value")


class Change(StrEnum):
    """What a line did to the archive."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Given:
    """A value read from a line, with the columns that the file has and the person who imports it."""

    columns: frozenset[str]
    by: str


@dataclass(frozen=True, slots=True)
class Table(Generic[Value]):
    """How one kind of thing is written in lines.

    `key` tells two lines about the same thing; `apply` raises BaroError for what the archive refuses; `rows` gives
    the archive's lines, one cell a column.
    """

    name: str
    columns: tuple[Column, ...]
    key: Callable[[Value], str]
    read: Callable[[Cells], Value]
    apply: Callable[[Session, Value, Given], Change]
    rows: Callable[[Session], Iterable[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many lines added something, changed something, or said what the archive knew."""

    added: int
    changed: int
    same: int


def import_table(library: Library, table: Table[Value], path: Path) -> Imported:
    """Apply every line of a CSV file in one transaction.

    Raises NotFound when there is no such file, TableRefused with all bad lines when there is one; nothing of the file
    is then applied.
    """
    lines = read_lines(path, table.columns)
    values = _read(path.name, table, [Cells(line) for line in lines])
    columns = frozenset(lines[0].cells) if lines else frozenset()
    changes: list[Change] = []
    problems: list[Problem] = []
    with library.writing() as session:
        for number, value in values:
            try:
                changes.append(table.apply(session, value, Given(columns, library.person.name)))
            except BaroError as error:
                problems.append(Problem(number, "", str(error)))
        if problems:
            raise TableRefused(path.name, problems)
    return Imported(*(changes.count(change) for change in Change))


def export_table(library: Library, table: Table[Value], *, excel: bool = False) -> bytes:
    """The table as CSV; see `archive.tables.sheet.written`."""
    with library.reading() as session:
        return written(table.columns, table.rows(session), excel=excel)


def _read(file: str, table: Table[Value], lines: Iterable[Cells]) -> list[tuple[int, Value]]:
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    values = []
    for cells in lines:
        value = table.read(cells)
        first = seen.setdefault(table.key(value), cells.line.number)
        if not cells.problems and first != cells.line.number:
            cells.wrong("", _("dit la même chose que la ligne {first}, peut-être autrement.").format(first=first))
        problems += cells.problems
        values.append((cells.line.number, value))
    if problems:
        raise TableRefused(file, problems)
    return values
