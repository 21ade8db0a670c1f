# SPDX-License-Identifier: GPL-3.0-or-later
"""Two tracks of one recording set side by side, by their times: what was said, and its translation."""

from typing import NamedTuple

from subtitles.cue import Cue, Track


class Row(NamedTuple):
    """Cues that belong together: several of one side when the other says it in one breath; empty when alone."""

    source: tuple[Cue, ...]
    french: tuple[Cue, ...]


def rows(source: Track, french: Track) -> list[Row]:
    """Every cue of both tracks, once, in the order of time; cues that share half of the shorter one's time together."""
    left = sorted(source.cues, key=lambda cue: (cue.span.start, cue.span.end))
    right = sorted(french.cues, key=lambda cue: (cue.span.start, cue.span.end))
    groups: list[tuple[list[Cue], list[Cue]]] = []
    mine = other = 0
    while mine < len(left) or other < len(right):
        one, two = left[mine : mine + 1], right[other : other + 1]
        if one and two and not _together(one[0], two[0]):
            one, two = (one, []) if one[0].span.start <= two[0].span.start else ([], two)
        mine, other = mine + len(one), other + len(two)
        while one and two:  # whatever else belongs to either side of the row
            if mine < len(left) and any(_together(left[mine], cue) for cue in two):
                one.append(left[mine])
                mine += 1
            elif other < len(right) and any(_together(cue, right[other]) for cue in one):
                two.append(right[other])
                other += 1
            else:
                break
        groups.append((one, two))
    return [Row(tuple(one), tuple(two)) for one, two in groups]


def _together(one: Cue, other: Cue) -> bool:
    shared = min(one.span.end, other.span.end) - max(one.span.start, other.span.start)
    return shared > 0 and 2 * shared >= min(one.span.duration, other.span.duration)
