# SPDX-License-Identifier: GPL-3.0-or-later
"""What a voice over the film says, as subtitles at its place in the film: in italics, and never over a witness's words.

Whoever is in the picture comes first: where a witness's subtitle stands, the voice's takes the time that is left
beside it, and goes where too little is left to be read. The voice itself is heard all the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate, chain

from archive.film.words import Words
from archive.model.film import CutVoice, ItemId
from media.span import Span, outside
from media.timecode import ms_of_frame
from subtitles.cue import Cue
from subtitles.retime import onto

READABLE = 1000
"""Milliseconds: what a witness's words leave of a cue is dropped when it is shorter, unless the cue itself is."""


@dataclass(frozen=True, slots=True)
class Narration:
    """The cues of a film's voices in the film's time: those that are shown, and those for which no time was left."""

    shown: tuple[Cue, ...] = ()
    unread: tuple[Cue, ...] = ()

    def within(self, piece: Span) -> tuple[Cue, ...]:
        """What is shown during a part of the film, in the time of that part."""
        inside = ((cue, cue.span & piece) for cue in self.shown)
        return tuple(replace(cue, span=span.shifted(-piece.start)) for cue, span in inside if span is not None)


def narrated(voices: Iterable[tuple[Sequence[Cue], Span, int]], own: Iterable[Cue], end: int) -> Narration:
    """The cues of each voice (its cues, the span it takes of its recording, when it begins in the film) beside the film's
    `own` cues, none of them past `end`, in milliseconds of the film."""
    taken = [cue.span for cue in own]
    shown: list[Cue] = []
    unread: list[Cue] = []
    for cues, source, at in voices:
        for cue in onto(cues, source, at, max(0, end - at)):
            free = max(outside(cue.span, taken), key=lambda part: part.duration, default=Span(0, 0))
            if free.duration >= min(READABLE, cue.span.duration):
                shown.append(replace(cue, span=free, text=_in_italics(cue.text)))
                taken.append(free)
            else:
                unread.append(cue)
    return Narration(tuple(shown), tuple(unread))


def spoken_over(
    voices: Sequence[CutVoice], words: dict[ItemId, Words], own: Iterable[Cue], counts: Sequence[int], rate: Fraction
) -> Narration:
    """The same from the cut list's voices: each begins with its part; `counts`: the frames of all parts, `rate` a second."""
    starts = [ms_of_frame(frames, rate) for frames in accumulate(chain([0], counts))]
    said = ((words[one.cut.item].cues, one.cut.span, starts[one.part]) for one in voices if one.cut.item in words)
    return narrated(said, own, starts[-1])


def _in_italics(text: str) -> str:
    """French subtitles set in italics whoever is not in the picture."""
    return f"<i>{text.replace('<i>', '').replace('</i>', '')}</i>"
