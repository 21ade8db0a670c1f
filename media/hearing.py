# SPDX-License-Identifier: GPL-3.0-or-later
"""What a recording sounds like to a machine: one channel, 16 bits, 8000 samples a second, mapped from a file."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from media.command import Output, Run, Source, make_all, opened
from media.ffmpeg import Ffmpeg
from media.probe import MediaInfo
from media.soundtrack import sided, streams_of, together

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 8000


def raw_sound(source: Source, info: MediaInfo, to: Path) -> Output:
    """The sound from the moment zero of the file, raw, to be written to `to` in the run that reads `source`."""
    tracks = [
        sided(track.filter("aresample", RATE, **{"async": 1, "first_pts": 0}), info).filter(
            "aformat", channel_layouts="mono"
        )
        for track in streams_of(source, info)
    ]
    stream = together(tracks).filter("aformat", sample_fmts="s16", channel_layouts="mono")
    return Output([stream], to, {"c:a": "pcm_s16le", "f": "s16le"})


def mapped(raw: Path) -> "NDArray[np.int16]":
    """What was written raw; nothing where there is no file, as of a mute camera."""
    import numpy as np

    if not raw.exists() or not raw.stat().st_size:
        return np.zeros(0, dtype=np.int16)
    return np.memmap(raw, dtype="<i2", mode="r")


def heard(
    ff: Ffmpeg, source: Path, info: MediaInfo, to: Path, cancelled: Callable[[], bool] | None = None
) -> "NDArray[np.int16]":
    """Write the sound of `source` raw to `to` and give it mapped. Raises ProcessFailed when ffmpeg cannot, Cancelled on request."""
    make_all(ff, [raw_sound(opened(ff, source), info, to)], Run(cancelled=cancelled))
    return mapped(to)
