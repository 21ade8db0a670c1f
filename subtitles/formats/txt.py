# SPDX-License-Identifier: GPL-3.0-or-later
"""A transcript to read: one paragraph per cue with its time, the speaker where it changes, no markup. Written only."""

from media.language import gettext as _
from media.timecode import short_text_of_ms
from subtitles.cue import Track
from subtitles.formats.base import Composed

NAME = "txt"


def write(track: Track, strict: bool = False) -> Composed:
    """Plain text of `track`."""
    paragraphs = []
    speaker = None
    for cue in track.cues:
        said = " ".join(cue.plain.split("\n"))
        if cue.speaker and cue.speaker != speaker:
            said = _("{speaker} : {text}").format(speaker=cue.speaker, text=said)
        speaker = cue.speaker
        paragraphs.append(f"[{short_text_of_ms(cue.span.start)}] {said}\n")
    return Composed("\n".join(paragraphs), [])
