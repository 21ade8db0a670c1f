# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person may ask of a file that is written, beyond its format."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from subtitles.cue import Track


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out. Each format uses what it knows of:

    ASS the size of the picture in pixels (`width`, `height`) and whether a dark `box` stands behind the words; EBU STL
    the `rate` of the picture (25 or 30 a second) and the date on which it was `made`; the printable script its `title`
    and the source-language track that stands `beside` the French; both the `title`.
    """

    width: int = 1920
    height: int = 1080
    box: bool = False
    beside: Track | None = None
    title: str = ""
    rate: Fraction = Fraction(25)
    made: date | None = None


PLAIN = Layout()
