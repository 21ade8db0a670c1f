# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands between cues, put back where it stood when the cues have changed."""

from collections.abc import Iterable, Sequence

from subtitles.cue import Cue, Track


def with_blocks_of(earlier: Track, track: Track) -> Track:
    """`track` with the blocks (NOTE, STYLE...) of `earlier`, each behind the cue that it stood behind, else behind the
    nearest one before that is still there."""
    places = {cue.id: number for number, cue in enumerate(track.cues, 1)}
    after, reached = [0], 0
    for cue in earlier.cues:
        reached = places.get(cue.id, reached)
        after.append(reached)
    blocks = sorted(((after[min(before, len(earlier.cues))], text) for before, text in earlier.blocks), key=_place)
    return Track(track.cues, track.language, track.kind, tuple(blocks))


def with_cues_of(earlier: Track, cues: Sequence[Cue], wanted: Iterable[int]) -> tuple[Cue, ...]:
    """`cues` and the `wanted` ones (ids) of `earlier` that are missing, each behind the cue that it stood behind."""
    here, missing = {cue.id for cue in cues}, frozenset(wanted)
    behind: dict[int | None, list[Cue]] = {}
    last: int | None = None
    for cue in earlier.cues:
        if cue.id in here:
            last = cue.id
        elif cue.id in missing:
            behind.setdefault(last, []).append(cue)
    joined = behind.get(None, [])
    for cue in cues:
        joined += [cue, *behind.get(cue.id, ())]
    return tuple(joined)


def _place(block: tuple[int, str]) -> int:
    return block[0]
