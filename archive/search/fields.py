# SPDX-License-Identifier: GPL-3.0-or-later
"""The filters of a question: `region:Gao`, `date:2017-10..2017-12`, `-statut:brouillon`; what they are called and may say."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from archive.labels import LABELS, label
from archive.model.footage import TrackStatus
from archive.model.people import Group, Sex
from archive.search.analysis import folded, surface
from media.errors import WrongUse
from media.language import gettext as _


class Field(StrEnum):
    """What a filter looks at. Its value is the name of the facet."""

    REGION = "region"
    GROUP = "group"
    SEX = "sex"
    LANGUAGE = "language"
    DATE = "date"
    TAG = "tag"
    PERSON = "person"
    STATUS = "status"


NAMES = {
    "region": Field.REGION,
    "région": Field.REGION,
    "groupe": Field.GROUP,
    "group": Field.GROUP,
    "sexe": Field.SEX,
    "sex": Field.SEX,
    "langue": Field.LANGUAGE,
    "language": Field.LANGUAGE,
    "lang": Field.LANGUAGE,
    "date": Field.DATE,
    "tag": Field.TAG,
    "personne": Field.PERSON,
    "person": Field.PERSON,
    "statut": Field.STATUS,
    "status": Field.STATUS,
}
FRENCH_NAMES = {
    Field.REGION: "region",
    Field.GROUP: "groupe",
    Field.SEX: "sexe",
    Field.LANGUAGE: "langue",
    Field.DATE: "date",
    Field.TAG: "tag",
    Field.PERSON: "personne",
    Field.STATUS: "statut",
}
_CHOICES: dict[Field, tuple[str, ...]] = {
    Field.GROUP: tuple(group.value for group in Group),
    Field.SEX: tuple(sex.value for sex in Sex),
    Field.STATUS: tuple(status.value for status in TrackStatus),
}
_LANGUAGES = ("fr", "bm", "ses", "taq", "ff", "ar", "en")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Filter:
    """Only where `field` has one of `values`; with `unwanted`, only where it has none of them."""

    field: Field
    values: tuple[str, ...]
    unwanted: bool = False


def read(name: str, text: str, unwanted: bool = False) -> Filter:
    """The filter that was written `name:text`, where commas part several values.

    Raises WrongUse for an empty value, an unreadable date, or a group, sex or status that does not exist.
    """
    field = NAMES[name.lower()]
    values = tuple(cell for part in text.split(",") if (cell := part.strip()))
    if not values:
        raise WrongUse(
            _("Il manque une valeur au filtre {name}.").format(name=name), _("Par exemple : region:Gao, date:2017-10.")
        )
    return Filter(field, tuple(_value(field, value) for value in values), unwanted)


def only(field: Field, value: str) -> Filter:
    """The filter of one value that was chosen from a list, commas included. Raises WrongUse as `read` does."""
    return Filter(field, (_value(field, value),))


def days(value: str) -> tuple[date, date]:
    """The first and the last day that a date filter means.

    >>> days("2017-10..2018")
    (datetime.date(2017, 10, 1), datetime.date(2018, 12, 31))
    """
    first, dots, last = value.partition("..")
    start = _edge(first, value, last_day=False) if first or not dots else date.min
    end = _edge(last if dots else first, value, last_day=True) if last or not dots else date.max
    if start > end:
        raise _unreadable(value)
    return start, end


def same(one: str, other: str) -> bool:
    """True for two names with the same letters, accents and case aside.

    >>> same("Tombouctou", "TOMBOUCTOU") and same("Ménaka", "menaka")
    True
    """
    return plain(one) == plain(other)


def plain(name: str) -> str:
    """A name as filters compare it."""
    return folded(surface(" ".join(name.split())))


def _value(field: Field, value: str) -> str:
    if field is Field.DATE:
        days(value)
        return value
    if field is Field.LANGUAGE:
        return next((code for code in _LANGUAGES if plain(value) in _said(code)), value)
    return _choice(field, value) if field in _CHOICES else value


def _choice(field: Field, value: str) -> str:
    """The stored value that `value` means: itself, its label, or the only one whose label begins so."""
    asked, choices = plain(value), _CHOICES[field]
    for choice in choices:
        if asked in _said(choice):
            return choice
    begun = [choice for choice in choices if any(word.startswith(asked.rstrip("s")) for word in _said(choice))]
    if len(asked) >= _SHORTEST and len(begun) == 1:
        return begun[0]
    raise WrongUse(
        _("Le filtre {name} ne connaît pas « {value} ».").format(value=value[:40], name=FRENCH_NAMES[field]),
        _("Choisir parmi : {names}.").format(names=", ".join(label(choice) for choice in choices)),
    )


def _said(value: str) -> set[str]:
    return {plain(word) for word in (value, LABELS.get(value, value), label(value))}


def _edge(text: str, whole: str, *, last_day: bool) -> date:
    match = _DAY.fullmatch(text)
    if match is None:
        raise _unreadable(whole)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if month is None:
            return date(year, 12, 31) if last_day else date(year, 1, 1)
        if day is None:
            return date(year, month, monthrange(year, month)[1] if last_day else 1)
        return date(year, month, day)
    except ValueError:
        raise _unreadable(whole) from None


def _unreadable(value: str) -> WrongUse:
    return WrongUse(
        _("Date illisible : « {words} ».").format(words=value[:40]),
        _("Une année, un mois ou un jour, ou deux avec .. entre eux : date:2017, date:2017-10..2017-12."),
    )


def merged(*groups: Iterable[Filter]) -> tuple[Filter, ...]:
    """All filters, each once, in order."""
    return tuple(dict.fromkeys(found for group in groups for found in group))
