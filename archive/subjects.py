# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody means by a name, a code or an id: a recording, an interview, a participant, a film or a track."""

from archive.catalogue import films, interviews, participants, recordings, tracks
from archive.library import Session
from media.errors import BaroError


def subject_of(session: Session, words: str) -> str:
    """The id of what these words name; empty when the archive gave them to nothing, or to more than one thing."""
    for find in (recordings.find, interviews.by_code, participants.by_code, films.by_name, tracks.get):
        try:
            return str(find(session, words).id)
        except BaroError:
            continue
    return ""
