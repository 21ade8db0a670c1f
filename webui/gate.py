# SPDX-License-Identifier: GPL-3.0-or-later
"""May this be played? Asked again on every page and every byte range; the answer is never kept."""

from archive import derive
from archive.access import Access
from archive.consent import Decision
from archive.library import Library, Session
from archive.model.footage import Recording
from media.span import merged, outside

POSTER, PEAKS, PROXY = derive.POSTER.file, derive.PEAKS.file, derive.PROXY.file


def playback(access: Access, recording: Recording) -> Decision:
    """The decision over all of a recording apart from its sealed spans, which are black and silent in the working copy."""
    opened = access.allowed_spans("playback", recording.id, recording.whole)
    seals = merged(access.seals(recording.id))
    for refused in outside(recording.whole, opened):
        for unsealed in outside(refused, seals):
            return access.decide("playback", recording.id, unsealed)
    if not opened:
        return access.decide("playback", recording.id, recording.whole)
    return access.decide("playback", recording.id, opened[0])


def current(library: Library, session: Session, recording: Recording, file: str) -> bool:
    """True when a derived file stands there and hides exactly what is sealed today."""
    made_for_it = {step.file for step in derive.steps(recording)}
    return file in made_for_it and file not in {step.file for step in derive.missing(library, session, recording)}
