# SPDX-License-Identifier: GPL-3.0-or-later
"""May this be played? Asked again on every page and every byte range; the answer is never kept."""

from archive import derive
from archive.access import Access
from archive.consent import Decision
from archive.library import Library, Session
from archive.model.footage import Recording
from media.span import Span, outside

POSTER, PEAKS, PROXY = derive.POSTER.file, derive.PEAKS.file, derive.PROXY.file
SMALL, SHEET = derive.SMALL.file, derive.SHEET.file
SHOWN = (POSTER, PEAKS, PROXY, SMALL, SHEET)


def playback(access: Access, recording: Recording) -> Decision:
    """The decision over all of a recording apart from its sealed spans, which are black and silent in the working copy."""
    opened, closed = _parts(access, recording)
    return access.decide("playback", recording.id, (*closed, *opened, recording.whole)[0])


def closed_parts(access: Access, recording: Recording) -> tuple[Span, ...]:
    """The spans that somebody keeps from being watched and that no seal hides yet, when something else is open."""
    opened, closed = _parts(access, recording)
    return closed if opened else ()


def refusals(access: Access, recording: Recording) -> dict[str, Decision]:
    """Who keeps a recording from being watched, and why, by code ("" for nobody known); empty when it may be."""
    if playback(access, recording).allowed:
        return {}
    found: dict[str, Decision] = {}
    for part in _parts(access, recording)[1] or (recording.whole,):
        for code, decision in access.reasons("playback", recording.id, part):
            found.setdefault(code, decision)
    return found


def current(library: Library, session: Session, recording: Recording, file: str) -> bool:
    """True when a derived file stands there and hides exactly what is sealed today."""
    made_for_it = {step.file for step in derive.steps(recording)}
    return file in made_for_it and file not in {step.file for step in derive.missing(library, session, recording)}


def stills(recording: Recording) -> dict[str, object]:
    """How the sheet of stills is laid out, for a script; empty without pictures."""
    sheet = derive.sheet(recording)
    if sheet is None or recording.picture is None:
        return {}
    rate = recording.picture.rate
    return {
        "every": sheet.every,
        "rate": [rate.numerator, rate.denominator],
        "count": sheet.count,
        "columns": sheet.columns,
        "width": sheet.width,
        "height": sheet.height,
    }


def _parts(access: Access, recording: Recording) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The spans that may be watched, and those that may not and are not sealed."""
    opened, seals = access.allowed_spans("playback", recording.id, recording.whole), access.hidden(recording.id)
    return opened, tuple(part for refused in outside(recording.whole, opened) for part in outside(refused, seals))
