# SPDX-License-Identifier: GPL-3.0-or-later
"""Sounds for tests that listen: something like speech, and how a microphone of its own hears a part of it."""

from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from media.hearing import RATE

Sound = NDArray[np.float64]
SYLLABLE = (0.08, 0.3)
ECHOES = 4


@cache
def speech(seed: int, seconds: int) -> Sound:
    """Syllables of other lengths, pitches and vowels, with pauses: never the same twice, always the same for a seed."""
    rng = np.random.default_rng(seed)
    said = np.zeros(seconds * RATE)
    at = 0
    while at < len(said):
        length = int(rng.uniform(*SYLLABLE) * RATE)
        if rng.random() > 0.1:
            part = said[at : at + length]
            times = np.arange(len(part)) / RATE
            pitch, vowel = rng.uniform(90, 230), rng.uniform(300, 2200)
            voice = np.cos(2 * np.pi * vowel * times) * (1 + np.cos(2 * np.pi * pitch * times + rng.uniform(0, 6))) ** 4
            part += (voice / 8 + 0.2 * rng.normal(size=len(part))) * np.hanning(len(part)) * rng.uniform(0.3, 1)
        at += int(length * rng.uniform(0.9, 1.4))
    return said


def as_heard(
    sound: Sound, seed: int, *, start: float, seconds: float, noise: float, loud: float = 1.0, drift: int = 0
) -> NDArray[np.int16]:
    """A part of a sound as a microphone elsewhere in the room takes it down.

    `noise`: decibels by which the voice is louder than the noise of this microphone alone; `drift`: millionths by which
    its seconds are too long.
    """
    rng = np.random.default_rng(seed)
    places = start * RATE + np.arange(int(seconds * RATE)) * (1 + drift * 1e-6)
    taken = np.interp(places, np.arange(len(sound)), sound, left=0, right=0)
    dry = taken.copy()
    for _ in range(ECHOES):
        late = int(rng.uniform(0.01, 0.06) * RATE)
        taken[late:] += rng.uniform(-0.25, 0.25) * dry[:-late]
    level = float(np.sqrt(np.mean(sound**2)))
    taken += rng.normal(size=len(taken)) * level * 10 ** (-noise / 20)
    return np.asarray(taken / np.abs(taken).max() * 20_000 * loud, dtype=np.int16)


def written(path: Path, *tracks: NDArray[np.int16], rate: int = 48_000) -> Path:
    """A file of sound, each of `tracks` (8 kHz) one mono track of it, at another rate."""
    codec = {".wav": "pcm_s16le", ".m4a": "aac", ".mov": "pcm_s16le"}[path.suffix]
    with av.open(str(path), "w") as container:
        streams = [container.add_stream(codec, rate=rate, layout="mono") for _track in tracks]
        for stream, samples in zip(streams, tracks, strict=True):
            frame = av.AudioFrame.from_ndarray(samples[None, :], "s16", "mono")
            frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), 0
            resampler = av.AudioResampler(stream.format or "s16", "mono", rate)
            for ready in (*resampler.resample(frame), *resampler.resample(None)):
                container.mux(stream.encode(ready))
            container.mux(stream.encode(None))
    return path
