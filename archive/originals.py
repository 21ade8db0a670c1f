# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes put among the originals: verified, read-only, whole or absent; and the room that is left for them."""

from collections.abc import Callable
from pathlib import Path
from shutil import disk_usage

from archive.library import Library
from media.card import name_of
from media.errors import Refused
from media.files import copy_verified, sha256_of
from media.language import gettext as _
from media.posix import fsync_folder

SPARE = 256 * 1024 * 1024
READ_ONLY = 0o444
_MEGA, _GIGA = 1_000_000, 1_000_000_000


def keep(library: Library, path: Path, sha256: str, size: int, progress: Callable[[int], None] | None = None) -> None:
    """Put the file with these bytes among the originals; a copy that an earlier run made whole is adopted.

    `progress` hears the bytes copied. Raises Refused when there is no room or the copy differs, OSError as it comes;
    nothing half-made is left.
    """
    final = library.original(sha256)
    if not final.exists() or sha256_of(final) != sha256:
        check_room(library, size, name_of(path))
        final.parent.mkdir(exist_ok=True)
        fsync_folder(final.parent.parent)
        copy_verified(path, final, sha256, progress)
    final.chmod(READ_ONLY)


def check_room(library: Library, size: int, name: str) -> None:
    """Raises Refused when a file of so many bytes would fill the disk."""
    lacking = _lacking(library, size)[0]
    if lacking:
        raise Refused(
            _("Pas assez de place pour {name} : il manque {size}.").format(name=name, size=size_text(lacking)),
            _("Libérer de la place ou mettre l’archive sur un disque plus grand, puis relancer."),
        )


def no_room(library: Library, size: int) -> str:
    """Why a whole card of so many bytes does not fit, in plain words; empty when it does."""
    lacking, free = _lacking(library, size)
    if not lacking:
        return ""
    said = _(
        "Pas assez de place pour toute la carte : il faut {need}, il reste {free}, il manque {lacking}. "
        "Rien de nouveau n’est copié : libérer de la place ou mettre l’archive sur un disque plus grand, puis relancer."
    )
    return said.format(need=size_text(size + SPARE), free=size_text(free), lacking=size_text(lacking))


def size_text(size: int) -> str:
    """Bytes as people say them, rounded up so that what is asked for is enough: `12,4 Go`, `340 Mo`."""
    if size >= _GIGA:
        tenths = -(-size * 10 // _GIGA)
        return _("{whole},{tenth} Go").format(whole=tenths // 10, tenth=tenths % 10)
    return _("{count} Mo").format(count=-(-size // _MEGA))


def _lacking(library: Library, size: int) -> tuple[int, int]:
    """How many bytes are lacking, and how many are free."""
    free = disk_usage(library.folder / "originals").free
    return max(0, size + SPARE - free), free
