# SPDX-License-Identifier: GPL-3.0-or-later
"""The archive that the matrix is tried on: one of each thing that an address or a command can name."""

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from archive import evidence, reports
from archive.catalogue import (
    clips,
    consents,
    exports,
    films,
    filmversions,
    interviews,
    jobs,
    participants,
    recordings,
    tracks,
)
from archive.catalogue import masks as confirmed
from archive.exchange.conform import conform
from archive.exchange.export import Wanted, enqueue
from archive.exchange.formats import read_cut
from archive.film import masks
from archive.film.cutlist import recipe
from archive.film.pictures import keep_picture
from archive.film.render import enqueue_clip, render_film
from archive.ingest import intake
from archive.ingestreport import folder_for, write_report
from archive.library import Library, open_library
from archive.model.film import Audience, Clip, ClipId, ItemLooks
from archive.model.people import ConsentStatus
from archive.tracks import import_file
from archive.translations import propose
from archive.worker import run_worker
from media.files import arriving
from media.span import Span
from tests.pages import SRT
from tests.people import a_consent

NOBODY = "f" * 32


@pytest.fixture(scope="session")
def sample(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the pages' tests with a film rendered, packaged and cut again outside, a masked film, a clip for
    viewers, a second language, evidence of the consent, and somebody who withdrew."""
    folder = Path(shutil.copytree(filled, tmp_path_factory.mktemp("matrix") / "archive"))
    library = open_library(folder)
    with library.writing() as session:
        video = recordings.find(session, "C0001.mp4")
        film = films.by_name(session, "confiance")
        clips.add(session, Clip(ClipId("c" * 32), video.id, Span(0, 2000), released=True))
        enqueue_clip(session, "c" * 32)
        enqueue(session, film.id, Wanted())
        _masked_film(session, video.id)
        _withdrawn(session)
    render_film(library, film.id)
    run_worker(library, once=True)
    _looked_at_by_two(library)
    _cut_outside(library, film.id)
    (folder.parent / "ses.srt").write_text(SRT.replace("Avec une femme", "Woy foo"), encoding="utf-8")
    propose(library, import_file(library, video.id, folder.parent / "ses.srt", language="ses").stored.id, None)
    with library.reading() as session:
        kept = next(one for one in consents.listed(session) if one.status is ConsentStatus.ACTIVE)
    evidence.keep_bytes(library, kept.id, b"%PDF-1.4 signed")
    write_report(library, intake(library, [filled.parent / "card"]), folder_for(library, None, []))
    library.catalogue.close()
    return folder


def _masked_film(session: Session, video: str) -> None:
    film = films.new(session, "masque", Audience.SCREENING)
    line = films.add_clip(session, film.id, video, Span(0, 1000))
    films.change_looks(session, film.id, line.id, ItemLooks(masks=frozenset({"face"})))


def _withdrawn(session: Session) -> None:
    """Somebody of the closed interview who had agreed."""
    sik = interviews.by_code(session, "SIK-01")
    given = a_consent(session, participants.by_code(session, "SIK-M-001"), sik)
    consents.set_status(session, given.id, ConsentStatus.WITHDRAWN, "Ina")


def _looked_at_by_two(library: Library) -> None:
    with library.reading() as session:
        film = films.by_name(session, "masque").id
        cut = masks.clip_of(session, film, films.edit_of(session, film).items[0].id)
    with arriving(masks.proof_of(library, cut)) as part:
        masks.make(library, cut, part)
    with library.writing() as session:
        for name in ("Awa", "Ina"):
            confirmed.confirm(session, cut.item, recipe(cut), name)


def _cut_outside(library: Library, film: str) -> None:
    """The package's own cut list comes back, and a still stands in the film."""
    (package,) = library.films.glob("confiance-*.zip")
    with zipfile.ZipFile(package) as packed:
        name = next(name for name in packed.namelist() if name.endswith(".otio"))
        conform(library, film, read_cut(packed.read(name), None), "montage.otio")
    still = library.derived("posters") if library.derived("posters").exists() else library.derived()
    poster = next(path for path in still.rglob("*.jpg"))
    keep_picture(library, poster, nobody=True)


@pytest.fixture
def library(sample: Path, tmp_path: Path) -> Iterator[Library]:
    """A fresh copy of it."""
    opened = open_library(Path(shutil.copytree(sample, tmp_path / "archive")))
    yield opened
    opened.catalogue.close()


def things(library: Library) -> dict[str, str]:
    """An id of each kind of thing in the sample archive."""
    with library.reading() as session:
        interview = interviews.by_code(session, "GAO-01")
        video = recordings.find(session, "C0001.mp4")
        film, masked = films.by_name(session, "confiance"), films.by_name(session, "masque")
        stored = tracks.french(session, video.id)
        gone = next(one for one in consents.listed(session) if one.status is ConsentStatus.WITHDRAWN)
        versions = filmversions.listed(session, film.id)
        assert stored is not None
        return {
            "interview": interview.id,
            "recording": video.id,
            "film": film.id,
            "masked": masked.id,
            "item": films.edit_of(session, masked.id).items[0].id,
            "clip": "c" * 32,
            "render": films.renders(session, film.id)[0].id,
            "export": exports.of_film(session, film.id)[0].id,
            "version": str(next(one.number for one in versions if "parts" in one.facts)),
            "picture": next((library.folder / "pictures").glob("*.png")).name,
            "consent": consents.listed(session, interview.id)[0].id,
            "withdrawn": gone.id,
            "participant": participants.by_code(session, "GAO-F-012").id,
            "track": stored.id,
            "report": reports.listed(library.folder)[0].id,
            "job": jobs.listed(session)[0].id,
        }
