# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the database itself is sound."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from archive.catalogue.schema import Base


def faults(session: Session) -> list[str]:
    """What the database says is wrong with it, in its own words; empty when it is sound."""
    if session.get_bind().dialect.name != "sqlite":
        return []
    found = [str(row[0]) for row in session.execute(text("PRAGMA integrity_check"))]
    broken = [
        f"{row[0]} {row[1]} -> {row[2]}"
        for row in session.execute(text("PRAGMA foreign_key_check"))
        if row[0] in Base.metadata.tables
    ]
    return [line for line in found if line != "ok"] + broken
