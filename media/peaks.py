# SPDX-License-Identifier: GPL-3.0-or-later
"""The shape of the sound, drawn under the player."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from media.command import Run, make, opened, private_folder
from media.ffmpeg import Ffmpeg
from media.probe import MediaInfo
from media.span import Span

MS_PER_PEAK = 50
RATE = 8000


def make_peaks(
    ff: Ffmpeg,
    source: Path,
    info: MediaInfo,
    to: Path,
    *,
    seals: Sequence[Span] = (),
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write JSON `{"ms_per_peak": 50, "peaks": [0..100, ...]}`: the loudest sample of each 50 ms, 0 where sealed.

    Without sound the list is empty. Raises ProcessFailed when ffmpeg cannot, Cancelled on request.
    """
    peaks: list[int] = []
    if info.audio is not None:
        with private_folder(to) as folder:
            raw = folder / "sound.raw"
            stream = (
                opened(ff, source)["a:0"]
                .filter("aresample", RATE, **{"async": 1, "first_pts": 0})
                .filter("aformat", sample_fmts="s16", channel_layouts="mono")
            )
            make(ff, [stream], raw, {"c:a": "pcm_s16le", "f": "s16le"}, Run(cancelled=cancelled))
            peaks = _loudest(raw)
    _hush(peaks, seals)
    to.write_text(json.dumps({"ms_per_peak": MS_PER_PEAK, "peaks": peaks}, separators=(",", ":")), encoding="ascii")


def _loudest(raw: Path) -> list[int]:
    import numpy as np

    if raw.stat().st_size == 0:
        return []
    samples = np.memmap(raw, dtype="<i2", mode="r")
    starts = np.arange(0, len(samples), RATE * MS_PER_PEAK // 1000)
    high = np.maximum.reduceat(samples, starts).astype(np.int32)
    low = np.minimum.reduceat(samples, starts).astype(np.int32)
    return [int(peak) for peak in np.maximum(high, -low) * 100 // 32768]


def _hush(peaks: list[int], seals: Sequence[Span]) -> None:
    for seal in seals:
        for index in range(seal.start // MS_PER_PEAK, min(-(-seal.end // MS_PER_PEAK), len(peaks))):
            peaks[index] = 0
