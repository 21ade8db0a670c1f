# SPDX-License-Identifier: GPL-3.0-or-later
"""What only leaves hidden leaves hidden: masked passages as the film shows them, voices as sound alone."""

from pathlib import Path

import pytest

from archive.access import Access
from archive.catalogue import exports, films, recordings
from archive.consent import PARTS
from archive.exchange.export import Wanted, Way, export_film, may_leave
from archive.film import masks
from archive.film.cutlist import FilmRefused
from archive.library import Library
from archive.model.film import Film, ItemLooks
from archive.model.footage import Recording
from archive.person import Person, Role
from media.files import arriving
from media.looks import Hiding
from media.span import Span
from media.verify import Made, counts, verify_clean
from tests.films import a_film, agreed, taken_in
from tests.footage import footage, pictures_of, samples_of

HIDDEN = ItemLooks(masks=frozenset({"face", "voice"}))


@pytest.fixture
def film(library: Library, tmp_path: Path) -> Film:
    """A film of one clip in the middle of a take, whose person shows neither face nor voice."""
    (tmp_path / "card").mkdir()
    footage(tmp_path / "card", "C0001.mp4", seconds=4)
    take = taken_in(library, tmp_path / "card")["C0001.mp4"]
    agreed(library, take, "GAO-01", shows=frozenset(PARTS) - {"face", "voice"})
    made = a_film(library, [(take, 1000, 2000)])
    with library.writing() as session:
        films.change_looks(session, made.id, 1, HIDDEN)
    return made


def take_of(library: Library) -> Recording:
    """The only recording."""
    with library.reading() as session:
        (found,) = recordings.listed(session)
    return found


def looked_at(library: Library, film: Film) -> None:
    """Two people look at the result and find nobody in it."""
    with library.reading() as session:
        item = films.edit_of(session, film.id).items[0].id
        cut = masks.clip_of(session, film.id, item)
    with arriving(masks.proof_of(library, cut)) as part:
        masks.make(library, cut, part)
    for name in ("Awa", "Binta"):
        masks.confirm(library.as_person(Person(name, Role.EDITOR)), film.id, item)


def test_a_masked_passage_leaves_as_the_film_shows_it_and_not_a_frame_wider(
    library: Library, film: Film, tmp_path: Path
) -> None:
    looked_at(library, film)
    done = export_film(library, film.id, tmp_path / "out", Wanted())
    (extract,) = done.export.extracts
    assert (extract.first, extract.frames, extract.start, extract.used) == (25, 25, 0, 25)
    assert extract.masked == ("face", "voice")
    path = done.place / extract.file
    verify_clean(path, 25)
    assert max(int(picture.max()) for picture in pictures_of(path)) <= 20
    assert abs(samples_of(path)).max() == 0
    with library.reading() as session:
        kept = exports.get(session, done.export.id)
        assert may_leave(Access.load(session), kept, film.name)


def test_a_figure_moves_where_a_figure_was_asked_for(library: Library, film: Film, tmp_path: Path) -> None:
    with library.writing() as session:
        films.change_looks(session, film.id, 1, ItemLooks(masks=HIDDEN.masks, hiding=Hiding.SILHOUETTE, fade_in=500))
    looked_at(library, film)
    done = export_film(library, film.id, tmp_path / "out", Wanted())
    first, *_others = pictures_of(done.place / done.export.extracts[0].file)
    assert first.max() > 60 and len({int(value) // 12 for value in first.flat}) < 12


def test_a_mask_that_nobody_looked_at_keeps_the_package_in(library: Library, film: Film, tmp_path: Path) -> None:
    with pytest.raises(FilmRefused, match="visage"):
        export_film(library, film.id, tmp_path / "out", Wanted())
    assert not (tmp_path / "out").exists()


def test_a_doubt_while_it_is_made_leaves_nothing(library: Library, film: Film, tmp_path: Path) -> None:
    looked_at(library, film)

    def doubted(percent: int, message: str) -> None:
        if percent >= 98:
            with library.reading() as session:
                item = films.edit_of(session, film.id).items[0].id
            masks.doubt(library, film.id, item)

    with pytest.raises(FilmRefused, match="visage"):
        export_film(library, film.id, tmp_path / "out", Wanted(), doubted)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("out")] == []


def test_an_original_is_never_linked_where_a_clip_is_masked(library: Library, film: Film, tmp_path: Path) -> None:
    looked_at(library, film)
    with pytest.raises(FilmRefused, match="visage"):
        export_film(library, film.id, tmp_path / "out", Wanted(Way.LINKS))
    agreed(library, take_of(library), "GAO-02")  # nor where consent would let the face be seen
    with pytest.raises(FilmRefused, match="visage"):
        export_film(library, film.id, tmp_path / "out", Wanted(Way.LINKS))


def test_a_voice_leaves_as_sound_alone(library: Library, film: Film, tmp_path: Path) -> None:
    looked_at(library, film)
    with library.writing() as session:
        films.add_voice(session, film.id, take_of(library).id, Span(2000, 3000), at=1)
    with pytest.raises(FilmRefused, match="voix"):  # a voice over the film is heard
        export_film(library, film.id, tmp_path / "out", Wanted())
    agreed(library, take_of(library), "GAO-02", shows=frozenset(PARTS) - {"face"})
    done = export_film(library, film.id, tmp_path / "out", Wanted())
    voice = next(one for one in done.export.extracts if one.file.endswith(".wav"))
    path = done.place / voice.file
    verify_clean(path)
    assert (voice.place, voice.first, voice.frames, voice.start, voice.used) == (1, 25, 75, 25, 25)
    assert counts(path) == Made(0, 3000)
    assert len(samples_of(path)) == 3 * 48_000 and abs(samples_of(path)).max() > 0.1
