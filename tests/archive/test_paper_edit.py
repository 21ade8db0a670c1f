# SPDX-License-Identifier: GPL-3.0-or-later
"""A film as an ordered text: names, places, what a line may hold, and how it is undone."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from archive.catalogue import films
from archive.library import Library
from archive.model.film import Audience, Film, ItemKind
from archive.model.footage import Recording
from media.errors import NotFound, Refused
from media.span import Span
from tests.people import a_recording


@pytest.fixture
def session(library: Library) -> Iterator[Session]:
    with library.writing() as opened:
        yield opened


@pytest.fixture
def film(session: Session) -> Film:
    return films.new(session, "confiance", Audience.SCREENING, " Confiance retrouvée ")


@pytest.fixture
def rush(session: Session) -> Recording:
    return a_recording(session, None, duration=60_000)


def texts(session: Session, film: Film) -> list[str]:
    return [item.text for item in films.edit_of(session, film.id).items]


@pytest.mark.parametrize(
    "name", ["", "un film", "été", "../x", "-x", ".", "nul", "COM1", "any", "Any", "a/b", "x" * 61]
)
def test_a_name_that_cannot_be_a_file_name_or_a_consent_is_refused(session: Session, name: str) -> None:
    with pytest.raises(Refused, match="nom d’un film"):
        films.new(session, name, Audience.SCREENING)


def test_a_name_is_taken_once_whatever_its_case(session: Session, film: Film) -> None:
    with pytest.raises(Refused, match="déjà un film confiance"):
        films.new(session, "Confiance", Audience.INTERNET)
    assert [one.name for one in films.listed(session)] == ["confiance"]


def test_a_film_is_found_by_its_name_and_its_title_is_free(session: Session, film: Film) -> None:
    assert films.by_name(session, "confiance") == films.get(session, film.id) == film
    assert film.title == "Confiance retrouvée"
    with pytest.raises(NotFound, match="Il n’y a pas de film paix"):
        films.by_name(session, "paix")


def test_lines_go_where_they_are_put_and_close_ranks(session: Session, film: Film) -> None:
    for text in ("a", "b", "c"):
        films.add_note(session, film.id, text)
    films.add_note(session, film.id, "first", at=1)
    films.move(session, film.id, 4, 2)
    assert texts(session, film) == ["first", "c", "a", "b"]
    films.remove(session, film.id, 1)
    assert texts(session, film) == ["c", "a", "b"]


def test_what_was_removed_goes_back_as_it_was(session: Session, film: Film, rush: Recording) -> None:
    films.add_note(session, film.id, "a")
    films.add_clip(session, film.id, rush.id, Span(0, 1000))
    films.add_card(session, film.id, "Gao, 2017", 3000)
    before = films.edit_of(session, film.id)
    films.insert(session, film.id, films.remove(session, film.id, before.items[1].id), at=2)
    assert films.edit_of(session, film.id) == before


@pytest.mark.parametrize("place", [0, 3, -1])
def test_a_place_beyond_the_end_is_refused(session: Session, film: Film, place: int) -> None:
    films.add_note(session, film.id, "a")
    with pytest.raises(Refused, match="place"):
        films.add_note(session, film.id, "b", at=place)
    with pytest.raises(Refused, match="place"):
        films.move(session, film.id, 1, place if place != 3 else 2)
    with pytest.raises(NotFound, match="ligne"):
        films.remove(session, film.id, place)


@pytest.mark.parametrize(("start", "end", "sentence"), [(1000, 1000, "vide"), (59_000, 60_001, "finit à 00:01:00.000")])
def test_an_empty_or_overlong_clip_is_refused(
    session: Session, film: Film, rush: Recording, start: int, end: int, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        films.add_clip(session, film.id, rush.id, Span(start, end))
    good = films.add_clip(session, film.id, rush.id, Span(0, 60_000))
    with pytest.raises(Refused, match=sentence):
        films.change_item(session, film.id, good.id, span=Span(start, end))


def test_a_clip_of_an_unknown_recording_is_not_found(session: Session, film: Film) -> None:
    with pytest.raises(NotFound):
        films.add_clip(session, film.id, "nothing", Span(0, 1000))


def test_a_line_changes_only_what_its_kind_has(session: Session, film: Film, rush: Recording) -> None:
    clip = films.add_clip(session, film.id, rush.id, Span(0, 1000))
    card = films.add_card(session, film.id, "Gao", 3000)
    assert films.change_item(session, film.id, clip.id, span=Span(500, 900)).span == Span(500, 900)
    changed = films.change_item(session, film.id, 2, text="  Gao \n 2017 ", duration=1500)
    assert (changed.id, changed.kind, changed.text, changed.duration) == (card.id, ItemKind.CARD, "Gao\n2017", 1500)
    for wrong in ({"text": "x"}, {"duration": 1000}):
        with pytest.raises(Refused):
            films.change_item(session, film.id, clip.id, **wrong)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        films.change_item(session, film.id, card.id, span=Span(0, 1))


def test_a_card_has_words_and_a_bearable_length(session: Session, film: Film) -> None:
    with pytest.raises(Refused, match="vide"):
        films.add_card(session, film.id, " \n ", 3000)
    for duration in (0, 499, 60_001):
        with pytest.raises(Refused, match="carton"):
            films.add_card(session, film.id, "Gao", duration)


moves = st.lists(
    st.tuples(st.sampled_from(["add", "move", "remove"]), st.integers(1, 6), st.integers(1, 6)), max_size=12
)


@settings(max_examples=30)
@given(moves)
def test_places_always_count_from_one_without_a_gap(library: Library, steps: list[tuple[str, int, int]]) -> None:
    with library.reading() as session:  # each example is thrown away
        film = films.new(session, "loi", Audience.SCREENING)
        model: list[str] = []
        for number, (step, one, two) in enumerate(steps):
            if step == "add" and one <= len(model) + 1:
                films.add_note(session, film.id, str(number), at=one)
                model.insert(one - 1, str(number))
            elif step == "move" and max(one, two) <= len(model):
                films.move(session, film.id, one, two)
                model.insert(two - 1, model.pop(one - 1))
            elif step == "remove" and one <= len(model):
                films.remove(session, film.id, one)
                model.pop(one - 1)
        assert texts(session, film) == model
