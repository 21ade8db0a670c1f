# SPDX-License-Identifier: GPL-3.0-or-later
"""One still that stands for a recording."""

from collections.abc import Sequence
from pathlib import Path

from media.command import Run, make
from media.ffmpeg import Ffmpeg
from media.probe import MediaInfo
from media.span import Span, outside
from media.take import Take, black, picture, size_of, source_of, take_of

LOOKED_AT = 1000  # milliseconds among which the most typical picture is chosen


def make_poster(
    ff: Ffmpeg, source: Path, info: MediaInfo, to: Path, *, height: int = 360, seals: Sequence[Span] = ()
) -> None:
    """Write a JPEG from a part that is not sealed; black when all is sealed or there is no picture.

    Raises ProcessFailed when ffmpeg cannot.
    """
    take = _moment(source, info, seals)
    box = size_of(info, height)
    if take is None or info.video is None:
        stream = black(box, take_of(source, info, Span(0, 0)).rate, 1)
    else:
        stream = picture(source_of(ff, take), take, box).filter("thumbnail", n=len(take.frames))
    options = {"c:v": "mjpeg", "pix_fmt": "yuvj420p", "q:v": 4, "frames:v": 1, "f": "mjpeg", "fps_mode": "passthrough"}
    make(ff, [stream.filter("format", "yuvj420p")], to, options, Run())


def _moment(source: Path, info: MediaInfo, seals: Sequence[Span]) -> Take | None:
    """A second of frames that no seal touches, a third into the longest free part."""
    # frames that a seal touches begin and end outside of it
    frame = int(1000 / take_of(source, info, Span(0, 0)).rate) + 1
    free = outside(Span(0, info.duration), [seal.widened(frame, frame) for seal in seals])
    if not free:
        return None
    longest = max(free, key=lambda part: part.duration)
    start = longest.start + longest.duration // 3
    return take_of(source, info, Span(start, min(start + LOOKED_AT, longest.end)), seals)
