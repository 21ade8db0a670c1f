# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written once: versions of tracks and the history of decisions. The database refuses to change or delete them.

The one exception is the erase act of the protection officer, which says so for the length of its transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import delete
from sqlalchemy.orm import Session

from archive.catalogue.schema import FactRow

ERASING = "erasing"
"""The name of the fact that the triggers look for; it never outlives its transaction."""


@contextmanager
def erasing(session: Session) -> Iterator[None]:
    """Inside the block, which is part of one writing transaction, versions and events may be changed and deleted."""
    session.add(FactRow(name=ERASING, value="1"))
    session.flush()
    yield
    session.flush()
    session.execute(delete(FactRow).where(FactRow.name == ERASING))
