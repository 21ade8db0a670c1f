# SPDX-License-Identifier: GPL-3.0-or-later
"""May this passage be used for that? One pure function that every way out asks.

The rules are tried in order and the first one that matches decides; the table stands in docs and in
`tests/data/consent-cases.csv`. Nothing here reads a clock, a file or a database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

DESCRIBE = "describe"
INTERNAL = frozenset({"search", "playback", "draft"})
AUDIENCES = ("screening", "broadcast", "internet", "partner")
USES = (DESCRIBE, "search", "playback", "draft", *AUDIENCES)
PARTS = ("face", "voice", "name", "place")
STATES = ("none", "draft", "pending", "active", "suspended", "withdrawn")
ANY_FILM = "any"
MUST_BE_MASKED = "must-be-masked"
REFUSALS = (
    "unknown-value",
    "no-consent",
    "not-yet-active",
    "withdrawn",
    "suspended",
    "expired",
    "minor-without-guardian",
    "sealed-passage",
    "film-not-covered",
    "audience-not-covered",
    "embargo",
    MUST_BE_MASKED,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer and the rule that gave it; `must-be-masked` carries its parts: `must-be-masked:face+voice`."""

    allowed: bool
    reason: str

    @property
    def masks(self) -> tuple[str, ...]:
        """The parts that would have to be masked, when that is what stands in the way."""
        rule, _, parts = self.reason.partition(":")
        return tuple(parts.split("+")) if rule == MUST_BE_MASKED else ()


@dataclass(frozen=True, slots=True)
class Facts:
    """One participant's record seen from one span, and the `film` that asks (None: no film in particular).

    `status` is a stored state or `none`. `sealed` says that the span touches a seal. `masked` holds the parts
    that the picture and the sound no longer give away. `unreadable` says that something was given in a form that
    nobody can read, which never opens anything.
    """

    status: str = "none"
    given_on: date | None = None
    expires_on: date | None = None
    embargo_until: date | None = None
    minor: bool = False
    guardian: bool = False
    assent: bool = False
    sealed: bool = False
    films: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    shows: frozenset[str] = frozenset()
    film: str | None = None
    masked: frozenset[str] = frozenset()
    unreadable: bool = False


NOBODY = Facts()


def decide(use: str, on: Facts, today: date) -> Decision:
    """Whether `use` is allowed on one participant's record on that day, by the first rule that matches."""
    if use not in USES or _unknown(on):
        return Decision(False, "unknown-value")
    if use == DESCRIBE:
        return Decision(True, DESCRIBE)
    refusal = _not_in_force(on, today) or _not_in_team(on)
    if refusal:
        return Decision(False, refusal)
    if use in INTERNAL:
        return Decision(True, "internal")
    refusal = _not_released(use, on, today)
    return Decision(False, refusal) if refusal else Decision(True, "released")


def strictest(use: str, everybody: Iterable[Facts], today: date) -> Decision:
    """`decide` over several people: the earliest rule that refuses one of them, the parts to mask taken together.

    Nobody at all is nobody's consent.
    """
    decisions = [decide(use, on, today) for on in everybody] or [decide(use, NOBODY, today)]
    refused = [decision for decision in decisions if not decision.allowed]
    if not refused:
        return decisions[0]
    first = min(refused, key=lambda decision: REFUSALS.index(rule_of(decision.reason)))
    if rule_of(first.reason) != MUST_BE_MASKED:
        return first
    return _masks({part for decision in refused for part in decision.masks})


def rule_of(reason: str) -> str:
    """The rule without its parts: `must-be-masked:face` -> `must-be-masked`."""
    return reason.partition(":")[0]


def _unknown(on: Facts) -> bool:
    return (
        on.unreadable
        or on.status not in STATES
        or not on.audiences <= set(AUDIENCES)
        or not on.shows <= set(PARTS)
        or not on.masked <= set(PARTS)
    )


def _not_in_force(on: Facts, today: date) -> str:
    if on.status in ("none", "draft"):
        return "no-consent"
    if on.status == "pending" or (on.given_on is not None and today < on.given_on):
        return "not-yet-active"
    if on.status in ("withdrawn", "suspended"):
        return on.status
    return "expired" if on.expires_on is not None and today >= on.expires_on else ""


def _not_in_team(on: Facts) -> str:
    if on.minor and not (on.guardian and on.assent):
        return "minor-without-guardian"
    return "sealed-passage" if on.sealed else ""


def _not_released(use: str, on: Facts, today: date) -> str:
    if ANY_FILM not in on.films and on.film not in on.films:
        return "film-not-covered"
    if use not in on.audiences:
        return "audience-not-covered"
    if on.embargo_until is not None and today < on.embargo_until:
        return "embargo"
    shown = set(PARTS) - on.shows - on.masked
    return _masks(shown).reason if shown else ""


def _masks(parts: set[str]) -> Decision:
    return Decision(False, f"{MUST_BE_MASKED}:{'+'.join(part for part in PARTS if part in parts)}")
