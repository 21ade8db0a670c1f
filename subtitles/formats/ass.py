# SPDX-License-Identifier: GPL-3.0-or-later
"""Advanced SubStation Alpha for editing software. Written only."""

from media.language import gettext as _
from subtitles.burn import ass_for
from subtitles.cue import Track
from subtitles.diagnostic import INFO, Diagnostic
from subtitles.formats.base import Composed

NAME = "ass"


def write(track: Track, strict: bool = False) -> Composed:
    """ASS text of `track` for a 1920 x 1080 picture; its times are hundredths of a second, which is stated."""
    found = []
    if any(cue.span.start % 10 or cue.span.end % 10 for cue in track.cues):
        action = _("Le format ASS compte en centièmes de seconde : les temps sont arrondis au centième inférieur.")
        found.append(Diagnostic(0, "times-rounded", INFO, action))
    return Composed(ass_for(track.cues, 1920, 1080, "Noto Sans"), found)
