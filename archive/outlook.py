# SPDX-License-Identifier: GPL-3.0-or-later
"""What consents mean today, for somebody who has to be sure: one record in a sentence, and who may see an interview."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from archive.access import Access
from archive.consent import AUDIENCES, PARTS, Decision
from archive.labels import label
from archive.model.film import Film
from archive.model.footage import Recording
from archive.model.people import EXPIRED, Consent, ConsentStatus
from media.language import gettext as _
from media.language import language, lazy

TEAM = "playback"
_STOPPED = {
    ConsentStatus.DRAFT: lazy("C’est un brouillon : rien ne s’ouvre."),
    ConsentStatus.PENDING: lazy("En attente de la seconde personne : rien ne s’ouvre encore."),
    ConsentStatus.SUSPENDED: lazy("Suspendue : tout est fermé, l’équipe comprise."),
    ConsentStatus.WITHDRAWN: lazy("Retirée : tout est fermé, pour toujours."),
    ConsentStatus.SUPERSEDED: lazy("Remplacée par une autre."),
}


@dataclass(frozen=True, slots=True)
class Look:
    """Whether somebody may see an interview today: all of it, `partly`, or nothing; and who stands in the way, by code.

    `film` is None for a use in no film in particular.
    """

    use: str
    film: Film | None
    open: bool
    partly: bool
    against: tuple[tuple[str, Decision], ...]


def looks(access: Access, takes: Sequence[Recording], films: Iterable[Film]) -> list[Look]:
    """The team, each audience in any film, then each film of the archive before its own audience."""
    asked: list[tuple[str, Film | None]] = [(use, None) for use in (TEAM, *AUDIENCES)]
    asked += [(str(film.audience), film) for film in films]
    return [_look(access, takes, use, film) for use, film in asked]


def _look(access: Access, takes: Sequence[Recording], use: str, film: Film | None) -> Look:
    name = film.name if film is not None else None
    seen = [access.allowed_spans(use, take.id, take.whole, name) for take in takes]
    whole = bool(takes) and all(spans == (take.whole,) for spans, take in zip(seen, takes, strict=True))
    against: dict[str, Decision] = {}
    for take in takes:
        for code, decision in access.reasons(use, take.id, take.whole, name):
            against.setdefault(code, decision)
    return Look(use, film, whole, not whole and any(seen), tuple(sorted(against.items())))


def meaning(consent: Consent, today: date, *, minor: bool = False) -> str:
    """What a record allows, in plain sentences; `minor` for somebody under 18."""
    if consent.state_on(today) == EXPIRED:
        return _("Arrivée à son terme le {day} : tout est fermé.").format(day=_day(consent.expires_on))
    if consent.status is not ConsentStatus.ACTIVE:
        return _(_STOPPED[consent.status])
    return promised(consent, minor=minor)


def promised(consent: Consent, *, minor: bool = False) -> str:
    """What a record will allow once it is in force."""
    if minor and not (consent.guardian and consent.assent):
        return _("Mineur : sans l’accord du tuteur et le sien, tout est fermé, l’équipe comprise.")
    said = [_("L’équipe peut travailler avec ses paroles.")]
    if not consent.audiences or not consent.films:
        said.append(_("Rien n’est montré hors de l’équipe."))
    else:
        said.append(
            _("Peuvent les voir : {audiences} ; dans : {films}.").format(
                audiences=_listed(label(one) for one in AUDIENCES if one in consent.audiences),
                films=_listed(sorted(label(one) for one in consent.films)),
            )
        )
        said.append(_hidden(consent))
        if consent.embargo_until:
            said.append(_("Pas avant le {day}.").format(day=_day(consent.embargo_until)))
    if consent.expires_on:
        said.append(_("Tout se ferme le {day}.").format(day=_day(consent.expires_on)))
    return " ".join(said)


def _hidden(consent: Consent) -> str:
    hidden = [label(part) for part in PARTS if part not in consent.shows]
    if not hidden:
        return _("Visage, voix, nom et lieu peuvent être montrés.")
    return _("À cacher : {parts}.").format(parts=_listed(hidden))


def _day(day: date | None) -> str:
    return format_date(day, "long", locale=language()) if day else ""


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
