# SPDX-License-Identifier: GPL-3.0-or-later
"""What cues and cuts snap to: the shot changes and the pauses of speech that were found in a recording."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from archive.access import Access
from archive.derive import PEAKS, SHOTS, missing, steps
from archive.library import Library
from archive.model.footage import Recording
from media.span import Span, merged

USE = "playback"


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Of what may be played today, in milliseconds and in order: shot changes, pauses, and where speech begins or ends.

    None: not looked for yet, or before the seals of today. A pause that a closed passage cuts short ends there, but
    nobody began to speak: that edge is not in `speech`.
    """

    shots: tuple[int, ...] | None
    silences: tuple[Span, ...] | None
    speech: tuple[int, ...] | None


def landmarks(library: Library, session: Session, access: Access, recording: Recording) -> Landmarks:
    """What was found in a recording, without what may not be played; of a sound recorder's file no shots."""
    late = missing(library, session, recording)
    opened = access.allowed_spans(USE, recording.id, recording.whole)
    made = [step for step in steps(recording) if step not in late]
    shots: tuple[int, ...] | None = None if SHOTS in steps(recording) else ()
    pauses: tuple[Span, ...] | None = None
    if SHOTS in made:
        shots = _within(_stored(library, recording, SHOTS.file, "shots"), opened)
    if PEAKS in made:
        found = (Span(*one) for one in _stored(library, recording, PEAKS.file, "silences"))
        pauses = merged(part for span in found for one in opened if (part := span & one) is not None)
    edges = None if pauses is None else [edge for one in pauses for edge in (one.start, one.end)]
    return Landmarks(shots, pauses, None if edges is None else _within(edges, opened))


def loudness(library: Library, session: Session, recording: Recording) -> float | None:
    """How loud a recording is as a whole, in LUFS, what is sealed left out; None without a sound or while it is not known.

    Whoever shows it has asked whether the recording may be played.
    """
    if PEAKS in missing(library, session, recording):
        return None
    found = _told(library, recording, PEAKS.file).get("loudness")
    return found if isinstance(found, float) else None


def _within(moments: list[int], opened: tuple[Span, ...]) -> tuple[int, ...]:
    return tuple(ms for ms in moments if any(span.start < ms < span.end for span in opened))


def _stored(library: Library, recording: Recording, file: str, key: str) -> list[Any]:
    found = _told(library, recording, file).get(key)
    return found if isinstance(found, list) else []


def _told(library: Library, recording: Recording, file: str) -> dict[str, Any]:
    try:
        text = library.derived("recordings", recording.id, file).read_text(encoding="ascii")
    except FileNotFoundError:  # deleted since it was looked for
        return {}
    found: dict[str, Any] = json.loads(text)
    return found
