# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of cards are seen in programs that know no titles of ours, and come back as cards."""

from collections.abc import Iterator
from pathlib import Path

import numpy
import pytest

from archive.catalogue import films
from archive.exchange.conform import conform
from archive.exchange.export import Exported, Wanted, export_film
from archive.exchange.formats import read_cut
from archive.library import Library, create
from archive.model.film import Film
from tests.archive.exchange.test_melt import MELT, played
from tests.films import a_film, agreed, taken_in
from tests.footage import footage, pictures_of

CUTS = ("otio", "xml", "fcpxml", "edl", "kdenlive")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Film, Exported]]:
    """A card, a passage, the same card again."""
    folder = tmp_path_factory.mktemp("cards")
    library, card = create(folder / "archive"), folder / "card"
    card.mkdir()
    footage(card, "C0001.mp4", seconds=2)
    take = taken_in(library, card)["C0001.mp4"]
    agreed(library, take, "GAO-01")
    film = a_film(library, [(take, 0, 1000)])
    with library.writing() as session:
        films.add_card(session, film.id, "Gao, été 2018\nLes femmes", 1000, at=1)
        films.add_card(session, film.id, "Gao, été 2018\nLes femmes", 2000)
    yield library, film, export_film(library, film.id, folder / "out", Wanted())
    library.catalogue.close()


@pytest.mark.parametrize("ending", CUTS)
def test_a_card_comes_back_as_it_was(made: tuple[Library, Film, Exported], ending: str) -> None:
    library, film, done = made
    with library.reading() as session:
        before = films.edit_of(session, film.id)
    data = (done.place / f"confiance.{ending}").read_bytes()
    came = conform(library, film.id, read_cut(data), f"confiance.{ending}")
    assert (came.odd, came.clips, came.cards) == ((), 1, 2)
    if ending == "edl":  # as a program that keeps the names of clips only
        kept = [line for line in data.splitlines() if not line.startswith((b"* BARO C", b"* BARO SHA", b"* SOURCE"))]
        assert conform(library, film.id, read_cut(b"\r\n".join(kept)), "c.edl").whole
    with library.reading() as session:
        assert films.edit_of(session, film.id) == before


def test_one_picture_shows_the_words_of_both_and_nothing_else_is_said_to_be_lacking(
    made: tuple[Library, Film, Exported],
) -> None:
    _library, _film, done = made
    (picture,) = done.place.glob("*.png")
    assert picture.name.startswith(f"{done.export.code}-carte-")
    assert all(
        picture.name in (done.place / f"confiance.{one}").read_text("utf-8") for one in ("otio", "edl", "kdenlive")
    )
    (shown,) = pictures_of(picture)
    bright = numpy.asarray(shown) > 128
    assert done.limits == () and 50 < bright.sum() < bright.size // 10 and shown.min() <= 20


@pytest.mark.skipif(MELT is None, reason="melt is not installed")
def test_melt_shows_the_words_of_a_card(made: tuple[Library, Film, Exported], tmp_path: Path) -> None:
    _library, _film, done = made
    shown = pictures_of(played(done.place / "confiance.kdenlive", tmp_path / "played.mkv", 100))
    assert len(shown) == 100
    for number in (0, 24, 50, 99):
        bright = numpy.asarray(shown[number]) > 128
        assert 0 < bright.sum() < bright.size // 2 and shown[number].min() <= 20
