# SPDX-License-Identifier: GPL-3.0-or-later
"""A table for spreadsheets: one line per cue, comma-separated. Written only."""

import csv
import io

from media.timecode import text_of_ms
from subtitles.cue import Track
from subtitles.formats.base import Composed

NAME = "csv"
COLUMNS = ("id", "start", "end", "start_ms", "end_ms", "speaker", "text", "translator", "confidence", "doubts")


def write(track: Track, strict: bool = False) -> Composed:
    """CSV text of `track`; line breaks stay inside the quoted cell."""
    target = io.StringIO()
    table = csv.writer(target, lineterminator="\n")
    table.writerow(COLUMNS)
    for cue in track.cues:
        span = cue.span
        times = (text_of_ms(span.start), text_of_ms(span.end), span.start, span.end)
        sure = "" if cue.confidence is None else cue.confidence
        doubts = " ; ".join(doubt.word for doubt in cue.doubts)
        table.writerow((cue.id, *times, cue.speaker or "", cue.text, cue.translator or "", sure, doubts))
    return Composed(target.getvalue(), [])
