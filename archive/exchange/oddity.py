# SPDX-License-Identifier: GPL-3.0-or-later
"""What is odd about a shot of a cut made outside, in plain words and for programs."""

from dataclasses import dataclass
from fractions import Fraction

from archive.exchange.recognise import Why
from media.language import gettext as _
from media.language import lazy
from media.smpte import Timecode, write_timecode

_SAID = {
    Why.UNKNOWN: lazy("ce plan ne vient pas de cette archive ; une note garde sa place"),
    Why.AMBIGUOUS: lazy(
        "plusieurs rushes de l’archive portent ce nom et couvrent ce timecode ; une note garde sa place"
    ),
    Why.AT_ODDS: lazy(
        "le nom de ce fichier et son empreinte désignent deux rushes différents ; une note garde sa place"
    ),
    Why.BEYOND: lazy("ce plan dépasse le rush ou l’extrait qu’il nomme ; une note garde sa place"),
    Why.NESTED: lazy("cette séquence imbriquée n’a pas pu être ouverte ; une note garde sa place"),
    Why.SPEED: lazy("le ralenti ou l’accéléré n’est pas repris : le passage est pris à sa vitesse"),
    Why.SILENCED: lazy(
        "ce plan est muet dans ce montage, mais pas dans le film ; y masquer la voix si quelque chose ne doit pas s’entendre"
    ),
    Why.WARPED: lazy(
        "ce plan est joué à l’envers ou à une vitesse qui change, on ne sait quel passage il montre ; une note garde sa place"
    ),
    Why.TRANSITION: lazy("le fondu n’est pas repris : la coupe est franche"),
    Why.BLANK: lazy("ce noir n’est pas repris dans le film"),
    Why.TITLE: lazy("ce texte posé sur l’image n’est pas repris"),
    Why.SPLIT: lazy("le son dépasse son image : il est coupé avec elle"),
    Why.MOVED: lazy("cette voix commence au début du plan le plus proche"),
}


@dataclass(frozen=True, slots=True)
class Oddity:
    """`event` counts the shots of the cut from 1; `at` and `length` in seconds from the cut's beginning."""

    event: int
    at: Fraction
    why: Why
    name: str = ""
    length: Fraction = Fraction(0)

    @property
    def sentence(self) -> str:
        """Why, in plain words."""
        return told(self.why)

    def facts(self, rate: Fraction) -> dict[str, object]:
        """The same for programs; `rate` is that of the cut."""
        return {
            "event": self.event,
            "at_ms": int(self.at * 1000),
            "at": place(self.at, rate),
            "length_ms": int(self.length * 1000),
            "name": self.name,
            "reason": str(self.why),
            "message": self.sentence,
        }


def told(why: str) -> str:
    """The sentence of a reason; empty for one that nobody gives."""
    return _(_SAID[Why(why)]) if why in set(Why) else ""


def place(at: Fraction, rate: Fraction) -> str:
    """A moment of a cut as a timecode from its first frame."""
    return write_timecode(Timecode(round(at * rate)), rate)


def line(oddity: Oddity, rate: Fraction) -> str:
    """One oddity on one line."""
    said = _("plan {number}, à {at} : {name} : {why}") if oddity.name else _("plan {number}, à {at} : {why}")
    if not oddity.event:  # no shot of the cut
        said = _("à {at} : {name} : {why}")
    return said.format(number=oddity.event, at=place(oddity.at, rate), name=oddity.name, why=oddity.sentence)


def as_note(oddity: Oddity, rate: Fraction) -> str:
    """The note that stands where a shot could not be taken."""
    return _("Plan non repris : {name}, de {start} à {end} du montage.").format(
        name=oddity.name or "?", start=place(oddity.at, rate), end=place(oddity.at + oddity.length, rate)
    )
