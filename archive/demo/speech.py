# SPDX-License-Identifier: GPL-3.0-or-later
"""Synthetic French speech without a network: espeak-ng through ctypes, or a soft tone where it cannot load.

espeak-ng is one machine for the whole process and not thread safe: one lock stands around every call, and the
callback only copies. It also keeps the phase of its vibrato from sentence to sentence, so equal speech is promised for
equal sentences in an equal order from the start of the process, which is how the demonstration asks.
"""

import ctypes
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

SAMPLE_RATE = 22050
Samples = npt.NDArray[np.int16]

_SYNCHRONOUS, _RATE, _PITCH, _UTF8, _BY_CHARACTER = 2, 1, 3, 1, 1
_QUIET = 120
_lock = threading.Lock()
_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


@dataclass(frozen=True, slots=True)
class Voice:
    """How somebody speaks: espeak's voice name, words a minute, pitch 0..99."""

    name: str
    rate: int
    pitch: int


@dataclass(slots=True)
class _Espeak:
    """The loaded library with the callback that must stay alive as long as it."""

    library: ctypes.CDLL
    heard: list[bytes]
    callback: Any

    def say(self, text: str, voice: Voice) -> Samples:
        """Speak `text`; an unknown voice name falls back to plain French."""
        self.heard.clear()
        if self.library.espeak_SetVoiceByName(voice.name.encode()) != 0:
            self.library.espeak_SetVoiceByName(b"fr")
        self.library.espeak_SetParameter(_RATE, voice.rate, 0)
        self.library.espeak_SetParameter(_PITCH, voice.pitch, 0)
        data = text.encode() + b"\0"
        self.library.espeak_Synth(data, len(data), 0, _BY_CHARACTER, 0, _UTF8, None, None)
        self.library.espeak_Synchronize()
        return np.frombuffer(b"".join(self.heard), dtype=np.int16).copy()


def say(text: str, voice: Voice) -> Samples:
    """`text` as mono 16-bit samples at `SAMPLE_RATE`, without the silence before and after it."""
    with _lock:
        espeak = _loaded()
        samples = espeak.say(text, voice) if espeak else _hum(text, voice)
    return _trimmed(samples)


@cache
def _loaded() -> _Espeak | None:
    try:
        import espeakng_loader

        library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = str(espeakng_loader.get_data_path()).encode()
    except (ImportError, OSError):
        return None
    library.espeak_Synth.argtypes = [
        ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint,
        ctypes.c_void_p, ctypes.c_void_p,
    ]  # fmt: skip
    library.espeak_SetVoiceByName.argtypes = [ctypes.c_char_p]
    library.espeak_SetParameter.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int]
    library.espeak_SetSynthCallback.argtypes = [_Callback]
    if library.espeak_Initialize(_SYNCHRONOUS, 0, data, 0) != SAMPLE_RATE:
        return None
    heard: list[bytes] = []
    callback = _Callback(_listener(heard))
    library.espeak_SetSynthCallback(callback)
    return _Espeak(library, heard, callback)


def _listener(heard: list[bytes]) -> Callable[[Any, int, Any], int]:
    def listen(samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0:
            heard.append(ctypes.string_at(samples, count * 2))
        return 0

    return listen


def _hum(text: str, voice: Voice) -> Samples:
    """A soft tone as long as the words would last, lower or higher with the voice."""
    words = max(1, len(text.split()))
    time = np.arange(words * 60 * SAMPLE_RATE // voice.rate) / SAMPLE_RATE
    syllables = 0.6 + 0.4 * np.sin(2 * np.pi * 4 * time)
    return (5000 * syllables * np.sin(2 * np.pi * (110 + 2 * voice.pitch) * time)).astype(np.int16)


def _trimmed(samples: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > _QUIET)
    return samples[loud[0] : loud[-1] + 1] if loud.size else samples[:0]
