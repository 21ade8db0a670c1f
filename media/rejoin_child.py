# SPDX-License-Identifier: GPL-3.0-or-later
"""The child that copies the packets of the parts of a take into one file: `python -m media.rejoin_child REQUEST`, under
limits. The request is JSON: `parts` (paths), `lengths` (seconds as fractions), `timecode` (or empty), `to`.

It tells how far it is in the words of ffmpeg's `-progress`. Should a file kill it, only this child dies.
"""

import json
import sys
from fractions import Fraction
from typing import Any

import av
from av.container import OutputContainer
from av.stream import Disposition

from media.probe_child import OPTIONS

TOLD_EVERY = 500  # packets


def rejoin(parts: list[str], lengths: list[Fraction], timecode: str, to: str) -> None:
    """Copy the first picture and every sound, each part at the end of the pictures before it."""
    with av.open(to, "w", format="mov", options={"fflags": "+bitexact"}) as out:
        if timecode:
            out.metadata["timecode"] = timecode
        tracks: list[_Track] = []
        begin = Fraction(0)
        for path, length in zip(parts, lengths, strict=True):
            _copy(path, begin, out, tracks)
            begin += length


class _Track:
    """One stream of the take, and where its last packet began."""

    def __init__(self, stream: Any, time_base: Fraction) -> None:
        self.stream, self.time_base = stream, time_base
        self.last: int | None = None

    def place(self, packet: Any, begin: Fraction) -> bool:
        """Move a packet of a part that begins at `begin`; False when it must not be stored.

        That is what a player would not play (the lead-in of AAC), and sound that lies wholly under what was stored already.
        """
        if packet.is_discard or packet.dts is None or packet.pts is None:
            return False
        shift = round(begin / self.time_base)
        scale = packet.time_base / self.time_base
        dts = round(packet.dts * scale) + shift
        if self.last is not None and dts <= self.last:
            return False
        ahead = packet.pts - packet.dts
        packet.dts, packet.pts = dts, dts + round(ahead * scale)
        packet.duration, packet.time_base = round((packet.duration or 0) * scale), self.time_base
        packet.stream = self.stream
        self.last = dts
        return True


def _copy(path: str, begin: Fraction, out: OutputContainer, tracks: list[_Track]) -> None:
    with av.open(f"file:{path}", options=OPTIONS, metadata_errors="replace") as container:
        video = [one for one in container.streams.video if not one.disposition & Disposition.attached_pic][:1]
        streams: list[Any] = [*video, *container.streams.audio]
        if not tracks:
            tracks += [_Track(out.add_stream_from_template(one), Fraction(one.time_base or 1)) for one in streams]
            for track in tracks:
                track.stream.time_base = track.time_base
        by_index = {one.index: track for one, track in zip(streams, tracks, strict=True)}
        for count, packet in enumerate(container.demux(streams)):
            if count % TOLD_EVERY == 0 and packet.pts is not None and packet.time_base is not None:
                print(f"out_time_us={int((begin + packet.pts * packet.time_base) * 1_000_000)}", flush=True)
            track = by_index[packet.stream.index]
            if packet.size and track.place(packet, begin):
                out.mux_one(packet)


def main(request: str) -> None:
    """Do what the request says."""
    av.logging.set_level(av.logging.PANIC)
    asked = json.loads(request)
    rejoin(asked["parts"], [Fraction(one) for one in asked["lengths"]], asked["timecode"], asked["to"])


if __name__ == "__main__":
    main(sys.argv[1])
