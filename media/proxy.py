# SPDX-License-Identifier: GPL-3.0-or-later
"""The one reading of an original: the light copy that pages play, and what its sound tells, out of one decoding.

The copy has the same length and the same pictures; sealed parts are black and silent. The reading is also the check
that all of the original can be decoded: what a healthy file decodes to does not depend on how strictly it is listened to.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from media.command import UNHEARD, Output, Run, Source, Stream, make_all, opened, private_folder
from media.damage import TOLD, complaint_of
from media.encode import aac, h264, mp4
from media.ffmpeg import Ffmpeg
from media.hearing import raw_sound
from media.peaks import write_peaks
from media.probe import MediaInfo
from media.process import ProcessFailed
from media.span import Span
from media.take import Take, picture, size_of, sound, take_of

HEIGHT = 480
_LOUDNESS = re.compile(r"\bI:\s+(-?\d+\.\d) LUFS")
SILENT = -69.9  # LUFS: ebur128 hears nothing below its gate and says -70


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which files one reading writes: the light copy (at most `height` pixels high), the shape of the sound, or both."""

    copy: Path | None = None
    peaks: Path | None = None
    height: int = HEIGHT


def read_original(
    ff: Ffmpeg,
    source: Path,
    info: MediaInfo,
    wanted: Wanted,
    *,
    seals: Sequence[Span] = (),
    how: Run = UNHEARD,
) -> str:
    """Write what is `wanted` and give back the first thing that the decoders complained of, empty for a healthy file.

    A damaged file is read again without strictness: its copy shows all that can be shown.
    Raises ProcessFailed when ffmpeg cannot, Cancelled on request.
    """
    take = take_of(source, info, Span(0, info.duration), seals)
    target = wanted.copy or wanted.peaks
    if target is None:
        return ""
    with private_folder(target) as folder:
        raw, how = folder / "sound.raw", replace(how, level=TOLD)
        try:
            log = _read(ff, _outputs(opened(ff, source, strict=True), take, wanted, raw), how)
            complaint = complaint_of(log)
        except ProcessFailed as error:
            complaint = complaint_of(error.log) or error.message
        if complaint:
            log = _read(ff, _outputs(opened(ff, source), take, wanted, raw), how)
        if wanted.peaks is not None:
            write_peaks(raw, info.duration, wanted.peaks, _loudness(log), seals)
    return complaint


def _read(ff: Ffmpeg, outputs: Sequence[Output], how: Run) -> tuple[str, ...]:
    """What ffmpeg told; nothing when nothing is to be written: there are no peaks of a mute camera."""
    return make_all(ff, outputs, how).log if outputs else ()


def make_proxy(
    ff: Ffmpeg,
    source: Path,
    info: MediaInfo,
    to: Path,
    *,
    height: int = HEIGHT,
    seals: Sequence[Span] = (),
) -> None:
    """Write an MP4 at most `height` pixels high, same rate, a keyframe each 2 s; sound alone stays sound alone.

    Raises ProcessFailed when ffmpeg cannot.
    """
    read_original(ff, source, info, Wanted(copy=to, height=height), seals=seals)


def _outputs(source: Source, take: Take, wanted: Wanted, raw: Path) -> list[Output]:
    outputs: list[Output] = []
    heard = sound(source, take).filter("ebur128", framelog="quiet") if take.info.audio is not None else None
    if wanted.copy is not None:
        outputs.append(_copy(source, take, wanted.copy, wanted.height, heard))
    if wanted.peaks is not None and heard is not None:
        outputs.append(raw_sound(source, take.info, raw))
        if wanted.copy is None:
            outputs.append(Output([heard], None, {"f": "null"}))
    return outputs


def _copy(source: Source, take: Take, to: Path, height: int, heard: Stream | None) -> Output:
    streams, options = [], mp4() | {"max_error_rate": 1}
    if take.info.video is not None:
        streams.append(picture(source, take, size_of(take.info, height)))
        options |= h264(take.rate, crf=27, preset="veryfast")
    if heard is not None:
        streams.append(heard)
        options |= aac("96k")
    return Output(streams, to, options)


def _loudness(log: Sequence[str]) -> float | None:
    """The loudness of the whole in LUFS, out of what ffmpeg told; None where there is hardly a sound."""
    found = [float(match[1]) for line in log if (match := _LOUDNESS.search(line))]
    return found[-1] if found and found[-1] > SILENT else None
