# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of a segment that lies in the cache, beside it as JSON: it need not be read again to be used again."""

import json
from pathlib import Path

from media.files import write_bytes
from media.loudness import Loudness
from media.segment import Segment


def note_of(path: Path) -> Path:
    """Where the note of the segment `path` lies."""
    return path.with_suffix(".json")


def write_note(segment: Segment) -> None:
    """Note a segment that is in its place."""
    sound = segment.sound
    known = {
        "size": segment.path.stat().st_size,
        "frames": segment.frames,
        "samples": sound.samples,
        "peak": sound.peak,
        "energies": [float(f"{energy:.6g}") for energy in sound.energies],
    }
    write_bytes(note_of(segment.path), json.dumps(known).encode())


def read_note(path: Path) -> Segment | None:
    """The segment at `path`; None without it or its note, or when it is not as long as it was noted."""
    try:
        known = json.loads(note_of(path).read_bytes())
        if path.stat().st_size != known["size"]:
            return None
        sound = Loudness(int(known["samples"]), tuple(map(float, known["energies"])), float(known["peak"]))
        return Segment(path, int(known["frames"]), sound)
    except (OSError, ValueError, TypeError, LookupError):  # whatever a damaged note brings about
        return None
