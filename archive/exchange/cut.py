# SPDX-License-Identifier: GPL-3.0-or-later
"""A cut as a file tells it: events that take from named files, each with its place; the archive is not asked yet."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

from media.errors import Refused
from media.language import gettext as _

MOST_EVENTS = 20_000
LONGEST = Fraction(24 * 3600)


class NotACut(Refused):
    """The file is not a cut list that Baro reads: broken, hostile, far too large, or of another kind."""


@dataclass(frozen=True, slots=True)
class Codes:
    """Where an event begins and ends in its file, as timecodes: only the file's own rate tells which frames they name."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Seconds:
    """Where an event begins in its file and how long it takes, in exact seconds.

    `origin` is when the file's first frame is, on the same clock; None: by the timecode of the file itself.
    """

    start: Fraction
    length: Fraction
    origin: Fraction | None = Fraction(0)


@dataclass(frozen=True, slots=True)
class Taken:
    """One event: what it takes from which file, and when in the cut (`at`, `length`: seconds from its beginning).

    `addresses` are the paths or file names that the cut list gives; `exact` is what `Shot.ratio` was when it left, with
    the number of timeline frames that it still has. `odd` says what was done to it that a film here does not have.
    """

    at: Fraction
    length: Fraction
    source: Codes | Seconds
    name: str = ""
    reel: str = ""
    addresses: tuple[str, ...] = ()
    sha256: str = ""
    exact: str = ""
    odd: tuple[str, ...] = ()

    @property
    def end(self) -> Fraction:
        """When it is over in the cut."""
        return self.at + self.length


@dataclass(frozen=True, slots=True)
class Card:
    """A title card: words on black."""

    at: Fraction
    length: Fraction
    text: str

    @property
    def end(self) -> Fraction:
        """When it is over in the cut."""
        return self.at + self.length


Event = Taken | Card


@dataclass(frozen=True, slots=True)
class Cut:
    """Everything that a cut list says. `rate`: frames per second of its timeline; `events` in order of time, one at a time."""

    name: str
    rate: Fraction
    events: tuple[Event, ...]
    remarks: tuple[str, ...] = ()


def flattened(tracks: Sequence[Iterable[Event]], sounds: Iterable[Event] = ()) -> tuple[Event, ...]:
    """What is seen of several picture tracks, the last one on top; of `sounds` only what lies where no picture is."""
    seen: list[Event] = []
    covered: list[tuple[Fraction, Fraction]] = []
    for track in [*reversed(tracks), sounds]:
        fresh: list[Event] = []
        for event in sorted(track, key=lambda one: one.at):
            if event.length > 0:
                fresh += _uncovered(event, covered)
        covered = _joined([*covered, *((event.at, event.end) for event in fresh)])
        seen += fresh
    return tuple(sorted(seen, key=lambda one: one.at))


def counted_in(events: int) -> None:
    """Raises NotACut when a cut has more events than any film."""
    if events > MOST_EVENTS:
        raise NotACut(
            _("Ce montage a plus de {count} plans.").format(count=MOST_EVENTS),
            _("Exporter une seule séquence, sans les rushes ni les bobines."),
        )


def sane(seconds: Fraction, negative: bool = False) -> Fraction:
    """`seconds` when a film could have them. Raises NotACut for times before zero or beyond a day and a half."""
    if not (-LONGEST if negative else 0) <= seconds <= LONGEST * 2:
        raise NotACut(
            _("Ce montage contient un temps impossible."), _("Réexporter la séquence depuis le logiciel de montage.")
        )
    return seconds


def _uncovered(event: Event, covered: Sequence[tuple[Fraction, Fraction]]) -> list[Event]:
    pieces, at = [], event.at
    for start, end in islice(covered, bisect_right(covered, at, key=lambda span: span[1]), None):
        if start >= event.end:
            break
        if start > at:
            pieces.append((at, start))
        at = max(at, end)
    if at < event.end:
        pieces.append((at, event.end))
    return [piece(event, start, end) for start, end in pieces]


def piece(event: Event, start: Fraction, end: Fraction) -> Event:
    """The part of an event from `start` to `end`, both in the time of the cut."""
    if (start, end) == (event.at, event.end):
        return event
    if isinstance(event, Card):
        return replace(event, at=start, length=end - start)
    if isinstance(event.source, Codes):
        return event  # an EDL has one picture track; what overlaps there is a fault of the file
    source, late = event.source, start - event.at
    return replace(
        event,
        at=start,
        length=end - start,
        source=replace(source, start=source.start + late, length=min(source.length - late, end - start)),
        exact="",
    )


def _joined(spans: list[tuple[Fraction, Fraction]]) -> list[tuple[Fraction, Fraction]]:
    result: list[tuple[Fraction, Fraction]] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result
