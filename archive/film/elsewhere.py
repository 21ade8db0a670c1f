# SPDX-License-Identifier: GPL-3.0-or-later
"""The sound of a passage taken from another recording of the same interview: the recorder's instead of the camera's.

Consent is asked for both recordings, and the seals of both silence it.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from archive.access import Access
from archive.catalogue import placements, recordings
from archive.film.cutlist import refused
from archive.library import Library, Session
from archive.model.film import CutClip, Refusal
from archive.model.footage import Recording
from archive.takes import rush
from media.errors import Refused
from media.language import gettext as _
from media.probe import MediaInfo
from media.span import Span
from media.take import Take

EACH_MS = Fraction(1000)
HEARD_ONLY = frozenset({"face"})
"""Of the people in the other recording only the sound leaves, as with a voice over the film."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The stretch of another recording that is heard during a passage, and what of that recording is sealed."""

    recording: Recording
    span: Span
    seals: tuple[Span, ...]

    def refused(self, access: Access, beside: CutClip, use: str, film: str | None) -> list[Refusal]:
        """Everybody who stands in the way of that sound."""
        return refused(
            access, replace(beside, recording=self.recording, asked=self.span, span=self.span), use, film, HEARD_ONLY
        )

    def take(self, library: Library, info: MediaInfo) -> Take:
        """The sound as the cutter takes it, to the millisecond."""
        frames = range(self.span.start, self.span.end)
        return Take(rush(library, self.recording), info, frames, self.seals, EACH_MS)


def elsewhere(session: Session, access: Access, cut: CutClip, other: str) -> Elsewhere:
    """What the recording `other` (its id) heard while the pictures of `cut` were taken.

    Raises NotFound, or Refused when nobody knows how the two lie to each other, or it did not run all that time.
    """
    found = recordings.get(session, other)
    placed = placements.of(session, cut.recording.id), placements.of(session, found.id)
    if not found.has_sound:
        raise Refused(_("{name} n’a pas de son.").format(name=found.original_name))
    if found.interview is None or found.interview != cut.recording.interview or placed[0] is None or placed[1] is None:
        raise Refused(
            _("On ne sait pas comment {name} se place par rapport à {other}.").format(
                name=found.original_name, other=cut.recording.original_name
            ),
            _("Les placer d’abord : « baro interview align CODE », ou « baro interview offset »."),
        )
    # clocks drift: exact in the middle of the passage
    middle = (cut.span.start + cut.span.end) // 2
    start = placed[1].moment_at(placed[0].on_timeline(middle)) - (middle - cut.span.start)
    if start < 0 or start + cut.span.duration > found.duration:
        raise Refused(
            _("{name} ne tournait pas pendant tout ce passage.").format(name=found.original_name),
            _("Raccourcir le passage, ou garder le son de la caméra."),
        )
    return Elsewhere(found, Span(start, start + cut.span.duration), access.hidden(found.id))
