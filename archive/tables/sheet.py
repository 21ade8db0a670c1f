# SPDX-License-Identifier: GPL-3.0-or-later
"""CSV files as people make them: from Baro, from Excel in French, from a text editor.

Read: UTF-8 with or without a byte-order mark, UTF-16 with one, else cp1252; separated by `,` `;` or tabs. A column
that nobody knows is refused rather than skipped: behind a misspelt `expires_on` a consent would never expire.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from media.errors import NotFound, Refused
from media.language import gettext as _
from media.language import ngettext

SEPARATORS = ",;\t"
SHOWN = 20
_NEVER_TYPED = (b"\x00\x00", b"\x01", b"\x02", b"\x03", b"\x04")
_FORMULA = "=+-@\t\r'"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its name in the first line, what stands in it (French, translated where shown)."""

    name: str
    meaning: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a line, counted from 1 as a text editor does; `column` is empty when it is the line as a whole."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        if not self.column:
            return _("ligne {line} : {message}").format(line=self.line, message=self.message)
        place = _("ligne {line}, colonne {column} : {message}")
        return place.format(line=self.line, column=self.column, message=self.message)


class TableRefused(Refused):
    """A file of which nothing was applied; `problems` names every bad line."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.file, self.problems = file, tuple(sorted(problems, key=lambda problem: problem.line))
        count = len({problem.line for problem in problems})
        head = ngettext(
            "{file} : {count} ligne ne convient pas ; rien n’a été repris du fichier.",
            "{file} : {count} lignes ne conviennent pas ; rien n’a été repris du fichier.",
            count,
        ).format(file=file, count=count)
        shown = [f"  {problem}" for problem in self.problems[:SHOWN]]
        if len(problems) > SHOWN:
            shown.append("  …")
        super().__init__("\n".join([head, *shown]), _("Corriger ces lignes et importer le fichier de nouveau."))


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one line by column name, edges trimmed; `number` is where it begins in the file."""

    number: int
    cells: dict[str, str]


def read_lines(path: Path, columns: Sequence[Column]) -> list[Line]:
    """The lines of a CSV file, empty ones left out. Raises NotFound when there is no such file, TableRefused, Refused."""
    return lines_in(path.name, _text(path), columns)


def lines_in(file: str, text: str, columns: Sequence[Column]) -> list[Line]:
    """The same for the text of a file of that name. Raises TableRefused naming every line whose shape is wrong."""
    head, records = _records(file, text)
    names = [_plain(name).lower() for name in head]
    _check_head(file, names, columns)
    problems = [
        Problem(number, "", _("{found} cellules au lieu de {wanted}.").format(found=len(cells), wanted=len(names)))
        for number, cells in records
        if len(cells) != len(names)
    ]
    if problems:
        raise TableRefused(file, problems)
    return [Line(number, dict(zip(names, map(_plain, cells), strict=True))) for number, cells in records]


def header_of(path: Path) -> list[str]:
    """The column names that the file gives. Raises NotFound, TableRefused."""
    return [_plain(name).lower() for name in _records(path.name, _text(path))[0]]


def written(columns: Sequence[Column], rows: Iterable[Sequence[str]], *, excel: bool = False) -> bytes:
    """The table as CSV in UTF-8; with `excel`, what Excel in French opens by a double-click (mark and semicolons)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if excel else ",", lineterminator="\r\n" if excel else "\n")
    writer.writerow([column.name for column in columns])
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig" if excel else "utf-8")


def _text(path: Path) -> str:
    if not path.is_file():
        raise NotFound(_("Il n’y a pas de fichier {path}.").format(path=path), _("Vérifier le chemin."))
    return text_of(path.name, path.read_bytes())


def text_of(file: str, data: bytes) -> str:
    """The text of a table in the encodings that spreadsheets write. Raises Refused when it is no table at all."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    if any(control in data for control in _NEVER_TYPED):
        raise Refused(
            _("{name} n’est pas un fichier CSV.").format(name=file),
            _("L’enregistrer en « CSV UTF-8 » depuis le tableur."),
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _records(name: str, text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The cells of the first line, and each further record with the line that it begins on."""
    text = text.replace("\x00", "")
    skipped = 0
    if text.lower().startswith("sep="):  # a hint for Excel, which Excel itself writes
        text, skipped = text.partition("\n")[2], 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    records: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                records.append((start + skipped, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        raise TableRefused(
            name, [Problem(start + skipped, "", _("guillemets mal fermés ({cause}).").format(cause=error))]
        ) from error
    if not records:
        raise TableRefused(name, [Problem(1, "", _("le fichier est vide."))])
    return records[0][1], records[1:]


def _separator(text: str) -> str:
    head = text.strip().partition("\n")[0]
    return max(SEPARATORS, key=head.count)


def _check_head(file: str, names: Sequence[str], columns: Sequence[Column]) -> None:
    known = {column.name for column in columns}
    problems = [Problem(1, name, _("colonne inconnue.")) for name in names if name not in known]
    problems += [Problem(1, name, _("colonne en double.")) for name in sorted(known) if names.count(name) > 1]
    problems += [
        Problem(1, column.name, _("colonne absente."))
        for column in columns
        if column.required and column.name not in names
    ]
    if problems:
        refused = TableRefused(file, problems)
        refused.hint = _("Les colonnes possibles : {names}.").format(names=", ".join(column.name for column in columns))
        raise refused


def _guarded(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets an apostrophe, which `_plain` takes off again."""
    return f"'{cell}" if cell[:1] and cell[0] in _FORMULA else cell


def _plain(cell: str) -> str:
    cell = cell.strip(" \t\r\n\u00a0\ufeff")
    return cell[1:] if cell[:1] == "'" and cell[1:2] and cell[1] in _FORMULA else cell
