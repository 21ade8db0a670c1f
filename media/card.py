# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies on a camera card, a disk or a list of files; nothing is ever written."""

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from media.errors import NotFound
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


def text_of(path: Path) -> str:
    """The whole path as it may be printed and written in JSON, name by name like `name_of`."""
    try:
        return os.fsencode(path).decode()
    except UnicodeDecodeError:
        return str(Path(path.anchor, *(name_of(Path(part)) for part in path.parts if part != path.anchor)))


@dataclass(frozen=True, slots=True)
class Found:
    """A file, and the card or folder that it was found in; `outright` when it was named itself.

    `closed`: it is a folder that cannot be read, given so that somebody says so.
    """

    path: Path
    card: Path
    outright: bool = False
    closed: bool = False


def scan(paths: Sequence[Path]) -> Iterator[Found]:
    """The files among `paths` and in the folders among them, folder by folder, sorted by name, each one once.

    Hidden files, system folders, links that lead elsewhere and what is no file (a pipe) are left alone. Raises NotFound
    for a path that is not there.
    """
    seen: set[Path] = set()
    for path in paths:
        if not is_there(path):
            raise NotFound(
                _("{path} n’existe pas.").format(path=text_of(path)),
                _("Vérifier le chemin, et que la carte est bien insérée."),
            )
        for found in _walk(path, path) if path.is_dir() else (Found(path, path.absolute().parent, outright=True),):
            whole = found.path.resolve()
            if whole not in seen:
                seen.add(whole)
                yield found


def is_there(path: Path) -> bool:
    """Whether a file, folder or card answers at all; a card that was pulled out does not."""
    try:
        return path.exists()
    except OSError:  # it lies in a folder that is closed to us, or on a card that has gone
        return False


def _walk(folder: Path, card: Path) -> Iterator[Found]:
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: (entry.name.casefold(), entry.name))
        kinds = [(entry, entry.is_dir(), entry.is_file()) for entry in entries if _counts(entry)]
    except OSError:  # closed to us, or the card was pulled out
        yield Found(folder, card, closed=True)
        return
    for entry, is_folder, is_file in kinds:
        if is_folder:
            yield from _walk(entry, card)
        elif is_file:
            yield Found(entry, card)


def _counts(entry: Path) -> bool:
    return not (entry.name.startswith(".") or entry.name.casefold() in _SYSTEM or entry.is_symlink())
