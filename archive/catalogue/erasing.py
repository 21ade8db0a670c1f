# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows that are destroyed with an original: the recording, its tracks with all versions, and whatever points at them."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

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
    SidecarRow,
)
from archive.model.withdrawal import Taken


def forget(session: Session, taken: Taken) -> list[str]:
    """Delete every row about the originals of an erasure, the renders and packages made of them, and the evidence of the person.

    Gives the files of the archive that go with them, relative to its folder.
    """
    query = select(RecordingRow.id, RecordingRow.interview_id).where(RecordingRow.sha256.in_(taken.originals))
    found = session.execute(query).all()
    gone = [row.id for row in found]
    interviews = sorted({row.interview_id for row in found if row.interview_id})
    files = _forget_evidence(session, taken)
    files += _strip_renders(session, set(gone)) + _strip_exports(session, set(gone))
    session.flush()
    with erasing(session):
        _delete(session, RecordingRow.metadata.tables["recording"], gone)
        # a list of the whole card goes from the other recordings too: it tells of this one
        session.execute(delete(SidecarRow).where(SidecarRow.sha256.in_(taken.originals)))
    for film in session.scalars(select(FilmRow.id)):
        items = session.scalars(select(ItemRow).where(ItemRow.film_id == film).order_by(ItemRow.position))
        for place, item in enumerate(items, start=1):
            item.position = place
    for interview in interviews:
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


def _strip_renders(session: Session, gone: set[str]) -> list[str]:
    """Renders that show the recordings `gone` keep their number, so that it is never given again, and whose consents
    they relied on, so that whoever received one can still be told. Gives their files."""
    files: list[str] = []
    for row in list(session.scalars(select(RenderRow))):
        parts = parts_of(row.facts)
        if gone & {str(part.get("recording", "")) for part in parts}:
            consents = sorted({str(one) for part in parts for one in part.get("consents", ())})
            row.facts = {"erased": True, "consents": consents}
            files += render_files(row.file)
    return files


def _strip_exports(session: Session, gone: set[str]) -> list[str]:
    """Exports too: who made them is what is left to know. Gives what lies of them in the archive."""
    files: list[str] = []
    for row in list(session.scalars(select(ExportRow))):
        extracts = row.facts.get("extracts", [])
        held = {str(one.get("recording", "")) for one in extracts} if isinstance(extracts, list) else set()
        if gone & held:
            files += export_files(str(row.facts.get("file", "")), str(row.facts.get("place", "")))
            interviews = session.scalars(select(RecordingRow.interview_id).where(RecordingRow.id.in_(gone & held)))
            row.facts = {"erased_of": sorted({one for one in interviews if one}), "extracts": [], "formats": []}
    return files


def parts_of(facts: dict[str, object]) -> list[dict[str, Any]]:
    """What a render shows and lets hear: its parts and its voices."""
    lists = (facts.get("parts", []), facts.get("voices", []))
    return [part for found in lists if isinstance(found, list) for part in found]


def render_files(file: str) -> list[str]:
    """A rendered film and its subtitles, relative to the archive's folder."""
    return [f"films/{PurePath(file).with_suffix(ending)}" for ending in (PurePath(file).suffix, ".srt", ".vtt")]


def export_files(file: str, place: str) -> list[str]:
    """What an export may have left in the archive's own folder: its package, or the links that were laid there."""
    return ([f"films/{file}"] if file else []) + ([f"derived/links/{PurePath(place).name}"] if place else [])


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
