# SPDX-License-Identifier: GPL-3.0-or-later
"""Builders for tests about films: footage taken in, everybody's consent, French words on it, a paper edit."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from archive.catalogue import films, interviews, jobs, recordings, tracks
from archive.ingest import ingest
from archive.library import Library
from archive.model.film import Audience, Film
from archive.model.footage import Interview, Recording
from archive.model.people import Consent
from media.segment import FilmFormat
from media.span import Span
from subtitles.cue import Cue, Track
from tests.people import a_consent, a_witness, an_interview

SMALL = FilmFormat(width=160, height=90, rate=Fraction(25))


def taken_in(library: Library, folder: Path) -> dict[str, Recording]:
    """The footage of a folder as recordings, by original name; their working copies are not asked for."""
    ingest(library, [folder])
    with library.writing() as session:
        for job in jobs.listed(session, active_only=True):
            jobs.cancel(session, job.id)
        return {recording.original_name: recording for recording in recordings.listed(session)}


def agreed(library: Library, recording: Recording, code: str, **consent: object) -> tuple[Interview, Consent]:
    """An interview for a recording with one witness whose consent allows everything, unless `consent` says otherwise."""
    with library.writing() as session:
        interview = an_interview(session, code)
        recordings.assign(session, recording.id, interview.id)
        given = a_consent(session, a_witness(session, interview, f"{code}-F-1"), interview, **consent)
        return interviews.get(session, interview.id), given


def said(library: Library, recording: Recording, *cues: tuple[int, int, str]) -> None:
    """French subtitles: start and end in milliseconds, and the words."""
    track = Track(tuple(Cue(n, Span(start, end), text) for n, (start, end, text) in enumerate(cues, start=1)))
    with library.writing() as session:
        tracks.store(session, recording.id, track, author="Ina", message="")


def a_film(
    library: Library,
    clips: Sequence[tuple[Recording, int, int]] = (),
    *,
    name: str = "confiance",
    audience: Audience = Audience.SCREENING,
) -> Film:
    """A film of clips: recording, in and out in milliseconds."""
    with library.writing() as session:
        film = films.new(session, name, audience)
        for recording, start, end in clips:
            films.add_clip(session, film.id, recording.id, Span(start, end))
        return film
