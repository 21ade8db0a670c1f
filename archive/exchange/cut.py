# SPDX-License-Identifier: GPL-3.0-or-later
"""A cut as a file tells it: events that take from named files, each with its place; the archive is not asked yet."""

from dataclasses import dataclass
from fractions import Fraction

from media.errors import Refused
from media.language import gettext as _

MOST_EVENTS = 20_000
LONGEST = Fraction(24 * 3600)


class NotACut(Refused):
    """The file is not a cut list that Baro reads: broken, hostile, far too large, or of another kind."""


@dataclass(frozen=True, slots=True)
class Codes:
    """Where an event begins and ends in its file, as timecodes: only the file's own rate tells which frames they name.

    `late`, `length`: the part of it that is meant, in seconds from its beginning; None: all of it. `more`: seconds after
    `last` that are meant too.
    """

    first: str
    last: str
    late: Fraction = Fraction(0)
    length: Fraction | None = None
    more: Fraction = Fraction(0)


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
    the number of timeline frames that it still has. `odd` says what was done to it that a film here does not have;
    `uneven`, with `speed`: not one steady speed forwards, so that only the whole of it is known.
    `heard`: only its sound is used; `voice`: it left as a voice over the film; `text`: the words that left with a still.
    `fades`: seconds from and to black; None where the cut list cannot say.
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
    heard: bool = False
    voice: bool = False
    text: str = ""
    fades: tuple[Fraction | None, Fraction | None] = (None, None)

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
    """Everything that a cut list says. `rate`: frames per second of its timeline; `events` in order of time, one at a time.

    `titles` stand over pictures; `voices` are sounds that are not those of the picture that is seen meanwhile.
    """

    name: str
    rate: Fraction
    events: tuple[Event, ...]
    remarks: tuple[str, ...] = ()
    titles: tuple[Card, ...] = ()
    voices: tuple[Taken, ...] = ()


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
