# SPDX-License-Identifier: GPL-3.0-or-later
"""A sheet of stills: one picture that holds a small one of every few seconds, for looking along a recording."""

from dataclasses import dataclass
from fractions import Fraction

from media.command import Stream
from media.span import Span
from media.timecode import frames_of

COLUMNS, MOST = 10, 120
CLOSEST = 2000
"""Milliseconds between two stills at least: nearer ones look alike."""
BOX = (160, 90)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the stills stand: number n, from 0 in rows of `COLUMNS`, is the frame `n * every`, `width` x `height` pixels."""

    every: int
    count: int
    width: int
    height: int

    @property
    def columns(self) -> int:
        """Stills in a row."""
        return min(self.count, COLUMNS)

    @property
    def rows(self) -> int:
        """Rows, the last one perhaps not full."""
        return -(-self.count // COLUMNS)


def sheet_of(duration: int, rate: Fraction, size: tuple[int, int]) -> Sheet:
    """The sheet of a recording of `duration` milliseconds whose pictures are `size` (upright, square pixels).

    >>> sheet_of(61_000, Fraction(25), (1920, 1080))
    Sheet(every=50, count=31, width=160, height=90)
    >>> sheet_of(3_600_000, Fraction(25), (1080, 1920))
    Sheet(every=750, count=120, width=50, height=90)
    """
    frames = max(1, len(frames_of(Span(0, duration), rate)))
    every = max(round(rate * CLOSEST / 1000), -(-frames // MOST), 1)
    factor = min(Fraction(BOX[0], size[0]), Fraction(BOX[1], size[1]))
    width, height = (max(2, round(length * factor / 2) * 2) for length in size)
    return Sheet(every, -(-frames // every), width, height)


def laid_out(stream: Stream, sheet: Sheet) -> Stream:
    """The pictures of a working copy as that sheet, one picture."""
    return (
        stream.filter("select", f"not(mod(n,{sheet.every}))")
        .filter("scale", w=sheet.width, h=sheet.height, flags="area", out_range="pc")
        .filter("format", "yuvj420p")
        .filter("tile", layout=f"{sheet.columns}x{sheet.rows}")
    )
