# SPDX-License-Identifier: GPL-3.0-or-later
"""Erased people lose their identity too: the ledger says who, and the next opening of the vault destroys their keys.

So an older copy of the vault that is put back forgets them again as soon as somebody opens it.
"""

from archive import ledger
from archive.catalogue import consents, participants
from archive.library import Library
from archive.model.people import ConsentStatus
from archive.model.withdrawal import Taking
from archive.vault.opened import Vault
from media.errors import NotFound


def forget_erased(library: Library, opened: Vault) -> tuple[str, ...]:
    """Destroy the records of everybody who was erased and allows nothing elsewhere; gives their codes."""
    written = {one.taken.participant for one in ledger.entries(library.folder, library.settings) if _erasing(one)}
    known = {identity.code for identity in opened.everybody()} & written if written else set()
    gone = tuple(sorted(code for code in known if not _allows_something(library, code)))
    for code in gone:
        opened.erase(code)
    return gone


def _erasing(entry: ledger.Entry) -> bool:
    return entry.taken.kind is Taking.ERASURE


def _allows_something(library: Library, code: str) -> bool:
    with library.reading() as session:
        try:
            person = participants.by_code(session, code)
        except NotFound:
            return False
        mine = [consent for consent in consents.listed(session) if consent.participant == person.id]
    return any(consent.status is not ConsentStatus.WITHDRAWN for consent in mine)
