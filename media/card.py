# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies on a camera card, a disk or a list of files: the media files, and nothing is ever written."""

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from media.errors import NotFound
from media.formats import EXTENSIONS
from media.language import gettext as _

_SYSTEM = frozenset({"$recycle.bin", "system volume information", "__macosx", "lost+found", "lost.dir"})
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def name_of(path: Path) -> str:
    """The file's name as people read and type it, whatever machine wrote it: accented letters in one piece.

    Bytes that are no UTF-8 are read as letters of old Windows; what a terminal would obey becomes a question mark.
    """
    written = os.fsencode(path.name)
    try:
        name = written.decode()
    except UnicodeDecodeError:
        name = written.decode("cp1252", "replace")
    return unicodedata.normalize("NFC", _UNSEEN.sub("?", name))


def scan(paths: Sequence[Path]) -> Iterator[Path]:
    """The media files among `paths` and in the folders among them, folder by folder, sorted by name, each one once.

    A file named outright is given whatever its extension; in folders only known media extensions count, in any
    case, and hidden files, system folders and links that lead elsewhere are left out. A folder that cannot be read is
    given itself, so that whoever opens it says so. Raises NotFound for a path that is not there.
    """
    seen: set[Path] = set()
    for path in paths:
        if not _is_there(path):
            raise NotFound(
                _("{path} n’existe pas.").format(path=path), _("Vérifier le chemin, et que la carte est bien insérée.")
            )
        for found in _walk(path) if path.is_dir() else (path,):
            whole = found.resolve()
            if whole not in seen:
                seen.add(whole)
                yield found


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except PermissionError:  # it lies in a folder that is closed to us
        return False


def _walk(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: (entry.name.casefold(), entry.name))
        kinds = [(entry, entry.is_dir(), entry.is_file()) for entry in entries if _counts(entry)]
    except OSError:  # closed to us, or the card was pulled out
        yield folder
        return
    for entry, is_folder, is_file in kinds:
        if is_folder:
            yield from _walk(entry)
        elif is_file and entry.suffix.casefold() in EXTENSIONS:
            yield entry


def _counts(entry: Path) -> bool:
    return not (entry.name.startswith(".") or entry.name.casefold() in _SYSTEM or entry.is_symlink())
