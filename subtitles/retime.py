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

    SNAP = "snap"
    """As if the cut lay in the nearest gap: kept like `KEEP` when at least half of it is inside, else left out."""
    TRIM = "trim"
    """Keep the part inside, unless it is shorter than `REMAINDER`."""
    DROP = "drop"
    """Leave the cue out."""
    KEEP = "keep"
    """Keep the whole text, shown for as long as before where the clip has room for it."""


def onto(
    cues: Sequence[Cue], source: Span, at: int, length: int, policy: CutPolicy = CutPolicy.TRIM
) -> tuple[Cue, ...]:
    """The cues of `source` moved so that `source.start` lies at `at`, none of it past `at + length`.

    `length` is the real duration in milliseconds of what was rendered: it may differ by a frame from that of
    `source`. The result is in order of time; cues that did not overlap do not overlap now. Ids are kept.
    """
    window = Span(source.start, source.start + min(source.duration, length))
    kept: list[tuple[Cue, Span]] = []
    for cue in cues:
        inside = cue.span & window
        if inside is not None and (inside == cue.span or _stays(cue.span, inside, policy)):
            kept.append((cue, inside))
    kept.sort(key=lambda pair: (pair[1].start, pair[1].end))
    spans = [inside for _cue, inside in kept]
    if policy in (CutPolicy.KEEP, CutPolicy.SNAP):
        for place, (cue, inside) in enumerate(kept):
            if inside != cue.span:
                spans[place] = _roomier(place, spans, cue.span.duration, window)
    moved = (
        replace(cue, span=span.shifted(at - source.start)) for (cue, _inside), span in zip(kept, spans, strict=True)
    )
    return tuple(sorted(moved, key=lambda cue: (cue.span.start, cue.span.end)))


def _stays(whole: Span, inside: Span, policy: CutPolicy) -> bool:
    """Whether a cue that the cut goes through is shown at all."""
    if policy is CutPolicy.TRIM:
        return inside.duration >= REMAINDER
    if policy is CutPolicy.SNAP:
        return 2 * inside.duration >= whole.duration
    return policy is CutPolicy.KEEP


def _roomier(place: int, spans: Sequence[Span], wanted: int, window: Span) -> Span:
    """The span at `place` made as long as `wanted`, as far as its neighbours and the window leave room."""
    span = spans[place]
    others = [other for number, other in enumerate(spans) if number != place]
    latest = min([other.start for other in others if other.end > span.start], default=window.end)
    end = max(span.end, min(span.start + wanted, latest, window.end))
    earliest = max([other.end for other in others if other.start < end], default=window.start)
    start = min(span.start, max(end - wanted, earliest, window.start))
    return Span(start, end)
