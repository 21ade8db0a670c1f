# SPDX-License-Identifier: GPL-3.0-or-later
"""What `clip` and `film render` answer alike: the file that left, or who stood in the way."""

import argparse
from collections.abc import Callable, Sequence

from archive.cli.context import answer, warned
from archive.film.cutlist import FilmRefused
from archive.model.film import Refusal, Rendered, SubtitleMode
from media.language import gettext as _
from media.timecode import short_text_of_ms


def add_subtitles(parser: argparse.ArgumentParser) -> None:
    """The option `--subtitles`."""
    parser.add_argument(
        "--subtitles",
        choices=[str(mode) for mode in SubtitleMode],
        default=str(SubtitleMode.BURN),
        help=_("français incrusté dans l’image (burn), à afficher ou non (soft), ou sans (none)"),
    )


def tell_rendered(args: argparse.Namespace, make: Callable[[], Rendered]) -> int:
    """Make the file and say what came out. With `--json` a refusal is an answer too, with status 1."""
    try:
        done = make()
    except FilmRefused as refusal:
        if not args.json:
            raise
        answer(args, _data(None, refusal.refusals) | {"message": refusal.message, "hint": refusal.hint}, ())
        return refusal.status
    answer(args, _data(done, ()), _lines(done))
    return 0


def refusal_data(refusal: Refusal) -> dict[str, object]:
    """One refusal for programs."""
    return {
        "clip": refusal.clip,
        "participant": refusal.participant,
        "reason": refusal.reason,
        "recording": refusal.recording,
        "start_ms": refusal.span.start,
        "end_ms": refusal.span.end,
    }


def _data(done: Rendered | None, refused: Sequence[Refusal]) -> dict[str, object]:
    return {
        "file": None if done is None else str(done.file),
        "duration_ms": None if done is None else done.duration_ms,
        "frames": None if done is None else done.frames,
        "subtitles": [] if done is None else [str(path) for path in done.subtitles],
        "warnings": [] if done is None else list(done.warnings),
        "refused": [refusal_data(refusal) for refusal in refused],
    }


def _lines(done: Rendered) -> list[str]:
    length = _("{time}, {frames} images").format(time=short_text_of_ms(done.duration_ms), frames=done.frames)
    return [f"{done.file}  ({length})", *map(str, done.subtitles), *warned(done.warnings)]
