# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody means by a name, a code or an id: a recording, an interview, a participant, a film or a track."""

from archive.catalogue import consents, films, interviews, participants, recordings, tracks
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


def everything_about(session: Session, words: str) -> frozenset[str]:
    """The ids under which the journal writes of what these words name, or of the id that they are: with somebody their
    consents, with an interview its recordings and consents, with a recording its tracks."""
    subject = subject_of(session, words) or words
    rushes = [subject, *(one.id for one in recordings.listed(session, interview=subject))]
    said = [track.id for rush in rushes for track in tracks.of_recording(session, rush)]
    given = consents.listed(session, superseded=True)
    return frozenset({*rushes, *said, *(one.id for one in given if subject in (one.participant, one.interview))})
