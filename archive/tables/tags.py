# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the vocabulary and of the tags put on recordings. A file adds and changes; it never takes off."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from archive.catalogue import recordings, tags
from archive.model.footage import Tag, TagId
from archive.tables.cells import Cells
from archive.tables.sheet import Column
from archive.tables.table import Change, Given, Table
from media.errors import NotFound
from media.language import gettext as _
from media.language import lazy
from media.span import Span
from media.timecode import text_of_ms

TERM_COLUMNS = (
    Column(
        "path", lazy("Place dans la hiérarchie : securite/barrages ; le terme du dessus vient avant."), required=True
    ),
    Column("label_fr", lazy("Nom en français."), required=True),
    Column("label_en", lazy("Nom en anglais.")),
    Column("synonyms", lazy("Autres mots pour la même chose, joints par +.")),
)
TAGGING_COLUMNS = (
    Column("recording", lazy("Identifiant du rush, ou nom de son fichier s’il est seul à le porter."), required=True),
    Column("tag", lazy("Chemin du mot-clé : securite/barrages."), required=True),
    Column("start", lazy("Début du passage : 00:01:04.500 ; vide avec « end » : tout le rush.")),
    Column("end", lazy("Fin du passage.")),
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A tag on a recording as a line says it."""

    recording: str
    path: str
    span: Span | None


def _read_term(cells: Cells) -> Tag:
    path = cells.needed("path")
    if path and tags.PATH.fullmatch(path) is None:
        cells.wrong("path", _("lettres sans accents, chiffres et tirets ; « / » entre les niveaux."))
    return Tag(TagId(""), path, cells.needed("label_fr"), cells.text("label_en"), cells.several("synonyms"))


def _apply_term(session: Session, value: Tag, given: Given) -> Change:
    try:
        known = tags.term(session, value.path)
    except NotFound:
        tags.add_term(session, value)
        return Change.ADDED
    names = [name for name in ("label_fr", "label_en", "synonyms") if name in given.columns]
    changed = replace(known, **{name: getattr(value, name) for name in names})
    if changed == known:
        return Change.SAME
    tags.change_term(session, changed)
    return Change.CHANGED


def _term_rows(session: Session) -> Iterator[tuple[str, ...]]:
    for tag in tags.terms(session):
        yield tag.path, tag.label_fr, tag.label_en, "+".join(tag.synonyms)


def _read_tagging(cells: Cells) -> Placed:
    start, end = cells.time("start"), cells.time("end")
    span = None
    if (start is None) != (end is None) and not cells.problems:
        cells.wrong("end" if end is None else "start", _("à remplir aussi, ou laisser les deux vides."))
    elif start is not None and end is not None:
        if start >= end:
            cells.wrong("end", _("la fin doit venir après le début."))
        else:
            span = Span(start, end)
    return Placed(cells.needed("recording"), cells.needed("tag"), span)


def _apply_tagging(session: Session, value: Placed, given: Given) -> Change:
    recording = recordings.find(session, value.recording)
    before = {tagging.id for tagging in tags.of_recording(session, recording.id)}
    tagging = tags.put(session, value.path, recording.id, value.span, given.by)
    return Change.SAME if tagging.id in before else Change.ADDED


def _tagging_rows(session: Session) -> Iterator[tuple[str, ...]]:
    names = {recording.id: recording.original_name for recording in recordings.listed(session)}
    count = Counter(names.values())
    lines = []
    for tagging in tags.everywhere(session):
        name = names[tagging.recording]
        span = tagging.span
        lines.append(
            (
                name if count[name] == 1 else tagging.recording,
                tagging.tag.path,
                "" if span is None else text_of_ms(span.start),
                "" if span is None else text_of_ms(span.end),
            )
        )
    yield from sorted(lines)


TERMS = Table("terms", TERM_COLUMNS, lambda value: value.path, _read_term, _apply_term, _term_rows)
TAGGINGS = Table("taggings", TAGGING_COLUMNS, repr, _read_tagging, _apply_tagging, _tagging_rows)
