# SPDX-License-Identifier: GPL-3.0-or-later
"""What made a render, for the catalogue and never for the file: programs, shape, and of each part its source and consents."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version as installed
from itertools import accumulate

from archive.film.allowed import Allowed
from archive.film.cutlist import counted
from archive.film.segments import Piece
from archive.film.words import NOTHING_SAID, Words
from archive.model.film import CutCard, CutClip
from media.ffmpeg import Ffmpeg
from media.segment import FilmFormat


def facts_of(
    ffmpeg: Ffmpeg, shape: FilmFormat, allowed: Allowed, pieces: Sequence[Piece], counts: Sequence[int]
) -> dict[str, object]:
    """The facts of a render whose parts have so many pictures each."""
    starts = [0, *accumulate(counts)]
    return {
        "baro": installed("baro"),
        "ffmpeg": ffmpeg.version,
        "format": {
            "width": shape.width,
            "height": shape.height,
            "rate": str(shape.rate),
            "lufs": shape.lufs,
            "pictures": shape.pictures,
        },
        "audience": str(allowed.cut.film.audience),
        "parts": [
            {"place": piece.part.place, "first_frame": start, "frames": count, **_part(allowed, piece)}
            for piece, start, count in zip(pieces, starts, counts, strict=False)
        ],
        "voices": [
            {"place": voice.cut.place, "first_frame": starts[voice.part]}
            | _footage(allowed, voice.cut)
            | _track(allowed.words.get(voice.cut.item, NOTHING_SAID))
            for voice in allowed.cut.voices
        ],
    }


def _part(allowed: Allowed, piece: Piece) -> Mapping[str, object]:
    part = piece.part
    if isinstance(part, CutCard):
        return {"card": part.text} | ({"picture": part.picture} if part.picture else {})
    lower = allowed.lowers.get(part.item, ())
    return _footage(allowed, part) | _track(piece.words) | ({"lower": list(lower)} if lower else {})


def _track(words: Words) -> dict[str, object]:
    return {"track": words.track, "track_version": words.version}


def _footage(allowed: Allowed, cut: CutClip) -> dict[str, object]:
    return {
        "recording": cut.recording.id,
        "name": cut.recording.original_name,
        "sha256": cut.recording.sha256,
        "start_ms": cut.asked.start,
        "end_ms": cut.asked.end,
        "masked": sorted(counted(allowed.cut, cut)),
        "consents": list(allowed.consents[cut.item]),
    }
