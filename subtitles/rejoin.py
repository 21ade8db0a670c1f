# SPDX-License-Identifier: GPL-3.0-or-later
"""A track that went out as a file and came back corrected: what the file could not say is not taken for a change."""

from dataclasses import replace
from itertools import pairwise

from subtitles.cue import Cue, Track
from subtitles.formats import FORMATS
from subtitles.formats.base import Unwritable
from subtitles.identity import with_ids_of
from subtitles.reading import read
from subtitles.writing import write

_SAID = ("text", "speaker", "name", "settings", "wording", "translator", "confidence", "doubts")


def rejoined(base: Track, file: Track, format: str) -> Track:  # noqa: A002
    """`file`, which was read from a file in `format`, as a change of `base`: its cues have the ids of those they continue.

    A cue that says what `base` says once it is written in that format says what `base` says: a speaker that SubRip
    cannot name stays. Language and kind are those of `base`.
    """
    through = _through(base, format)
    known = {cue.id: cue for cue in base.cues}
    sent = {cue.id: cue for cue in through.cues}
    named = _with_neighbours(through, with_ids_of(through, file))
    cues = tuple(_as_meant(cue, known[cue.id], sent[cue.id]) if cue.id in sent else cue for cue in named.cues)
    return replace(base, cues=cues)


def _through(base: Track, format: str) -> Track:  # noqa: A002
    """`base` as a reader of its file in `format` sees it, under its own ids; `base` bare when it cannot be written so."""
    try:
        if any(one.name == format and one.writes for one in FORMATS):
            return with_ids_of(base, read(write(base, format).data).track)
    except Unwritable:
        pass
    bare = (Cue(cue.id, cue.span, cue.text) for cue in base.cues)
    return replace(base, cues=tuple(bare))


def _as_meant(cue: Cue, base: Cue, sent: Cue) -> Cue:
    """`cue` with what `base` says wherever the file says what was sent."""
    same = {part: getattr(base, part) for part in _SAID if getattr(cue, part) == getattr(sent, part)}
    return replace(cue, span=base.span if cue.span == sent.span else cue.span, **same)


def _with_neighbours(base: Track, file: Track) -> Track:
    """`file` where cues with other times and texts, as many between two that are known as stood there, continue those."""
    places = {cue.id: place for place, cue in enumerate(base.cues)}
    cues = list(file.cues)
    gaps: list[list[int]] = [[]]
    edges = [-1]
    for place, cue in enumerate(cues):
        if cue.id in places:
            edges.append(places[cue.id])
            gaps.append([])
        else:
            gaps[-1].append(place)
    edges.append(len(base.cues))
    for (before, after), gap in zip(pairwise(edges), gaps, strict=True):
        missing = base.cues[before + 1 : after]
        if len(missing) == len(gap) and all(
            cue.span.overlaps(cues[at].span) for cue, at in zip(missing, gap, strict=True)
        ):
            for cue, at in zip(missing, gap, strict=True):
                cues[at] = replace(cues[at], id=cue.id)
    return replace(file, cues=tuple(cues))
