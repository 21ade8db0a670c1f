# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole track moved in time: shifted, stretched, changed in rate, snapped. Each gives a new track."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from media.errors import WrongUse
from media.language import gettext as _
from media.span import Span
from media.timecode import text_of_ms
from subtitles.cue import Track


class Anchor(NamedTuple):
    """A moment of the track, and where it belongs."""

    at: int
    to: int


def shift(track: Track, by: int) -> Track:
    """Every cue `by` milliseconds later (earlier when negative). Raises WrongUse when one would begin before zero."""
    return _mapped(track, lambda ms: ms + by)


def stretch(track: Track, first: Anchor, second: Anchor) -> Track:
    """Every time moved so that both anchors fall where they belong, evenly between and beyond them.

    Raises WrongUse when the anchors are one moment, would turn time over, or push a cue before zero.
    """
    length, wanted = second.at - first.at, second.to - first.to
    if length == 0 or wanted * length <= 0:
        raise WrongUse(
            _("Ces deux repères ne donnent pas d’échelle de temps."),
            _("Choisir deux moments différents de la piste, dans le même ordre avant et après."),
        )
    ratio = Fraction(wanted, length)
    return _mapped(track, lambda ms: first.to + _rounded((ms - first.at) * ratio))


def change_rate(track: Track, was: Fraction, now: Fraction) -> Track:
    """The times of a track made for pictures at `was` per second that now run at `now`: each frame keeps its cue.

    Raises WrongUse when a rate is not above zero.
    """
    if was <= 0 or now <= 0:
        raise WrongUse(_("Une cadence est un nombre d’images par seconde, plus grand que zéro."))
    return _mapped(track, lambda ms: _rounded(ms * was / now))


def snap(track: Track, points: Sequence[int], reach: int) -> Track:
    """Starts and ends moved onto the `points` (shot changes, edges of speech; ms) that lie within `reach` ms.

    Each point takes the one time nearest to it, so that order stays, no cue becomes empty and none comes to overlap;
    cues that touched still touch. Doing it twice changes nothing more.
    """
    ordered = sorted(set(points))
    times = sorted({ms for cue in track.cues for ms in (cue.span.start, cue.span.end)})
    taken: dict[int, int] = {}
    for ms in times:
        point = _nearest(ordered, ms)
        if point is None or abs(point - ms) > reach:
            continue
        if point not in taken or abs(ms - point) < abs(taken[point] - point):
            taken[point] = ms
    moved = {ms: point for point, ms in taken.items()}
    return _mapped(track, lambda ms: moved.get(ms, ms))


def _nearest(points: Sequence[int], ms: int) -> int | None:
    place = bisect_left(points, ms)
    return min(points[max(0, place - 1) : place + 1], key=lambda point: abs(point - ms), default=None)


def _rounded(value: Fraction) -> int:
    """The nearest whole number, halves upwards: never out of order."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def _mapped(track: Track, move: Callable[[int], int]) -> Track:
    cues = []
    for number, cue in enumerate(track.cues, 1):
        start, end = move(cue.span.start), move(cue.span.end)
        if start < 0:
            raise WrongUse(
                _("Le sous-titre {number} ({time}) commencerait avant le début.").format(
                    number=number, time=text_of_ms(cue.span.start)
                ),
                _("Déplacer moins loin, ou retirer d’abord ce sous-titre."),
            )
        cues.append(replace(cue, span=Span(start, end)))
    return replace(track, cues=tuple(cues))
