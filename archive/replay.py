# SPDX-License-Identifier: GPL-3.0-or-later
"""Between the catalogue and the ledger: an act is written into the ledger before its transaction commits, and a catalogue
that is older than the ledger is brought up to it before anybody sees anything of the archive.

Killed before the line is whole, nothing happened; killed after it, the next opening completes what the line says.
"""

from pathlib import Path

from sqlalchemy.orm import Session

from archive import destroying, ledger
from archive.catalogue import consents, erasing, withdrawals
from archive.catalogue.engine import Catalogue
from archive.config import Settings
from archive.model.withdrawal import Taking


def write_down(session: Session, folder: Path, settings: Settings) -> None:
    """Add the acts of this transaction to the ledger; called just before it commits."""
    for row in withdrawals.due(session):
        row.entry = ledger.append(folder, settings, withdrawals.value(row)).hash
        session.flush()


def replay(catalogue: Catalogue, folder: Path, settings: Settings) -> int:
    """Do what the ledger says and this catalogue has not heard of; returns how many acts. Raises CannotCheck."""
    known = ledger.entries(folder, settings)
    if not known:
        return 0
    with catalogue.reading() as session:
        heard = withdrawals.known_entries(session)
    missed = [entry for entry in known if entry.hash not in heard]
    if missed:
        with catalogue.writing() as session:
            heard = withdrawals.known_entries(session)  # whoever was writing them is done now
            missed = [entry for entry in missed if entry.hash not in heard]
            for entry in missed:
                consents.close(session, entry.taken)
                erased = entry.taken.kind is Taking.ERASURE
                files = erasing.forget(session, entry.taken) if erased else []
                withdrawals.note(session, entry.taken, entry.hash, files)
    destroying.finish(catalogue, folder)
    ledger.complete(folder, settings, known)
    return len(missed)
