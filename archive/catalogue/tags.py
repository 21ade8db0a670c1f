# SPDX-License-Identifier: GPL-3.0-or-later
"""The controlled vocabulary, and its terms put on recordings and on spans of them."""

import re
from dataclasses import replace

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from archive.catalogue import outbox
from archive.catalogue.schema import RecordingRow, TaggingRow, TagRow, new_id
from archive.model.footage import RecordingId, Tag, Tagging, TagId
from archive.tags import shipped_terms
from media.errors import NotFound, Refused
from media.language import gettext as _
from media.span import Span

PATH = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*")


def add_term(session: Session, tag: Tag) -> Tag:
    """Keep a new term and give it back; an empty `id` gets one.

    Raises Refused when the path is taken or badly written, or when the term above it does not exist.
    """
    if PATH.fullmatch(tag.path) is None:
        raise Refused(
            _("Le chemin du mot-clé est mal écrit : « {path} ».").format(path=tag.path),
            _("Lettres sans accents, chiffres et tirets ; « / » entre les niveaux : securite/barrages."),
        )
    if _row_of(session, tag.path) is not None:
        raise Refused(
            _("Le mot-clé {path} existe déjà.").format(path=tag.path), _("Voir la liste : « baro tag terms ».")
        )
    above = tag.path.rpartition("/")[0]
    if above and _row_of(session, above) is None:
        raise Refused(
            _("Le mot-clé {path} n’existe pas, et rien ne peut être rangé dessous.").format(path=above),
            _("Créer d’abord {path}.").format(path=above),
        )
    kept = replace(tag, id=tag.id or TagId(new_id()))
    session.add(
        TagRow(
            id=kept.id,
            path=kept.path,
            label_fr=kept.label_fr,
            label_en=kept.label_en,
            synonyms=list(kept.synonyms),
        )
    )
    session.flush()
    return kept


def change_term(session: Session, tag: Tag) -> None:
    """Replace the labels and synonyms of the term with that path. Raises NotFound."""
    row = _row(session, tag.path)
    row.label_fr, row.label_en, row.synonyms = tag.label_fr, tag.label_en, list(tag.synonyms)
    session.flush()


def load_vocabulary(session: Session) -> int:
    """Add the shipped terms that are missing; how many. What the team changed stays as it is."""
    missing = [term for term in shipped_terms() if _row_of(session, term.path) is None]
    for term in missing:
        add_term(session, term)
    return len(missing)


def terms(session: Session) -> list[Tag]:
    """The whole vocabulary by path, so that a term follows the one above it."""
    rows = session.scalars(select(TagRow))
    return [_tag(row) for row in sorted(rows, key=lambda row: row.path.split("/"))]


def term(session: Session, path: str) -> Tag:
    """The term of that path. Raises NotFound."""
    return _tag(_row(session, path))


def put(session: Session, path: str, recording: str, span: Span | None, by: str) -> Tagging:
    """Put the term of `path` on a recording (its id), or on a span of it; twice on the same place is once.

    Raises NotFound for an unknown term or recording, Refused for a span that is empty or runs past the end.
    """
    tag = _row(session, path)
    found = session.get(RecordingRow, recording)
    if found is None:
        raise NotFound(_("Il n’y a pas de rush {words}.").format(words=recording), _("Voir « baro recording list »."))
    if span is not None and (not span.duration or span.end > found.duration):
        raise Refused(
            _("Ce passage n’est pas dans le rush {name}.").format(name=found.original_name),
            _("Donner un début avant la fin, et une fin avant celle du rush."),
        )
    start, end = (None, None) if span is None else (span.start, span.end)
    for row, _tag_row in _taggings(session, TaggingRow.recording_id == recording, TaggingRow.tag_id == tag.id):
        if (row.start_ms, row.end_ms) == (start, end):
            return _tagging(row, tag)
    made = TaggingRow(
        id=new_id(),
        tag_id=tag.id,
        recording_id=recording,
        start_ms=start,
        end_ms=end,
        made_by=by,
        made_at=outbox.now(),
    )
    session.add(made)
    session.flush()
    outbox.announce_recording(session, recording, "tag")
    return _tagging(made, tag)


def take_off(session: Session, tagging: str) -> None:
    """Take a tag (the id of its tagging) off. Raises NotFound."""
    row = session.get(TaggingRow, tagging)
    if row is None:
        raise NotFound(_("Il n’y a pas de mot-clé posé {id}.").format(id=tagging), _("Voir « baro tag list »."))
    outbox.announce_recording(session, row.recording_id, "tag")
    session.delete(row)
    session.flush()


def of_recording(session: Session, recording: str) -> list[Tagging]:
    """The tags on a recording (its id): those on all of it first, then in order of time."""
    return [_tagging(row, tag) for row, tag in _taggings(session, TaggingRow.recording_id == recording)]


def everywhere(session: Session) -> list[Tagging]:
    """Every tag of the archive, by recording."""
    return [_tagging(row, tag) for row, tag in _taggings(session)]


def recordings_with(session: Session, path: str) -> set[RecordingId]:
    """The recordings that bear the term of `path` or one below it, anywhere on them. Raises NotFound."""
    _row(session, path)
    query = (
        select(TaggingRow.recording_id)
        .join(TagRow, TagRow.id == TaggingRow.tag_id)
        .where(or_(TagRow.path == path, TagRow.path.startswith(f"{path}/", autoescape=True)))
    )
    return {RecordingId(recording) for recording in session.scalars(query)}


def _taggings(session: Session, *conditions: ColumnElement[bool]) -> list[tuple[TaggingRow, TagRow]]:
    query = (
        select(TaggingRow, TagRow)
        .join(TagRow, TagRow.id == TaggingRow.tag_id)
        .where(*conditions)
        .order_by(TaggingRow.recording_id, TaggingRow.start_ms.asc().nulls_first(), TagRow.path, TaggingRow.id)
    )
    return [(row, tag) for row, tag in session.execute(query)]


def _row(session: Session, path: str) -> TagRow:
    row = _row_of(session, path)
    if row is None:
        raise NotFound(_("Le mot-clé {path} n’existe pas.").format(path=path), _("Voir la liste : « baro tag terms »."))
    return row


def _row_of(session: Session, path: str) -> TagRow | None:
    return session.scalar(select(TagRow).where(TagRow.path == path))


def _tag(row: TagRow) -> Tag:
    return Tag(TagId(row.id), row.path, row.label_fr, row.label_en, tuple(row.synonyms))


def _tagging(row: TaggingRow, tag: TagRow) -> Tagging:
    span = None if row.start_ms is None or row.end_ms is None else Span(row.start_ms, row.end_ms)
    return Tagging(row.id, _tag(tag), RecordingId(row.recording_id), span)
