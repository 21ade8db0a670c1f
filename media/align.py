# SPDX-License-Identifier: GPL-3.0-or-later
"""When one recording of an event begins on the clock of another, found in what both heard.

First the whole lengths: how the loudness of three bands moves, a hundred times a second, correlated at every offset
at once (and, where a clock that drifts smears that, piece by piece). Then the samples themselves, in a few windows along
what they share: the generalised cross-correlation with phase transform (Knapp and Carter, 1976). What is not beyond chance
gives no answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from media.hearing import RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.int16]
    Reals = NDArray[np.float32]

STEP = 10
"""Milliseconds between two values of the moving loudness."""
SHORTEST = 5_000
"""Milliseconds that two recordings must share at least."""
_BANDS = ((150, 500), (500, 1200), (1200, 3600))  # hertz: voice, not the hum of the mains nor the wind
_FRAME, _BLOCK = 256, 8192
_SLOW, _WIDE = 50, 500  # steps: half a second of trend taken out, five seconds of level evened out
_SURE, _APART = 8.0, 1.3  # deviations of chance that a peak must reach, and how far above the next one
_PIECE = 12_000  # steps of a piece: two minutes
_AROUND = 100  # steps: a second around a peak belongs to it
_MOST_DRIFT = 300  # parts per million; cameras stay below 50
_WINDOW, _WINDOWS = 32_768, 24
_HEARD = (200, 2000)  # hertz; higher ones are lost within a window when a clock drifts
_NEAR = 480  # samples (60 ms) that a window looks around where it is expected
_CLEAR = 6.0  # deviations of chance that the peak of a window must reach
_AGREE = 5.0  # milliseconds that a window may lie off the others


@dataclass(frozen=True, slots=True)
class Match:
    """Where a recording lies: its moment `middle`, that of what both share, is the reference's `middle + offset` (ms).

    `drift`: how many millionths its second is longer than the reference's. `confidence`: of a hundred windows that were
    listened to, how many agree within 5 ms. `shared`: milliseconds heard by both.
    """

    offset: int
    drift: int
    middle: int
    confidence: int
    shared: int


@dataclass(frozen=True, slots=True)
class Listened:
    """The sound of one recording made ready: its samples, and how the loudness of each band moves."""

    samples: "Samples"
    moving: "Reals"

    @property
    def steps(self) -> int:
        """How many values of loudness there are."""
        return int(self.moving.shape[1])


def listened(samples: "Samples") -> Listened:
    """Make samples (mono, 16 bits, 8 kHz; may be mapped from a file) ready to be compared."""
    import numpy as np

    each = RATE * STEP // 1000
    count = max(0, (len(samples) - _FRAME) // each + 1)
    loud = np.zeros((len(_BANDS), count), dtype=np.float32)
    shape = np.hanning(_FRAME).astype(np.float32)
    for start in range(0, count, _BLOCK):
        stop = min(start + _BLOCK, count)
        block = np.asarray(samples[start * each : (stop - 1) * each + _FRAME], dtype=np.float32)
        frames = np.lib.stride_tricks.sliding_window_view(block, _FRAME)[::each]
        power = np.abs(np.fft.rfft(frames * shape)) ** 2
        for band, (low, high) in enumerate(_BANDS):
            found = power[:, low * _FRAME // RATE : high * _FRAME // RATE].sum(axis=1)
            loud[band, start:stop] = np.log(found + 1e4)  # below the noise of any microphone: digital silence
    return Listened(samples, np.stack([_evened(band) for band in loud]))


def match(reference: Listened, other: Listened) -> Match | None:
    """Where `other` lies on the clock of `reference`; None when it cannot be told."""
    if min(reference.steps, other.steps) * STEP < SHORTEST:
        return None
    around = _whole(reference, other)
    if around is None:
        around = _pieces(reference, other) if reference.steps >= other.steps else _turned(_pieces(other, reference))
    return None if around is None else _refined(reference, other, around)


def _evened(loud: "Reals") -> "Reals":
    """The changes of a loudness, as strong everywhere, without its trend; a single bang weighs no more than a word."""
    import numpy as np

    moved = loud - _smoothed(loud, _SLOW)
    level = np.sqrt(_smoothed(moved * moved, _WIDE))
    return np.clip(moved / np.maximum(level, 1e-3), -3, 3).astype(np.float32)


def _smoothed(values: "Reals", width: int) -> "Reals":
    import numpy as np

    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    places = np.arange(len(values))
    first, last = np.maximum(places - width // 2, 0), np.minimum(places + width // 2 + 1, len(values))
    return np.asarray((sums[last] - sums[first]) / (last - first), dtype=np.float32)


def _whole(reference: Listened, other: Listened) -> tuple[float, float] | None:
    """Offset in steps and drift (none) from all of both at once."""
    found = _peak(reference.moving, other.moving)
    return (found[0], 0.0) if found is not None and found[1] >= _SURE and found[2] >= _APART else None


def _pieces(longer: Listened, other: Listened) -> tuple[float, float] | None:
    """Offset in steps at the beginning of `other` and drift, from the pieces of it that find the same place."""
    found: list[tuple[int, float, float]] = []
    for start in range(0, other.steps - SHORTEST // STEP, _PIECE):
        piece = other.moving[:, start : start + _PIECE]
        peak = _peak(longer.moving, piece)
        if peak is not None and peak[1] >= _SURE - 1 and peak[2] >= (1 + _APART) / 2:
            found.append((start + piece.shape[1] // 2, peak[0] - start, peak[1]))
    best: list[tuple[int, float, float]] = []
    for middle, offset, _height in found:
        far = (one for one in found if abs(one[1] - offset) <= 10 + abs(one[0] - middle) * _MOST_DRIFT / 1e6)
        group = list(far)
        best = max(best, group, key=lambda some: sum(one[2] for one in some))
    agreed = sum(one[2] for one in best)
    if agreed < 2 * (_SURE - 1) or agreed < 2 * sum(one[2] for one in found if one not in best):
        return None
    slope = _slope([(float(middle), offset) for middle, offset, _height in best])
    return _median([offset - slope * middle for middle, offset, _height in best]), slope


def _turned(found: tuple[float, float] | None) -> tuple[float, float] | None:
    """The same seen from the other recording."""
    return None if found is None else (-found[0] / (1 + found[1]), -found[1] / (1 + found[1]))


def _peak(long: "Reals", short: "Reals") -> tuple[float, float, float] | None:
    """The best place of `short` in `long` in steps, its height in deviations of chance, and that over the next best."""
    import numpy as np

    lengths, least = (long.shape[1], short.shape[1]), SHORTEST // STEP
    size = 1 << (sum(lengths) - 1).bit_length()
    cross = sum(np.fft.rfft(one, size) * np.conj(np.fft.rfft(two, size)) for one, two in zip(long, short, strict=True))
    every = np.fft.irfft(cross, size)
    lags = np.arange(least - lengths[1], lengths[0] - least + 1)
    shared = np.minimum(lags + lengths[1], lengths[0]) - np.maximum(lags, 0)
    heights = every[lags] / np.sqrt(np.maximum(shared, least))
    chance = 1.4826 * float(np.median(np.abs(heights - np.median(heights))))
    if not chance > 0:
        return None
    at = int(np.argmax(heights))
    height = float(heights[at])
    others = np.concatenate([heights[: max(0, at - _AROUND)], heights[at + _AROUND :]])
    following = float(others.max()) if len(others) else 0.0
    return float(lags[at]) + _bend(heights, at), height / chance, height / max(following, chance)


def _bend(values: "Reals", at: int) -> float:
    """How far from `at` the top of the curve through its neighbours lies."""
    if not 0 < at < len(values) - 1:
        return 0.0
    before, here, after = (float(value) for value in values[at - 1 : at + 2])
    bent = before - 2 * here + after
    return 0.0 if bent == 0 else max(-0.5, min(0.5, (before - after) / (2 * bent)))


def _refined(reference: Listened, other: Listened, around: tuple[float, float]) -> Match | None:
    """The offset from the samples themselves; None when the windows do not agree with each other."""
    per_step = RATE * STEP // 1000
    start, slope = around[0] * per_step, around[1]
    first = max(0, int(-start))
    last = min(len(other.samples), int((len(reference.samples) - start) / (1 + slope)))
    if last - first < SHORTEST * RATE // 1000:
        return None
    middle = (first + last) / 2
    found: list[tuple[float, float]] = []
    places = _places(other.samples, first, last)
    for place in places:
        unsure = _NEAR + int(abs(place - middle) * (_MOST_DRIFT / 1e6 if not slope else 0))
        delay = _delay(reference.samples, other.samples, place, int(start + slope * place), unsure)
        if delay is not None:
            found.append((place + _WINDOW / 2 - middle, delay))
    agreed, drift = _line(found)
    if len(agreed) * 2 < len(places) or not agreed:
        return None
    offset = _median([delay - drift * place for place, delay in agreed])
    confidence = 100 * len(agreed) // len(places)
    shared = (last - first) * 1000 // RATE
    return Match(round(offset * 1000 / RATE), round(drift * 1e6), round(middle * 1000 / RATE), confidence, shared)


def _places(samples: "Samples", first: int, last: int) -> list[int]:
    """Where to listen between two samples: the loudest window of each of up to 24 equal parts."""
    import numpy as np

    windows = (last - first) // _WINDOW
    parts = min(_WINDOWS, max(1, windows))
    found = []
    for part in range(parts):
        start = first + (last - first) * part // parts
        stop = first + (last - first) * (part + 1) // parts
        whole = np.asarray(samples[start:stop])
        inside = len(whole) // _WINDOW
        if inside == 0:
            found.append(max(first, min(start, last - _WINDOW)))
            continue
        loud = whole[: inside * _WINDOW].reshape(inside, _WINDOW).astype(np.float32).std(axis=1)
        found.append(start + int(np.argmax(loud)) * _WINDOW)
    return found


def _delay(reference: "Samples", other: "Samples", place: int, offset: int, unsure: int) -> float | None:
    """By how many samples the window of `other` at `place` lies later in `reference`; None when nothing stands out."""
    import numpy as np

    begin = place + offset - unsure
    there = np.zeros(_WINDOW + 2 * unsure, dtype=np.float32)
    low, high = max(0, begin), min(len(reference), begin + len(there))
    if high <= low:
        return None
    there[low - begin : high - begin] = reference[low:high]
    here = np.asarray(other[place : place + _WINDOW], dtype=np.float32)
    size = 1 << (len(there) + _WINDOW - 1).bit_length()
    cross = np.fft.rfft(there, size) * np.conj(np.fft.rfft(here, size))
    pitch = np.fft.rfftfreq(size, 1 / RATE)
    cross[(pitch < _HEARD[0]) | (pitch > _HEARD[1])] = 0
    heights = np.abs(np.fft.irfft(cross / np.maximum(np.abs(cross), 1e-9), size))
    chance = float(np.sqrt(np.mean(heights**2)))
    near = heights[: 2 * unsure + 1]
    at = int(np.argmax(near))
    return None if near[at] < _CLEAR * chance else offset - unsure + at + _bend(near, at)


def _line(found: Sequence[tuple[float, float]]) -> tuple[list[tuple[float, float]], float]:
    """The windows that lie on one line, and its slope."""
    slope = _slope(found)
    middle = _median([delay - slope * place for place, delay in found]) if found else 0.0
    near = _AGREE * RATE / 1000
    agreed = [(place, delay) for place, delay in found if abs(delay - slope * place - middle) <= near]
    return agreed, slope


def _slope(points: Sequence[tuple[float, float]]) -> float:
    """The median slope of all pairs (Theil and Sen), none where it would be no clock's."""
    if len(points) < 4:
        return 0.0
    slopes = [(two[1] - one[1]) / (two[0] - one[0]) for one, two in combinations(points, 2) if two[0] != one[0]]
    slope = _median(slopes)
    return slope if abs(slope) <= _MOST_DRIFT / 1e6 else 0.0


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
