# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of what gives somebody away: each place shown, replaced, let through, asked again."""

import re
from pathlib import Path

import pytest

from archive.catalogue import films, tracks
from archive.naming import guard
from archive.person import Person, Role
from archive.tracks import import_file
from tests.pages import Archive, Browser
from webui.app import create_app

WORDS = "1\n00:00:00,100 --> 00:00:00,900\nMon numéro, c’est le 76 12 34 56.\n"


@pytest.fixture
def track(archive: Archive, tmp_path: Path) -> str:
    (tmp_path / "words.srt").write_text(WORDS, encoding="utf-8")
    return import_file(archive.library, archive.video.id, tmp_path / "words.srt").stored.id


def key_on(page: str) -> str:
    found = re.search(r'name="key" value="([0-9a-f]{12})"', page)
    assert found is not None
    return found[1]


def test_a_film_s_words_are_replaced_one_by_one_or_let_through_and_asked_again(
    archive: Archive, browser: Browser
) -> None:
    page = f"/films/{archive.film.id}/mots"
    assert "Rien n’a été trouvé" in browser.text(page) and page in browser.text(f"/films/{archive.film.id}")
    with archive.library.writing() as session:
        card = films.add_card(session, archive.film.id, "Écrire à untel@exemple.org, ou au 76 12 34 56", 2000)
    shown = browser.text(page)
    assert "2 endroits" in shown and "<mark>untel@exemple.org</mark>" in shown and "[numéro de téléphone]" in shown
    browser.post(f"{page}/remplacer", key=key_on(shown))
    with archive.library.reading() as session:
        text = next(item.text for item in films.edit_of(session, archive.film.id).items if item.id == card.id)
    assert text == "Écrire à [adresse], ou au 76 12 34 56"
    browser.post(f"{page}/laisser", key=key_on(browser.text(page)))
    assert guard.look(archive.library, archive.film.id).clear
    browser.undo(page)
    assert not guard.look(archive.library, archive.film.id).clear
    browser.post(f"{page}/remplacer")
    assert guard.look(archive.library, archive.film.id).clear
    assert browser.post(f"{page}/laisser", key="0" * 12).status_code == 404


def test_a_track_s_words_become_a_new_version(archive: Archive, browser: Browser, track: str) -> None:
    page = f"/pistes/{track}/mots"
    assert page in browser.text(f"/pistes/{track}")
    assert "<mark>76 12 34 56</mark>" in browser.text(page)
    browser.post(f"{page}/remplacer")
    assert "Rien n’a été trouvé" in browser.text(page)
    with archive.library.reading() as session:
        assert tracks.get(session, track).track.cues[0].text == "Mon numéro, c’est le [numéro de téléphone]."


def test_who_may_only_read_sees_no_button(archive: Archive, track: str) -> None:
    app = create_app(archive.library.as_person(Person("Ina", Role.PROTECTION)))
    officer = Browser(app.test_client())
    assert "Remplacer" not in officer.text(f"/pistes/{track}/mots")
    assert officer.post(f"/pistes/{track}/mots/remplacer").status_code == 404


def test_whoever_takes_words_out_is_told_first_how_many_would_give_somebody_away(
    archive: Archive, browser: Browser, track: str
) -> None:
    told = "pourraient trahir quelqu’un (téléphone\u00a0: 1)"
    files = browser.text(f"/pistes/{track}").partition("Télécharger")[2]
    assert told in files and f"/pistes/{track}/mots" in files and "76 12 34 56" not in files
    page = f"/entretiens/{archive.open.id}?r={archive.video.id}"
    assert told not in browser.text(page), "nothing can be taken out of that page yet"
    browser.post(f"/rushes/{archive.video.id}/extraits", start="0", end="500", title="Un extrait")
    assert told in browser.text(page)
    browser.post(f"/pistes/{track}/mots/remplacer")
    assert "trahir quelqu’un (" not in browser.text(f"/pistes/{track}") + browser.text(page)
