# SPDX-License-Identifier: GPL-3.0-or-later
"""A film renamed, shown to others, taken away and brought back. A film that was taken away keeps its name: consents cite it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue import consents, films, outbox
from archive.catalogue.schema import FilmRow
from archive.model.film import Audience, Film, FilmId
from media.errors import NotFound, Refused
from media.language import gettext as _
from media.language import ngettext


def change(
    session: Session,
    film: str,
    *,
    name: str | None = None,
    title: str | None = None,
    audience: Audience | None = None,
) -> Film:
    """Change what a film is called or before whom it is shown; None leaves a thing as it is. Gives the film as it was.

    Raises NotFound, and Refused for a name that is impossible, taken, or leaves a name that consents cite: they
    would cover the film no longer.
    """
    before = films.get(session, film)
    row = session.get(FilmRow, film)
    if row is None:
        raise NotFound(film)
    if name is not None and name != row.name:
        films.check_name(session, name, but=film)
        _check_cited(session, row.name)
        row.name = name
    row.title = row.title if title is None else title.strip()
    row.audience = row.audience if audience is None else audience
    session.flush()
    return before


def remove(session: Session, film: str) -> Film:
    """Take a film off the list; its paper edit, renders and exports stay for `restore`. Raises NotFound."""
    gone = films.get(session, film)
    row = session.get(FilmRow, film)
    if row is not None:
        row.removed_at = outbox.now()
        session.flush()
    return gone


def restore(session: Session, film: str) -> Film:
    """Bring a removed film back. Raises NotFound."""
    row = session.get(FilmRow, film)
    if row is None:
        raise NotFound(_("Il n’y a pas de film {words}.").format(words=film))
    row.removed_at = None
    session.flush()
    return films.get(session, film)


def removed(session: Session) -> list[Film]:
    """The films that were taken off the list, by name."""
    rows = session.scalars(select(FilmRow).where(FilmRow.removed_at.is_not(None)).order_by(FilmRow.name))
    return [Film(FilmId(row.id), row.name, Audience(row.audience), row.title, row.made_at) for row in rows]


def removed_by_name(session: Session, name: str) -> Film:
    """The removed film of that name. Raises NotFound."""
    for film in removed(session):
        if film.name == name:
            return film
    raise NotFound(_("Il n’y a pas de film supprimé {words}.").format(words=name))


def _check_cited(session: Session, name: str) -> None:
    count = sum(name in consent.films for consent in consents.listed(session))
    if count:
        raise Refused(
            ngettext(
                "{count} autorisation cite le film {name}.", "{count} autorisations citent le film {name}.", count
            ).format(count=count, name=name),
            _("Elles ne vaudraient plus sous un autre nom. Le titre, lui, peut changer."),
        )
