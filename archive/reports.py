# SPDX-License-Identifier: GPL-3.0-or-later
"""The reports of ingests in `reports/`: how they are written, read back, and what an erasure takes out of them.

It works on the archive's folder, before there is an open library. A table that somebody else's program rewrote beyond
recognition is not read, and goes as a whole when it names something that was erased.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from archive import paper
from archive.model.intake import Line, Receipt, Sort, Status
from archive.paper.intake import ERASED, LEFT, SHEET, STATES, WHYS, receipt, title
from archive.tables.sheet import Column, read_lines, written
from media.card import name_of
from media.errors import BaroError, NotFound
from media.files import stale_parts, write_bytes
from media.language import gettext as _
from media.layout import stems_of

FOLDER = "reports"
MOMENT = "%Y-%m-%d %H:%M"
COLUMNS = tuple(
    Column(name, "")
    for name in (
        "état",
        "fichier",
        "dossier",
        "carte",
        "entretien",
        "filmé le (UTC)",
        "durée (ms)",
        "taille (octets)",
        "SHA-256",
        "remarque",
        "rush",
        "par",
        "le",
    )
)
_READ = tuple(Column(column.name.casefold(), "") for column in COLUMNS)
_NAME = re.compile(r"ingest-(\d{4}-\d\d-\d\d-\d{4})(?:-(\d{1,4}))?")
_HASH = re.compile(rb"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A report that lies in the archive. `id` stands for it in addresses, which thus tell nothing."""

    path: Path
    at: datetime

    @property
    def id(self) -> str:
        """32 hexadecimal digits, the same each time."""
        return sha256(self.path.stem.encode()).hexdigest()[:32]

    @property
    def page(self) -> Path:
        """The one to print, beside the table; it may be missing."""
        return self.path.with_suffix(".html")


def table(told: Receipt) -> bytes:
    """The report for the spreadsheet."""
    end = (told.by, f"{told.at:{MOMENT}}")
    return written(COLUMNS, ((*_cells(line), *end) for line in told.lines), excel=True)


def page(told: Receipt, archive: str) -> bytes:
    """The report to print; `archive` is the name of the archive's folder."""
    return paper.page(title(told), receipt(told, archive)).encode("utf-8", "replace")


def _cells(line: Line) -> Sequence[str]:
    return (
        line.state,
        line.name,
        line.place,
        line.card,
        line.interview,
        line.recorded_at,
        str(line.duration or ""),
        str(line.size or ""),
        line.sha256,
        line.remark,
        line.recording,
    )


def listed(folder: Path) -> list[Kept]:
    """The reports of the archive in `folder`, newest first."""
    found = []
    for path in (folder / FOLDER).glob("ingest-*.csv"):
        named = _NAME.fullmatch(path.stem)
        if named is not None:
            try:
                moment = datetime.strptime(named[1], "%Y-%m-%d-%H%M")
            except ValueError:  # somebody's own file
                continue
            found.append((moment, int(named[2] or 1), Kept(path, moment)))
    return [kept for _moment, _number, kept in sorted(found, key=lambda one: one[:2], reverse=True)]


def get(folder: Path, report: str) -> Kept:
    """The report with that id. Raises NotFound."""
    for kept in listed(folder):
        if kept.id == report:
            return kept
    raise NotFound(_("Ce rapport n’existe pas."), _("La page des versements les montre tous."))


def read(path: Path) -> Receipt | None:
    """What a report says; None when it is no table of ours any more."""
    try:
        rows = [line.cells for line in read_lines(path, _READ)]
        lines = tuple(_line(cells) for cells in rows)
        moment = datetime.strptime(rows[0]["le"], MOMENT)
    except (BaroError, OSError, ValueError, LookupError):
        return None
    return Receipt(lines, rows[0]["par"], moment, any(line.state == STATES[Status.WOULD_KEEP] for line in lines))


def _line(cells: dict[str, str]) -> Line:
    remark, state = cells["remarque"], cells["état"]
    left = state == LEFT or remark in WHYS.values()
    return Line(
        Sort.LEFT if left else Sort.SHEET if remark.startswith(SHEET) else Sort.FILM,
        state,
        cells["fichier"],
        cells["dossier"],
        cells["carte"],
        cells["entretien"],
        cells["filmé le (utc)"],
        int(cells["durée (ms)"] or 0),
        int(cells["taille (octets)"] or 0),
        cells["sha-256"],
        remark,
        cells["rush"],
    )


def telling(folder: Path, hashes: Collection[str]) -> list[Path]:
    """The files of reports that still tell of something that was erased (SHA-256)."""
    gone = frozenset(hashes)
    return [path for path in _files(folder) if _tells(path, gone)] if gone else []


def forget(folder: Path, hashes: Collection[str]) -> None:
    """Take name, hash, interview and all else out of the lines about what was erased; a line stays and says so.

    Lines without a hash (refused that day, or a camera's small copy) are known by the lines with one, so they go first:
    killed anywhere, the next turn still knows them. A report that cannot be written anew (a full disk) goes as a whole.
    """
    for part in stale_parts(folder / FOLDER):
        _remove(part)
    gone = frozenset(hashes)
    told = {path: found for path in _files(folder) if path.suffix == ".csv" and (found := read(path)) is not None}
    for path in _files(folder):
        if path.with_suffix(".csv") not in told and _tells(path, gone):
            _remove(path)
    known = {line for found in told.values() for line in found.lines if line.sha256 in gone}
    for path, found in told.items():
        told[path] = _without(folder, path, found, _bare(found, known))
    for path, found in told.items():
        _without(folder, path, found, known)


def _bare(found: Receipt, known: set[Line]) -> set[Line]:
    """The lines of a report that tell of the erased files in the lines `known`, and do not have their hash."""
    same = {(line.name, line.size) for line in known}
    rushes = {line.recording for line in known} - {""}
    others = {line for line in found.lines if line not in known and line.sort is not Sort.LEFT}
    bare = {one for one in others if one.recording in rushes or (not one.sha256 and (one.name, one.size) in same)}
    stems = {(one.card, _stem(one)) for one in found.lines if one in known or one in bare}
    small = {one for one in found.of(Sort.LEFT) if any((one.card, stem) in stems for stem in stems_of(Path(one.name)))}
    return bare | small


def _stem(line: Line) -> str:
    return Path(line.name).stem.casefold()


def _without(folder: Path, path: Path, found: Receipt, lines: set[Line]) -> Receipt:
    """A report written anew without what these lines say. The table comes last: as long as it tells, the work is not done."""
    if lines.isdisjoint(found.lines):
        return found
    left = replace(found, lines=tuple(_blank(line) if line in lines else line for line in found.lines))
    try:
        write_bytes(path.with_suffix(".html"), page(left, name_of(folder)))
        write_bytes(path, table(left))
    except OSError:
        _remove(path.with_suffix(".html"))
        _remove(path)
    return left


def _blank(line: Line) -> Line:
    return Line(line.sort, ERASED, remark={Sort.FILM: "", Sort.SHEET: SHEET, Sort.LEFT: line.remark}[line.sort])


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in (folder / FOLDER).glob("*") if path.suffix in (".csv", ".html"))


def _tells(path: Path, gone: frozenset[str]) -> bool:
    try:
        return any(one.decode() in gone for one in _HASH.findall(path.read_bytes()))
    except OSError:  # it went meanwhile, or is closed to us as to everybody
        return False


def _remove(path: Path) -> None:
    with suppress(OSError):  # the system keeps it; whoever asked is told by `telling`
        path.unlink(missing_ok=True)
