# SPDX-License-Identifier: GPL-3.0-or-later
"""The rendered files of a film: a number each, taken before the work starts, never given twice, never overwritten.

A row without frames is only a promise: somebody (`holder`) is rendering that file. Nobody else sees it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue import outbox
from archive.catalogue.schema import RenderRow, new_id
from archive.model.film import Film, FilmId, Render, SubtitleMode
from media.errors import NotFound
from media.language import gettext as _

_HOLDER = "holder"


@dataclass(frozen=True, slots=True)
class Promise:
    """A file name in `films/` that is kept for `holder` until it is rendered or given up."""

    id: str
    film: FilmId
    file: str
    holder: str


def promise(
    session: Session, film: Film, mode: SubtitleMode, holder: str, taken: Callable[[str], bool], suffix: str = ".mp4"
) -> Promise:
    """The next free name `film-n` with that `suffix`, kept for `holder`; the one that it holds already, if any.

    `taken` says of a name whether something lies there on the disk.
    """
    rows = list(session.scalars(select(RenderRow).where(RenderRow.film_id == film.id)))
    for row in rows:
        if not row.frames and row.facts.get(_HOLDER) == holder:
            return _promise(row)
    known = {row.file.rpartition(".")[0] for row in rows}
    names = (f"{film.name}-{n}" for n in count(1))
    file = next(f"{name}{suffix}" for name in names if name not in known and not taken(f"{name}{suffix}"))
    row = RenderRow(
        id=new_id(),
        film_id=film.id,
        file=file,
        made_at=outbox.now(),
        duration=0,
        frames=0,
        subtitles=mode,
        facts={_HOLDER: holder},
    )
    session.add(row)
    session.flush()
    return _promise(row)


def keep(session: Session, render: Render) -> None:
    """Turn the promise of that id into a render that everybody sees. Raises NotFound when it was given up meanwhile."""
    row = session.get(RenderRow, render.id)
    if row is None:
        raise _unknown(render.id)
    row.made_at, row.duration, row.frames = render.made_at, render.duration, render.frames
    row.subtitles, row.facts = render.subtitles, render.facts
    session.flush()


def give_up(session: Session, promised: str) -> bool:
    """Forget a promise. False: there was none of that id, or its render is there and stays."""
    row = session.get(RenderRow, promised)
    if row is None or row.frames:
        return False
    session.delete(row)
    session.flush()
    return True


def promises(session: Session) -> list[Promise]:
    """Every file that somebody is rendering, or was rendering when the lights went out."""
    return [_promise(row) for row in session.scalars(select(RenderRow).where(RenderRow.frames == 0))]


def of_film(session: Session, film: str) -> list[Render]:
    """The rendered files of a film, newest first."""
    rows = session.scalars(select(RenderRow).where(RenderRow.film_id == film, RenderRow.frames > 0))
    return sorted(map(_value, rows), key=lambda render: (render.made_at, len(render.file), render.file), reverse=True)


def get(session: Session, render: str) -> Render:
    """The rendered file of that id. Raises NotFound."""
    row = session.get(RenderRow, render)
    if row is None or not row.frames:
        raise _unknown(render)
    return _value(row)


def by_file(session: Session, file: str) -> Render | None:
    """The render of that file name; None when there is none."""
    row = session.scalar(select(RenderRow).where(RenderRow.file == file, RenderRow.frames > 0))
    return None if row is None else _value(row)


def everywhere(session: Session) -> list[Render]:
    """Every rendered file, newest first."""
    rows = session.scalars(select(RenderRow).where(RenderRow.frames > 0).order_by(RenderRow.made_at.desc()))
    return [_value(row) for row in rows]


def _unknown(render: str) -> NotFound:
    return NotFound(_("Il n’y a pas de rendu {id}.").format(id=render), _("Voir « baro film show »."))


def _promise(row: RenderRow) -> Promise:
    return Promise(row.id, FilmId(row.film_id), row.file, str(row.facts.get(_HOLDER, "")))


def _value(row: RenderRow) -> Render:
    mode = SubtitleMode(row.subtitles)
    return Render(row.id, FilmId(row.film_id), row.file, row.made_at, row.duration, row.frames, mode, dict(row.facts))
