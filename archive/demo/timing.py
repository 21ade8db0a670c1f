# SPDX-License-Identifier: GPL-3.0-or-later
"""From lines to a voice track and its cues: the speech is made first, the times follow from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from archive.demo.scenario import Line, Story
from archive.demo.speech import SAMPLE_RATE, Samples, Voice, say
from media.span import Span
from subtitles.cue import Cue

LEAD = 1_000
GAP = 80
TURN = 400
SHORTEST = 1_000
CHARACTERS_A_SECOND = 15
LONGEST = 6_000


@dataclass(frozen=True, slots=True)
class Spoken:
    """A voice track (`samples`, mono, `SAMPLE_RATE`) and the cues that lie on it; `duration` in milliseconds."""

    samples: Samples
    cues: tuple[Cue, ...]
    duration: int


def speak(story: Story) -> Spoken:
    """Let the participants of `story` say their lines one after the other."""
    voices = {witness.code: Voice(witness.voice, witness.rate, witness.pitch) for witness in story.witnesses}
    pieces, cues, at, before = [], [], LEAD, ""
    for number, line in enumerate(story.lines, 1):
        at += TURN if before and line.speaker != before else 0
        samples = say(line.text.replace("\n", " "), voices[line.speaker])
        span = Span(at, at + _shown(line, samples))
        pieces.append((at, samples))
        cues.append(Cue(number, span, line.text, line.speaker or None))
        at, before = span.end + GAP, line.speaker
    duration = at + LEAD
    return Spoken(_laid_out(pieces, duration), tuple(cues), duration)


def turns(cues: Sequence[Cue], duration: int) -> tuple[tuple[str, Span], ...]:
    """Who has the word when, without a gap from 0 to `duration`: the camera turns halfway between two speakers."""
    starts = [(cues[0].speaker or "", 0)]
    for before, cue in pairwise(cues):
        if cue.speaker != before.speaker:
            starts.append((cue.speaker or "", (before.span.end + cue.span.start) // 2))
    ends = [start for _speaker, start in starts[1:]] + [duration]
    return tuple((speaker, Span(start, end)) for (speaker, start), end in zip(starts, ends, strict=True))


def spread(lines: tuple[Line, ...], over: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """A few lines in another language, each under as many of the cues `over` as fall to it."""
    result = []
    for index, line in enumerate(lines):
        first, after = index * len(over) // len(lines), (index + 1) * len(over) // len(lines)
        span = Span(over[first].span.start, min(over[after - 1].span.end, over[first].span.start + LONGEST))
        result.append(Cue(index + 1, span, line.text, line.speaker or None))
    return tuple(result)


def _shown(line: Line, samples: Samples) -> int:
    """How long a cue stays, in milliseconds: as long as it is spoken, and long enough to be read."""
    spoken = len(samples) * 1000 // SAMPLE_RATE + 80
    return max(spoken, -(-len(line.text) * 1000 // CHARACTERS_A_SECOND), SHORTEST)


def _laid_out(pieces: list[tuple[int, Samples]], duration: int) -> Samples:
    track = np.zeros(duration * SAMPLE_RATE // 1000, dtype=np.int16)
    for at, samples in pieces:
        start = at * SAMPLE_RATE // 1000
        track[start : start + len(samples)] = samples
    return track
