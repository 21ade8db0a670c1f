# SPDX-License-Identifier: GPL-3.0-or-later
"""Films and their paper edits. Places in a paper edit count from 1 and have no gap."""

import re

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.catalogue import looks, outbox, recordings
from archive.catalogue import renders as rendered
from archive.catalogue.schema import FilmRow, ItemRow, new_id
from archive.model.film import Audience, Film, FilmId, Item, ItemId, ItemKind, ItemLooks, PaperEdit, Render
from archive.model.footage import RecordingId
from media.errors import NotFound, Refused
from media.language import gettext as _
from media.span import Span
from media.timecode import text_of_ms

SHORTEST_CARD = 500
LONGEST_CARD = 60_000
_CUT = (ItemKind.CLIP, ItemKind.VOICE)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
_TAKEN_BY_SYSTEMS = re.compile(r"con|prn|aux|nul|(com|lpt)\d", re.IGNORECASE)


def new(session: Session, name: str, audience: Audience, title: str = "") -> Film:
    """A film with an empty paper edit. Raises Refused when the name cannot be a file name or is taken, in any case."""
    check_name(session, name)
    row = FilmRow(id=new_id(), name=name, audience=audience, title=title.strip(), made_at=outbox.now())
    session.add(row)
    session.flush()
    return _film(row)


def check_name(session: Session, name: str, but: str = "") -> None:
    """Raises Refused when a name cannot be a file name, or another film than `but` has it, in any case."""
    if not _NAME.fullmatch(name) or _TAKEN_BY_SYSTEMS.fullmatch(name) or name.lower() == "any":
        raise Refused(
            _("« {name} » ne peut pas être le nom d’un film.").format(name=name),
            _(
                "Le nom sert de nom de fichier et figure dans les autorisations : lettres sans accent, chiffres, - et _. "
                "Le titre, lui, est libre."
            ),
        )
    same = select(FilmRow).where(func.lower(FilmRow.name) == name.lower(), FilmRow.id != but)
    taken = session.scalar(same)
    if taken is not None and taken.removed_at is not None:
        raise Refused(
            _("Un film supprimé porte le nom {name}.").format(name=taken.name),
            _(
                "Le reprendre (« baro film restore »), ou choisir un autre nom : des autorisations citent peut-être celui-ci."
            ),
        )
    if taken is not None:
        raise Refused(_("Il y a déjà un film {name}.").format(name=taken.name), _("Choisir un autre nom."))


def get(session: Session, film: str) -> Film:
    """The film of that id. Raises NotFound."""
    row = session.get(FilmRow, film)
    if row is None or row.removed_at is not None:
        raise _unknown(film)
    return _film(row)


def by_name(session: Session, name: str) -> Film:
    """The film of that name. Raises NotFound."""
    row = session.scalar(select(FilmRow).where(FilmRow.name == name, FilmRow.removed_at.is_(None)))
    if row is None:
        raise _unknown(name)
    return _film(row)


def listed(session: Session) -> list[Film]:
    """All films by name."""
    query = select(FilmRow).where(FilmRow.removed_at.is_(None)).order_by(FilmRow.name)
    return [_film(row) for row in session.scalars(query)]


def edit_of(session: Session, film: str) -> PaperEdit:
    """The film as an ordered text. Raises NotFound."""
    return PaperEdit(get(session, film), tuple(_item(row) for row in _rows(session, film)))


def set_title(session: Session, film: str, title: str) -> None:
    """Give a film another title. Raises NotFound."""
    row = session.get(FilmRow, film)
    if row is None:
        raise _unknown(film)
    row.title = title


def add_clip(session: Session, film: str, recording: str, span: Span, at: int | None = None) -> Item:
    """Put a passage of a recording at place `at` (None: at the end). Raises Refused when the span is empty or beyond the end."""
    check_span(session, recording, span)
    return insert(session, film, Item(_fresh(), ItemKind.CLIP, RecordingId(recording), span), at)


def add_card(session: Session, film: str, text: str, duration: int, at: int | None = None, picture: str = "") -> Item:
    """Put a title card of `duration` ms, or a kept `picture` with or without words, at place `at`.

    Raises Refused for an empty text without picture or an impossible duration.
    """
    _check_duration(duration)
    words = _words(text) if text.strip() or not picture else ""
    return insert(session, film, Item(_fresh(), ItemKind.CARD, text=words, duration=duration, picture=picture), at)


def add_voice(session: Session, film: str, recording: str, span: Span, at: int | None = None) -> Item:
    """Put a passage at place `at` that is heard over what follows. Raises Refused when it is empty, mute or beyond the end."""
    check_span(session, recording, span)
    found = recordings.get(session, recording)
    if not found.has_sound:
        raise Refused(_("{name} n’a pas de son.").format(name=found.original_name), _("Choisir un rush qui a du son."))
    return insert(session, film, Item(_fresh(), ItemKind.VOICE, RecordingId(recording), span), at)


def add_note(session: Session, film: str, text: str, at: int | None = None) -> Item:
    """Put a note at place `at`: it is for the team and never reaches the picture."""
    return insert(session, film, Item(_fresh(), ItemKind.NOTE, text=_words(text)), at)


def insert(session: Session, film: str, item: Item, at: int | None = None) -> Item:
    """Put an item, such as one that `remove` gave back, at place `at` (None: at the end). Raises Refused beyond the end."""
    get(session, film)
    rows = _rows(session, film)
    place = len(rows) + 1 if at is None else _place(at, len(rows) + 1)
    row = ItemRow(
        id=item.id,
        film_id=film,
        position=place,
        kind=item.kind,
        recording_id=item.recording,
        start_ms=None if item.span is None else item.span.start,
        end_ms=None if item.span is None else item.span.end,
        text=item.text,
        duration=item.duration,
        picture=item.picture,
        looks=looks.stored(item.looks),
    )
    session.add(row)
    rows.insert(place - 1, row)
    _number(session, rows)
    return item


def move(session: Session, film: str, which: str | int, to: int) -> None:
    """Move an item (its id, or its place) to place `to`; the others close ranks. Raises NotFound, or Refused beyond the end."""
    rows = _rows(session, film)
    row = _found(rows, which)
    place = _place(to, len(rows))
    rows.remove(row)
    rows.insert(place - 1, row)
    _number(session, rows)


def remove(session: Session, film: str, which: str | int) -> Item:
    """Take an item (its id, or its place) out and give it back, for `insert` to undo. Raises NotFound."""
    rows = _rows(session, film)
    row = _found(rows, which)
    rows.remove(row)
    session.delete(row)
    _number(session, rows)
    return _item(row)


def change_item(
    session: Session,
    film: str,
    which: str | int,
    *,
    span: Span | None = None,
    text: str | None = None,
    duration: int | None = None,
) -> Item:
    """Change a clip's in and out, or the words of a card or note, or a card's duration (ms); None leaves a thing as it is.

    Raises NotFound, and Refused for a value that this kind of item cannot have.
    """
    row = _found(_rows(session, film), which)
    wrong = (
        (span is not None and row.kind not in _CUT)
        or (text is not None and row.kind in _CUT)
        or (duration is not None and row.kind != ItemKind.CARD)
    )
    if wrong:
        raise Refused(_("Cette ligne du montage n’a pas cela à changer."))
    if span is not None:
        check_span(session, row.recording_id or "", span)
        row.start_ms, row.end_ms = span.start, span.end
    if text is not None:
        row.text = _words(text) if text.strip() or not row.picture else ""
    if duration is not None:
        _check_duration(duration)
        row.duration = duration
    session.flush()
    return _item(row)


def change_looks(session: Session, film: str, which: str | int, new: ItemLooks) -> Item:
    """Give a clip or card other looks. Raises NotFound, and Refused for a line that has none or for impossible ones."""
    row = _found(_rows(session, film), which)
    if row.kind not in (ItemKind.CLIP, ItemKind.CARD):
        raise Refused(_("Cette ligne du montage n’a pas cela à changer."))
    row.looks = looks.stored(new)
    session.flush()
    return _item(row)


def check_span(session: Session, recording: str, span: Span) -> None:
    """Raises NotFound for an unknown recording, Refused when `span` is empty or leaves the recording."""
    found = recordings.get(session, recording)
    if not span.duration:
        raise Refused(
            _("L’extrait est vide : il commence et finit à {time}.").format(time=text_of_ms(span.start)),
            _("L’entrée doit précéder la sortie."),
        )
    if not found.whole.covers(span):
        raise Refused(
            _("{name} finit à {end} ; l’extrait irait de {start} à {stop}.").format(
                name=found.original_name,
                end=text_of_ms(found.duration),
                start=text_of_ms(span.start),
                stop=text_of_ms(span.end),
            ),
            _("Choisir une sortie avant la fin du rush."),
        )


def renders(session: Session, film: str) -> list[Render]:
    """The rendered files of a film, newest first."""
    return rendered.of_film(session, film)


def _fresh() -> ItemId:
    return ItemId(new_id())


def _words(text: str) -> str:
    lines = "\n".join(line.strip() for line in text.strip().splitlines())
    if not lines:
        raise Refused(_("Le texte est vide."), _("Écrire au moins un mot."))
    return lines


def _check_duration(duration: int) -> None:
    if not SHORTEST_CARD <= duration <= LONGEST_CARD:
        raise Refused(
            _("Un carton ne peut pas durer {duration} ms.").format(duration=duration),
            _("Entre une demi-seconde et une minute."),
        )


def _place(wanted: int, last: int) -> int:
    if not 1 <= wanted <= last:
        raise Refused(
            _("Il n’y a pas de place {wanted} dans ce montage.").format(wanted=wanted),
            _("Les places vont de 1 à {last}.").format(last=last),
        )
    return wanted


def _found(rows: list[ItemRow], which: str | int) -> ItemRow:
    for row in rows:
        if which in (row.id, row.position):
            return row
    raise NotFound(
        _("Il n’y a pas de ligne {which} dans ce montage.").format(which=which), _("Voir « baro film show ».")
    )


def _rows(session: Session, film: str) -> list[ItemRow]:
    return list(session.scalars(select(ItemRow).where(ItemRow.film_id == film).order_by(ItemRow.position, ItemRow.id)))


def _number(session: Session, rows: list[ItemRow]) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position
    session.flush()


def _unknown(words: str) -> NotFound:
    return NotFound(_("Il n’y a pas de film {words}.").format(words=words), _("Voir « baro film list »."))


def _film(row: FilmRow) -> Film:
    return Film(FilmId(row.id), row.name, Audience(row.audience), row.title, row.made_at)


def _item(row: ItemRow) -> Item:
    span = None if row.start_ms is None or row.end_ms is None else Span(row.start_ms, row.end_ms)
    recording = None if row.recording_id is None else RecordingId(row.recording_id)
    shape = (recording, span, row.text, row.duration, row.picture, looks.read(row.looks))
    return Item(ItemId(row.id), ItemKind(row.kind), *shape)
