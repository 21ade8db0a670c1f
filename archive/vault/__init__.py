# SPDX-License-Identifier: GPL-3.0-or-later
"""The identity vault: real names and contacts, encrypted, apart from everything else; it may live on a USB key.

Nothing outside this room knows what a record says. No film work ever needs it.
"""

from archive.vault.erased import forget_erased as forget_erased
from archive.vault.erased import remember_places as remember_places
from archive.vault.identity import Identity as Identity
from archive.vault.opened import Vault as Vault
from archive.vault.opened import create as create
from archive.vault.opened import open_vault as open_vault
from archive.vault.place import path_of as path_of
