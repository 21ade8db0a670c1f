# SPDX-License-Identifier: GPL-3.0-or-later
"""Cues moved from the time of a recording into the time of a film, by whole milliseconds."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from media.span import Span
from subtitles.cue import Cue

REMAINDER = 250
"""Milliseconds: what a cut leaves of a cue is dropped when it is shorter, for nobody could read it."""


class CutPolicy(StrEnum):
    """What becomes of a cue that the cut goes through."""

    TRIM = "trim"
    """Keep the part inside, unless it is shorter than `REMAINDER`."""
    DROP = "drop"
    """Leave the cue out."""


def onto(
    cues: Sequence[Cue], source: Span, at: int, length: int, policy: CutPolicy = CutPolicy.TRIM
) -> tuple[Cue, ...]:
    """The cues of `source` moved so that `source.start` lies at `at`, none of it past `at + length`.

    `length` is the real duration in milliseconds of what was rendered: it may differ by a frame from that of
    `source`. The result is in order of time; cues that did not overlap do not overlap now. Ids are kept.
    """
    window = Span(source.start, source.start + min(source.duration, length))
    moved = []
    for cue in cues:
        inside = cue.span & window
        if inside is None:
            continue
        whole = inside == cue.span
        if not whole and (policy is CutPolicy.DROP or inside.duration < REMAINDER):
            continue
        moved.append(replace(cue, span=inside.shifted(at - source.start)))
    return tuple(sorted(moved, key=lambda cue: (cue.span.start, cue.span.end)))
