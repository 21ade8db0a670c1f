# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that an erasure destroys: by whoever opens the archive first, and by the job `purge`. Done again, it finds nothing.

It works on the folder and the catalogue, before there is an open library: nothing erased is ever within reach of one.
"""

import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from archive import reports
from archive.catalogue import clips, recordings, withdrawals
from archive.catalogue.engine import Catalogue


def finish(catalogue: Catalogue, folder: Path) -> None:
    """Destroy what an erasure names and something kept: a process that was killed, or an older copy that was put back."""
    with catalogue.reading() as session:
        hashes, files = withdrawals.erased_originals(session), withdrawals.files_to_destroy(session)
    left = any((folder / name).exists() for name in files) or any(_original(folder, one).exists() for one in hashes)
    if left or reports.telling(folder, hashes):
        destroy(catalogue, folder, files)


def destroy(catalogue: Catalogue, folder: Path, files: Sequence[str]) -> list[Path]:
    """Destroy `files` (relative to the archive's folder), every original that was erased, what was made of recordings
    and clips that are no longer known, and what reports of ingests say of them. Gives what the system kept there all the same,
    of what was made of recordings apart."""
    with catalogue.reading() as session:
        hashes = withdrawals.erased_originals(session)
        known = {str(one.id) for one in recordings.listed(session)} | {str(one.id) for one in clips.listed(session)}
    wanted = [*(folder / name for name in files), *(_original(folder, sha256) for sha256 in hashes)]
    for path in wanted:
        remove(path)
    if hashes:
        derived = folder / "derived"
        _remove_unknown(derived.glob("recordings/*"), known)
        _remove_unknown(derived.glob("clips/*"), known)
        _remove_unknown((folder / "takes").glob("*"), known)
        remove(derived / "segments")  # they do not say whose picture they hold
        reports.forget(folder, hashes)
    return [*(path for path in wanted if os.path.lexists(path)), *reports.telling(folder, hashes)]


def remove(path: Path) -> None:
    """Take a file or a folder away, or nothing; a link goes, never what it points at.

    One that the system keeps (a player has it open, its folder is read-only) does not keep the others there.
    """
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _remove_unknown(found: Iterable[Path], known: set[str]) -> None:
    for path in found:
        if path.name.partition(".")[0] not in known:
            remove(path)


def _original(folder: Path, sha256: str) -> Path:
    return folder / "originals" / sha256[:2] / sha256
