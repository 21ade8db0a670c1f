# SPDX-License-Identifier: GPL-3.0-or-later
"""What is handed to editing software: exact extracts with handles where everybody allows them, links only to what is open."""

import hashlib
import re
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from archive.access import Access
from archive.catalogue import exports, films, interviews, participants, seals
from archive.exchange.cards import told_of
from archive.exchange.cut import Taken
from archive.exchange.export import HASHES, Exported, Wanted, Way, begun, enqueue, export_film, may_leave
from archive.exchange.formats import read_cut
from archive.exchange.package import planned
from archive.film.assembly import allowed
from archive.film.cutlist import FilmRefused
from archive.library import Library, create
from archive.model.film import Film
from archive.model.footage import Recording
from archive.model.people import Seal
from archive.worker import run_worker
from media.errors import Cancelled, Refused, WrongUse
from media.span import Span
from media.verify import verify_clean
from tests.films import a_film, agreed, said, taken_in
from tests.footage import footage, numbers_of
from tests.people import a_witness, appears


@dataclass(frozen=True)
class Shelf:
    """Two takes of unlike rate that everybody allowed, words on the first, and a film of them."""

    library: Library
    one: Recording
    two: Recording
    film: Film


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder = tmp_path_factory.mktemp("shelf")
    library, card = create(folder / "archive"), folder / "card"
    card.mkdir()
    footage(card, "C0001.mp4", seconds=6, metadata=(("timecode", "10:00:00:00"),))
    footage(card, "l’entretien (2).mov", seconds=4, rate="30000/1001", size="128x96")
    found = taken_in(library, card)
    one, two = found["C0001.mp4"], found["l’entretien (2).mov"]
    agreed(library, one, "GAO-01")
    agreed(library, two, "SIK-01")
    said(library, one, (2000, 2800, "Avec une femme au poste,"), (2900, 3600, "j’ai confiance."))
    film = a_film(library, [(one, 2000, 4000), (two, 1000, 2000), (one, 200, 600)])
    with library.writing() as session:
        films.add_card(session, film.id, "Gao, 2018\nLes femmes", 2000, at=1)
    yield Shelf(library, one, two, film)
    library.catalogue.close()


@pytest.fixture(scope="module")
def done(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """The film as a package."""
    return export_film(shelf.library, shelf.film.id, tmp_path_factory.mktemp("package") / "out", Wanted())


@contextmanager
def sealed(shelf: Shelf, recording: Recording, *spans: tuple[int, int]) -> Iterator[None]:
    """Seals for as long as the block lasts."""
    with shelf.library.writing() as session:
        made = [seals.add(session, Seal("", recording.id, Span(*span), "menace"), "Ina") for span in spans]
    try:
        yield
    finally:
        with shelf.library.writing() as session:
            for seal in made:
                seals.remove(session, seal.id)


def first_extract(shelf: Shelf) -> range:
    """The frames that the first extract of a package would show."""
    plans = begun(shelf.library, shelf.film.id, Wanted(), "seed").plans
    return next(iter(plans.values())).frames


def packed(shelf: Shelf, to: Path, **wanted: object) -> Exported:
    return export_film(shelf.library, shelf.film.id, to, Wanted(**wanted))  # type: ignore[arg-type]


def test_a_package_holds_exact_extracts_with_a_second_of_handles(done: Exported) -> None:
    first, second, third = done.export.extracts
    assert numbers_of(done.place / first.file) == list(range(25, 125))
    assert (first.start, first.used) == (25, 50)
    shown = numbers_of(done.place / third.file)
    assert (shown[0], shown[-1], third.start, third.used) == (0, 39, 5, 10)
    assert len(numbers_of(done.place / second.file)) == second.frames
    for extract in done.export.extracts:
        verify_clean(done.place / extract.file, extract.frames)


def test_a_package_is_neutral_hashed_and_whole(shelf: Shelf, done: Exported) -> None:
    names = {path.name for path in done.place.iterdir()}
    code = done.export.code
    assert names == {
        *(f"{code}{n:04d}.mp4" for n in (1, 2, 3)),
        *(f"confiance.{ending}" for ending in ("otio", "xml", "fcpxml", "edl", "kdenlive", "fr.srt", "titres.srt")),
        f"{code}-carte-{told_of('Gao, 2018' + chr(10) + 'Les femmes')}.png",
        HASHES,
        "LISEZ-MOI.txt",
    }
    sums = dict(reversed(line.split("  ")) for line in (done.place / HASHES).read_text(encoding="utf-8").splitlines())
    assert set(sums) == names - {HASHES}
    check = ["sha256sum", "--quiet", "-c", HASHES]
    assert subprocess.run(check, cwd=done.place, check=False).returncode == 0
    for name, digest in sums.items():
        data = (done.place / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == digest
        if not name.endswith((".mp4", ".png")):
            text = data.decode().replace(code, "")  # a code drawn by chance may end in C
            for known in ("C0001", "entretien", shelf.one.sha256, str(shelf.library.folder)):
                assert known not in text, (name, known)
            assert not re.search(r"10[:h]00[:m]00", text)


def test_each_cut_list_of_a_package_points_at_the_same_frames(shelf: Shelf, done: Exported) -> None:
    for ending in ("otio", "xml", "fcpxml", "edl", "kdenlive"):
        cut = read_cut((done.place / f"confiance.{ending}").read_bytes())
        taken = [event for event in cut.events if isinstance(event, Taken) and not event.text]
        assert [event.reel for event in taken] == [Path(one.file).stem for one in done.export.extracts], ending
        assert all((done.place / event.addresses[0]).is_file() for event in taken)
        assert [event.sha256 for event in taken] == [one.sha256 for one in done.export.extracts]


def test_the_srt_has_the_words_at_the_times_of_the_timeline(done: Exported) -> None:
    srt = (done.place / "confiance.fr.srt").read_text(encoding="utf-8")
    assert srt.startswith("1\n00:00:02,000 --> 00:00:02,800\nAvec une femme au poste,")


def test_handles_never_reach_into_a_seal(shelf: Shelf) -> None:
    assert first_extract(shelf) == range(25, 125)
    with sealed(shelf, shelf.one, (1500, 1701), (4010, 4500)):
        assert first_extract(shelf) == range(43, 100)
    with sealed(shelf, shelf.one, (1960, 2000), (4000, 4001)):
        assert first_extract(shelf) == range(50, 100)


def test_handles_never_reach_somebody_who_refused(shelf: Shelf) -> None:
    with shelf.library.reading() as session:  # what is changed here is thrown away
        closed = a_witness(session, interviews.by_code(session, "GAO-01"), "GAO-M-9")
        appears(session, participants.by_code(session, "GAO-01-F-1"), shelf.one, 0, 6000)
        appears(session, closed, shelf.one, 4400, 6000)
        plans = planned(allowed(session, shelf.film.id), Access.load(session))
        assert next(iter(plans.values())).frames == range(25, 110)


def test_a_film_with_a_refused_passage_leaves_nothing(shelf: Shelf, tmp_path: Path) -> None:
    with sealed(shelf, shelf.two, (1500, 1600)):
        for way in Way:
            with pytest.raises(FilmRefused, match="entretien"):
                packed(shelf, tmp_path / "out", way=way)
    assert list(tmp_path.glob("*out*")) == []


def test_links_lead_to_the_originals_under_their_own_names(shelf: Shelf, tmp_path: Path) -> None:
    done = packed(shelf, tmp_path / "out", way=Way.LINKS)
    link = done.place / "rushes" / "C0001.mp4"
    assert link.resolve() == shelf.library.original(shelf.one.sha256).resolve()
    cut = read_cut((done.place / "confiance.edl").read_bytes())
    taken = [event for event in cut.events if isinstance(event, Taken) and not event.text]
    assert [event.reel for event in taken] == ["C0001", "l_entretien_2", "C0001"]
    assert [event.name for event in taken] == ["C0001.mp4", "l’entretien (2).mov", "C0001.mp4"]
    assert all((done.place / event.addresses[0]).is_file() for event in taken)


def test_links_are_refused_where_a_seal_lies_anywhere_in_the_file(shelf: Shelf, tmp_path: Path) -> None:
    with sealed(shelf, shelf.one, (5500, 5600)):
        with pytest.raises(FilmRefused) as refused:
            packed(shelf, tmp_path / "out", way=Way.LINKS)
        assert begun(shelf.library, shelf.film.id, Wanted(), "seed")
    found = [(one.clip, one.reason) for one in refused.value.refusals]
    assert found == [(2, "sealed-passage"), (4, "sealed-passage")]
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_something_is_left_alone(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("keep")
    with pytest.raises(Refused, match="vide"):
        packed(shelf, tmp_path / "out")
    with pytest.raises(WrongUse, match="originaux"):
        packed(shelf, shelf.library.folder / "originals" / "x")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_a_cancelled_export_leaves_nothing(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        export_film(shelf.library, shelf.film.id, tmp_path / "out", Wanted(), cancelled=lambda: True)
    assert list(tmp_path.glob("*out*")) == []


def test_consent_taken_back_meanwhile_leaves_nothing(shelf: Shelf, tmp_path: Path) -> None:
    with ExitStack() as stack:

        def seal(percent: int, message: str) -> None:
            if percent >= 98:
                stack.enter_context(sealed(shelf, shelf.one, (2100, 2200)))

        with pytest.raises(FilmRefused):
            export_film(shelf.library, shelf.film.id, tmp_path / "out", Wanted(Way.LINKS), progress=seal)
    assert list(tmp_path.glob("*out*")) == []


def test_the_worker_packs_one_file_that_is_asked_for_again(shelf: Shelf) -> None:
    with shelf.library.writing() as session:
        enqueue(session, shelf.film.id, Wanted(rate=Fraction(30000, 1001)), by="Ina")
    assert run_worker(shelf.library, once=True) == 1
    with shelf.library.reading() as session:
        made = next(one for one in exports.of_film(session, shelf.film.id) if one.file)
        assert may_leave(Access.load(session), made, "confiance")
    assert (made.made_by, made.file, made.rate) == ("Ina", f"confiance-{made.code}.zip", "30000/1001")
    with zipfile.ZipFile(shelf.library.films / made.file) as found:
        assert found.testzip() is None
        assert f"confiance-{made.code}/{made.code}0001.mp4" in found.namelist()
        lists = [
            name for name in found.namelist() if Path(name).suffix in (".otio", ".xml", ".fcpxml", ".edl", ".kdenlive")
        ]
        assert {read_cut(found.read(name)).rate for name in lists} == {Fraction(30000, 1001)}
    with sealed(shelf, shelf.one, (4900, 4950)), shelf.library.reading() as session:
        assert not may_leave(Access.load(session), made, "confiance")
