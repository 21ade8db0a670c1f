# SPDX-License-Identifier: GPL-3.0-or-later
"""Erased people lose their identity too: the key of their record is destroyed in the vault's file, which need not be open.

The catalogue remembers where the vault keeps each participant, under a blind name. When the file is away (a USB key
that is not plugged in), or an older copy of it is put back, the next occasion does it: the ledger says who.
"""

from enum import StrEnum

from archive import ledger
from archive.catalogue import consents, participants
from archive.library import Library
from archive.model.people import ConsentStatus
from archive.model.withdrawal import Taking
from archive.vault import file
from archive.vault.file import Row
from archive.vault.opened import Vault
from archive.vault.place import path_of
from media.errors import BaroError, NotFound


class Key(StrEnum):
    """What an erasure can do at once to the key of an identity."""

    NONE = "none"
    """The vault keeps nobody of that code, as far as anybody knows; its next opening makes sure."""
    HERE = "here"
    AWAY = "away"
    """The vault's file is not there, or cannot be written."""
    NEEDED = "needed"
    """The person still allows something in another interview: the identity stays."""


def key_of(library: Library, code: str) -> Key:
    """What can be done about the identity of a participant who is erased from one interview."""
    if _allows_something(library, code):
        return Key.NEEDED
    with library.reading() as session:
        place = participants.vault_place(session, code)
    if path_of(library).is_file():
        return Key.HERE if place else Key.NONE
    return Key.AWAY if place or library.settings.vault else Key.NONE


def destroy_key(library: Library, code: str) -> Key:
    """Destroy the record and the key of one person who was erased, if the vault is within reach; says what became of it."""
    found = key_of(library, code)
    if found is not Key.HERE:
        return found
    with library.reading() as session:
        place = participants.vault_place(session, code)
    try:
        with file.connected(path_of(library)) as database:
            if file.row(database, place) is not None:
                file.keep(database, Row(place, None, None))
    except BaroError:
        return Key.AWAY
    return Key.HERE


def destroy_keys(library: Library) -> None:
    """The same for everybody whom the ledger calls erased: for a vault that was away, or was put back."""
    written = _written(library)
    if written and path_of(library).is_file():
        for code in sorted(written):
            destroy_key(library, code)


def forget_erased(library: Library, opened: Vault) -> tuple[str, ...]:
    """Destroy the records of everybody who was erased and allows nothing elsewhere; gives their codes."""
    written = _written(library)
    known = {identity.code for identity in opened.everybody()} & written if written else set()
    gone = tuple(sorted(code for code in known if not _allows_something(library, code)))
    for code in gone:
        opened.erase(code)
    return gone


def remember_places(library: Library, opened: Vault) -> None:
    """Let the catalogue know where the vault keeps each participant."""
    with library.writing() as session:
        for identity in opened.everybody():
            participants.set_vault_place(session, identity.code, opened.place_of(identity.code))


def _written(library: Library) -> set[str]:
    """The codes that the ledger calls erased."""
    entries = ledger.entries(library.folder, library.settings)
    return {one.taken.participant for one in entries if one.taken.kind is Taking.ERASURE}


def _allows_something(library: Library, code: str) -> bool:
    with library.reading() as session:
        try:
            person = participants.by_code(session, code)
        except NotFound:
            return False
        mine = [consent for consent in consents.listed(session) if consent.participant == person.id]
    return any(consent.status is not ConsentStatus.WITHDRAWN for consent in mine)
