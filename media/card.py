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
# what a terminal or a page would obey: control characters, ends of lines, marks that turn the direction of reading
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def name_of(path: Path) -> str:
    """The file's name as people read and type it, whatever machine wrote it: accented letters in one piece.

    Bytes that are no UTF-8 are read as letters of old Windows; what a terminal or a page would obey becomes a question mark.
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

    `closed`: it is a folder that cannot be read; `odd`: a link that leads elsewhere, a pipe or a device. Both are given so
    that somebody says so.
    """

    path: Path
    card: Path
    outright: bool = False
    closed: bool = False
    odd: bool = False


def scan(paths: Sequence[Path]) -> Iterator[Found]:
    """The files among `paths` and in the folders among them, folder by folder, sorted by name, each one once.

    Hidden files and system folders are left alone; links that lead elsewhere and what is no file (a pipe) are named as odd
    and not followed. Raises NotFound for a path that is not there.
    """
    seen: set[Path] = set()
    for path in paths:
        if not is_there(path):
            raise NotFound(
                _("{path} n’existe pas.").format(path=text_of(path)),
                _("Vérifier le chemin, et que la carte est bien insérée."),
            )
        for found in _walk(path, path) if path.is_dir() else (Found(path, path.absolute().parent, outright=True),):
            whole = found.path.absolute() if found.odd else found.path.resolve()
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
    """Folder by folder, without recursion: a card may be made of folders nested deeper than Python goes."""
    waiting = [(folder, "folder")]
    while waiting:
        path, kind = waiting.pop()
        if kind == "folder":
            try:
                entries = sorted(path.iterdir(), key=lambda entry: (entry.name.casefold(), entry.name), reverse=True)
                waiting += [(entry, _kind(entry)) for entry in entries if _counts(entry)]
            except OSError:  # closed to us, nested beyond what the system names, or the card was pulled out
                yield Found(path, card, closed=True)
        else:
            yield Found(path, card, odd=kind == "odd")


def _kind(entry: Path) -> str:
    if entry.is_symlink():
        return "odd"
    return "folder" if entry.is_dir() else "file" if entry.is_file() else "odd"


def _counts(entry: Path) -> bool:
    return not (entry.name.startswith(".") or entry.name.casefold() in _SYSTEM)
