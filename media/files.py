# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are whole or absent: temporary name on the same disk, fsync, rename, fsync the folder.

A temporary name carries the mark of the process that writes it, so that what a killed process left can be swept.
"""

import errno
import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from media.card import name_of
from media.errors import Refused, WrongUse
from media.language import gettext as _
from media.language import lazy
from media.posix import alive, forget_cached, fsync_folder

CHUNK = 1 << 20
DAY = 86_400
_CAUSES = {
    errno.ENOSPC: lazy("le disque est plein"),
    errno.EDQUOT: lazy("le disque est plein"),
    errno.EFBIG: lazy("le fichier est trop grand pour ce disque"),
    errno.EACCES: lazy("l’accès est refusé"),
    errno.EPERM: lazy("l’accès est refusé"),
    errno.EROFS: lazy("le disque est en lecture seule"),
    errno.EIO: lazy("le disque ou la carte ne répond plus"),
    errno.ENODEV: lazy("le disque ou la carte ne répond plus"),
    errno.ENOENT: lazy("le fichier n’est pas là"),
    errno.EISDIR: lazy("c’est un dossier"),
    errno.ENOTDIR: lazy("ce n’est pas un dossier"),
    errno.EEXIST: lazy("ce nom est déjà pris"),
    errno.ENAMETOOLONG: lazy("le nom est trop long"),
}
_PART = re.compile(r"\.(?P<mark>\d+-[0-9a-f]{8})-[^.]+\.part(\.[^.]+)?")


def process_mark() -> str:
    """What tells this process from every other one of this machine, earlier ones with the same number included."""
    return f"{os.getpid()}-{_life(os.getpid())}"


def is_gone(mark: str) -> bool:
    """True when the process with this mark has certainly ended on this machine."""
    number = mark.partition("-")[0]
    if not number.isdecimal():
        return False
    pid = int(number)
    return mark != process_mark() if pid == os.getpid() else not alive(pid)


@cache
def _life(_pid: int) -> str:
    return secrets.token_hex(4)


def part_name(final: Path, token: str | None = None) -> Path:
    """The temporary name beside `final`: `name.<token>.part.ext`, so that ffmpeg still sees the extension.

    A token that is given begins with `process_mark()` and a hyphen if its file is to be swept early.
    """
    token = token or f"{process_mark()}-{secrets.token_hex(4)}"
    return final.with_name(f"{final.stem}.{token}.part{final.suffix}")


def stale_parts(folder: Path) -> Iterator[Path]:
    """The temporary files and folders anywhere under `folder` that nobody will finish: their process has gone, or a day has passed."""
    for at, folders, files in os.walk(folder):  # others may remove theirs meanwhile
        for name in sorted([*folders, *files]):
            found = _PART.search(name)
            if found is None:
                continue
            if name in folders:
                folders.remove(name)  # it stands for all that lies in it
            path = Path(at, name)
            if is_gone(found["mark"]) or _age(path) > DAY:
                yield path


def stale_beside(final: Path) -> Iterator[Path]:
    """Those among them that would have become `final`; nothing else in its folder is looked at."""
    for path in sorted(final.parent.iterdir()) if final.parent.is_dir() else ():
        found = _PART.search(path.name)
        ours = found is not None and path.name[: found.start()] == final.stem
        if ours and found is not None and (is_gone(found["mark"]) or _age(path) > DAY):
            yield path


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


@contextmanager
def working_folder(beside: Path) -> Iterator[Path]:
    """Give a folder of our own next to `beside`, gone afterwards; swept like any part when the process is killed.

    What killed processes left there goes first: nobody else sweeps a folder that is not the archive's.
    """
    for path in _left_in(beside.parent):
        with suppress(OSError):  # it is somebody else's, on a disk that we share
            discard(path)
    folder = part_name(beside.with_name("work"))
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        discard(folder)


def _left_in(folder: Path) -> list[Path]:
    """The temporary files and folders in `folder`, not below it, whose process has gone."""
    if not folder.is_dir():
        return []
    found = ((path, _PART.search(path.name)) for path in folder.iterdir())
    return [path for path, part in found if part is not None and part.end() == len(path.name) and is_gone(part["mark"])]


def discard(part: Path) -> None:
    """Remove a part, file or folder, if it is there."""
    if part.is_dir() and not part.is_symlink():
        shutil.rmtree(part, ignore_errors=True)
    else:
        part.unlink(missing_ok=True)


def settle(part: Path, final: Path) -> None:
    """Fsync `part` and rename it to `final`, replacing what was there."""
    fsync_file(part)
    os.replace(part, final)
    fsync_folder(final.parent)


def _age(path: Path) -> float:
    """Seconds since the last change; 0 when it has just been renamed or removed."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0


def fsync_file(path: Path) -> None:
    """Make the bytes of a file written by somebody else survive a power cut."""
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def cause_of(error: OSError) -> str:
    """What the system says of a disk or file, in plain words where they are known."""
    known = _CAUSES.get(error.errno or 0)
    return _(known) if known else error.strerror or str(error)


def place_of(error: OSError) -> str:
    """The file or folder that an error is about, empty when it does not say; for a temporary name its folder."""
    name = str(error.filename2 or error.filename or "")
    return str(Path(name).parent) if _PART.search(name) else name


def spare(final: Path, *read: Path | None) -> None:
    """Refuse to write `final` over one of the files `read`, whatever link or spelling it is called by.

    Raises WrongUse; nothing is touched.
    """
    for path in filter(None, read):
        if _same(final, path):
            raise WrongUse(
                _("« {name} » est le fichier qui est lu : rien ne s’écrit par-dessus.").format(name=final.name),
                _("Donner un autre nom à ce qui est écrit."),
            )


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of the two is not there, or may not be looked at
        return one.resolve() == other.resolve()


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
            forget_cached(writing.fileno())
        if sha256_of(part) != expected:
            raise Refused(
                _("La copie de {name} diffère de l’original.").format(name=name_of(source)),
                _("La carte ou le disque lit mal : essayer un autre lecteur de carte, puis relancer."),
            )
