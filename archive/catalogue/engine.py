# SPDX-License-Identifier: GPL-3.0-or-later
"""The database of one archive: opened, brought up to date, and locked for as short as can be."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from archive.catalogue.migrations import HEAD, REVISIONS
from media.errors import BaroError
from media.language import gettext as _
from media.language import lazy

BUSY_MS = 30_000
_WRITING = "baro_writing"
_CAUSES = {
    "readonly": lazy("il ne peut qu’être lu."),
    "unable to open": lazy("son fichier ne s’ouvre pas."),
    "disk I/O": lazy("le disque ne répond plus."),
    "is full": lazy("le disque est plein."),
}


class CatalogueError(BaroError):
    """The catalogue cannot be opened or is held by somebody else."""


class Catalogue:
    """The tables of one archive. `reading()` and `writing()` give sessions; a writing one commits on success only."""

    def __init__(self, url: str) -> None:
        """Open the database at a SQLAlchemy `url`; nothing is read yet."""
        self.engine = _engine(url)
        self._writer = self.engine.execution_options(**{_WRITING: True})
        self._watching = Lock()
        self._watch: sqlite3.Connection | None = None  # never writes, so that it sees the commits of all others
        self._watched = ""

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent look at the catalogue; whatever is changed inside is thrown away."""
        with _translated(), Session(self.engine, expire_on_commit=False) as session:
            yield session
            session.rollback()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One short write: commits when the block ends well, else leaves everything as it was."""
        with _translated(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def upgrade(self) -> None:
        """Run the migrations that are missing. Raises CatalogueError when the archive is newer than this code."""
        if self.revision() == HEAD:
            return
        self._refuse_newer()
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self._writer.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def revision(self) -> str | None:
        """The migration that the database stands at; None when it is empty."""
        with _translated(), self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    def _refuse_newer(self) -> None:
        found = self.revision()
        if found is not None and found not in REVISIONS:
            raise CatalogueError(
                _("Cette archive a été ouverte par une version plus récente de Baro (catalogue {found}).").format(
                    found=found
                ),
                _("Installer cette version plus récente ; rien n’a été modifié."),
            )

    def mark(self) -> str | None:
        """Something that changes with every commit, for the price of one short look; None where it cannot be told.

        Two equal marks of one catalogue say that nothing was written between them. The file is never opened beside
        SQLite: closing it would give up the locks that this process holds (https://sqlite.org/howtocorrupt.html, 2.2).
        """
        database = self.engine.url.database
        if self.engine.dialect.name != "sqlite" or not database:
            return None
        with self._watching:
            try:
                if self._watch is None:
                    address = Path(database).absolute().as_uri() + "?mode=rw"
                    self._watch = sqlite3.connect(address, uri=True, timeout=1, check_same_thread=False)
                    self._watched = uuid4().hex
                return f"{self._watched} {self._watch.execute('PRAGMA data_version').fetchone()[0]}"
            except sqlite3.Error:
                return None

    def close(self) -> None:
        """Give the file back."""
        with self._watching:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
        self.engine.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if "locked" in str(error.orig):
            raise CatalogueError(
                _("Le catalogue est occupé par un autre programme."), _("Réessayer dans un instant.")
            ) from error
        raise CatalogueError(
            _("Le catalogue ne répond pas : {cause}").format(cause=_cause(str(error.orig))),
            _("Vérifier que le disque est branché, accessible en écriture et non plein."),
        ) from error
    except DatabaseError as error:
        if "not a database" in str(error.orig) or "malformed" in str(error.orig):
            raise CatalogueError(
                _("Le fichier du catalogue est abîmé : {cause}").format(cause=error.orig),
                _("Restaurer la dernière sauvegarde ; ne pas écrire dans ce dossier d’ici là."),
            ) from error
        raise


def _cause(said: str) -> str:
    """What SQLite says in English, in our words where it is known."""
    return next((_(ours) for theirs, ours in _CAUSES.items() if theirs in said), said)


def _engine(url: str) -> Engine:
    address = make_url(url)
    kept_in_a_file = address.get_backend_name() == "sqlite" and address.database not in (None, "", ":memory:")
    # a connection to a file is cheap, and a page that waits for its second one while others hold theirs waits for ever
    engine = create_engine(address, max_overflow=-1) if kept_in_a_file else create_engine(address)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late for BEGIN IMMEDIATE
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=DELETE",  # the SQLite of today's Python builds has the WAL-reset bug
        "synchronous=FULL",
        "secure_delete=ON",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(_WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
