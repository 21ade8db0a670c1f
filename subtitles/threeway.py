# SPDX-License-Identifier: GPL-3.0-or-later
"""The work of two people on one track put together, by cue id. Where both changed the same thing, it is said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from subtitles.cue import Cue, Track

_PARTS: dict[str, tuple[str, ...]] = {
    "timing": ("span",),
    "words": ("text", "wording"),
    "speaker": ("speaker",),
    "translator": ("translator",),
    "confidence": ("confidence",),
    "doubts": ("doubts",),
    "settings": ("name", "settings"),
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """What both changed differently: `layer` is `timing`, `words`, `speaker`, `translator`, `confidence`,
    `doubts`, `settings`, or `removed` by one of them.

    The merged track holds `mine`; the cue that one removed and the other changed stays as changed.
    """

    cue: int
    layer: str
    base: Cue
    mine: Cue | None
    theirs: Cue | None


class Merged(NamedTuple):
    """The track with both people's work, and each conflict in the order of the ids."""

    track: Track
    conflicts: tuple[Conflict, ...]


def merge(base: Track, mine: Track, theirs: Track) -> Merged:
    """`base` with what `mine` and `theirs` changed in it. Nothing of either is lost without a conflict that shows it.

    A cue that `theirs` added under an id that `mine` used for another gets a new id.
    """
    theirs = _renumbered(base, mine, theirs)
    olds, ours, others = ({cue.id: cue for cue in track.cues} for track in (base, mine, theirs))
    merged: dict[int, Cue] = {}
    conflicts: list[Conflict] = []
    for cue in sorted({*olds, *ours, *others}):
        found, clashes = _one(olds.get(cue), ours.get(cue), others.get(cue))
        if found is not None:
            merged[cue] = found
        conflicts += clashes
    cues = tuple(merged[cue] for cue in _order(base, mine, theirs, merged))
    blocks = theirs.blocks if mine.blocks == base.blocks else mine.blocks
    language = theirs.language if mine.language == base.language else mine.language
    kind = theirs.kind if mine.kind == base.kind else mine.kind
    blocks = tuple((min(before, len(cues)), block) for before, block in blocks)
    return Merged(Track(cues, language, kind, blocks), tuple(conflicts))


def settled(cues: Sequence[Cue], conflicts: Iterable[Conflict], *, theirs: bool) -> tuple[Cue, ...]:
    """The merged `cues` with every conflict decided for one side: for `theirs`, else for mine."""
    found = {cue.id: cue for cue in cues}
    for one in conflicts:
        wanted = one.theirs if theirs else one.mine
        if wanted is None:
            found.pop(one.cue, None)
        elif one.layer == "removed" or one.cue not in found:
            found[one.cue] = wanted
        else:
            found[one.cue] = replace(found[one.cue], **{part: getattr(wanted, part) for part in _PARTS[one.layer]})
    return tuple(found[cue.id] for cue in cues if cue.id in found)


def _one(base: Cue | None, mine: Cue | None, theirs: Cue | None) -> tuple[Cue | None, list[Conflict]]:
    """One cue of the merged track (None: gone), and its conflicts."""
    if base is None:
        return mine or theirs, []
    if mine is None or theirs is None:
        left = mine or theirs
        if left is None or left == base:
            return None, []
        return left, [Conflict(base.id, "removed", base, mine, theirs)]
    merged, conflicts = mine, []
    for layer, fields in _PARTS.items():
        was, ours, others = ([getattr(cue, field) for field in fields] for cue in (base, mine, theirs))
        if others in (was, ours):
            continue
        if ours == was:
            merged = replace(merged, **dict(zip(fields, others, strict=True)))
        else:
            conflicts.append(Conflict(base.id, layer, base, mine, theirs))
    return merged, conflicts


def _renumbered(base: Track, mine: Track, theirs: Track) -> Track:
    """`theirs` without the ids that `mine` gave to other new cues."""
    known = {cue.id for cue in base.cues}
    added = {cue.id: cue for cue in mine.cues if cue.id not in known}
    following = max((cue.id for track in (base, mine, theirs) for cue in track.cues), default=0)
    cues = []
    for cue in theirs.cues:
        if cue.id in added and added[cue.id] != cue:
            following += 1
            cue = replace(cue, id=following)
        cues.append(cue)
    return replace(theirs, cues=tuple(cues))


def _order(base: Track, mine: Track, theirs: Track, merged: dict[int, Cue]) -> list[int]:
    """The ids of the merged cues: in the order of whoever moved cues (mine first), the other's added ones between."""
    leading, adding = (mine, theirs) if _moved(base, mine) else (theirs, mine)
    led = [cue.id for cue in leading.cues if cue.id in merged]
    common, old = set(led), {cue.id for cue in base.cues}
    behind: dict[int | None, list[int]] = {}
    last: int | None = None
    for cue in adding.cues:
        if cue.id in common:
            last = cue.id
        elif cue.id in merged:
            behind.setdefault(last, []).append(cue.id)
    order, waiting = list[int](), behind.get(None, [])
    for place in led:
        early = 0
        while early < len(waiting) and (place in old or merged[waiting[early]].span.start < merged[place].span.start):
            early += 1
        order += [*waiting[:early], place]
        waiting = [*waiting[early:], *behind.get(place, [])]
    return order + waiting


def _moved(base: Track, track: Track) -> bool:
    """True when `track` has the cues it shares with `base` in another order."""
    shared = {cue.id for cue in base.cues} & {cue.id for cue in track.cues}
    before, after = ([cue.id for cue in one.cues if cue.id in shared] for one in (base, track))
    return before != after
