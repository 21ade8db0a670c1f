# SPDX-License-Identifier: GPL-3.0-or-later
"""The child that opens files which nobody has vouched for: `python -m media.probe_child`, under the runner's limits.

It reads one path per line (JSON) and answers one JSON object per line: the facts, or `refused` with a code that
`media.probe` puts into words. Should a file kill it, only this child dies.
"""

import json
import math
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.stream import Disposition

from media import formats
from media.whole import ends_early, names_other_files

OPTIONS = {
    "protocol_whitelist": formats.PROTOCOL_LIST,
    "format_whitelist": formats.FORMAT_LIST,
    "codec_whitelist": formats.DECODER_LIST,
}
HDR_CURVES = {16: "smpte2084", 18: "arib-std-b67"}  # the numbers of ITU-T H.273
PICTURE_TRIES = 300
RECORDER_RATE = 25  # frames a second on which the timecodes of sound recorders are written here
MOST_TRACKS = 32  # a studio recorder has as many; a file that claims more is not listened to beyond
MOMENTS, LISTENED, MOST_PACKETS = 8, Fraction(1, 2), 4000
ENOUGH_MISSING = Fraction(1, 2)  # seconds; headers are rounded, encoders pad


class _No(Exception):
    """The file is refused, with the code of the reason and what belongs to it."""


def examine(path: Path) -> dict[str, Any]:
    """The facts of one file as plain JSON values, or `{"refused": code, ...}`."""
    try:
        if path.is_dir():
            next(path.iterdir(), None)  # it is given because it is closed, and this says why
        if not path.is_file() and path.exists():  # a pipe or a device never ends
            raise _No({"refused": "no-file"})
        if path.stat().st_size == 0:
            raise _No({"refused": "empty"})
        if names_other_files(path):
            raise _No({"refused": "playlist"})
        if ends_early(path):
            raise _No({"refused": "truncated"})
        with av.open(f"file:{path}", options=OPTIONS, metadata_errors="replace") as container:
            return _facts(container, path)
    except _No as no:
        return dict(no.args[0])
    except OSError as error:  # the errors of PyAV are OSErrors or ValueErrors
        if isinstance(error, av.FFmpegError):
            return {"refused": "not-media", "detail": str(error)}
        return {"refused": "unreadable", "errno": error.errno, "detail": error.strerror}
    except (av.FFmpegError, ValueError) as error:
        return {"refused": "not-media", "detail": str(error)}


def _facts(container: InputContainer, path: Path) -> dict[str, Any]:
    if len(container.streams) > formats.MOST_STREAMS:
        raise _No({"refused": "streams", "detail": len(container.streams)})
    video = next((s for s in container.streams.video if not s.disposition & Disposition.attached_pic), None)
    sounds = [s for s in container.streams.audio if s.codec_context is not None]
    audio = sounds[0] if sounds else None
    if video is None and audio is None:
        raise _No({"refused": "no-streams"})
    for stream in (video, audio):
        if stream is not None and (stream.codec_context is None or stream.codec_context.name not in formats.DECODERS):
            name = stream.codec_context.name if stream.codec_context is not None else "?"
            raise _No({"refused": "codec", "detail": name})
    if video is not None and video.codec_context.width * video.codec_context.height > formats.MOST_PIXELS:
        raise _No({"refused": "pixels", "detail": f"{video.codec_context.width} × {video.codec_context.height}"})
    timecode = _timecode(container)
    metadata = dict(container.metadata)
    format_name = container.format.name
    declared = container.duration
    reach = _reach(container, path, video)
    duration = reach.end if declared is None else Fraction(declared, av.time_base)
    if not duration:
        raise _No({"refused": "no-streams"})
    if duration > formats.MOST_SECONDS:
        raise _No({"refused": "duration", "detail": int(duration / 86_400)})
    return {
        "container": format_name,
        "duration": int(duration * 1000),
        "size": path.stat().st_size,
        "video": _video(path) if video is not None else None,
        "audio": _audio(audio, 0, None) if audio is not None else None,
        "sounds": _sounds(container, path),
        "start_timecode": timecode,
        "recorded_at": metadata.get("com.apple.quicktime.creationdate") or metadata.get("creation_time", ""),
        "frames": reach.frames,
        "clock": [int(moment * 1000) for moment in reach.clock] if format_name == "mpegts" and reach.clock else None,
    }


@dataclass(frozen=True, slots=True)
class _Reach:
    """The time where the data end, how many pictures there are, and when these begin and end by the file's own clock.

    In seconds.
    """

    end: Fraction
    frames: int
    clock: tuple[Fraction, Fraction] | None = None


def _reach(container: InputContainer, path: Path, video: Any) -> _Reach:
    """How far the data go. Refuses a file whose data end before its declared duration."""
    declared = Fraction(container.duration or 0, av.time_base)
    indexed = [entry for stream in container.streams for entry in stream.index_entries]
    if container.format.name.startswith("mov") and indexed and all(_indexed(s) for s in container.streams):
        if max(entry.pos + entry.size for entry in indexed) > path.stat().st_size:
            raise _No({"refused": "truncated"})
        return _Reach(declared, video.frames if video is not None else 0)
    reached, frames, clock = Fraction(0), 0, None
    start = Fraction(container.start_time or 0, av.time_base)
    for packet in container.demux():
        seen = video is not None and packet.stream.index == video.index
        frames += seen and packet.size > 0
        if packet.pts is not None and packet.time_base is not None:
            begin, end = packet.pts * packet.time_base, (packet.pts + (packet.duration or 0)) * packet.time_base
            reached = max(reached, end - start)
            if seen:
                clock = (begin, end) if clock is None else (min(clock[0], begin), max(clock[1], end))
    if declared and declared - reached > max(ENOUGH_MISSING, declared / 100):
        raise _No({"refused": "truncated", "reached": int(reached * 1000), "declared": int(declared * 1000)})
    return _Reach(reached, frames, clock)


def _indexed(stream: Any) -> bool:
    """True when the index speaks for all of the stream (it does not in a fragmented file)."""
    return not stream.frames or len(stream.index_entries) >= stream.frames


def _video(path: Path) -> dict[str, Any]:
    with av.open(f"file:{path}", options=OPTIONS, metadata_errors="replace") as container:
        stream = next(s for s in container.streams.video if not s.disposition & Disposition.attached_pic)
        frame = _first_picture(container, stream)
        shape = frame.sample_aspect_ratio if hasattr(frame, "sample_aspect_ratio") else None
        shape = shape or stream.sample_aspect_ratio or Fraction(1)
        rates = [stream.average_rate, stream.base_rate, stream.guessed_rate]
        return {
            "codec": stream.codec_context.codec.canonical_name,
            "width": round(frame.width * shape),
            "height": frame.height,
            "rotation": int(-frame.rotation) % 360,
            "transfer": HDR_CURVES.get(int(stream.codec_context.color_trc or 0), ""),
            "rates": [[rate.numerator, rate.denominator] if rate else None for rate in rates],
            "groups": _groups(container, stream),
        }


def _groups(container: InputContainer, stream: Any) -> list[int]:
    """The milliseconds at which groups of pictures begin, where they can be copied and the index tells them."""
    if stream.codec_context.name != "h264" or not container.format.name.startswith("mov"):
        return []
    unit, start = stream.time_base * 1000, Fraction(container.start_time or 0, av.time_base) * 1000
    return [int(entry.timestamp * unit - start) for entry in stream.index_entries if entry.is_keyframe]


def _first_picture(container: InputContainer, stream: Any) -> Any:
    for tries, packet in enumerate(container.demux(stream)):
        try:
            for frame in packet.decode():
                return frame
        except av.FFmpegError:  # a stream may start in the middle of a group of pictures
            pass
        if tries > PICTURE_TRIES:
            break
    raise _No({"refused": "no-picture"})


def _audio(stream: Any, place: int, level: int | None) -> dict[str, Any]:
    context = stream.codec_context
    return {
        "codec": context.codec.canonical_name,
        "channels": context.layout.nb_channels,
        "sample_rate": context.sample_rate,
        "place": place,
        "level": level,
    }


def _sounds(container: InputContainer, path: Path) -> list[dict[str, Any]]:
    """Every sound track that can be decoded; of several, how loud each is."""
    tracks = [
        (place, stream)
        for place, stream in enumerate(container.streams.audio)
        if stream.codec_context is not None and stream.codec_context.name in formats.DECODERS
    ][:MOST_TRACKS]
    levels = _levels(path, [place for place, _stream in tracks]) if len(tracks) > 1 else {}
    return [_audio(stream, place, levels.get(place)) for place, stream in tracks]


def _levels(path: Path, places: list[int]) -> dict[int, int]:
    """The highest peak of each track (decibels below full scale) in half a second at several moments of the file."""
    peaks: dict[int, float] = {}
    with av.open(f"file:{path}", options=OPTIONS, metadata_errors="replace") as container:
        streams = [container.streams.audio[place] for place in places]
        duration = container.duration or 0
        for moment in range(MOMENTS):
            try:
                if duration:
                    container.seek((container.start_time or 0) + duration * (2 * moment + 1) // (2 * MOMENTS))
                _listen(container, dict(zip((s.index for s in streams), places, strict=True)), streams, peaks)
            except av.FFmpegError:  # nothing to be heard there; it is heard elsewhere
                continue
    return {place: round(20 * math.log10(max(peak, 1e-6))) for place, peak in peaks.items()}


def _listen(container: InputContainer, places: dict[int, int], streams: list[Any], peaks: dict[int, float]) -> None:
    """Take half a second of each stream into account."""
    left = {stream.index: LISTENED for stream in streams}
    for packet, _count in zip(container.demux(*streams), range(MOST_PACKETS), strict=False):
        for frame in packet.decode():
            samples = frame.to_ndarray()
            full = 1.0 if samples.dtype.kind == "f" else float(1 << (8 * samples.dtype.itemsize - 1))
            middle = 128.0 if samples.dtype.kind == "u" else 0.0
            peak = float(abs(samples.astype("f8") - middle).max()) / full if samples.size else 0.0
            place = places[packet.stream.index]
            peaks[place] = max(peak, peaks.get(place, 0.0))
            left[packet.stream.index] -= Fraction(frame.samples, frame.sample_rate)
        if all(one <= 0 for one in left.values()):
            return


def _timecode(container: InputContainer) -> str:
    for metadata in (container.metadata, *(stream.metadata for stream in container.streams)):
        if metadata.get("timecode"):
            return str(metadata["timecode"])
    return _clock_of_recorder(container)


def _clock_of_recorder(container: InputContainer) -> str:
    """The time of day that a sound recorder wrote as samples since midnight (EBU Tech 3285), as a timecode at 25."""
    samples = str(container.metadata.get("time_reference", ""))
    if not samples.isdigit() or int(samples) == 0 or not container.streams.audio:
        return ""
    context = container.streams.audio[0].codec_context
    if context is None or not context.sample_rate:
        return ""
    frame = int(samples) * RECORDER_RATE // context.sample_rate
    seconds, frames = divmod(frame, RECORDER_RATE)
    return f"{seconds // 3600 % 24:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}:{frames:02d}"


def main() -> None:
    """Answer until the parent closes the line."""
    av.logging.set_level(None)  # a decoder thread that hands a line to Python can wait for it for ever
    for line in sys.stdin:
        print(json.dumps(examine(Path(json.loads(line)))), flush=True)


if __name__ == "__main__":
    main()
