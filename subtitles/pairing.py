# SPDX-License-Identifier: GPL-3.0-or-later
"""Which cues of one track say what cues of another say, by when they are on screen."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from subtitles.cue import Cue


class Group(NamedTuple):
    """Cues of both tracks that share their time, by id and in the order of their track."""

    source: tuple[int, ...]
    target: tuple[int, ...]


def by_time(source: Sequence[Cue], target: Sequence[Cue]) -> tuple[Group, ...]:
    """Groups of cues that belong together, in order of time: N of one side with M of the other.

    Two cues belong together when they share more than half of the shorter one. A cue that shares its time with none
    is in no group; each other cue is in exactly one.
    """
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in _together(source, target):
        parent[root(("target", other))] = root(("source", one))
    groups: dict[tuple[str, int], tuple[list[int], list[int]]] = {}
    for side, cues in enumerate((source, target)):
        for cue in cues:
            node = ("target" if side else "source", cue.id)
            if node in parent:
                groups.setdefault(root(node), ([], []))[side].append(cue.id)
    starts = {cue.id: cue.span.start for cue in reversed(source)}
    ordered = sorted(groups.values(), key=lambda group: starts[group[0][0]])
    return tuple(Group(tuple(ours), tuple(theirs)) for ours, theirs in ordered)


def _together(source: Sequence[Cue], target: Sequence[Cue]) -> Iterator[tuple[int, int]]:
    """The ids of each two cues that share more than half of the shorter one."""
    later = sorted(target, key=lambda cue: cue.span)
    longest = max((cue.span.duration for cue in later), default=0)
    first = 0
    for one in sorted(source, key=lambda cue: cue.span):
        while first < len(later) and later[first].span.start + longest <= one.span.start:
            first += 1
        for place in range(first, len(later)):
            other = later[place]
            if other.span.start >= one.span.end:
                break
            shared = one.span & other.span
            shorter = min(one.span.duration, other.span.duration)
            if shared is not None and 2 * shared.duration > shorter:
                yield one.id, other.id
