# SPDX-License-Identifier: GPL-3.0-or-later
"""The database of an archive: its migrations, its locks, its outbox, what it refuses."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from archive import library as libraries
from archive.catalogue import migrations, outbox
from archive.catalogue.engine import Catalogue, CatalogueError
from archive.catalogue.schema import Base
from media.errors import NotFound, Refused


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue(f"sqlite:///{tmp_path / 'catalogue.sqlite'}")
    opened.upgrade()
    yield opened
    opened.close()


def test_the_migrations_make_exactly_the_tables_of_the_schema(catalogue: Catalogue) -> None:
    with catalogue.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_code_knows_every_revision_in_order() -> None:
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    in_files = [revision.revision for revision in script.walk_revisions()]
    assert tuple(reversed(in_files)) == migrations.REVISIONS


def test_an_archive_from_the_future_is_refused_untouched(catalogue: Catalogue) -> None:
    with catalogue.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(CatalogueError, match="plus récente"):
        catalogue.upgrade()
    assert catalogue.revision() == "9999"


def test_a_file_that_is_no_database_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite").write_bytes(b"this is a shopping list, not a catalogue" * 100)
    opened = Catalogue(f"sqlite:///{tmp_path / 'catalogue.sqlite'}")
    with pytest.raises(CatalogueError, match="abîmé"):
        opened.upgrade()
    opened.close()


def test_a_catalogue_that_can_only_be_read_says_so_in_plain_words(catalogue: Catalogue) -> None:
    with pytest.raises(CatalogueError, match="qu’être lu"), catalogue.writing() as session:
        session.execute(text("PRAGMA query_only = ON"))
        outbox.announce(session, None, "test")


def test_a_failed_write_leaves_nothing(catalogue: Catalogue) -> None:
    with pytest.raises(RuntimeError), catalogue.writing() as session:
        outbox.announce(session, None, "test")
        session.flush()
        raise RuntimeError
    with catalogue.reading() as session:
        assert outbox.generation(session) == 0


def test_a_look_at_the_catalogue_changes_nothing(catalogue: Catalogue) -> None:
    with catalogue.reading() as session:
        outbox.announce(session, None, "test")
    with catalogue.reading() as session:
        assert outbox.generation(session) == 0


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "delete"), ("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1)]
)
def test_sqlite_is_set_to_lose_nothing_and_leave_no_trace(catalogue: Catalogue, pragma: str, value: object) -> None:
    with catalogue.reading() as session:
        assert session.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_the_outbox_keeps_its_newest_row_as_the_generation(catalogue: Catalogue) -> None:
    with catalogue.writing() as session:
        for cause in ("track", "consent", "seal"):
            outbox.announce(session, "i1", cause)
    with catalogue.writing() as session:
        assert [change.cause for change in outbox.waiting(session, after=1)] == ["consent", "seal"]
        outbox.heard(session, up_to=3)
    with catalogue.writing() as session:
        outbox.announce(session, None, "all")
    with catalogue.reading() as session:
        assert outbox.generation(session) == 4
        assert [change.interview for change in outbox.waiting(session, after=3)] == [None]


def test_an_archive_is_made_only_where_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "holiday.mp4").touch()
    with pytest.raises(Refused, match="vide"):
        libraries.create(tmp_path)


def test_a_folder_without_an_archive_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as refusal:
        libraries.open_library(tmp_path)
    assert "baro init" in refusal.value.hint


def test_a_new_archive_opens_again(tmp_path: Path) -> None:
    libraries.create(tmp_path / "a").catalogue.close()
    with libraries.opened(tmp_path / "a") as library:
        assert {path.name for path in library.folder.iterdir()} >= {"originals", "films", "derived", "catalogue.sqlite"}


def test_the_mark_changes_with_every_commit_and_with_nothing_else(catalogue: Catalogue, tmp_path: Path) -> None:
    other = Catalogue(f"sqlite:///{tmp_path / 'catalogue.sqlite'}")
    before = catalogue.mark()
    with catalogue.reading() as session:
        outbox.announce(session, "i1", "track")
    assert catalogue.mark() == before is not None
    marks = {before}
    for one in (catalogue, other):
        with one.writing() as session:
            outbox.announce(session, "i1", "track")
        marks.add(catalogue.mark())
    other.close()
    assert len(marks) == 3


def test_asking_for_the_mark_keeps_the_locks_of_whoever_writes(catalogue: Catalogue, tmp_path: Path) -> None:
    code = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
    with catalogue.writing() as session:
        session.execute(text("SELECT 1"))
        assert catalogue.mark() is not None
        argv = [sys.executable, "-c", code, str(tmp_path / "catalogue.sqlite")]
        another = subprocess.run(argv, capture_output=True, text=True)
    assert "database is locked" in another.stderr
