# SPDX-License-Identifier: GPL-3.0-or-later
"""Spans of time in whole milliseconds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from media.errors import WrongUse
from media.language import gettext as _


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open `[start, end)` in integer milliseconds, `0 <= start <= end`.

    Two spans that only touch do not overlap; an empty span overlaps nothing.

    >>> Span(0, 1000).overlaps(Span(1000, 2000))
    False
    >>> Span(0, 1000) & Span(400, 2000)
    Span(start=400, end=1000)
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise WrongUse(
                _("Intervalle impossible : de {start} ms à {end} ms.").format(start=self.start, end=self.end),
                _("Le début doit précéder la fin, et aucun temps n’est négatif."),
            )

    @property
    def duration(self) -> int:
        """Length in milliseconds."""
        return self.end - self.start

    def overlaps(self, other: Self) -> bool:
        """True when both share at least one millisecond."""
        return max(self.start, other.start) < min(self.end, other.end)

    def contains(self, ms: int) -> bool:
        """True when the millisecond `ms` lies inside."""
        return self.start <= ms < self.end

    def covers(self, other: Self) -> bool:
        """True when no part of `other` lies outside."""
        return self.start <= other.start and other.end <= self.end

    def shifted(self, by: int) -> "Span":
        """The same length, `by` milliseconds later (earlier when negative)."""
        return Span(self.start + by, self.end + by)

    def widened(self, before: int, after: int, limit: int | None = None) -> "Span":
        """Handles added on both sides, kept within `[0, limit)`."""
        end = self.end + after
        return Span(max(0, self.start - before), end if limit is None else min(end, limit))

    def __and__(self, other: Self) -> "Span | None":
        """What both share, or None when they share nothing."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same milliseconds as sorted spans that neither overlap nor touch; empty spans vanish."""
    result: list[Span] = []
    for span in sorted(s for s in spans if s.duration):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)


def outside(whole: Span, holes: Iterable[Span]) -> tuple[Span, ...]:
    """The parts of `whole` that no hole touches, in order."""
    parts, start = [], whole.start
    for hole in merged(holes):
        if hole.end <= start:
            continue
        if hole.start >= whole.end:
            break
        if hole.start > start:
            parts.append(Span(start, hole.start))
        start = max(start, hole.end)
    if start < whole.end:
        parts.append(Span(start, whole.end))
    return tuple(parts)
