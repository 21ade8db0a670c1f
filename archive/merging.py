# SPDX-License-Identifier: GPL-3.0-or-later
"""A track that somebody corrected elsewhere comes back as a file, and is put together with what was done here."""

from dataclasses import dataclass, replace
from pathlib import Path

from archive.catalogue import tracks
from archive.correct import Correction, correct, opened
from archive.library import Library
from archive.tracks import read_file
from media.errors import Refused
from media.language import gettext as _
from subtitles.reading import Reading
from subtitles.rejoin import rejoined
from subtitles.threeway import settled


@dataclass(frozen=True, slots=True)
class Returned:
    """How the file was read, and what became of it. `decided` is the number of conflicts that one side won."""

    reading: Reading
    correction: Correction
    decided: int = 0


def merge_file(
    library: Library,
    track_id: str,
    path: Path,
    base: int,
    *,
    encoding: str | None = None,
    message: str = "",
    keep: str | None = None,
) -> Returned:
    """Merge a file that was made out of version `base` of a track into its newest version.

    `keep`: who wins where both changed the same thing, `file` or `archive`; None: then nothing is stored and the conflicts
    are told. Raises as `read_file` and `correct`, and Refused when nothing in the file can be read.
    """
    opened(library, track_id, base)
    reading = read_file(path, encoding)
    if not reading.track.cues:
        raise Refused(
            _("Aucun sous-titre n’a pu être lu dans {name}.").format(name=path.name),
            _("« baro subtitles check {path} » dit pourquoi, ligne par ligne.").format(path=path),
        )
    with library.reading() as session:
        start = tracks.at_version(session, track_id, base)
    mine = rejoined(start.track, reading.track, reading.format)
    done = correct(library, track_id, base, mine.cues, message=message)
    if not done.conflicts or keep is None:
        return Returned(reading, done)
    cues = settled(done.cues, done.conflicts, theirs=keep == "archive")
    after = correct(library, track_id, done.version.number, cues, message=message)
    return Returned(reading, replace(after, merged=True), len(done.conflicts))
