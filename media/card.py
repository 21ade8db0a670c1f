# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies on a camera card, a disk or a list of files: the media files, and nothing is ever written."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from media.errors import NotFound
from media.formats import EXTENSIONS
from media.language import gettext as _

_SYSTEM = frozenset({"$recycle.bin", "system volume information", "__macosx", "lost+found", "lost.dir"})


def scan(paths: Sequence[Path]) -> Iterator[Path]:
    """The media files among `paths` and in the folders among them, folder by folder, sorted by name, each one once.

    A file named outright is given whatever its extension; in folders only known media extensions count, in any
    case, and hidden files, system folders and links that lead elsewhere are left out. Raises NotFound for a
    path that is not there.
    """
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise NotFound(
                _("{path} n’existe pas.").format(path=path), _("Vérifier le chemin, et que la carte est bien insérée.")
            )
        for found in _walk(path) if path.is_dir() else (path,):
            whole = found.resolve()
            if whole not in seen:
                seen.add(whole)
                yield found


def _walk(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: (entry.name.casefold(), entry.name))
    except PermissionError:  # a folder of the system on the card: not ours to read
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name.casefold() in _SYSTEM or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from _walk(entry)
        elif entry.is_file() and entry.suffix.casefold() in EXTENSIONS:
            yield entry
