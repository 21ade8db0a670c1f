# SPDX-License-Identifier: GPL-3.0-or-later
"""The report of an ingest as two files: a page to print and keep, a table for the spreadsheet. In `reports/` of the archive.

`archive.reports` says how they look, and reads the table back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from archive.library import Library
from archive.model.intake import IngestItem, Intake, Line, Receipt, SidecarItem, Sort
from archive.paper.intake import LEFT, SHEET, STATES, WHYS
from archive.posix import lock_file
from archive.reports import FOLDER, page, table
from media.card import is_there, name_of
from media.errors import WrongUse
from media.files import write_bytes
from media.language import gettext as _


@dataclass(frozen=True, slots=True)
class Report:
    """Where the two files lie."""

    page: Path
    table: Path


def folder_for(library: Library, asked: Path | None, cards: Sequence[Path]) -> Path:
    """Where a report goes: the archive's own folder, or the one that was asked for.

    Raises WrongUse for a place on the card, which is never written to, or among the originals.
    """
    if asked is None:
        return library.folder / FOLDER
    library.spare_originals(asked)
    for card in cards:
        if is_there(card) and card.is_dir() and asked.resolve().is_relative_to(card.resolve()):
            raise WrongUse(
                _("Le rapport ne s’écrit pas sur la carte : rien n’y est jamais écrit."), _("Choisir un autre dossier.")
            )
    return asked


def write_report(library: Library, done: Intake, folder: Path) -> Report:
    """Write both files under a name that nothing has yet. Raises OSError as the disk gives it; neither is ever half-made."""
    told = Receipt(tuple(_lines(done)), done.by, done.at, done.dry_run)
    with lock_file(library.folder / "derived" / "reports.lock"):  # another ingest that ends now takes the next name
        report = _free(folder, f"ingest-{done.at:%Y-%m-%d-%H%M}")
        write_bytes(report.table, table(told))
        write_bytes(report.page, page(told, name_of(library.folder)))
    return report


def _free(folder: Path, base: str) -> Report:
    """The first name of that day and minute that no report has."""
    names = (base if number == 1 else f"{base}-{number}" for number in count(1))
    reports = (Report(folder / f"{name}.html", folder / f"{name}.csv") for name in names)
    return next(one for one in reports if not (one.page.exists() or one.table.exists()))


def _lines(done: Intake) -> Iterator[Line]:
    taken: list[IngestItem | SidecarItem] = [*done.items, *done.sidecars]
    for item in taken:
        film, facts = isinstance(item, IngestItem), item.facts
        yield Line(
            Sort.FILM if film else Sort.SHEET,
            STATES[item.status],
            *_found(item.path, item.card),
            item.interview if isinstance(item, IngestItem) else "",
            f"{facts.recorded_at:%Y-%m-%d %H:%M:%S}" if facts.recorded_at else "",
            facts.duration,
            facts.size,
            facts.sha256,
            item.reason if film else " ".join(filter(None, (SHEET, item.reason))),
            item.recording,
        )
    for one in done.left_out:
        yield Line(Sort.LEFT, LEFT, *_found(one.found.path, one.found.card), remark=WHYS[one.why])


def _found(path: Path, card: Path) -> tuple[str, str, str]:
    """A file's name, its folders on its card, and the card's own name: as people read them, never the way to the card."""
    try:
        within = path.absolute().relative_to(card.absolute()).parent
    except ValueError:
        within = Path()
    return name_of(path), "/".join(name_of(Path(part)) for part in within.parts), name_of(card.absolute()) or "/"
