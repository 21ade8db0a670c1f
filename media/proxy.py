# SPDX-License-Identifier: GPL-3.0-or-later
"""The light copy that pages play: same length, same pictures, sealed parts black and silent."""

from collections.abc import Callable, Sequence
from pathlib import Path

from media.command import Run, make
from media.encode import aac, h264, mp4
from media.ffmpeg import Ffmpeg
from media.probe import MediaInfo
from media.span import Span
from media.take import picture, size_of, sound, source_of, take_of


def make_proxy(
    ff: Ffmpeg,
    source: Path,
    info: MediaInfo,
    to: Path,
    *,
    height: int = 480,
    seals: Sequence[Span] = (),
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write an MP4 at most `height` pixels high, same rate, a keyframe each 2 s; sound alone stays sound alone.

    Raises ProcessFailed when ffmpeg cannot, Cancelled on request.
    """
    take = take_of(source, info, Span(0, info.duration), seals)
    opened = source_of(ff, take)
    streams, options = [], mp4()
    if info.video is not None:
        streams.append(picture(opened, take, size_of(info, height)))
        options |= h264(take.rate, crf=27, preset="veryfast")
    if info.audio is not None:
        streams.append(sound(opened, take))
        options |= aac("96k")
    make(ff, streams, to, options, Run(progress=progress, cancelled=cancelled))
