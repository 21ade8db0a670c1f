# SPDX-License-Identifier: GPL-3.0-or-later
"""The child that looks into groups of pictures, copies them whole and puts an extract together: `python -m media.splice_child`.

It reads one JSON request per line and answers one JSON object per line. Should a file kill it, only this child dies.
"""

import heapq
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import chain
from typing import Any

import av
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Disposition

from media.probe_child import OPTIONS
from media.sps import IDR, Avcc, read_avcc, read_sps, units, without_messages

AFTER = Fraction(2)  # seconds beyond the end in which a picture before it may still be stored
OFF_GRID = Fraction(1, 4)  # of a picture: more is a wandering rate
OWN_FILES = {"protocol_whitelist": "file", "format_whitelist": "matroska,webm,mov,mp4"}
# faults of the stream are told; filtering the edges of blocks, a fifth of the work, would hide none and shows nothing
HELD_BACK = 20  # pictures: more than a decoder may keep to show them in order (ITU-T H.264, A.3.1: 16)
LISTENING = {"err_detect": "explode", "skip_loop_filter": "all"}


class _No(Exception):
    """Nothing here can be copied, with the reason."""


def plan(asked: dict[str, Any]) -> dict[str, Any]:
    """Where whole groups begin between two pictures, and what a part encoded beside them must match."""
    rate, first, stop = Fraction(asked["rate"]), asked["first"], asked["stop"]
    container = _opened(asked["source"])
    stream = _video(container)
    box, context = _box(stream), stream.codec_context
    sps = read_sps(box.sps[0])
    if len(box.sps) != 1 or not sps.plain or context.pix_fmt not in ("yuv420p", "yuvj420p"):
        raise _No("unusual")
    numbers, begins = [], []
    for number, packet in _numbered(container, stream, rate, first, stop):
        if first <= number <= stop and packet.is_keyframe and IDR in units(bytes(packet), box.length_size):
            begins.append(number)
        numbers.append(number)
    clean = [begin for begin in begins if _is_clean(numbers, begin)]
    whole = [number for number in numbers if clean and clean[0] <= number < clean[-1]]
    return {
        "begins": clean,
        "late": _late(number - whole[0] for number in whole),
        "width": context.width,
        "height": context.height,
        "profile": sps.profile,
        "level": sps.level,
        "refs": sps.refs,
        "full": context.pix_fmt == "yuvj420p" or int(context.color_range or 0) == 2,
        "colours": [int(context.color_primaries or 2), int(context.color_trc or 2), int(context.colorspace or 2)],
        "free": next(number for number in range(17, 32) if number not in box.ids),
    }


def write(asked: dict[str, Any]) -> dict[str, Any]:
    """Head, whole groups of the source and tail as one stream of exact times in `to`, and all of `beside`; each but the groups may be absent."""
    rate, first, last, start = Fraction(asked["rate"]), asked["first"], asked["last"], asked["start"]
    head, head_box = _part(asked["head"], rate, 0)
    tail, tail_box = _part(asked["tail"], rate, last - start)
    late = max(asked["late"], _late(p.number for p in head), _late(p.number - (last - start) for p in tail))
    container = _opened(asked["source"])
    stream = _video(container)
    box, own = _box(stream), head_box or tail_box  # both parts come from one encoder with one setting
    extradata = bytes(stream.codec_context.extradata or b"") if own is None else box.joined(own)
    middle = (
        Picture(number - start, bytes(packet), packet.is_keyframe)
        for number, packet in _numbered(container, stream, rate, first, last)
        if first <= number < last
    )
    seen = _store(
        asked["to"],
        _Like(stream, extradata, box.length_size, rate, late),
        chain(head, middle, tail),
        asked["beside"],
    )
    if sorted(seen) != list(range(asked["count"])):
        raise _No("missing")
    return {"written": len(seen)}


def listen(asked: dict[str, Any]) -> dict[str, Any]:
    """Decode a finished extract over its `seams`: the group before each, then two pictures beyond, and none may be lost.

    Of the group only the beginning is decoded, more than a decoder ever holds back: what follows changes nothing in how
    it takes the other parameter sets. One thread: there is little to share.
    """
    rate = Fraction(asked["rate"])
    with av.open(f"file:{asked['of']}", options=OWN_FILES) as container:
        stream: Any = container.streams.video[0]
        context, picture = stream.codec_context, stream.time_base * rate
        context.options, context.thread_count = LISTENING, 1
        for seam in asked["seams"]:
            container.seek(int(max(0, seam - 1) / picture), stream=stream)
            missing, shown = set(range(seam, min(seam + 2, asked["count"]))), set[int]()
            for place, packet in enumerate(container.demux(stream)):
                if packet.pts is not None and packet.pts * picture < seam:
                    if place >= HELD_BACK:
                        continue
                    missing.add(round(packet.pts * picture))
                shown |= {round(frame.pts * picture) for frame in packet.decode()}
                if missing <= shown:
                    break
            if missing - shown:
                raise _No("seam")
    return {"heard": len(asked["seams"])}


@dataclass(frozen=True, slots=True)
class Picture:
    """One stored picture and its place among those that are shown."""

    number: int
    data: bytes
    key: bool


@dataclass(frozen=True, slots=True)
class _Like:
    stream: Any
    extradata: bytes
    length_size: int
    rate: Fraction
    late: int


def _store(to: str, like: _Like, pictures: Iterable[Picture], beside: str) -> list[int]:
    """Write the pictures in the order of decoding, and what is beside them; gives their numbers."""
    seen: list[int] = []
    options = {"video_track_timescale": str(like.rate.numerator), "movflags": "+faststart", "fflags": "+bitexact"}
    with ExitStack() as files:
        out = files.enter_context(av.open(f"file:{to}", "w", format="mp4", options=options))
        stream = out.add_stream_from_template(like.stream)
        stream.codec_context.extradata = like.extradata
        stream.time_base = 1 / like.rate
        packets = [_packed(stream, like, pictures, seen)]
        if beside:
            side = files.enter_context(av.open(f"file:{beside}", options=OWN_FILES))
            packets.append(_carried(side, {s.index: _alike(out, s) for s in side.streams}))
        for packet in heapq.merge(*packets, key=lambda packet: packet.dts * packet.time_base):
            out.mux(packet)
    return seen


def _packed(stream: Any, like: _Like, pictures: Iterable[Picture], seen: list[int]) -> Iterator[Any]:
    for place, picture in enumerate(pictures):
        packet: Any = Packet(without_messages(picture.data, like.length_size))
        packet.stream, packet.time_base, packet.duration = stream, 1 / like.rate, 1
        packet.pts, packet.dts, packet.is_keyframe = picture.number, place - like.late, picture.key
        seen.append(picture.number)
        yield packet


def _alike(out: OutputContainer, stream: Any) -> Any:
    made = out.add_stream_from_template(stream)
    made.metadata["language"] = stream.language or "und"
    made.disposition = stream.disposition
    return made


def _carried(side: InputContainer, streams: dict[int, Any]) -> Iterator[Any]:
    for packet in side.demux():
        if packet.dts is not None:
            packet.stream = streams[packet.stream_index]
            yield packet


def _late(numbers: Iterable[int]) -> int:
    """How many pictures decoding has to be ahead, so that each is there when it is shown."""
    return max((place - number for place, number in enumerate(numbers)), default=0)


def _part(path: str, rate: Fraction, at: int) -> tuple[list[Picture], Avcc | None]:
    """The pictures of a part of our own making, numbered from `at`; none when there is no such part."""
    if not path:
        return [], None
    with av.open(f"file:{path}", options=OWN_FILES) as container:
        stream = container.streams.video[0]
        found = [
            Picture(at + round(packet.pts * packet.time_base * rate), bytes(packet), packet.is_keyframe)
            for packet in container.demux(stream)
            if packet.pts is not None and packet.time_base is not None
        ]
        return found, _box(stream)


@cache
def _opened(path: str) -> InputContainer:
    """The source, opened once for the whole conversation."""
    return av.open(f"file:{path}", options=OPTIONS, metadata_errors="replace")


def _video(container: InputContainer) -> Any:
    return next(s for s in container.streams.video if not s.disposition & Disposition.attached_pic)


def _box(stream: Any) -> Avcc:
    found = read_avcc(bytes(stream.codec_context.extradata or b"")) if stream.codec_context.name == "h264" else None
    if found is None:
        raise _No("codec")
    return found


def _numbered(
    container: InputContainer, stream: Any, rate: Fraction, first: int, stop: int
) -> Iterator[tuple[int, Any]]:
    """The packets around the pictures `first` to `stop`, each with the number of its picture; they must lie on the grid."""
    zero = Fraction(container.start_time or 0, av.time_base)
    container.seek(int((zero + first / rate) * av.time_base))
    picture, begins = stream.time_base * rate, zero * rate
    for packet in container.demux(stream):
        if packet.pts is None:
            continue
        at = packet.pts * picture - begins
        if abs(at - round(at)) > OFF_GRID:
            raise _No("wandering")
        yield round(at), packet
        if at > stop + AFTER * rate:
            return


def _is_clean(numbers: list[int], begin: int) -> bool:
    """True when every picture before `begin` is stored before it, and every one from it on after it, none twice."""
    place = numbers.index(begin)
    before, after = numbers[:place], numbers[place:]
    return max(before, default=begin - 1) < begin <= min(after) and len(set(numbers)) == len(numbers)


WORK = {"plan": plan, "write": write, "listen": listen}


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """The answer to one request, or `{"refused": why}`."""
    try:
        return WORK[asked.pop("do")](asked)
    except _No as no:
        return {"refused": str(no)}
    except (av.FFmpegError, ValueError, OSError, LookupError) as error:
        return {"refused": f"{type(error).__name__}: {error}"}


def main() -> None:
    """Answer until the parent closes the line."""
    av.logging.set_level(None)  # a decoder thread that hands a line to Python can wait for it for ever
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
