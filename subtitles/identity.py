# SPDX-License-Identifier: GPL-3.0-or-later
"""Cue ids that stay the same from one version of a track to the next."""

from dataclasses import replace

from subtitles.cue import Cue, Track


def with_ids_of(earlier: Track, track: Track, used: int = 0) -> Track:
    """`track` with the ids of the cues of `earlier` that it continues: same time and text, else same time, else same text.

    Every other cue gets a new id that `earlier` never used, above `used`.
    """
    ids: dict[int, int] = {}
    free = list(earlier.cues)
    for likeness in (lambda cue: (cue.span, cue.text), lambda cue: cue.span, lambda cue: cue.text):
        waiting: dict[object, list[Cue]] = {}
        for cue in reversed(free):
            waiting.setdefault(likeness(cue), []).append(cue)
        taken = set()
        for place, cue in enumerate(track.cues):
            if place not in ids and waiting.get(likeness(cue)):
                ids[place] = waiting[likeness(cue)].pop().id
                taken.add(ids[place])
        free = [cue for cue in free if cue.id not in taken]
    following = max([used, *(cue.id for cue in earlier.cues)])
    cues = []
    for place, cue in enumerate(track.cues):
        if place not in ids:
            following += 1
        cues.append(replace(cue, id=ids.get(place, following)))
    return replace(track, cues=tuple(cues))
