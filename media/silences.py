# SPDX-License-Identifier: GPL-3.0-or-later
"""Where nobody speaks: the pauses in a sound, against the noise of its own place."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from media.span import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.int16]
    Flags = NDArray[np.bool_]

WINDOW = 10
"""Milliseconds over which the loudness is taken, and how exactly the edges of a pause are known."""
SHORTEST = 300
"""Milliseconds: a shorter pause lies within a word or between two of one breath."""
CLICK = 30
"""Milliseconds: a shorter sound in the middle of a pause is no speech."""
FAINT, QUIETEST = -50.0, -70.0
"""Decibels below full scale: what is fainter is always silent; the quietest noise that is told apart."""
CONTRAST = 9.0
"""Decibels between the noise of the place and its speech below which one cannot be told from the other."""
SHARE = 0.35
"""How far up from the noise to the speech, in decibels, a sound begins to count."""
_BLOCK = 6000  # windows at a time: a minute


def silences(samples: "Samples", rate: int, duration: int, sealed: Sequence[Span] = ()) -> tuple[Span, ...]:
    """The pauses of at least `SHORTEST` milliseconds among `samples` (mono, 16 bits, `rate` a second), in order.

    Where the sound ends before `duration` (ms) it is silent. What is `sealed` is not listened to, and is in no pause.
    """
    import numpy as np

    levels = _levels(samples, rate * WINDOW // 1000)
    heard = np.ones(len(levels), dtype=bool)
    for seal in sealed:
        heard[seal.start // WINDOW : -(-seal.end // WINDOW)] = False
    quiet = levels < _threshold(levels[heard])
    windows = -(-duration // WINDOW)
    quiet = np.concatenate([quiet[:windows], np.ones(max(0, windows - len(quiet)), dtype=bool)])
    _without_clicks(quiet)
    for seal in sealed:
        quiet[seal.start // WINDOW : -(-seal.end // WINDOW)] = False
    found = (Span(start * WINDOW, min(stop * WINDOW, duration)) for start, stop in _runs(quiet))
    return tuple(span for span in found if span.duration >= SHORTEST)


def _levels(samples: "Samples", each: int) -> "NDArray[np.float32]":
    """The loudness of each window in decibels below full scale; a constant offset and what lies below speech do not count."""
    import numpy as np

    parts = []
    for start in range(0, len(samples) // each, _BLOCK):
        block = samples[start * each : min(start + _BLOCK, len(samples) // each) * each]
        spread = block.reshape(-1, each).std(axis=1, dtype=np.float32) / 32768
        parts.append(20 * np.log10(np.maximum(spread, np.float32(1e-5))))
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)


def _threshold(levels: "NDArray[np.float32]") -> float:
    """The loudness from which on a sound is more than the noise of the place."""
    import numpy as np

    if not len(levels):
        return FAINT
    noise, speech = (max(QUIETEST, float(level)) for level in np.percentile(levels, (5, 98)))
    if speech - noise < CONTRAST:
        return FAINT
    return max(FAINT, noise + SHARE * (speech - noise))


def _without_clicks(quiet: "Flags") -> None:
    """Count as quiet the sounds, between two moments of quiet, that are too short to be speech."""
    for start, stop in _runs(~quiet):
        if start > 0 and stop < len(quiet) and (stop - start) * WINDOW < CLICK:
            quiet[start:stop] = True


def _runs(flags: "Flags") -> list[tuple[int, int]]:
    """The half-open runs of true flags."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]
