# SPDX-License-Identifier: GPL-3.0-or-later
"""The cues of a stored track moved onto the shot changes and the speech of its recording, as a new version."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from archive.access import Access
from archive.catalogue import recordings
from archive.correct import Correction, correct, opened
from archive.landmarks import Landmarks, landmarks
from archive.library import Library
from archive.model.footage import Recording
from media.errors import Refused, WrongUse
from media.language import gettext as _
from subtitles.clock import snap
from subtitles.cue import Track


@dataclass(frozen=True, slots=True)
class Snapped:
    """What became of the track; `moved` are the ids of the cues whose times are others now, `points` the landmarks asked."""

    correction: Correction
    moved: tuple[int, ...]
    points: int


def snap_track(
    library: Library, track_id: str, reach: int, *, shots: bool = True, speech: bool = True, message: str = ""
) -> Snapped:
    """Move the starts and ends of cues that lie within `reach` ms of a shot change, or of where speech begins or ends.

    A shot change wins over speech within its reach. Only what may be corrected moves; nothing to move makes no version.
    Raises NotFound, WrongUse for a negative reach, Refused while the recording was not looked at, and as `correct`.
    """
    if reach < 0:
        raise WrongUse(_("Une portée est un nombre de millisecondes, zéro ou plus."), _("Par exemple --reach 200"))
    bench = opened(library, track_id)
    with library.reading() as session:
        recording = recordings.get(session, bench.stored.recording)
        found = landmarks(library, session, Access.load(session), recording)
    points = _points(recording, found, reach, shots, speech)
    cues = snap(Track(bench.cues), points, reach).cues
    moved = tuple(new.id for new, old in zip(cues, bench.cues, strict=True) if new.span != old.span)
    said = message or _("calée sur les plans et la parole")
    return Snapped(correct(library, track_id, bench.stored.version.number, cues, message=said), moved, len(points))


def _points(recording: Recording, found: Landmarks, reach: int, shots: bool, speech: bool) -> list[int]:
    cuts = _looked_at(recording, found.shots) if shots else ()
    edges = _looked_at(recording, found.speech) if speech else ()
    return sorted({*cuts, *_far_from(cuts, edges, reach)})


def _far_from(cuts: Iterable[int], edges: Iterable[int], reach: int) -> list[int]:
    """The edges that lie farther than `reach` from every cut."""
    ordered = sorted(cuts)
    kept = []
    for edge in edges:
        place = bisect_left(ordered, edge)
        if all(abs(cut - edge) > reach for cut in ordered[max(0, place - 1) : place + 1]):
            kept.append(edge)
    return kept


def _looked_at(recording: Recording, found: tuple[int, ...] | None) -> tuple[int, ...]:
    if found is None:
        raise Refused(
            _("Les plans et les silences de {name} ne sont pas encore relevés.").format(name=recording.original_name),
            _("« baro recording derive », puis « baro worker --once » les relèvent."),
        )
    return found
