# SPDX-License-Identifier: GPL-3.0-or-later
"""One still that stands for a recording."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from media.command import Run, Stream, make, opened
from media.encode import jpeg
from media.ffmpeg import Ffmpeg
from media.probe import MediaInfo
from media.process import ProcessFailed
from media.span import Span, outside
from media.take import Take, black, picture, size_of, source_of, standing, take_of

LOOKED_AT = 1000  # milliseconds among which the most typical picture is chosen
KEYS_WITHIN = 12_000  # milliseconds: some cameras write a picture that stands alone each 10 s only
KEYS = 3  # the most typical one of the first three


def make_poster(
    ff: Ffmpeg, source: Path, info: MediaInfo, to: Path, *, height: int = 360, seals: Sequence[Span] = ()
) -> None:
    """Write a JPEG from a part that is not sealed; black when all is sealed or there is no picture.

    Only pictures that stand alone are decoded where there is one, so that a long recording costs no more than a short one.
    Raises ProcessFailed when ffmpeg cannot.
    """
    box, part = size_of(info, height), _free(source, info, seals)
    if part is None or info.video is None:
        _write(ff, black(box, take_of(source, info, Span(0, 0)).rate, 1), to)
        return
    keys = _take(source, info, part, KEYS_WITHIN)
    with suppress(ProcessFailed):  # none stands alone there
        _write(ff, standing(opened(ff, source, keys.seek, keyframes=True), keys, box).filter("thumbnail", n=KEYS), to)
    if not to.exists() or not to.stat().st_size:
        take = _take(source, info, part, LOOKED_AT)
        _write(ff, picture(source_of(ff, take), take, box).filter("thumbnail", n=len(take.frames)), to)


def _write(ff: Ffmpeg, stream: Stream, to: Path) -> None:
    make(ff, [stream.filter("format", "yuvj420p")], to, jpeg(quality=4), Run())


def _free(source: Path, info: MediaInfo, seals: Sequence[Span]) -> Span | None:
    """The longest part that no seal touches, without its first third."""
    # frames that a seal touches begin and end outside of it
    frame = int(1000 / take_of(source, info, Span(0, 0)).rate) + 1
    free = outside(Span(0, info.duration), [seal.widened(frame, frame) for seal in seals])
    if not free:
        return None
    longest = max(free, key=lambda part: part.duration)
    return Span(longest.start + longest.duration // 3, longest.end)


def _take(source: Path, info: MediaInfo, part: Span, length: int) -> Take:
    return take_of(source, info, Span(part.start, min(part.start + length, part.end)))
