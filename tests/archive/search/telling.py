# SPDX-License-Identifier: GPL-3.0-or-later
"""Builders for tests of the search: somebody tells something, and it is in the catalogue."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from archive.catalogue import interviews, tracks
from archive.library import Library
from archive.model.footage import Recording
from archive.search import Request, Results, search
from media.span import Span
from subtitles.cue import Cue, Track
from tests.people import a_consent, a_recording, a_witness, an_interview

STEP, LENGTH = 2000, 1800


def cues_of(text: str, speaker: str | None = None) -> tuple[Cue, ...]:
    """One cue for each piece between `//`: two seconds apart, 1.8 seconds long."""
    pieces = enumerate(text.split("//"))
    return tuple(
        Cue(number + 1, Span(number * STEP, number * STEP + LENGTH), piece.strip(), speaker) for number, piece in pieces
    )


def retell(session: Session, recording: Recording, text: str, language: str = "fr") -> None:
    """A new version of what is said in a recording."""
    tracks.store(session, recording.id, Track(cues_of(text), language), author="Ina")


def tell(session: Session, code: str, text: str, *, region: str = "Gao", language: str = "fr") -> Recording:
    """An interview of one consenting woman, with one recording in which `text` is said."""
    interview = an_interview(session, code)
    if region != interview.region:
        interviews.update(session, replace(interview, region=region))
    recording = a_recording(session, interview, f"{code}.MP4")
    a_consent(session, a_witness(session, interview, f"{code}-F"), interview)
    retell(session, recording, text, language)
    return recording


def told(library: Library, *texts: str) -> list[Recording]:
    """One interview for each text, coded T-1, T-2, ..."""
    with library.writing() as session:
        return [tell(session, f"T-{number}", text) for number, text in enumerate(texts, 1)]


def ask(library: Library, query: str, **more: object) -> Results:
    """What the index answers."""
    return search(library, Request(query, **more))  # type: ignore[arg-type]


def written_in(folder: Path, word: str) -> list[Path]:
    """The files under `folder` that hold `word`, in any case."""
    wanted = word.lower()
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and wanted in path.read_bytes().decode("utf-8", "ignore").lower()
    ]
