# SPDX-License-Identifier: GPL-3.0-or-later
"""Our tracks as pysrt's values and back, for scripts that speak pysrt; pysrt also writes our SRT."""

import pysrt

from media.span import Span
from subtitles.cue import Cue, Track, Wording
from subtitles.formats.markup import coordinates, from_srt, safe_for_srt


def to_pysrt(track: Track) -> pysrt.SubRipFile:
    """A `SubRipFile` with one item per cue, numbered from 1; speakers and WebVTT details have no place in it."""
    items = [
        pysrt.SubRipItem(number, cue.span.start, cue.span.end, cue.text, coordinates(cue.settings))
        for number, cue in enumerate(track.cues, 1)
    ]
    return pysrt.SubRipFile(items, eol="\n")


def from_pysrt(file: pysrt.SubRipFile, language: str = "fr") -> Track:
    """A track with one cue per item, in the order of `file`; an item that ends before it starts is turned round."""
    return Track(tuple(_cue(number, item) for number, item in enumerate(file, 1)), language)


def _cue(number: int, item: pysrt.SubRipItem) -> Cue:
    start, end = sorted((max(0, item.start.ordinal), max(0, item.end.ordinal)))
    text, align = from_srt(item.text)
    wording = Wording("srt", item.text) if align + safe_for_srt(text) != item.text else None
    settings = " ".join(part for part in (item.position, align) if part)
    return Cue(number, Span(start, end), text, settings=settings, wording=wording)
