# SPDX-License-Identifier: GPL-3.0-or-later
"""An archive whose French track was typed in a hurry: ten findings, a track in Bambara beside it, real sound and picture."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, rmtree

import pytest
from flask import Flask

from archive.catalogue import interviews, recordings, tracks
from archive.ingest import ingest
from archive.library import Library, create, open_library
from archive.model.footage import Recording, StoredTrack
from archive.person import Person, Role
from archive.worker import run_worker
from media.span import Span
from subtitles.checks import check, load_profile
from subtitles.cue import Cue, Track
from tests.footage import footage
from tests.people import a_consent, a_witness, an_interview
from webui.app import create_app

TYPED = (
    "Nous étions soixante filles au départ, nous sommes vingt-deux.",
    "Le plus dur, ce n'est\npas la boue.",
    "Le plus dur, c’est de montrer\nque l’on est là...",
    "Un instructeur nous corrige comme les\nautres. C’est un respect.",
    "Un autre nous protège trop!\nOn se sent en verre.",
    "Au village, les  petites filles\ntouchent mes galons.",
    "Elles me disent: des choses\nqu’elles ne disent à personne.",
    "Je sais que des femmes ici\nont eu honte de leurs \"chefs\".",
    "Je n’ai pas encore eu honte.\nJ’espère ne jamais l'avoir.",
    "Il faut que l’armée ressemble\nà ses filles; elle le doit.",
)  # fmt: skip
EACH, LONG = 4000, 3800
SECONDS = 42


def typed_cues() -> tuple[Cue, ...]:
    """One cue every four seconds, each on frames at 10 a second, comfortable to read, each with one thing to put right."""
    return tuple(Cue(n + 1, Span(n * EACH, n * EACH + LONG), text) for n, text in enumerate(TYPED))


@dataclass(frozen=True, slots=True)
class Desk:
    """The archive, the recording, and the track to correct."""

    library: Library
    recording: Recording
    track: StoredTrack

    def now(self) -> StoredTrack:
        """The newest version."""
        with self.library.reading() as session:
            return tracks.get(session, self.track.id)

    def warnings(self) -> list[str]:
        """The rules that the newest version still breaks, those of a warning or an error."""
        found = check(self.now().track, load_profile("ong-fr"), self.recording.picture and self.recording.picture.rate)
        return [one.rule for one in found if one.severity != "info"]

    def by(self, name: str) -> Library:
        """The archive asked by another cataloguer."""
        return self.library.as_person(Person(name, Role.CATALOGUER))


@pytest.fixture(scope="session")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive, made once."""
    folder = tmp_path_factory.mktemp("typed")
    return archive_of(footage(folder, "C0001.mp4", seconds=SECONDS, rate="10", pattern="bursts"))


def archive_of(film: Path) -> Path:
    """An archive beside `film` that holds it with the two tracks."""
    folder = film.parent
    library = create(folder / "archive", Person("Awa", Role.CATALOGUER))
    with library.writing() as session:
        klk = an_interview(session, "KLK-02", title="Une jeune recrue", languages=("bm",))
        a_consent(session, a_witness(session, klk, "KLK-F-009"), klk)
    ingest(library, [film], slate=None, interview="KLK-02")
    with library.writing() as session:
        recording = recordings.find(session, film.name)
        tracks.store(session, recording.id, Track(typed_cues()), author="Moussa")
        spoken = tuple(Cue(n + 1, Span(n * 8000, n * 8000 + 7800), f"Kuma {n + 1}.") for n in range(5))
        tracks.store(session, recording.id, Track(spoken, "bm"), author="Awa")
    run_worker(library, once=True)
    library.catalogue.close()
    return library.folder


@pytest.fixture
def desk(typed: Path, tmp_path: Path) -> Iterator[Desk]:
    """A fresh copy."""
    copytree(typed, tmp_path / "archive")
    library = open_library(tmp_path / "archive", person=Person("Awa", Role.CATALOGUER))
    with library.reading() as session:
        interview = interviews.by_code(session, "KLK-02")
        recording = recordings.listed(session, interview=interview.id)[0]
        track = tracks.french(session, recording.id)
    assert track is not None
    yield Desk(library, recording, track)
    library.catalogue.close()
    rmtree(tmp_path / "archive")


@pytest.fixture
def app(desk: Desk) -> Flask:
    """The pages of that archive."""
    return create_app(desk.library)
