# SPDX-License-Identifier: GPL-3.0-or-later
"""What is made from the working copy, out of one decoding of it: a smaller copy for slow lines, the sheet of stills, the shots.

The working copy is black and silent where it is sealed; so is all of this.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from media.command import UNHEARD, Output, Run, Source, Stream, make_all, opened, parted, private_folder
from media.encode import aac, h264, jpeg, mp4
from media.ffmpeg import Ffmpeg
from media.probe import MediaInfo
from media.sheet import Sheet, laid_out
from media.shots import compared, write_shots
from media.span import Span
from media.take import rate_of, size_of

HEIGHT = 240
SCORES = "scores.txt"
QUICKLY = {"x264-params": "subme=1:me=dia:rc-lookahead=5"}
"""A third less work than the preset on its own, at the same size, for a picture that nobody looks at closely."""


@dataclass(frozen=True, slots=True)
class Lighter:
    """Which files are written, at least one; `stills` says how the sheet is laid out."""

    small: Path | None = None
    sheet: Path | None = None
    shots: Path | None = None
    stills: Sheet | None = None


def make_lighter(
    ff: Ffmpeg,
    copy: Path,
    info: MediaInfo,
    wanted: Lighter,
    *,
    seals: Sequence[Span] = (),
    how: Run = UNHEARD,
) -> None:
    """Write what is `wanted` of the working copy `copy` of the recording that `info` describes, which has pictures.

    Raises ProcessFailed when ffmpeg cannot, Cancelled on request.
    """
    files = [path for path in (wanted.small, wanted.sheet, wanted.shots) if path is not None]
    with private_folder(files[0]) as folder:
        outputs = _outputs(opened(ff, copy), info, wanted, len(files))
        make_all(ff, outputs, replace(how, folder=folder))
        if wanted.shots is not None:
            write_shots(folder / SCORES, rate_of(info), wanted.shots, seals)


def _outputs(source: Source, info: MediaInfo, wanted: Lighter, count: int) -> list[Output]:
    pictures = parted(source["V:0"], count)
    outputs = []
    if wanted.small is not None:
        outputs.append(_small(source, pictures.pop(), info, wanted.small))
    if wanted.sheet is not None and wanted.stills is not None:
        outputs.append(Output([laid_out(pictures.pop(), wanted.stills)], wanted.sheet, jpeg(quality=5)))
    if wanted.shots is not None:
        outputs.append(compared(pictures.pop(), rate_of(info), SCORES))
    return outputs


def _small(source: Source, pictures: Stream, info: MediaInfo, to: Path) -> Output:
    width, height = size_of(info, HEIGHT)
    streams = [pictures.filter("scale", w=width, h=height, flags="bilinear").filter("setsar", 1)]
    options = mp4() | h264(rate_of(info), crf=30, preset="veryfast") | QUICKLY
    if info.audio is not None:
        streams.append(source["a:0"])
        options |= aac("48k") | {"ac": 1}
    return Output(streams, to, options)
