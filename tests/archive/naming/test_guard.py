# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing that gives somebody away leaves with a film without a second look."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.catalogue import films, interviews, tracks
from archive.exchange.export import Wanted, export_film
from archive.film.cutlist import FilmRefused
from archive.film.render import render_film
from archive.library import Library
from archive.model.film import ItemLooks
from archive.naming import guard
from archive.naming.repair import repair
from archive.tracks import import_file
from archive.vault import Identity
from media.span import Span
from tests.pages import Archive
from tests.vaults import a_vault

ZORGOBA = Identity("GAO-M-077", "Awa Zorgoba")
NAMED = """1
00:00:00,100 --> 00:00:00,900
Je m’appelle <i>Awa</i> Zorgoba.

2
00:00:01,000 --> 00:00:01,900
Mon numéro, c’est le 76 12 34 56.
"""
Ask = Callable[..., Any]


@pytest.fixture
def library(archive: Archive) -> Library:
    """An archive with a film whose subtitles say too much."""
    path = archive.library.folder.parent / "named.srt"
    path.write_text(NAMED, encoding="utf-8")
    import_file(archive.library, archive.video.id, path)
    return archive.library


def whole(library: Library, archive: Archive) -> str:
    """The film with the whole recording in it."""
    with library.writing() as session:
        films.add_clip(session, archive.film.id, archive.video.id, Span(0, archive.video.duration))
    return archive.film.id


def test_a_telephone_number_keeps_a_film_from_being_rendered_and_is_replaced(
    library: Library, archive: Archive, ask: Ask
) -> None:
    film = whole(library, archive)
    with pytest.raises(FilmRefused, match="76 12 34 56"):
        render_film(library, film)
    (found,) = ask("film", "names", "confiance", status=1)["findings"]
    assert (found["kind"], found["instead"]) == ("phone", "[numéro de téléphone]")
    assert ask("film", "names", "confiance", "--fix")["findings"] == []
    with library.reading() as session:
        track = tracks.french(session, archive.video.id)
        assert track is not None and track.version.number == 3
        assert track.track.cues[1].text == "Mon numéro, c’est le [numéro de téléphone]."
        assert track.track.cues[0].text == "Je m’appelle <i>Awa</i> Zorgoba.", "the others stay as they were"


def test_what_may_stay_is_let_through_for_that_text_only(library: Library, archive: Archive, ask: Ask) -> None:
    film = whole(library, archive)
    (found,) = ask("film", "names", "confiance", status=1)["findings"]
    assert ask("film", "names", "confiance", "--keep", found["key"])["findings"] == []
    with library.writing() as session:
        films.add_card(session, film, "Appelez le 76 12 34 56", 2000)
    assert [one["where"] for one in ask("film", "names", "confiance", status=1)["findings"]] == ["line"]


def test_with_a_vault_the_names_are_compared_before_anything_leaves(
    library: Library, archive: Archive, ask: Ask
) -> None:
    a_vault(library, ZORGOBA)
    film = whole(library, archive)
    ask("film", "names", "confiance", "--fix", status=1)
    with pytest.raises(FilmRefused, match="vrais noms"):
        render_film(library, film)
    found = ask("vault", "check", "confiance", status=1)["findings"][0]
    assert found["kind"] == "name" and found["where"] == "subtitle"
    pseudonym = ask("vault", "show", "GAO-M-077")["pseudonym"]
    assert found["instead"] == pseudonym
    assert ask("film", "names", "confiance", status=1)["names_unchecked"]


def test_who_lets_their_own_name_be_told_is_named_in_their_own_words_only(library: Library, archive: Archive) -> None:
    film = whole(library, archive)
    herself = [Identity(archive.witness.code, "Awa Zorgoba", pseudonym="Néré")]
    assert {one.found.kind for one in guard.compare(library, film, herself)} == {"phone"}
    with library.writing() as session:
        films.add_card(session, film, "Merci à Awa Zorgoba", 2000)
    assert {(one.found.kind, one.text.where) for one in guard.compare(library, film, herself)} == {
        ("phone", "subtitle"),
        ("name", "line"),
    }


def test_the_name_in_a_band_and_the_names_of_those_who_speak_are_read_too(library: Library, archive: Archive) -> None:
    film = whole(library, archive)
    path = library.folder.parent / "voices.vtt"
    path.write_text("WEBVTT\n\n00:00.100 --> 00:00.900\n<v Moussa Zorgoba>Bonjour.\n", encoding="utf-8")
    import_file(library, archive.video.id, path)
    with library.writing() as session:
        films.change_looks(session, film, 1, ItemLooks(lower=True, speaker="Moussa Zorgoba"))
    other = [Identity("GAO-M-078", "Moussa Zorgoba", pseudonym="Calao")]
    found = guard.compare(library, film, other)
    assert {one.text.where for one in found} == {"lower-third", "speaker"}
    repair(library, film, found)
    assert guard.compare(library, film, other) == ()
    with library.reading() as session:
        track = tracks.french(session, archive.video.id)
        assert track is not None and [cue.speaker for cue in track.track.cues] == ["Calao"]
        assert films.edit_of(session, film).items[0].looks.speaker == "Calao"


def test_a_confirmation_holds_for_exactly_those_words(library: Library, archive: Archive) -> None:
    opened = a_vault(library, ZORGOBA)
    film = archive.film.id
    with library.writing() as session:
        films.set_title(session, film, "Ce que l’on attend")
        for item in films.edit_of(session, film).items:
            films.remove(session, film, item.id)
        films.add_card(session, film, "Des femmes de Gao", 2000)
    assert guard.look(library, film).names_unchecked
    assert guard.compare(library, film, opened.everybody()) == ()
    assert not guard.look(library, film).names_unchecked
    guard.refuse_names(library, film)
    with library.writing() as session:
        films.add_card(session, film, "et Awa Zorgoba", 2000)
    assert guard.look(library, film).names_unchecked
    assert [finding.found.text for finding in guard.compare(library, film, opened.everybody())] == ["Awa Zorgoba"]


def test_the_place_of_an_interview_is_named_only_where_everybody_allowed_it(library: Library, archive: Archive) -> None:
    from dataclasses import replace

    film = archive.film.id
    with library.writing() as session:
        interviews.update(session, replace(archive.open, place="Tin-Imaginaire"))
        films.add_card(session, film, "Une femme de Tin-Imaginaire", 2000)
    (found,) = guard.look(library, film).findings
    assert (found.found.kind, found.found.instead) == ("village", archive.open.region)


def test_the_team_adds_villages_in_a_sheet(library: Library, archive: Archive) -> None:
    (library.folder / "vocabulaire").mkdir(exist_ok=True)
    (library.folder / "vocabulaire" / "villages.csv").write_text(
        "village;region\nFausse-Rive;Mopti\n", encoding="utf-8"
    )
    with library.writing() as session:
        films.add_note(session, archive.film.id, "Tourné à Fausse-Rive")
    (found,) = guard.look(library, archive.film.id).findings
    assert found.found.instead == "Mopti"


def test_a_package_for_the_editing_software_is_held_back_too(
    library: Library, archive: Archive, tmp_path: Path
) -> None:
    film = whole(library, archive)
    with pytest.raises(FilmRefused, match="76 12 34 56"):
        export_film(library, film, tmp_path / "paquet", Wanted())
    assert list(tmp_path.glob("paquet*")) == []
