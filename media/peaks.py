# SPDX-License-Identifier: GPL-3.0-or-later
"""The shape of the sound, drawn under the player, and its pauses: both out of the samples of one decoding."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from media.hearing import RATE, mapped
from media.silences import silences
from media.span import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MS_PER_PEAK = 50


def write_peaks(raw: Path, duration: int, to: Path, loudness: float | None = None, seals: Sequence[Span] = ()) -> None:
    """Write JSON `{"ms_per_peak": 50, "peaks": [0..100, ...], "silences": [[start, end], ...], "loudness": LUFS}`.

    A peak is the loudest sample of each 50 ms, 0 where sealed; a silence a pause in milliseconds, none where sealed.
    Without sound (no file `raw`, or an empty one) both lists are empty and the loudness null.
    """
    peaks: list[int] = []
    pauses: tuple[Span, ...] = ()
    samples = mapped(raw)
    if len(samples):
        peaks, pauses = _loudest(samples), silences(samples, RATE, duration, seals)
    _hush(peaks, seals)
    told = {"ms_per_peak": MS_PER_PEAK, "peaks": peaks, "silences": [[one.start, one.end] for one in pauses]}
    to.write_text(json.dumps(told | {"loudness": loudness}, separators=(",", ":")), encoding="ascii")


def _loudest(samples: "NDArray[np.int16]") -> list[int]:
    import numpy as np

    starts = np.arange(0, len(samples), RATE * MS_PER_PEAK // 1000)
    high = np.maximum.reduceat(samples, starts).astype(np.int32)
    low = np.minimum.reduceat(samples, starts).astype(np.int32)
    return [int(peak) for peak in np.maximum(high, -low) * 100 // 32768]


def _hush(peaks: list[int], seals: Sequence[Span]) -> None:
    for seal in seals:
        for index in range(seal.start // MS_PER_PEAK, min(-(-seal.end // MS_PER_PEAK), len(peaks))):
            peaks[index] = 0
