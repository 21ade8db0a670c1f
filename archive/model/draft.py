# SPDX-License-Identifier: GPL-3.0-or-later
"""Work on a track that is not a version yet."""

from dataclasses import dataclass
from datetime import datetime

from archive.model.footage import TrackId
from subtitles.cue import Cue


@dataclass(frozen=True, slots=True)
class Draft:
    """What one person changed at one desk (a browser) in version `base` of a track.

    `changed` are the cues that differ or are new, `removed` the ids of those that are gone, `order` the ids of all
    cues in their order where that is not the order of the base with new cues at its end. `serial` counts the person's
    edits: of two drafts of a desk the one with the higher serial is the later one.
    """

    track: TrackId
    person: str
    desk: str
    base: int
    serial: int
    changed: tuple[Cue, ...] = ()
    removed: tuple[int, ...] = ()
    order: tuple[int, ...] = ()
    saved_at: datetime | None = None

    @property
    def empty(self) -> bool:
        """True when it says nothing that its base does not say."""
        return not (self.changed or self.removed or self.order)
