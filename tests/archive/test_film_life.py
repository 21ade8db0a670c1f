# SPDX-License-Identifier: GPL-3.0-or-later
"""A film renamed, taken away, brought back; its paper edit kept as it was before each cut brought in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.catalogue import filmlife, films, filmversions
from archive.library import Library
from archive.model.film import Audience
from media.errors import NotFound, Refused
from media.span import Span
from tests.people import a_consent, a_recording, a_witness, an_interview


def test_a_removed_film_is_nowhere_and_comes_back_whole(library: Library) -> None:
    with library.writing() as session:
        film = films.new(session, "confiance", Audience.SCREENING, "Ce que l’on attend")
        films.add_card(session, film.id, "Gao", 2000)
        filmlife.remove(session, film.id)
        assert films.listed(session) == []
        for ask in (lambda: films.get(session, film.id), lambda: films.by_name(session, "confiance")):
            with pytest.raises(NotFound):
                ask()
        assert filmlife.removed(session) == [film]
        assert filmlife.restore(session, film.id) == film
        assert [item.text for item in films.edit_of(session, film.id).items] == ["Gao"]


def test_the_name_of_a_removed_film_is_not_given_again(library: Library) -> None:
    with library.writing() as session:
        filmlife.remove(session, films.new(session, "confiance", Audience.SCREENING).id)
        with pytest.raises(Refused, match="supprimé"):
            films.new(session, "Confiance", Audience.INTERNET)


def test_a_film_is_renamed_unless_consents_cite_its_name(library: Library) -> None:
    with library.writing() as session:
        film = films.new(session, "confiance", Audience.SCREENING)
        before = filmlife.change(session, film.id, name="attente", title=" L’attente ", audience=Audience.INTERNET)
        now = films.get(session, film.id)
        assert (before, now.name, now.title, now.audience) == (film, "attente", "L’attente", Audience.INTERNET)
        interview = an_interview(session)
        a_consent(session, a_witness(session, interview, "GAO-F-1"), interview, films=frozenset({"attente"}))
        with pytest.raises(Refused, match="1 autorisation cite le film attente"):
            filmlife.change(session, film.id, name="confiance")
        filmlife.change(session, film.id, title="Autre")
        assert films.get(session, film.id).title == "Autre"


def test_a_film_may_keep_its_own_name_but_not_take_another_s(library: Library) -> None:
    with library.writing() as session:
        one = films.new(session, "un", Audience.SCREENING)
        films.new(session, "deux", Audience.SCREENING)
        filmlife.change(session, one.id, name="UN")
        with pytest.raises(Refused, match="déjà un film deux"):
            filmlife.change(session, one.id, name="Deux")
        with pytest.raises(Refused):
            filmlife.change(session, one.id, name="été")


@settings(max_examples=20)
@given(first=st.lists(st.integers(1, 50), max_size=6), second=st.lists(st.integers(1, 50), max_size=6))
def test_any_version_comes_back_exactly(library: Library, first: list[int], second: list[int]) -> None:
    with library.writing() as session:
        take = a_recording(session, None)
        film = films.new(session, "f" + take.id, Audience.SCREENING).id
        for lengths in (first, second):
            while films.edit_of(session, film).items:
                films.remove(session, film, 1)
            for seconds in lengths:
                films.add_clip(session, film, take.id, Span(0, seconds * 1000))
            films.add_note(session, film, "fin")
            kept = films.edit_of(session, film)
            number = filmversions.keep(session, film, "Ina", "essai")
        filmversions.bring_back(session, film, 1, "Awa")
        assert [item.span.end // 1000 for item in films.edit_of(session, film).items if item.span] == first
        filmversions.bring_back(session, film, number, "Awa")
        assert films.edit_of(session, film) == kept


def test_a_version_equal_to_the_last_is_not_kept_twice(library: Library) -> None:
    with library.writing() as session:
        film = films.new(session, "confiance", Audience.SCREENING).id
        assert filmversions.keep(session, film, "Ina", "avant") == 1
        assert filmversions.keep(session, film, "Ina", "avant") == 1
        films.add_card(session, film, "Gao", 2000)
        assert filmversions.keep(session, film, "Ina", "après") == 2
        assert [one.lines for one in filmversions.listed(session, film)] == [1, 0]
        with pytest.raises(NotFound):
            filmversions.bring_back(session, film, 9, "Ina")
