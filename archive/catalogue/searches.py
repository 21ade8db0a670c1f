# SPDX-License-Identifier: GPL-3.0-or-later
"""Searches that the team keeps under a name. Only the question is kept, never what it found."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue import outbox
from archive.catalogue.schema import SavedSearchRow, new_id
from archive.model.search import SavedSearch
from media.errors import NotFound, Refused
from media.language import gettext as _

LONGEST_NAME = 100


def keep(session: Session, search: SavedSearch) -> SavedSearch:
    """Keep a search and give it back; an empty `id` gets one. Raises Refused when its name is empty, too long or taken."""
    kept = replace(
        search, id=search.id or new_id(), name=_name(session, search), made_at=search.made_at or outbox.now()
    )
    assert kept.made_at is not None
    session.add(
        SavedSearchRow(
            id=kept.id,
            name=kept.name,
            query=kept.query,
            filters=dict(kept.filters),
            made_by=kept.made_by,
            made_at=kept.made_at,
        )
    )
    session.flush()
    return kept


def get(session: Session, search: str) -> SavedSearch:
    """The search of that id. Raises NotFound."""
    return _value(_row(session, search))


def by_name(session: Session, name: str) -> SavedSearch:
    """The search of that name, in any case. Raises NotFound."""
    row = _of_name(session, name)
    if row is None:
        raise _absent(name)
    return _value(row)


def listed(session: Session) -> list[SavedSearch]:
    """All of them, by name."""
    found = [_value(row) for row in session.scalars(select(SavedSearchRow))]
    return sorted(found, key=lambda search: search.name.casefold())


def rename(session: Session, search: str, name: str) -> None:
    """Give a search another name. Raises NotFound, or Refused when the name is empty, too long or taken."""
    row = _row(session, search)
    row.name = _name(session, replace(_value(row), name=name))
    session.flush()


def remove(session: Session, search: str) -> SavedSearch:
    """Forget a search and give it back, for `keep` to undo. Raises NotFound."""
    row = _row(session, search)
    gone = _value(row)
    session.delete(row)
    session.flush()
    return gone


def _name(session: Session, search: SavedSearch) -> str:
    name = " ".join(search.name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused(
            _("Il faut un nom à la recherche, de cent signes au plus."), _("Par exemple : la confiance à Gao.")
        )
    other = _of_name(session, name)
    if other is not None and other.id != search.id:
        raise Refused(_("Une recherche s’appelle déjà « {name} ».").format(name=name), _("Choisir un autre nom."))
    return name


def _of_name(session: Session, name: str) -> SavedSearchRow | None:
    wanted = name.casefold()  # SQLite folds the case of plain letters only
    return next((row for row in session.scalars(select(SavedSearchRow)) if row.name.casefold() == wanted), None)


def _row(session: Session, search: str) -> SavedSearchRow:
    row = session.get(SavedSearchRow, search)
    if row is None:
        raise _absent(search)
    return row


def _absent(words: str) -> NotFound:
    return NotFound(
        _("Il n’y a pas de recherche gardée {words}.").format(words=words),
        _("Voir la page Recherche, ou « baro search --list »."),
    )


def _value(row: SavedSearchRow) -> SavedSearch:
    filters = {name: str(value) for name, value in row.filters.items()}
    return SavedSearch(row.id, row.name, row.query, filters, row.made_by, row.made_at)
