# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a recording lies on the timeline that all recordings of an interview share."""

from dataclasses import dataclass, replace
from enum import StrEnum

from archive.model.footage import RecordingId

MILLION = 1_000_000


class How(StrEnum):
    """How the place of a recording is known. The reference is what the others are placed against."""

    REFERENCE = "reference"
    SOUND = "sound"
    TIMECODE = "timecode"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Placement:
    """The moment `middle` of the recording lies at `middle + offset` of the timeline (ms).

    `drift`: how many millionths its second is longer than the timeline's. `confidence`: percent, None where nothing
    measured it. `timecode_off`: by how many ms its timecode would place it later; None where timecodes say nothing.
    """

    recording: RecordingId
    offset: int
    how: How
    drift: int = 0
    middle: int = 0
    confidence: int | None = None
    timecode_off: int | None = None

    def on_timeline(self, moment: int) -> int:
        """Where a moment of the recording lies on the timeline.

        >>> Placement(RecordingId("a"), 2000, How.SOUND, drift=100, middle=0).on_timeline(600_000)
        602060
        """
        return moment + self.offset + _part(moment - self.middle, self.drift)

    def moment_at(self, place: int) -> int:
        """The moment of the recording at a place of the timeline; may lie outside the recording.

        >>> Placement(RecordingId("a"), 2000, How.SOUND, drift=100, middle=0).moment_at(602_060)
        600000
        """
        after = place - self.offset - self.middle
        return self.middle + _rounded(after * MILLION, MILLION + self.drift)

    def moved(self, by: int) -> "Placement":
        """The same by so many milliseconds later."""
        return replace(self, offset=self.offset + by)


def _part(of: int, millionths: int) -> int:
    return _rounded(of * millionths, MILLION)


def _rounded(number: int, by: int) -> int:
    return (2 * number + by) // (2 * by)
