# SPDX-License-Identifier: GPL-3.0-or-later
"""Footage of every kind that a card may hold, small, with a number in each picture and a burst of tone each second.

`KINDS` names them; `made(kind, folder, ffmpeg)` writes one. What is in it is read back by `seen` and `heard`, by the
file's own clock, so that a cut is measured against the source and not against what an encoder was asked for.
"""

import subprocess
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np

from media.ffmpeg import Ffmpeg
from tests.footage import footage, number_of, tone, upright

SECONDS = 6
LOUD, HALF_A_SECOND = 0.1, 0.5
_X264 = "-c:v libx264 -preset ultrafast -crf 14 -bf 2 -g 48"
_AAC = "-c:a aac -b:a 64k"
_FIELDS = "-vf setfield=tff -flags +ildct+ilme"
_X265 = "-c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -x265-params log-level=none"
_PQ, _HLG = (f":colorprim=bt2020:transfer={curve}:colormatrix=bt2020nc" for curve in ("smpte2084", "arib-std-b67"))


Seen = tuple[Fraction, int]


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind is made: its file name, ffmpeg's output options, and the shape of the footage behind it."""

    file: str
    options: str
    size: str = "160x90"
    rate: str = "25"
    times: tuple[int, ...] = ()
    sound: str = "bursts"
    before: str = ""
    rotation: int = 0


def _wandering() -> tuple[int, ...]:
    """The moments of a phone whose rate sags and recovers: 30, then 20, then 30 with a held picture."""
    return (*range(0, 1980, 33), *range(1980, 3480, 50), *range(4000, 5940, 33))


KINDS = {
    "mp4": Kind("a.mp4", f"{_X264} {_AAC}"),
    "mp4-ntsc": Kind("a.mp4", f"{_X264} {_AAC}", rate="30000/1001"),
    "mp4-50": Kind("a.mp4", f"{_X264} {_AAC}", rate="50"),
    "open-gop": Kind("a.mp4", f"-c:v libx264 -preset veryfast -crf 14 -bf 3 -g 48 -x264-params open-gop=1 {_AAC}"),
    "mov-timecode": Kind("a.mov", f"{_X264} {_AAC} -timecode 10:00:00:00"),
    "mts-interlaced": Kind("00001.MTS", f"{_X264} {_FIELDS} -x264-params tff=1 -c:a ac3 -f mpegts", size="160x96"),
    "mxf": Kind("C0001.MXF", f"-c:v mpeg2video -q:v 2 -bf 2 -g 12 {_FIELDS} -c:a pcm_s16le -ar 48000", size="160x96"),
    "mpeg2-anamorphic": Kind("a.mpg", f"-c:v mpeg2video -q:v 2 -bf 2 {_FIELDS} -aspect 16:9 -c:a mp2", size="128x96"),
    "avi": Kind("a.avi", "-c:v mjpeg -q:v 3 -c:a pcm_s16le"),
    "avi-mpeg4": Kind("a.avi", "-c:v mpeg4 -q:v 2 -bf 2 -c:a mp2 -b:a 128k"),
    "3gp": Kind("a.3gp", "-c:v h263 -q:v 2 -c:a libopencore_amrnb -ar 8000 -ac 1", size="176x144"),
    "hevc-10bit": Kind("a.mp4", f"{_X265} {_AAC}"),
    "hdr-pq": Kind("a.mov", f"{_X265}{_PQ} -tag:v hvc1 {_AAC}"),
    "hdr-hlg": Kind("a.mov", f"{_X265}{_HLG} -tag:v hvc1 {_AAC}"),
    "prores": Kind("a.mov", "-c:v prores_ks -profile:v 3 -pix_fmt yuv422p10le -c:a pcm_s24le"),
    "vp8-opus": Kind("a.webm", "-c:v libvpx -b:v 1M -deadline realtime -cpu-used 8 -auto-alt-ref 0 -c:a libopus"),
    "portrait": Kind("a.mov", f"-c:v copy {_AAC}", size="160x96", rotation=90),
    "variable-rate": Kind("a.mp4", f"-c:v copy {_AAC}", rate="30", times=_wandering()),
    "no-sound": Kind("a.mp4", f"{_X264} -an"),
    "mono-16k": Kind("a.mp4", f"{_X264} -c:a aac -ar 16000 -ac 1"),
    "several-sounds": Kind("a.mov", f"{_X264} -map 0:v -map 0:a -map 0:a -filter:a:1 volume=0 -c:a pcm_s16le"),
    "late-sound": Kind("a.mp4", f"{_X264} {_AAC} -map 0:v -map 1:a", before="-itsoffset 0.48"),
    "late-sound-mkv": Kind("a.mkv", f"{_X264} {_AAC} -map 0:v -map 1:a", before="-itsoffset 0.48"),
    "late-sound-mts": Kind("a.mts", f"{_X264} -c:a ac3 -map 0:v -map 1:a -f mpegts", before="-itsoffset 0.48"),
    "fragmented": Kind("a.mp4", f"{_X264} {_AAC} -movflags +frag_keyframe+empty_moov"),
}


def made(kind: str, folder: Path, ffmpeg: Ffmpeg) -> Path:
    """A file of that kind in `folder`; made once per session."""
    found = folder / KINDS[kind].file
    found.write_bytes(_bytes(kind, ffmpeg))
    return found


@cache
def _bytes(kind: str, ffmpeg: Ffmpeg) -> bytes:
    how = KINDS[kind]
    with TemporaryDirectory() as name:
        folder = Path(name)
        base = footage(
            folder,
            "base.mov",
            seconds=SECONDS,
            size=how.size,
            rate=how.rate,
            pattern=how.sound,
            times=how.times,
            rotation=how.rotation,
        )
        voice = tone(folder, seconds=SECONDS, pattern=how.sound)
        to = folder / how.file
        inputs = ["-i", str(base), *how.before.split(), "-i", str(voice)]
        chosen = [] if "-map" in how.options else ["-map", "0:v", *([] if "-an" in how.options else ["-map", "1:a"])]
        command = [str(ffmpeg.path), "-v", "error", "-y", *inputs, *chosen, *how.options.split(), str(to)]
        if "-c:v copy" not in how.options:
            command[-1:-1] = (
                ["-pix_fmt", "yuv420p"] if "-pix_fmt" not in how.options and "mjpeg" not in how.options else []
            )
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        return to.read_bytes()


def seen(path: Path, turned: int = 0) -> list[Seen]:
    """When each picture comes on, in seconds by the file's own clock, and its number; `turned`: quarter turns to undo."""
    with av.open(str(path)) as container:
        zero = Fraction(container.start_time or 0, av.time_base)
        return [
            (frame.pts * frame.time_base - zero, number_of(np.rot90(upright(frame), turned)))
            for frame in container.decode(video=0)
            if frame.pts is not None and frame.time_base is not None
        ]


def heard(path: Path) -> list[float]:
    """When each burst of tone begins, in seconds by the file's own clock; nothing without sound."""
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return []
        zero = Fraction(container.start_time or 0, av.time_base)
        loud: list[float] = []
        for frame in container.decode(audio=0):
            # each frame by its own time: some files leave holes
            begins = float((frame.pts or 0) * (frame.time_base or 0) - zero)
            samples = np.abs(_mono(frame))
            loud += [begins + int(at) / frame.sample_rate for at in np.flatnonzero(samples > LOUD)]
    return [at for index, at in enumerate(loud) if index == 0 or at - loud[index - 1] > HALF_A_SECOND]


def _mono(frame: av.AudioFrame) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
    resampler = av.AudioResampler(format="flt", layout="mono")
    return np.concatenate([part.to_ndarray()[0] for given in (frame, None) for part in resampler.resample(given)])
