# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of one take put end to end again, without touching a picture: packets copied, or bytes where the format allows."""

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

from media.errors import CannotCheck
from media.files import CHUNK
from media.language import gettext as _
from media.probe import MediaInfo, probe
from media.process import Limits, run

MOST_OFF = 100  # milliseconds between the pictures and the file as a whole; more means a wandering rate


def ending_of(info: MediaInfo) -> str:
    """The extension of the whole take: cameras' MP4 may hold sound that only MOV takes."""
    return ".mts" if info.container == "mpegts" else ".mov"


def rejoin(
    parts: Sequence[tuple[Path, MediaInfo]], to: Path, *, memory: int, cancelled: Callable[[], bool] | None = None
) -> None:
    """Write the take of these files to `to` (extension by `ending_of`): its first picture and every sound, as many pictures
    as the parts have together. `memory`: bytes that the child may use.

    Raises CannotCheck when a picture is missing, ProcessFailed, Cancelled, OSError.
    """
    first = parts[0][1]
    if first.container == "mpegts":
        _append(parts, to)
    else:
        asked = {
            "parts": [str(path.absolute()) for path, _info in parts],
            "lengths": [str(lasting(info)) for _path, info in parts],
            "timecode": first.start_timecode if first.video else "",
            "to": str(to.absolute()),
        }
        child = [sys.executable, "-m", "media.rejoin_child", json.dumps(asked)]
        run(child, limits=Limits(memory_bytes=memory), cancelled=cancelled, folder=Path(__file__).parent.parent)
    expected, found = sum(info.frames for _path, info in parts), probe(to).frames
    if found != expected:
        raise CannotCheck(
            _("La prise remise bout à bout compte {found} images au lieu de {expected}.").format(
                found=found, expected=expected
            ),
            _("Les fichiers de la carte sont intacts dans l’archive ; signaler ce message."),
        )


def _append(parts: Sequence[tuple[Path, MediaInfo]], to: Path) -> None:
    with to.open("wb") as writing:
        for path, _info in parts:
            with path.open("rb") as reading:
                shutil.copyfileobj(reading, writing, CHUNK)


def lasting(info: MediaInfo) -> Fraction:
    """How long the pictures last, in seconds: sound that is a little longer must not push the next part back."""
    whole = Fraction(info.duration, 1000)
    pictures = info.frames / info.video.rate if info.video else whole
    return pictures if abs(pictures - whole) * 1000 <= MOST_OFF else whole
