# SPDX-License-Identifier: GPL-3.0-or-later
"""An archive in which somebody is about to take back their word: two people, a clip, a film rendered and handed over."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from archive import evidence
from archive import library as libraries
from archive.catalogue import clips, consents, films, handovers, recordings
from archive.exchange import export
from archive.film.render import enqueue_clip, render_film
from archive.ingest import ingest
from archive.library import Library, open_library
from archive.model.film import Audience, Clip, ClipId, Output
from archive.model.footage import Recording
from archive.model.withdrawal import Handover
from archive.person import Person, Role
from archive.tracks import import_file
from archive.worker import run_worker
from media.span import Span
from tests.footage import footage
from tests.people import a_consent, a_witness, an_interview, appears

OFFICER = Person("Moussa", Role.PROTECTION)
WORDS = (
    "1\n00:00:00,100 --> 00:00:00,900\nLe pluvian est parti.\n\n2\n00:00:01,100 --> 00:00:01,900\nLa rivière reste.\n"
)


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("card")
    footage(folder, "C0001.mp4")
    (folder / "words.srt").write_text(WORDS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def filled(card: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two people in one recording, the first one in its first second; a clip, a film that was rendered and handed over.

    `confiance` is rendered twice, with pictures and for the radio, and a package of it lies beside; `calme` shows the second
    person alone.
    """
    library = libraries.create(tmp_path_factory.mktemp("filled") / "archive")
    with library.writing() as session:
        interview = an_interview(session)
        first, second = (a_witness(session, interview, f"GAO-F-{n}") for n in (1, 2))
        kept = a_consent(session, first, interview)
        a_consent(session, second, interview)
    ingest(library, [card / "C0001.mp4"], interview="GAO-01")
    evidence.keep_bytes(library, kept.id, b"%PDF-1.4 signed")
    with library.writing() as session:
        rush = recordings.find(session, "C0001.mp4")
        appears(session, first, rush, 0, 1000)
        appears(session, second, rush, 1000, 2000)
        film = films.new(session, "confiance", Audience.SCREENING)
        films.add_clip(session, film.id, rush.id, Span(0, 800))
        films.add_clip(session, film.id, rush.id, Span(1000, 1800))
        clips.add(session, Clip(ClipId("c" * 32), rush.id, Span(0, 800)))
        enqueue_clip(session, "c" * 32)
        alone = films.new(session, "calme", Audience.SCREENING)
        films.add_clip(session, alone.id, rush.id, Span(1200, 1800))
    import_file(library, rush.id, card / "words.srt")
    render_film(library, film.id)
    render_film(library, film.id, output=Output.AUDIO)
    render_film(library, alone.id)
    with library.writing() as session:
        export.enqueue(session, film.id, export.Wanted())
        made = films.renders(session, film.id)[-1]
        handovers.add(session, Handover("", "", "Radio Sahel", date(2024, 5, 1), made.id))
        handovers.add(session, Handover("", "clé de mai", "Mairie", date(2024, 5, 2)))
    run_worker(library, once=True)
    library.catalogue.close()
    return library.folder


@pytest.fixture
def library(filled: Path, tmp_path: Path) -> Iterator[Library]:
    shutil.copytree(filled, tmp_path / "archive")
    opened = open_library(tmp_path / "archive", person=Person("Awa", Role.EDITOR))
    yield opened
    opened.catalogue.close()


def the_recording(library: Library) -> Recording:
    with library.reading() as session:
        return recordings.find(session, "C0001.mp4")


def first_consent(library: Library) -> str:
    with library.reading() as session:
        return next(one.id for one in consents.listed(session) if one.evidence_file or one.status == "withdrawn")
