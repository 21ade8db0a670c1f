# SPDX-License-Identifier: GPL-3.0-or-later
"""Where one shot ends and the next begins: hard cuts, seen in the light copy of a recording. Dissolves are none."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from media.command import Output, Stream
from media.span import Span
from media.timecode import frames_of, ms_of_frame

CHANGE = 5.0
"""Per cent: how much the average point of the picture changes, at least, from the last frame of a shot to the next one."""
ALONE = 2.5
"""A cut changes this many times more than the frames around it; a pan or a flash does not."""
AROUND = 3
"""Frames on either side that are compared; a shot that is not longer is a flash."""
WIDTH = 160  # of the picture that is compared: grain and small movements vanish, a cut does not
_FRAME = re.compile(r"frame:\d+\s+pts:(\d+)")


def compared(stream: Stream, rate: Fraction, scores: str) -> Output:
    """The pictures of a working copy at a constant `rate`, compared one by one into the file `scores` of the run's folder."""
    seen = (
        stream.filter("settb", f"{rate.denominator}/{rate.numerator}")  # a time is then the number of its frame
        .filter("scale", w=WIDTH, h=-2, flags="area")
        .filter("scdet")
        .filter("metadata", "print", key="lavfi.scd.mafd", value=CHANGE / ALONE, function="greater", file=scores)
    )
    return Output([seen], None, {"f": "null", "fps_mode": "passthrough"})


def write_shots(scores: Path, rate: Fraction, to: Path, seals: Sequence[Span] = ()) -> None:
    """Write JSON `{"shots": [ms, ...]}` out of `scores`: when the first frame of each new shot begins, in order.

    The pictures were black within `seals`; what they hide and their edges are not told.
    """
    changes = changes_of(scores.read_text(encoding="ascii").splitlines() if scores.exists() else ())
    found = [ms_of_frame(frame, rate) for frame in cuts(changes, [frames_of(seal, rate) for seal in seals])]
    to.write_text(json.dumps({"shots": found}, separators=(",", ":")), encoding="ascii")


def changes_of(lines: Iterable[str]) -> dict[int, float]:
    """How much each frame differs from the one before, in per cent, out of what ffmpeg printed; the rest hardly does."""
    changes: dict[int, float] = {}
    frame = 0
    for line in lines:
        found = _FRAME.match(line)
        if found is not None:
            frame = int(found[1])
        else:
            changes[frame] = float(line.rpartition("=")[2])
    return changes


def cuts(changes: Mapping[int, float], sealed: Iterable[range] = ()) -> list[int]:
    """The frames that begin a new shot: a change of at least `CHANGE`, standing `ALONE` among its neighbours.

    Frames within `sealed` and the first one after are looked at by nobody.

    >>> cuts({10: 30.0, 40: 22.0, 41: 22.0, 70: 8.0, 71: 7.5, 72: 8.0})
    [10]
    """
    hidden = {frame for frames in sealed for frame in range(frames.start, frames.stop + 1)}
    seen = {frame: change for frame, change in changes.items() if frame not in hidden}
    return sorted(
        frame for frame, change in seen.items() if change >= CHANGE and change >= ALONE * _busiest(seen, frame)
    )


def _busiest(changes: Mapping[int, float], frame: int) -> float:
    near = (other for other in range(frame - AROUND, frame + AROUND + 1) if other != frame)
    return max(changes.get(other, 0.0) for other in near)
