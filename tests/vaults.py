# SPDX-License-Identifier: GPL-3.0-or-later
"""A vault with names in it, for tests that look for them elsewhere."""

from archive import vault
from archive.library import Library
from archive.passphrase import Cost
from archive.vault import Identity

PHRASE = "une pirogue bleue attend la lune"


def a_vault(library: Library, *names: Identity) -> vault.Vault:
    """The vault of the archive, open; quick to open again."""
    vault.create(vault.path_of(library), PHRASE, Cost(64, 1, 1))
    opened = vault.open_vault(vault.path_of(library), PHRASE)
    for identity in names:
        opened.put(identity)
    return opened
