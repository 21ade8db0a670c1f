# SPDX-License-Identifier: GPL-3.0-or-later
"""The cameras' own files about a recording, kept among the originals."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue.schema import SidecarRow


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A file about a recording: its name on the card, its SHA-256 and its bytes."""

    name: str
    sha256: str
    size: int


def add(session: Session, recording: str, sidecar: Sidecar) -> bool:
    """Name a file that stands in `originals/` as one of a recording's; False when it was already."""
    if sidecar in of_recording(session, recording):
        return False
    session.add(SidecarRow(recording_id=recording, name=sidecar.name, sha256=sidecar.sha256, size=sidecar.size))
    session.flush()
    return True


def of_recording(session: Session, recording: str) -> list[Sidecar]:
    """Those of a recording (its id), by name."""
    query = select(SidecarRow).where(SidecarRow.recording_id == recording).order_by(SidecarRow.name, SidecarRow.id)
    return [Sidecar(row.name, row.sha256, row.size) for row in session.scalars(query)]


def everywhere(session: Session) -> list[Sidecar]:
    """Each kept file once."""
    query = select(SidecarRow.name, SidecarRow.sha256, SidecarRow.size).distinct().order_by(SidecarRow.name)
    return [Sidecar(*row) for row in session.execute(query)]
