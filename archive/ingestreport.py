# SPDX-License-Identifier: GPL-3.0-or-later
"""The report of an ingest as two files: a page to print and keep, a table for the spreadsheet. In `reports/` of the archive."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive import paper
from archive.library import Library
from archive.model.intake import IngestItem, Intake, SidecarItem
from archive.paper.intake import STATES, WHYS, card_of, place_of, receipt, title
from archive.tables.sheet import Column, written
from media.card import is_there, name_of
from media.errors import WrongUse
from media.files import write_bytes
from media.language import gettext as _
from media.layout import LeftOut

FOLDER = "reports"
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
    base = f"ingest-{done.at:%Y-%m-%d-%H%M}"
    name, number = base, 1
    while any((folder / f"{name}{ending}").exists() for ending in (".html", ".csv")):
        number += 1
        name = f"{base}-{number}"
    report = Report(folder / f"{name}.html", folder / f"{name}.csv")
    write_bytes(report.table, written(COLUMNS, _rows(done), excel=True))
    page = paper.page(title(done), receipt(done, name_of(library.folder)))
    write_bytes(report.page, page.encode("utf-8", "replace"))
    return report


def _rows(done: Intake) -> Iterator[Sequence[str]]:
    end = (done.by, f"{done.at:%Y-%m-%d %H:%M}")
    taken: list[IngestItem | SidecarItem] = [*done.items, *done.sidecars]
    for item in taken:
        yield *_row(item), *end
    for one in done.left_out:
        yield *_left(one), *end


def _row(item: IngestItem | SidecarItem) -> Sequence[str]:
    facts = item.facts
    return (
        STATES[item.status],
        name_of(item.path),
        place_of(item.path, item.card),
        card_of(item.card),
        item.interview if isinstance(item, IngestItem) else "",
        f"{facts.recorded_at:%Y-%m-%d %H:%M:%S}" if facts.recorded_at else "",
        str(facts.duration) if facts.duration else "",
        str(facts.size),
        facts.sha256,
        item.reason if isinstance(item, IngestItem) else " ".join(filter(None, ("fiche de caméra", item.reason))),
        item.recording,
    )


def _left(one: LeftOut) -> Sequence[str]:
    path, card = one.found.path, one.found.card
    return ("laissé", name_of(path), place_of(path, card), card_of(card), *[""] * 5, WHYS[one.why], "")
