# SPDX-License-Identifier: GPL-3.0-or-later
"""A small archive with pages: what everybody may see, what nobody may, and a browser without a browser."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.catalogue import films, recordings, tags
from archive.ingest import ingest
from archive.library import Library, open_library
from archive.library import create as new_library
from archive.model.film import Audience, Film
from archive.model.footage import Interview, Recording
from archive.model.people import Consent, Participant
from archive.tracks import import_file
from archive.worker import run_worker
from media.span import Span
from tests.footage import footage, tone
from tests.people import a_consent, a_witness, an_interview
from webui.app import create_app

SRT = """1
00:00:00,100 --> 00:00:00,900
Avec une femme au poste,

2
00:00:01,000 --> 00:00:01,900
j’ai plus confiance dans celui qui fouille mon sac.
"""


@dataclass(frozen=True, slots=True)
class Archive:
    """The archive that the pages show: one open interview with two recordings, one that nobody allowed."""

    library: Library
    open: Interview
    closed: Interview
    video: Recording
    sound: Recording
    secret: Recording
    witness: Participant
    consent: Consent
    film: Film


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive made once with real footage; each test that writes takes a copy."""
    folder = tmp_path_factory.mktemp("pages")
    card = folder / "card"
    card.mkdir()
    footage(card, "C0001.mp4")
    footage(card, "C0002.mp4", pattern="bursts")
    tone(card, "voice.wav")
    library = new_library(folder / "archive")
    with library.writing() as session:
        an_interview(session, "GAO-01", title="Une commerçante parle", languages=("ses", "fr"))
        an_interview(session, "SIK-01", title="Autorisation jamais donnée")
    ingest(library, [card / "C0001.mp4", card / "voice.wav"], slate=None, interview="GAO-01")
    ingest(library, [card / "C0002.mp4"], slate=None, interview="SIK-01")
    _people_and_words(library, folder)
    run_worker(library, once=True)
    library.catalogue.close()
    return library.folder


def _people_and_words(library: Library, folder: Path) -> None:
    from archive.catalogue import interviews

    with library.writing() as session:
        gao, sik = interviews.by_code(session, "GAO-01"), interviews.by_code(session, "SIK-01")
        a_consent(session, a_witness(session, gao, "GAO-F-012"), gao)
        a_witness(session, sik, "SIK-M-001")
        video = recordings.find(session, "C0001.mp4")
        secret = recordings.find(session, "C0002.mp4")
        tags.load_vocabulary(session)
        tags.put(session, "justice", video.id, None, "Awa")
        sound = recordings.find(session, "voice.wav")
        tags.put(session, "securite/barrages", sound.id, Span(0, 1500), "Awa")
        film = films.new(session, "confiance", Audience.SCREENING, "Ce que l’on attend")
        films.add_clip(session, film.id, video.id, Span(0, 1000))
    words = folder / "words.srt"
    words.write_text(SRT, encoding="utf-8")
    import_file(library, video.id, words)
    import_file(library, secret.id, words)


@pytest.fixture
def archive(filled: Path, tmp_path: Path) -> Iterator[Archive]:
    """A fresh copy of the filled archive."""
    from shutil import copytree

    from archive.catalogue import consents, interviews, participants

    copytree(filled, tmp_path / "archive")
    library = open_library(tmp_path / "archive")
    with library.reading() as session:
        gao, sik = interviews.by_code(session, "GAO-01"), interviews.by_code(session, "SIK-01")
        witness = participants.by_code(session, "GAO-F-012")
        consent = consents.current(session, witness.id, gao.id)
        assert consent is not None
        found = {take.original_name: take for take in recordings.listed(session)}
        film = films.by_name(session, "confiance")
    yield Archive(library, gao, sik, found["C0001.mp4"], found["voice.wav"], found["C0002.mp4"], witness, consent, film)
    library.catalogue.close()
    rmtree(tmp_path / "archive")


@pytest.fixture
def app(archive: Archive) -> Flask:
    """The application over that archive."""
    return create_app(archive.library)


class Browser:
    """What a person does: open pages, post the forms that they hold."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str, **more: object) -> TestResponse:
        """Open an address."""
        return self.client.get(address, buffered=True, **more)  # type: ignore[arg-type]

    def text(self, address: str) -> str:
        """The words of a page that must be there."""
        answer = self.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.get_data(as_text=True)

    def post(self, address: str, headers: dict[str, str] | None = None, **fields: str) -> TestResponse:
        """Post a form with the token of this session."""
        self.client.get("/voir")
        with self.client.session_transaction() as session:
            token = session["token"]
        return self.client.post(address, data={"token": token, **fields}, headers=headers or {})

    def undo(self, page: str) -> TestResponse:
        """Press the undo button of the notice on a page."""
        import re

        form = re.search(r'<div class="notice.*?</form>', self.text(page), re.DOTALL)
        assert form is not None, "no undo button"
        action = re.search(r'action="([^"]+)"', form[0])
        assert action is not None
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
        return self.client.post(action[1], data=fields)


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser on that application."""
    return Browser(app.test_client())
