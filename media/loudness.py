# SPDX-License-Identifier: GPL-3.0-or-later
"""How loud a sound is, measured once for each piece so that a whole made of pieces is known without hearing it again.

After ITU-R BS.1770: the energy of every 100 ms after the K filter, gated over windows of 400 ms; the true peak is the
largest of the pieces'. The last piece of 100 ms may be shorter; where two pieces meet, windows lie over both.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from media.command import Run, Stream, make
from media.ffmpeg import Ffmpeg

MEASURED = "loudness.txt"
BLOCK, WINDOW = 4800, 19_200  # samples at 48 kHz: 100 and 400 ms
SILENT, BELOW = -70.0, 10.0  # the two gates: LUFS, and LU below what is louder than that
OFFSET = -0.691
# the two halves of the K filter at 48 kHz: the head, and what is too low to be heard
_HEAD = (1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585)
_LOW = (1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621)
_LINE = re.compile(r"lavfi\.(?:astats\.\d\.RMS_level|r128\.true_peaks_ch\d)=(.+)")
_TIME = re.compile(r"frame:\d+\s+pts:(\d+)\s")


@dataclass(frozen=True, slots=True)
class Loudness:
    """What was measured of `samples` of sound: the energy of each 100 ms, both channels together, and the true peak (1: full scale)."""

    samples: int
    energies: tuple[float, ...]
    peak: float


def silence(samples: int) -> Loudness:
    """What would be measured of so many samples of silence."""
    return Loudness(samples, (0.0,) * -(-samples // BLOCK), 0.0)


def measure(ff: Ffmpeg, stream: Stream, samples: int, how: Run) -> Loudness:
    """Listen to `samples` of stereo sound at 48 kHz, in the private folder of `how`. Raises ProcessFailed, Cancelled."""
    heard = stream.filter("ebur128", peak="true", metadata=1, framelog="quiet")  # in frames of 100 ms
    for b0, b1, b2, a1, a2 in (_HEAD, _LOW):
        heard = heard.filter("biquad", b0=b0, b1=b1, b2=b2, a0=1, a1=a1, a2=a2)
    heard = heard.filter("astats", metadata=1, reset=1, measure_perchannel="RMS_level", measure_overall="none")
    heard = heard.filter("ametadata", mode="print", file=MEASURED)
    make(ff, [heard], None, {"f": "null"}, how)
    return _read((how.folder or Path()) / MEASURED, samples)


def integrated(pieces: Iterable[Loudness]) -> float:
    """The loudness of the pieces one after another, in LUFS; minus infinity for silence."""
    import numpy as np

    lengths, energies = _laid_out(pieces)
    if not lengths:
        return -math.inf
    edges = np.concatenate([[0], np.cumsum(np.array(lengths, np.float64))])
    sums = np.concatenate([[0], np.cumsum(np.array(lengths) * np.array(energies))])
    window = min(float(WINDOW), edges[-1])
    starts = np.arange(0, edges[-1] - window + 1, BLOCK, dtype=np.float64)
    means = (np.interp(starts + window, edges, sums) - np.interp(starts, edges, sums)) / window
    loud = means[means > _energy(SILENT)]
    if not loud.size:
        return -math.inf
    kept = loud[loud > loud.mean() * 10 ** (-BELOW / 10)]
    return OFFSET + 10 * math.log10(float(kept.mean()))


def _laid_out(pieces: Iterable[Loudness]) -> tuple[list[int], list[float]]:
    lengths: list[int] = []
    energies: list[float] = []
    for piece in pieces:
        blocks = len(piece.energies)
        lengths += [min(BLOCK, piece.samples - BLOCK * number) for number in range(blocks)]
        energies += piece.energies
    return lengths, energies


def _energy(lufs: float) -> float:
    return float(10 ** ((lufs - OFFSET) / 10))


def _read(path: Path, samples: int) -> Loudness:
    """What ffmpeg wrote: for each 100 ms its time, the peaks until then, and the level of both channels in dBFS."""
    energies: list[float] = []
    peak = 0.0
    for line in path.read_text(encoding="ascii").splitlines():
        if _TIME.match(line):
            energies.append(0.0)
        elif found := _LINE.match(line):
            value = float(found[1])
            if "true_peaks" in line:
                peak = max(peak, value)
            elif math.isfinite(value):
                energies[-1] += 10 ** (value / 10)
    return Loudness(samples, tuple(energies), peak)


def louder(pieces: Sequence[Loudness]) -> float:
    """The true peak of them all."""
    return max((piece.peak for piece in pieces), default=0.0)
