# SPDX-License-Identifier: GPL-3.0-or-later
"""The vault's file: one small SQLite database that holds nothing readable but the cost of a guess.

`secure_delete` overwrites what is deleted; there is no write-ahead log that would keep it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.passphrase import Cost
from media.errors import CannotCheck, NotFound
from media.files import arriving, cause_of
from media.language import gettext as _

VERSION = 1
BUSY_SECONDS = 30
_TABLES = """
CREATE TABLE lock (
  version INTEGER NOT NULL, salt BLOB NOT NULL, memory_kib INTEGER NOT NULL, passes INTEGER NOT NULL,
  lanes INTEGER NOT NULL, master BLOB NOT NULL
);
CREATE TABLE identity (place TEXT PRIMARY KEY, record BLOB, key BLOB) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Lock:
    """What a passphrase is tried against: its salt and cost, and the master key locked with what comes out."""

    salt: bytes
    cost: Cost
    master: bytes


@dataclass(frozen=True, slots=True)
class Row:
    """One person: the record locked with its own key, and that key locked with the master key. Erased: neither."""

    place: str
    record: bytes | None
    key: bytes | None


def make(path: Path, lock: Lock) -> None:
    """Write a new vault with no record; only its owner may read the file."""
    with arriving(path) as part:
        part.touch(mode=0o600)
        with closing(sqlite3.connect(part)) as database:
            database.executescript(_TABLES)
            database.execute("INSERT INTO lock VALUES (?, ?, ?, ?, ?, ?)", (VERSION, *_columns(lock)))
            database.commit()


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """The database at `path`; commits when the block ends well. Raises NotFound without a file, CannotCheck for a damaged one."""
    if not path.is_file():
        raise NotFound(
            _("Le coffre des identités n’est pas là : {path}").format(path=path),
            _("Brancher la clé USB qui le porte, ou créer un coffre avec « baro vault create »."),
        )
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as database:
            database.execute("PRAGMA secure_delete = ON")
            database.execute("PRAGMA synchronous = FULL")
            database.execute("BEGIN IMMEDIATE")
            yield database
            database.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        raise CannotCheck(
            _("Le coffre des identités ne se lit pas : {cause}").format(cause=error),
            _("Vérifier la clé USB ; sinon reprendre la copie du coffre gardée à part."),
        ) from error
    except OSError as error:
        raise CannotCheck(
            _("Le coffre des identités ne se lit pas : {cause}").format(cause=cause_of(error)),
            _("Vérifier la clé USB et les droits sur le fichier."),
        ) from error


def lock_of(database: sqlite3.Connection) -> Lock:
    """The lock of a vault. Raises CannotCheck for one of a later version."""
    version, salt, memory, passes, lanes, master = database.execute("SELECT * FROM lock").fetchone()
    if version != VERSION:
        raise CannotCheck(
            _("Ce coffre vient d’une version plus récente de Baro."),
            _("Installer cette version ; rien n’a été modifié."),
        )
    return Lock(salt, Cost(memory, passes, lanes), master)


def set_lock(database: sqlite3.Connection, lock: Lock) -> None:
    """Replace the lock: another passphrase for the same master key."""
    database.execute("UPDATE lock SET salt = ?, memory_kib = ?, passes = ?, lanes = ?, master = ?", _columns(lock))


def row(database: sqlite3.Connection, place: str) -> Row | None:
    """The row at a place, erased or not."""
    found = database.execute("SELECT place, record, key FROM identity WHERE place = ?", (place,)).fetchone()
    return None if found is None else Row(*found)


def rows(database: sqlite3.Connection) -> list[Row]:
    """Every row."""
    return [Row(*found) for found in database.execute("SELECT place, record, key FROM identity ORDER BY place")]


def keep(database: sqlite3.Connection, kept: Row) -> None:
    """Write a row over what was at its place."""
    database.execute("INSERT OR REPLACE INTO identity VALUES (?, ?, ?)", (kept.place, kept.record, kept.key))


def _columns(lock: Lock) -> tuple[bytes, int, int, int, bytes]:
    return lock.salt, lock.cost.memory_kib, lock.cost.passes, lock.cost.lanes, lock.master
