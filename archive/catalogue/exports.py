# SPDX-License-Identifier: GPL-3.0-or-later
"""What was handed to editing software: who, when, for whom, which passages, and the extracts by their neutral names."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue import outbox
from archive.catalogue.schema import ExportRow
from archive.model.film import FilmId
from media.errors import NotFound
from media.language import gettext as _

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""Of a code: no vowel, so that it spells no word, and no letter that looks like a digit."""
CODE_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Extract:
    """One passage that went out. `first` is the frame of the recording that is the file's first, `frames` its length;
    of these `used` frames from `start` on (counted in the file) are in the cut, the rest are handles. `masked`: what it
    does not give away of the people in it."""

    place: int
    recording: str
    file: str
    sha256: str
    first: int
    frames: int
    start: int
    used: int
    masked: tuple[str, ...] = ()

    def facts(self) -> dict[str, object]:
        """The extract as the catalogue keeps it."""
        return {name: getattr(self, name) for name in self.__slots__} | {"masked": list(self.masked)}


@dataclass(frozen=True, slots=True)
class Export:
    """One export. `way` is `package` or `links`; `file` is the name under `films/`, empty when it went elsewhere. `erased_of`: the
    interviews (ids) whose recordings it held until they were erased."""

    id: str
    film: FilmId
    code: str
    way: str
    audience: str
    made_at: datetime
    made_by: str
    extracts: tuple[Extract, ...]
    formats: tuple[str, ...]
    rate: str
    file: str = ""
    place: str = ""
    erased_of: tuple[str, ...] = ()


def free_code(session: Session, seed: str) -> str:
    """Four letters that no export has; the same seed gives the same letters as long as they are free."""
    taken = set(session.scalars(select(ExportRow.code)))
    return next(code for code in _codes(seed) if code not in taken)


def keep(session: Session, export: Export) -> None:
    """Remember an export; one with this code is replaced."""
    for row in session.scalars(select(ExportRow).where(ExportRow.code == export.code)):
        session.delete(row)
    session.flush()
    facts: dict[str, object] = {
        "extracts": [one.facts() for one in export.extracts],
        "formats": list(export.formats),
        "rate": export.rate,
        "file": export.file,
        "place": export.place,
    }
    row = ExportRow(id=export.id, film_id=export.film, code=export.code, way=export.way, audience=export.audience)
    row.made_at, row.made_by, row.facts = export.made_at or outbox.now(), export.made_by, facts
    session.add(row)
    session.flush()


def of_film(session: Session, film: str) -> list[Export]:
    """The exports of a film, newest first."""
    query = select(ExportRow).where(ExportRow.film_id == film).order_by(ExportRow.made_at.desc(), ExportRow.code)
    return [_value(row) for row in session.scalars(query)]


def get(session: Session, export: str) -> Export:
    """The export of that id. Raises NotFound."""
    row = session.get(ExportRow, export)
    if row is None:
        raise NotFound(_("Il n’y a pas d’export {id}.").format(id=export))
    return _value(row)


def everywhere(session: Session) -> list[Export]:
    """Every export ever made."""
    return [_value(row) for row in session.scalars(select(ExportRow).order_by(ExportRow.made_at))]


def _codes(seed: str) -> Iterator[str]:
    for count in range(1_000_000):
        number = int.from_bytes(hashlib.sha256(f"{seed}/{count}".encode()).digest()[:8])
        yield "".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(CODE_LENGTH))


def _value(row: ExportRow) -> Export:
    facts = row.facts
    extracts, formats, erased = facts.get("extracts"), facts.get("formats"), facts.get("erased_of")
    return Export(
        row.id,
        FilmId(row.film_id),
        row.code,
        row.way,
        row.audience,
        row.made_at,
        row.made_by,
        tuple(_extract(one) for one in extracts) if isinstance(extracts, list) else (),
        tuple(map(str, formats)) if isinstance(formats, list) else (),
        str(facts.get("rate", "")),
        str(facts.get("file", "")),
        str(facts.get("place", "")),
        tuple(map(str, erased)) if isinstance(erased, list) else (),
    )


def _extract(facts: dict[str, Any]) -> Extract:
    return Extract(**facts | {"masked": tuple(facts.get("masked", ()))})
