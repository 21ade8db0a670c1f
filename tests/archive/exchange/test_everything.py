# SPDX-License-Identifier: GPL-3.0-or-later
"""A film of everything that a film has goes out in every format and comes back as it was; MLT plays it frame for frame."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy
import pytest

from archive.catalogue import films
from archive.consent import PARTS
from archive.exchange.conform import conform
from archive.exchange.export import Exported, Wanted, export_film
from archive.exchange.formats import read_cut
from archive.film.pictures import keep_picture
from archive.library import Library, create
from archive.model.film import Film, ItemLooks
from media.span import Span
from tests.archive.exchange.test_masked import looked_at
from tests.archive.exchange.test_melt import MELT, played
from tests.films import a_film, agreed, said, taken_in
from tests.footage import footage, pictures_of, tone

CUTS = ("otio", "xml", "fcpxml", "edl", "kdenlive")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Film, Exported]]:
    """A masked passage, a still with words, a voice over it, a passage with band and fades."""
    folder = tmp_path_factory.mktemp("everything")
    library, card = create(folder / "archive"), folder / "card"
    card.mkdir()
    footage(card, "C0001.mp4", seconds=4)
    footage(card, "C0002.mp4", seconds=3)
    tone(card, "voix.wav", seconds=3)
    found = taken_in(library, card)
    agreed(library, found["C0001.mp4"], "GAO-01", shows=frozenset(PARTS) - {"face", "voice"})
    agreed(library, found["C0002.mp4"], "GAO-02")
    agreed(library, found["voix.wav"], "GAO-03")
    said(library, found["C0002.mp4"], (1000, 1800, "Bonjour à tous."))
    film = a_film(library, [(found["C0001.mp4"], 1000, 2000), (found["C0002.mp4"], 1000, 2000)])
    picture = keep_picture(library, a_picture(card / "map.png"), nobody=True)
    with library.writing() as session:
        films.change_looks(session, film.id, 1, ItemLooks(masks=frozenset({"face", "voice"})))
        films.change_looks(session, film.id, 2, ItemLooks(lower=True, speaker="Aminata", fade_in=200, fade_out=400))
        films.add_card(session, film.id, "Gao, 2018", 1000, at=2, picture=picture)
        films.add_voice(session, film.id, found["voix.wav"].id, Span(500, 2500), at=2)
        films.add_note(session, film.id, "revoir la fin")
    looked_at(library, film)
    yield library, film, export_film(library, film.id, folder / "out", Wanted())
    library.catalogue.close()


def a_picture(to: Path) -> Path:
    """A grey PNG of 64 by 48."""
    shade = numpy.full((48, 64, 3), 120, numpy.uint8)
    with av.open(str(to), "w", format="image2") as out:
        stream = out.add_stream("png", rate=1)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "rgb24"
        for packet in [*stream.encode(av.VideoFrame.from_ndarray(shade, "rgb24")), *stream.encode(None)]:
            out.mux(packet)
    return to


@pytest.mark.parametrize("ending", CUTS)
def test_it_comes_back_as_it_was(made: tuple[Library, Film, Exported], ending: str) -> None:
    library, film, done = made
    with library.reading() as session:
        before = films.edit_of(session, film.id)
    cut = read_cut((done.place / f"confiance.{ending}").read_bytes())
    assert [one.voice for one in cut.voices] == [True]
    came = conform(library, film.id, cut, f"confiance.{ending}")
    assert (came.odd, came.refusals, came.clips, came.cards) == ((), (), 2, 1)
    with library.reading() as session:
        assert films.edit_of(session, film.id) == before


def test_what_a_list_cannot_hold_is_said_and_lies_beside(made: tuple[Library, Film, Exported]) -> None:
    _library, _film, done = made
    titles = (done.place / "confiance.titres.srt").read_text(encoding="utf-8")
    assert "00:00:01,000 --> 00:00:02,000\nGao, 2018" in titles and "Aminata\nFemmes, Gao" in titles
    told = (done.place / "LISEZ-MOI.txt").read_text(encoding="utf-8")
    assert all(limit in told for limit in done.limits) and len(done.limits) == 4
    assert "OTIO, XML, EDL" in done.limits[0] and "OTIO, EDL, Kdenlive" in done.limits[1]


@pytest.mark.skipif(MELT is None, reason="melt is not installed")
def test_melt_plays_the_package_frame_for_frame(made: tuple[Library, Film, Exported]) -> None:
    _library, _film, done = made
    shown = pictures_of(played(done.place / "confiance.kdenlive", done.place.parent / "played.mkv", 75))
    assert len(shown) == 75
    assert max(int(picture.max()) for picture in shown[:25]) <= 20  # masked
    assert len({picture[::8, ::8].tobytes() for picture in shown[25:50]}) <= 2  # a still stands
    assert int(shown[50].max()) < int(shown[60].max()) > int(shown[74].max())  # it fades
