# SPDX-License-Identifier: GPL-3.0-or-later
"""Small real media files for tests. Each picture carries its own number, readable by machine: `number_of(picture)`.

The number stands in 16 blocks, black or white, in two rows of eight; it survives scaling and compression.
Or `scenes`: shots that each look like nothing else and pan slowly.
Sound is a 440 Hz tone, or `bursts`: silence with 100 ms of tone at each whole second, or `talk`: of every two seconds
1200 ms of tone, then a pause with the noise of a place.
"""

from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
SAMPLE_RATE = 48_000
COLUMNS, ROWS = 8, 2


def footage(
    folder: Path,
    name: str = "a.mp4",
    *,
    seconds: float = 2,
    size: str = "160x90",
    rate: str = "25",
    sound: bool = True,
    pattern: str = "tone",
    first: int = 0,
    times: tuple[int, ...] = (),
    rotation: int = 0,
    metadata: tuple[tuple[str, str], ...] = (),
    scenes: tuple[int, ...] = (),
) -> Path:
    """A video of numbered pictures in `folder / name` (the extension chooses the container).

    `pattern`: the sound, `tone`, `bursts` or `talk`. `scenes`: the frames that begin a new shot, instead of numbers. `first`: the first picture starts that many milliseconds after zero.
    `times`: the moment of each picture in milliseconds instead (a variable rate). `rotation`: as a phone held
    upright writes it. Same arguments, same bytes: made once per session.
    """
    path = folder / name
    path.write_bytes(
        _made(path.suffix, seconds, size, rate, pattern if sound else "", first, times, rotation, metadata, scenes)
    )
    return path


def tone(folder: Path, name: str = "voice.wav", *, seconds: float = 2, pattern: str = "tone") -> Path:
    """A file of sound only: `.wav`, `.mp3` or `.m4a`."""
    path = folder / name
    path.write_bytes(_sounded(path.suffix, seconds, pattern))
    return path


def truncated(path: Path, keep: float = 0.6) -> Path:
    """A copy of `path` whose end is missing, as a card pulled out too early leaves it."""
    data = path.read_bytes()
    cut = path.with_name(f"truncated-{path.name}")
    cut.write_bytes(data[: int(len(data) * keep)])
    return cut


def damaged(path: Path, at: float, length: int = 400) -> Path:
    """A copy of `path` with `length` bytes lost at that share of it, as a worn card gives them back."""
    data = bytearray(path.read_bytes())
    start = int(len(data) * at)
    data[start : start + length] = bytes(length)
    worn = path.with_name(f"damaged-{path.name}")
    worn.write_bytes(data)
    return worn


def numbered_picture(number: int, width: int, height: int) -> Picture:
    """A grey picture that says `number`."""
    bits = np.array([(number >> bit) & 1 for bit in range(COLUMNS * ROWS)], dtype=np.uint8).reshape(ROWS, COLUMNS)
    rows = np.minimum(np.arange(height) * ROWS // height, ROWS - 1)
    columns = np.minimum(np.arange(width) * COLUMNS // width, COLUMNS - 1)
    return np.asarray(bits[rows][:, columns] * 255, dtype=np.uint8)


def scene_picture(scenes: tuple[int, ...], index: int, width: int, height: int) -> Picture:
    """The picture `index` of shots that begin at the frames `scenes`: blocks of grey that move by a pixel a frame."""
    scene = sum(start <= index for start in scenes)
    blocks = np.random.default_rng(scene).integers(0, 256, (height // 10 + 1, width // 2), dtype=np.uint8)
    return np.ascontiguousarray(blocks.repeat(10, 0).repeat(10, 1)[:height, index : index + width])


def number_of(picture: Picture) -> int:
    """The number that a picture carries; a black picture says 0."""
    height, width = picture.shape
    centres = picture[
        np.ix_(
            [(2 * row + 1) * height // (2 * ROWS) for row in range(ROWS)],
            [(2 * column + 1) * width // (2 * COLUMNS) for column in range(COLUMNS)],
        )
    ]
    return int(sum(1 << bit for bit, value in enumerate(centres.ravel()) if value > 128))


def pictures_of(path: Path) -> list[Picture]:
    """Every picture of a file as it is shown (rotation applied), in grey."""
    with av.open(str(path)) as container:
        return [upright(frame) for frame in container.decode(video=0)]


def numbers_of(path: Path) -> list[int]:
    """The numbers of every picture of a file."""
    return [number_of(picture) for picture in pictures_of(path)]


def samples_of(path: Path) -> NDArray[np.float32]:
    """The first sound track, mono, at 48 kHz, as it is played (the encoder's lead-in left out)."""
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
        parts = [
            part.to_ndarray()[0] for frame in [*container.decode(audio=0), None] for part in resampler.resample(frame)
        ]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)


def upright(frame: av.VideoFrame) -> Picture:
    """A decoded picture as it is shown, in grey."""
    picture = frame.to_ndarray(format="gray")
    return np.rot90(picture, frame.rotation // 90) if frame.rotation else picture


def _waveform(seconds: float, pattern: str) -> NDArray[np.float32]:
    t = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    wave = 0.5 * np.sin(2 * np.pi * 440 * t)
    if pattern == "bursts":
        wave = wave * ((t % 1) < 0.1)
    if pattern == "talk":
        wave = np.where((t % 2) < 1.2, wave, 0.005 * np.random.default_rng(0).standard_normal(len(t)))
    return wave.astype(np.float32)


@cache
def _made(
    suffix: str,
    seconds: float,
    size: str,
    rate: str,
    pattern: str,
    first: int,
    times: tuple[int, ...],
    rotation: int,
    metadata: tuple[tuple[str, str], ...],
    scenes: tuple[int, ...],
) -> bytes:
    width, height = map(int, size.split("x"))
    fps = Fraction(rate)
    with TemporaryDirectory() as folder, av.open(str(path := Path(folder) / f"made{suffix}"), "w") as out:
        out.metadata.update(dict(metadata))
        video = out.add_stream("libx264", rate=fps, options={"preset": "ultrafast", "crf": "18", "g": "50"})
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        video.time_base = Fraction(1, 90_000)
        video.codec_context.time_base = Fraction(1, 90_000)
        if rotation:
            video.set_display_rotation(rotation)
        audio = out.add_stream("aac", rate=SAMPLE_RATE, layout="mono") if pattern else None
        moments = [Fraction(ms, 1000) for ms in times] or [
            Fraction(first, 1000) + index / fps for index in range(round(seconds * fps))
        ]
        for index, moment in enumerate(moments):
            shown = scene_picture(scenes, index, width, height) if scenes else numbered_picture(index, width, height)
            frame = av.VideoFrame.from_ndarray(shown, format="gray")
            frame.pts, frame.time_base = round(moment * 90_000), Fraction(1, 90_000)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        if audio is not None:
            _encode_sound(out, audio, _waveform(seconds, pattern))
        out.close()
        return path.read_bytes()


@cache
def _sounded(suffix: str, seconds: float, pattern: str) -> bytes:
    codec = {".wav": "pcm_s16le", ".mp3": "libmp3lame", ".m4a": "aac"}[suffix]
    with TemporaryDirectory() as folder, av.open(str(path := Path(folder) / f"made{suffix}"), "w") as out:
        _encode_sound(out, out.add_stream(codec, rate=SAMPLE_RATE, layout="mono"), _waveform(seconds, pattern))
        out.close()
        return path.read_bytes()


def _encode_sound(out: av.container.OutputContainer, stream: av.AudioStream, wave: NDArray[np.float32]) -> None:
    """Feed `wave` in whole encoder frames."""
    kind = stream.codec_context.format.name
    resampler = av.AudioResampler(format=kind, layout="mono", rate=SAMPLE_RATE, frame_size=1024)
    frame = av.AudioFrame.from_ndarray(wave[np.newaxis, :], format="fltp", layout="mono")
    frame.sample_rate, frame.pts = SAMPLE_RATE, 0
    for given in (frame, None):
        for part in resampler.resample(given):
            out.mux(stream.encode(part))
    out.mux(stream.encode(None))
