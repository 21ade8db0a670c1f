# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows that are destroyed with an original: the recording, its tracks with all versions, and whatever points at them."""

from collections.abc import Iterable

from sqlalchemy import Table, delete, select
from sqlalchemy.orm import Session

from archive.catalogue import outbox
from archive.catalogue.immutable import erasing
from archive.catalogue.schema import (
    Base,
    ConsentRow,
    ExportRow,
    FilmRow,
    InterviewRow,
    ItemRow,
    ParticipantRow,
    RecordingRow,
    RenderRow,
)
from archive.model.withdrawal import Taken


def forget(session: Session, taken: Taken) -> list[str]:
    """Delete every row about the originals of an erasure, the renders and packages made of them, and the evidence of the person.

    Gives the files of the archive that go with them, relative to its folder.
    """
    query = select(RecordingRow.id, RecordingRow.interview_id).where(RecordingRow.sha256.in_(taken.originals))
    found = session.execute(query).all()
    gone = [row.id for row in found]
    files = _forget_evidence(session, taken)
    for render in list(session.scalars(select(RenderRow))):
        if set(gone) & recordings_in(render.facts):
            files += [f"films/{render.file.removesuffix('.mp4')}{ending}" for ending in (".mp4", ".srt", ".vtt")]
            session.delete(render)
    for export in list(session.scalars(select(ExportRow))):
        if set(gone) & recordings_in(export.facts, "extracts"):
            files += [f"films/{export.facts['file']}"] if export.facts.get("file") else []
            session.delete(export)
    session.flush()
    with erasing(session):
        _delete(session, RecordingRow.metadata.tables["recording"], gone)
    for film in session.scalars(select(FilmRow.id)):
        items = session.scalars(select(ItemRow).where(ItemRow.film_id == film).order_by(ItemRow.position))
        for place, item in enumerate(items, start=1):
            item.position = place
    for interview in {row.interview_id for row in found}:
        outbox.announce(session, interview, "erasure")
    session.flush()
    return files


def _forget_evidence(session: Session, taken: Taken) -> list[str]:
    """Take the copies of papers off every record of the pair; gives those that no other record needs."""
    query = (
        select(ConsentRow)
        .join(ParticipantRow, ParticipantRow.id == ConsentRow.participant_id)
        .join(InterviewRow, InterviewRow.id == ConsentRow.interview_id)
        .where(ParticipantRow.code == taken.participant, InterviewRow.code == taken.interview)
    )
    names = set()
    for row in session.scalars(query):
        names.add(row.evidence_file)
        row.evidence_file = row.evidence = row.witness = ""
    session.flush()
    needed = set(session.scalars(select(ConsentRow.evidence_file)))
    return [f"evidence/{name[:2]}/{name}" for name in sorted(names - needed - {""})]


def recordings_in(facts: dict[str, object], under: str = "parts") -> set[str]:
    """The recordings that a render was made of, or with `under="extracts"` an export."""
    parts = facts.get(under, [])
    return {str(part.get("recording", "")) for part in parts} if isinstance(parts, list) else set()


def _delete(session: Session, table: Table, ids: Iterable[str]) -> None:
    """Delete rows by their first key, after the rows of any table that point at them: new tables are found by themselves."""
    wanted = list(ids)
    if not wanted:
        return
    (key, *_more) = table.primary_key.columns
    for other in Base.metadata.tables.values():
        for column in other.columns:
            if any(foreign.column is key for foreign in column.foreign_keys):
                if other is table:
                    continue
                (other_key, *rest) = other.primary_key.columns
                if rest:
                    session.execute(delete(other).where(column.in_(wanted)))
                else:
                    _delete(session, other, session.scalars(select(other_key).where(column.in_(wanted))))
    session.execute(delete(table).where(key.in_(wanted)))
    session.expire_all()
