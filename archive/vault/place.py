# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the vault of an archive lies."""

from pathlib import Path

from archive.library import Library

FILE = "vault.sqlite"


def path_of(library: Library) -> Path:
    """The vault's file: where the setting `vault` says (a USB key), else inside the archive folder."""
    chosen = library.settings.vault
    return library.folder / chosen if chosen else library.folder / FILE
