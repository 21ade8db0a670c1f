# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing leaves by accident: what a finished file really holds, counted packet by packet."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from media import formats
from media.errors import BaroError, CannotCheck
from media.language import gettext as _

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.stream import Stream

PRIMING = Fraction(3 * 1024, 32_000)  # seconds: an AAC encoder's lead-in, or the filling of its last packet
ALLOWED = {"protocol_whitelist": formats.PROTOCOL_LIST, "format_whitelist": formats.FORMAT_LIST}
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
        return _made(container, _packets(container, _first(container)))


def verify_clean(path: Path, expected_frames: int | None = None) -> Made:
    """What the file shows. Raises Leak when it holds hidden packets, metadata, chapters or timecode, or another number of pictures.

    A file that cannot be read raises CannotCheck.
    """
    with _read(path) as container:
        _no_metadata(path, container)
        shown = _packets(container)
        made = _made(container, shown)
    # a player obeys the edit list, a curious person does not: without it every packet shows
    with _read(path, {"ignore_editlist": "1"}) as container:
        stored = _packets(container)
        for stream in container.streams:
            found = stored[stream.index]
            if stream.type == "audio":
                _nothing_hidden(path, shown[stream.index], found, PRIMING)
            elif stream.type == "video":
                _nothing_hidden(path, shown[stream.index], found)
                if expected_frames is not None and found.count != expected_frames:
                    raise Leak(
                        _("{name} compte {found} images au lieu de {expected}.").format(
                            name=path.name, found=found.count, expected=expected_frames
                        ),
                        _again(),
                    )
    return made


@contextmanager
def _read(path: Path, options: dict[str, str] | None = None) -> "Iterator[InputContainer]":
    import av

    try:
        with av.open(f"file:{path.absolute()}", options=ALLOWED | (options or {})) as container:
            yield container
    except (av.FFmpegError, OSError, IndexError) as error:
        raise CannotCheck(
            _("{name} ne peut pas être relu : {error}").format(name=path.name, error=error), _("Refaire le rendu.")
        ) from error


@dataclass(slots=True)
class _Packets:
    """`count` packets that last from `start` to `end`, and how long they are in all, in units of the stream's clock.

    `hidden` of them are not shown; `shown_end` is where the last one that is ends.
    """

    unit: Fraction
    count: int = 0
    start: int | None = None
    end: int = 0
    length: int = 0
    hidden: int = 0
    shown_end: int = 0

    def add(self, at: int, duration: int, hidden: bool) -> None:
        """One packet more."""
        self.count += 1
        self.length += duration
        self.start = at if self.start is None else min(self.start, at)
        self.end = max(self.end, at + duration)
        if hidden:
            self.hidden += 1
        else:
            self.shown_end = max(self.shown_end, at + duration)


def _packets(container: "InputContainer", *streams: "Stream") -> dict[int, _Packets]:
    """The packets of these streams (of all), by their number; whole numbers only, for there are very many of them."""
    found = {s.index: _Packets(s.time_base or Fraction(1)) for s in streams or container.streams}
    for packet in container.demux(*streams):
        if packet.pts is not None:
            found[packet.stream_index].add(packet.pts, packet.duration or 0, packet.is_discard)
    return found


def _first(container: "InputContainer") -> "Stream":
    """The picture, or else the sound."""
    return next(iter(container.streams.video), None) or container.streams.audio[0]


def _made(container: "InputContainer", found: dict[int, _Packets]) -> Made:
    stream = _first(container)
    packets = found[stream.index]
    frames = packets.count - packets.hidden if stream.type == "video" else 0
    return Made(frames, int(packets.shown_end * packets.unit * 1000))


def _nothing_hidden(path: Path, shown: _Packets, stored: _Packets, allowed: Fraction = Fraction(0)) -> None:
    begins = (shown.start or 0) * shown.unit
    extra = stored.length * stored.unit - (shown.end * shown.unit - max(begins, Fraction(0)))
    tolerance = allowed + Fraction(1, 500)  # timestamps are rounded
    if (shown.hidden and not allowed) or extra > tolerance or begins < -tolerance:
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
