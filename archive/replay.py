# SPDX-License-Identifier: GPL-3.0-or-later
"""Between the catalogue and the ledger: an act is written into the ledger before its transaction commits, and a catalogue
that is older than the ledger is brought up to it before anybody sees anything of the archive. Lines that the catalogue
heard of and the ledger lacks are written into it again: somebody took it away, or put an older one there.

Killed before the line is whole, nothing happened; killed after it, the next opening completes what the line says.
"""

from pathlib import Path

from sqlalchemy.orm import Session

from archive import destroying, ledger
from archive.catalogue import audit, consents, erasing, withdrawals
from archive.catalogue.engine import Catalogue
from archive.config import Settings
from archive.ledger import Entry
from archive.model.audit import Act
from archive.model.withdrawal import Taking
from archive.person import UNNAMED, Person, Role


def write_down(session: Session, folder: Path, settings: Settings) -> None:
    """Add the acts of this transaction to the ledger; called just before it commits."""
    due = withdrawals.due(session)
    if due:
        _mend(session, folder, settings)
    for row in due:
        row.entry = ledger.append(folder, settings, withdrawals.value(row)).hash
        session.flush()


def replay(catalogue: Catalogue, folder: Path, settings: Settings) -> int:
    """Do what the ledger says and this catalogue has not heard of; returns how many acts. Raises CannotCheck."""
    known = ledger.entries(folder, settings)
    with catalogue.reading() as session:
        heard = withdrawals.known_entries(session)
    if not known and not heard:
        return 0
    if not heard.keys() <= {entry.hash for entry in known}:
        with catalogue.writing() as session:
            known = _mend(session, folder, settings)
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


def _mend(session: Session, folder: Path, settings: Settings) -> list[Entry]:
    """The ledger, with what this catalogue heard of and somebody took out of it; the journal says so. Raises CannotCheck."""
    known = ledger.entries(folder, settings)
    told = [Entry(taken, hash_) for hash_, taken in withdrawals.known_entries(session).items()]
    whole = ledger.continued(known, told)
    if len(whole) > len(known):
        ledger.complete(folder, settings, whole)
        said = (
            f"a trouvé le registre des retraits sans ses {len(whole) - len(known)} dernières lignes et les a récrites"
        )
        audit.write(session, Person(UNNAMED, Role.ADMINISTRATOR), Act.CHANGED, said)
    return whole
