# SPDX-License-Identifier: GPL-3.0-or-later
"""What a recording sounds like to a machine: one channel, 16 bits, 8000 samples a second, mapped from a file."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from media.command import Run, make, opened
from media.ffmpeg import Ffmpeg

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 8000


def heard(ff: Ffmpeg, source: Path, to: Path, cancelled: Callable[[], bool] | None = None) -> "NDArray[np.int16]":
    """Write the sound of `source` from the moment zero of the file to `to`, raw, and give it mapped.

    Raises ProcessFailed when ffmpeg cannot, Cancelled on request.
    """
    import numpy as np

    stream = (
        opened(ff, source)["a:0"]
        .filter("aresample", RATE, **{"async": 1, "first_pts": 0})
        .filter("aformat", sample_fmts="s16", channel_layouts="mono")
    )
    make(ff, [stream], to, {"c:a": "pcm_s16le", "f": "s16le"}, Run(cancelled=cancelled))
    return np.memmap(to, dtype="<i2", mode="r") if to.stat().st_size else np.zeros(0, dtype=np.int16)
