# SPDX-License-Identifier: GPL-3.0-or-later
"""A mask counts once two people looked at what it makes, and for exactly that."""

from dataclasses import replace
from pathlib import Path

import pytest

from archive.catalogue import consents, films
from archive.consent import PARTS
from archive.film import masks
from archive.film.check import check_film
from archive.film.cutlist import FilmRefused, recipe
from archive.film.render import render_film
from archive.library import Library
from archive.model.film import Film, ItemLooks
from archive.model.people import ConsentStatus
from archive.person import Person, Role
from archive.seals import seal
from archive.worker import run_worker
from media.errors import NotFound, Refused
from media.files import arriving
from media.looks import Hiding
from media.span import Span
from tests.films import SMALL, a_film, agreed, said, taken_in
from tests.footage import footage, pictures_of, samples_of

MASKED = ItemLooks(masks=frozenset({"face", "voice"}))


@pytest.fixture
def film(library: Library, tmp_path: Path) -> Film:
    """A film of one clip, whose person shows neither face nor voice."""
    card = tmp_path / "card"
    card.mkdir()
    footage(card, "lying.mp4")
    rush = taken_in(library, card)["lying.mp4"]
    agreed(library, rush, "GAO-1", shows=frozenset(PARTS) - {"face", "voice"})
    said(library, rush, (0, 1000, "Nous étions trois."))
    made = a_film(library, [(rush, 0, 1000)])
    with library.writing() as session:
        films.change_looks(session, made.id, 1, MASKED)
    return made


def line(library: Library, film: Film) -> str:
    with library.reading() as session:
        return films.edit_of(session, film.id).items[0].id


def who(library: Library, name: str) -> Library:
    return library.as_person(Person(name, Role.EDITOR))


def proof(library: Library, film: Film) -> Path:
    """The rendered result, made as the command makes it."""
    with library.reading() as session:
        cut = masks.clip_of(session, film.id, line(library, film))
    path = masks.proof_of(library, cut)
    with arriving(path) as part:
        masks.make(library, cut, part)
    return path


def test_the_result_shows_no_face_and_lets_no_voice_be_heard(library: Library, film: Film) -> None:
    path = proof(library, film)
    assert max(int(picture[: len(picture) // 2].max()) for picture in pictures_of(path)) <= 20, "above the subtitles"
    assert abs(samples_of(path)).max() == 0


def test_the_result_shows_the_words_and_the_band_that_the_film_writes(library: Library, film: Film) -> None:
    bare = max(picture.max() for picture in pictures_of(proof(library, film))[2:10])
    with library.writing() as session:
        looks = ItemLooks(masks=frozenset({"face", "voice", "name"}), lower=True, speaker="Fanta")
        films.change_looks(session, film.id, 1, looks)
    assert bare > 150, "white letters on a black picture"
    half = pictures_of(proof(library, film))[-2]
    assert half[: len(half) // 2].max() < 40 < half[len(half) // 2 :].max(), "below, as in the film"


def test_one_person_twice_is_not_two_people(library: Library, film: Film) -> None:
    item = line(library, film)
    with pytest.raises(FilmRefused, match="visage"):
        render_film(library, film.id, shape=SMALL)
    with pytest.raises(Refused, match="pas encore été rendu"):
        masks.confirm(who(library, "Awa"), film.id, item)
    proof(library, film)
    for _time in range(2):
        assert masks.confirm(who(library, "Awa"), film.id, item) == ("Awa",)
    assert "mask-unconfirmed" in {remark.code for remark in check_film(library, film.id).remarks}
    with pytest.raises(FilmRefused, match="visage"):
        render_film(library, film.id, shape=SMALL)
    assert masks.confirm(who(library, "Binta"), film.id, item) == ("Awa", "Binta")
    assert render_film(library, film.id, shape=SMALL).file.is_file()


def test_nobody_confirms_without_a_name(library: Library, film: Film) -> None:
    proof(library, film)
    with pytest.raises(Refused, match="qui confirme"):
        masks.confirm(library, film.id, line(library, film))


@pytest.mark.parametrize("change", ["span", "parts", "way", "words", "band"])
def test_any_change_takes_the_confirmation_away(library: Library, film: Film, change: str) -> None:
    item = line(library, film)
    proof(library, film)
    for name in ("Awa", "Binta"):
        masks.confirm(who(library, name), film.id, item)
    assert check_film(library, film.id).ready
    if change == "words":
        with library.reading() as session:
            rush = masks.clip_of(session, film.id, item).recording
        said(library, rush, (0, 1000, "Nous étions trois, avec Fanta."))
    with library.writing() as session:
        if change == "words":
            pass
        elif change == "band":
            films.change_looks(session, film.id, item, replace(MASKED, lower=True, speaker="Fanta"))
        elif change == "span":
            films.change_item(session, film.id, item, span=Span(0, 960))
        elif change == "parts":
            films.change_looks(session, film.id, item, ItemLooks(masks=frozenset({*MASKED.masks, "name"})))
        else:
            films.change_looks(session, film.id, item, ItemLooks(masks=MASKED.masks, hiding=Hiding.SILHOUETTE))
    assert not check_film(library, film.id).ready


def test_whoever_recognises_somebody_ends_it(library: Library, film: Film) -> None:
    item = line(library, film)
    proof(library, film)
    for name in ("Awa", "Binta"):
        masks.confirm(who(library, name), film.id, item)
    masks.doubt(library, film.id, item)
    assert not check_film(library, film.id).ready


def test_the_worker_makes_the_result_and_a_line_without_a_mask_has_none(library: Library, film: Film) -> None:
    item = line(library, film)
    masks.enqueue(library, film.id, item)
    run_worker(library, once=True)
    with library.reading() as session:
        cut = masks.clip_of(session, film.id, item)
        assert masks.proof_of(library, cut).is_file() and recipe(cut) in masks.proof_of(library, cut).name
    with library.writing() as session:
        films.change_looks(session, film.id, item, ItemLooks())
    with pytest.raises(NotFound, match="ne masque rien"):
        masks.enqueue(library, film.id, item)


def test_a_seal_clears_the_result_away(library: Library, film: Film) -> None:
    path = proof(library, film)
    with library.reading() as session:
        recording = films.edit_of(session, film.id).items[0].recording
    assert recording is not None and path.is_file()
    seal(library, recording, Span(0, 500), "")
    assert not path.exists()


def test_the_result_of_a_passage_that_nobody_allows_any_more_is_not_made(library: Library, film: Film) -> None:
    with library.writing() as session:
        for consent in consents.listed(session):
            consents.set_status(session, consent.id, ConsentStatus.SUSPENDED, "Ina")
    with pytest.raises(FilmRefused, match="GAO-1"):
        proof(library, film)
    assert not list(library.derived("segments").glob("proof-*"))
