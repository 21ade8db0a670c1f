# SPDX-License-Identifier: GPL-3.0-or-later
"""One table of the archive as a CSV file: imported whole or not at all, exported so that it can be imported again."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from archive.library import Library
from archive.tables.cells import Cells
from archive.tables.sheet import Column, Line, Problem, TableRefused, lines_in, read_lines, written
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


@dataclass(frozen=True, slots=True)
class Foreseen(Generic[Value]):
    """What a line of a file does, or would do; `change` is None when the archive refuses it, and `refusal` says why."""

    line: int
    value: Value
    change: Change | None
    refusal: str = ""


class _OnlyLooked(Exception):
    """Ends a transaction that was opened to see what would happen."""


def import_table(library: Library, table: Table[Value], path: Path) -> Imported:
    """Apply every line of a CSV file in one transaction.

    Raises NotFound when there is no such file, TableRefused with all bad lines when there is one; nothing of the file
    is then applied.
    """
    return _take(library, table, path.name, read_lines(path, table.columns))


def import_text(library: Library, table: Table[Value], file: str, text: str) -> Imported:
    """The same for the text of a file of that name."""
    return _take(library, table, file, lines_in(file, text, table.columns))


def foresee(library: Library, table: Table[Value], file: str, text: str) -> list[Foreseen[Value]]:
    """What `import_text` would do, line by line; nothing is kept. Raises TableRefused for lines that cannot be read."""
    lines = lines_in(file, text, table.columns)
    values, done = _read(file, table, [Cells(line) for line in lines]), []
    with suppress(_OnlyLooked), library.writing() as session:
        done = _applied(session, table, values, _given(library, lines))
        raise _OnlyLooked
    return done


def export_table(
    library: Library, table: Table[Value], *, excel: bool = False, keep: Callable[[Sequence[str]], bool] | None = None
) -> bytes:
    """The table as CSV, or the rows that `keep` wants; see `archive.tables.sheet.written`."""
    with library.reading() as session:
        return written(table.columns, filter(keep, table.rows(session)), excel=excel)


def _take(library: Library, table: Table[Value], file: str, lines: Sequence[Line]) -> Imported:
    values = _read(file, table, [Cells(line) for line in lines])
    with library.writing() as session:
        done = _applied(session, table, values, _given(library, lines))
        problems = [Problem(one.line, "", one.refusal) for one in done if one.change is None]
        if problems:
            raise TableRefused(file, problems)
    changes = [one.change for one in done]
    return Imported(*(changes.count(change) for change in Change))


def _applied(
    session: Session, table: Table[Value], values: Iterable[tuple[int, Value]], given: Given
) -> list[Foreseen[Value]]:
    done = []
    for number, value in values:
        try:
            done.append(Foreseen(number, value, table.apply(session, value, given)))
        except BaroError as error:
            done.append(Foreseen(number, value, None, str(error)))
    return done


def _given(library: Library, lines: Sequence[Line]) -> Given:
    return Given(frozenset(lines[0].cells) if lines else frozenset(), library.person.name)


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
