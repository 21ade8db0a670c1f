# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are whole or absent: temporary name on the same disk, fsync, rename, fsync the folder."""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from media.errors import Refused
from media.language import gettext as _
from media.posix import fsync_folder

CHUNK = 1 << 20


def part_name(final: Path, token: str | None = None) -> Path:
    """The temporary name beside `final`: `name.<token>.part.ext`, so that ffmpeg still sees the extension."""
    return final.with_name(f"{final.stem}.{token or secrets.token_hex(8)}.part{final.suffix}")


@contextmanager
def arriving(final: Path, token: str | None = None) -> Iterator[Path]:
    """Give a temporary path to write to; on success it becomes `final`, on any failure it vanishes."""
    final.parent.mkdir(parents=True, exist_ok=True)
    part = part_name(final, token)
    try:
        yield part
        settle(part, final)
    finally:
        part.unlink(missing_ok=True)


def settle(part: Path, final: Path) -> None:
    """Fsync `part` and rename it to `final`, replacing what was there."""
    with part.open("rb+") as handle:
        os.fsync(handle.fileno())
    os.replace(part, final)
    fsync_folder(final.parent)


def write_bytes(final: Path, data: bytes) -> None:
    """Write `data` so that `final` is at any moment the old file or the new one."""
    with arriving(final) as part:
        part.write_bytes(data)


def sha256_of(path: Path, progress: Callable[[int], None] | None = None) -> str:
    """SHA-256 of the file's bytes in hexadecimal; `progress` hears the number of bytes read so far."""
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as handle:
        while chunk := handle.read(CHUNK):
            digest.update(chunk)
            done += len(chunk)
            if progress is not None:
                progress(done)
    return digest.hexdigest()


def copy_verified(source: Path, final: Path, expected: str, progress: Callable[[int], None] | None = None) -> None:
    """Copy `source` to `final` and read the copy back: its SHA-256 must be `expected`.

    Raises Refused when the bytes that arrived differ (a failing card or disk); `final` is then absent.
    """
    done = 0
    with arriving(final) as part:
        with source.open("rb") as reading, part.open("wb") as writing:
            while chunk := reading.read(CHUNK):
                writing.write(chunk)
                done += len(chunk)
                if progress is not None:
                    progress(done)
            writing.flush()
            os.fsync(writing.fileno())
        if sha256_of(part) != expected:
            raise Refused(
                _("La copie de {name} diffère de l’original.").format(name=source.name),
                _("La carte ou le disque lit mal : essayer un autre lecteur de carte, puis relancer."),
            )
