# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing leaves by accident: what a finished file really holds, counted packet by packet."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from media.errors import BaroError, CannotCheck
from media.language import gettext as _

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.stream import Stream

PRIMING = Fraction(3 * 1024, 32_000)  # seconds: an AAC encoder's lead-in, or the filling of its last packet
HARMLESS = {"major_brand", "minor_version", "compatible_brands", "language", "vendor_id"}
HARMLESS_VALUES = {
    "handler_name": {"VideoHandler", "SoundHandler", "SubtitleHandler", ""},
    "encoder": {"Lavc libx264", "Lavc aac", "Lavc mov_text", "Lavc copy"},  # without version
}


class Leak(BaroError):
    """The file holds something that it must not: packets that nobody sees, names, dates, places, chapters."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: pictures, and milliseconds (rounded down)."""

    frames: int
    duration: int


def counts(path: Path) -> Made:
    """The pictures that a file shows, and how long; for sound alone, no picture and the sound's length.

    Raises CannotCheck when the file cannot be read.
    """
    with _read(path) as container:
        video = next(iter(container.streams.video), None)
        stream = video or container.streams.audio[0]
        frames, end = 0, Fraction(0)
        for packet in container.demux(stream):
            if packet.pts is not None and packet.time_base is not None and not packet.is_discard:
                frames += 1
                end = max(end, (packet.pts + (packet.duration or 0)) * packet.time_base)
        return Made(frames if video is not None else 0, int(end * 1000))


def verify_clean(path: Path, expected_frames: int | None = None) -> None:
    """Raise Leak when the file holds hidden packets, metadata, chapters or timecode, or another number of pictures.

    A file that cannot be read raises CannotCheck.
    """
    with _read(path) as container:
        _no_metadata(path, container)
        shown = {stream.index: _packets(container, stream) for stream in container.streams}
    # a player obeys the edit list, a curious person does not: without it every packet shows
    with _read(path, {"ignore_editlist": "1"}) as container:
        for stream in container.streams:
            if stream.type == "video":
                stored = _packets(container, stream)
                _nothing_hidden(path, shown[stream.index], stored)
                if expected_frames is not None and stored.count != expected_frames:
                    raise Leak(
                        _("{name} compte {found} images au lieu de {expected}.").format(
                            name=path.name, found=stored.count, expected=expected_frames
                        ),
                        _again(),
                    )
            elif stream.type == "audio":
                _nothing_hidden(path, shown[stream.index], _packets(container, stream), PRIMING)


@contextmanager
def _read(path: Path, options: dict[str, str] | None = None) -> "Iterator[InputContainer]":
    import av

    try:
        with av.open(f"file:{path.absolute()}", options=options) as container:
            yield container
    except (av.FFmpegError, OSError, IndexError) as error:
        raise CannotCheck(
            _("{name} ne peut pas être relu : {error}").format(name=path.name, error=error), _("Refaire le rendu.")
        ) from error


@dataclass(frozen=True, slots=True)
class _Packets:
    """`count` packets that last from `start` to `end`, and how long they are in all, in seconds."""

    count: int
    start: Fraction
    end: Fraction
    length: Fraction
    hidden: int


def _packets(container: "InputContainer", stream: "Stream") -> _Packets:
    container.seek(0)
    count, hidden, starts, ends, length = 0, 0, [], [], Fraction(0)
    for packet in container.demux(container.streams[stream.index]):
        if packet.pts is None or packet.time_base is None:
            continue
        count += 1
        hidden += packet.is_discard
        starts.append(packet.pts * packet.time_base)
        ends.append((packet.pts + (packet.duration or 0)) * packet.time_base)
        length += (packet.duration or 0) * packet.time_base
    return _Packets(count, min(starts, default=Fraction(0)), max(ends, default=Fraction(0)), length, hidden)


def _nothing_hidden(path: Path, shown: _Packets, stored: _Packets, allowed: Fraction = Fraction(0)) -> None:
    extra = stored.length - (shown.end - max(shown.start, Fraction(0)))
    tolerance = allowed + Fraction(1, 500)  # timestamps are rounded
    if (shown.hidden and not allowed) or extra > tolerance or shown.start < -tolerance:
        raise Leak(_("{name} contient des images ou du son hors de l’extrait.").format(name=path.name), _again())


def _no_metadata(path: Path, container: "InputContainer") -> None:
    found = [f"{key}={value}" for key, value in container.metadata.items() if key not in HARMLESS]
    for stream in container.streams:
        if stream.type not in ("video", "audio", "subtitle"):
            found.append(stream.type)
        for key, value in stream.metadata.items():
            if key not in HARMLESS and value not in HARMLESS_VALUES.get(key, ()):
                found.append(f"{key}={value}")
    if container.chapters():
        found.append("chapters")
    if found:
        raise Leak(
            _("{name} contient des informations cachées : {found}.").format(name=path.name, found=", ".join(found)),
            _again(),
        )


def _again() -> str:
    return _("Ne pas diffuser ce fichier ; refaire le rendu, et signaler ce message.")
