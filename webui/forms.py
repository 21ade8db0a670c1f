# SPDX-License-Identifier: GPL-3.0-or-later
"""From the strings of a form to the values of the house. Everything unreadable is WrongUse with a way out."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from media.errors import WrongUse
from media.language import gettext as _
from media.span import Span
from media.timecode import ms_of_text

E = TypeVar("E", bound=StrEnum)
LONGEST = 20_000


def text(form: Mapping[str, str], name: str) -> str:
    """The words of a field, with the line ends of the house. Raises WrongUse when they are far too many."""
    words = form.get(name, "").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if len(words) > LONGEST:
        raise WrongUse(_("Ce texte est trop long."), _("{count} signes au plus.").format(count=LONGEST))
    return words


def milliseconds(words: str) -> int:
    """A time typed by a person (`1:04`, `00:01:04.500`), or milliseconds as our own forms write them."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 12 else ms_of_text(words)


def span(form: Mapping[str, str]) -> Span:
    """The span of the fields `start` and `end`."""
    if not form.get("start", "").strip() or not form.get("end", "").strip():
        raise WrongUse(
            _("Il manque l’entrée ou la sortie."),
            _("Poser les deux : touches I et O, ou les écrire dans les champs."),
        )
    return Span(milliseconds(form["start"].strip()), milliseconds(form["end"].strip()))


def optional_span(form: Mapping[str, str]) -> Span | None:
    """The same, or None when both fields are empty."""
    if not form.get("start", "").strip() and not form.get("end", "").strip():
        return None
    return span(form)


def choice(kind: type[E], words: str) -> E:
    """One of the values of `kind`."""
    if words not in set(kind):
        raise WrongUse(_("Choix inconnu : « {words} ».").format(words=words), _("Choisir dans la liste."))
    return kind(words)


def day(words: str) -> date | None:
    """A date as browsers send it; None when empty."""
    if not words.strip():
        return None
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        raise WrongUse(
            _("Date illisible : « {words} ».").format(words=words),
            _("Écrire année-mois-jour, par exemple 2026-03-12."),
        ) from None


def number(words: str) -> int | None:
    """A whole number; None when empty."""
    if not words.strip():
        return None
    if not words.strip().isascii() or not words.strip().isdigit() or len(words) > 9:
        raise WrongUse(_("Nombre illisible : « {words} ».").format(words=words))
    return int(words)


def seconds(words: str) -> int:
    """A number of seconds such as `4` or `2,5`, in milliseconds."""
    try:
        found = Decimal(words.strip().replace(",", "."))
        if not found.is_finite() or not 0 <= found < 100_000:
            raise InvalidOperation
    except InvalidOperation:
        raise WrongUse(
            _("Durée illisible : « {words} ».").format(words=words), _("Écrire un nombre de secondes, par exemple 4.")
        ) from None
    return int(found * 1000)
