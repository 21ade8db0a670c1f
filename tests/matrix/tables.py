# SPDX-License-Identifier: GPL-3.0-or-later
"""The expected matrix, read from the tables in `tests/data/matrix-*.txt`; and the sample archive that it is tried on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from archive import seals as sealing
from archive.catalogue import consents, participants
from archive.library import Library
from archive.model.footage import Recording
from archive.model.people import Consent, ConsentId, ConsentStatus
from archive.person import ADMINISTERING, DESCRIBING, EDITING, EVERYBODY, KEEPING, PROTECTING, TEAM

DATA = Path(__file__).parents[1] / "data"
TODAY = date.today()
MARKER = "une femme"
"""Words that only somebody who was filmed said."""


def rows(name: str, columns: int) -> list[list[str]]:
    """The lines of a table, cut into `columns` at most; lines that begin with # explain."""
    lines = (DATA / f"matrix-{name}.txt").read_text(encoding="utf-8").splitlines()
    found = [line.split(maxsplit=columns - 1) for line in lines if line.strip() and not line.startswith("#")]
    return [line + [""] * (columns - len(line)) for line in found]


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the table of pages."""

    endpoint: str
    method: str
    who: str
    asks: str
    sample: str


ROUTES = {(line[0], line[1]): Route(*line) for line in rows("pages", 5)}
WHO = {
    "anybody": EVERYBODY,
    "team": TEAM,
    "describing": DESCRIBING,
    "editing": EDITING,
    "keeping": KEEPING,
    "administering": ADMINISTERING,
    "protecting": PROTECTING,
}
REASONS = {line[0]: dict(zip(("team", "screening", "internet"), line[1:], strict=True)) for line in rows("reasons", 4)}


def bring_about(library: Library, reason: str, recording: Recording, consent: Consent) -> None:
    """Make the sample recording one that `decide` answers with that reason, for everything it asks in this archive."""
    if reason == "sealed-passage":
        sealing.seal(library, recording.id, recording.whole)
    elif reason in STATES:
        with library.writing() as session:
            STATES[reason](session, consent)
    elif reason != "released":
        with library.writing() as session:
            if reason == "minor-without-guardian":
                person = participants.get(session, consent.participant)
                participants.update(session, replace(person, minor=True))
            else:
                _again(session, replace(consent, **CHANGED[reason]))  # type: ignore[arg-type]


def _again(session: Session, consent: Consent) -> None:
    """The same paper corrected: recorded by one person and confirmed by another."""
    consents.record(session, replace(consent, id=ConsentId(""), recorded_by="Awa", confirmed_by="Ina"), "Ina")


def _to(status: ConsentStatus) -> Callable[[Session, Consent], None]:
    return lambda session, consent: _set(session, consent, status)


def _set(session: Session, consent: Consent, status: ConsentStatus) -> None:
    consents.set_status(session, consent.id, status, "Ina")


STATES: dict[str, Callable[[Session, Consent], None]] = {
    "no-consent": lambda session, consent: _again(session, replace(consent, status=ConsentStatus.DRAFT)),
    "not-yet-active": lambda session, consent: _again(session, replace(consent, status=ConsentStatus.PENDING)),
    "withdrawn": _to(ConsentStatus.WITHDRAWN),
    "suspended": _to(ConsentStatus.SUSPENDED),
}
CHANGED: dict[str, dict[str, object]] = {
    "unknown-value": {"audiences": frozenset({"everybody"})},
    "expired": {"expires_on": TODAY - timedelta(1)},
    "film-not-covered": {"films": frozenset({"autre"})},
    "audience-not-covered": {"audiences": frozenset()},
    "embargo": {"embargo_until": TODAY + timedelta(30)},
    "must-be-masked": {"shows": frozenset({"voice"})},
}
