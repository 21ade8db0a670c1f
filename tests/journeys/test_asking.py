# SPDX-License-Identifier: GPL-3.0-or-later
"""From a question to a paper edit by keyboard: search, hear the hits one after another, choose three, send them."""

from typing import Literal

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from archive.catalogue import films, recordings, searches, tracks
from archive.search import catch_up
from media.span import Span
from subtitles.cue import Cue, Track
from tests.browsing import MARKS, NAMELESS, phone, scriptless, until
from tests.pages import Archive

pytestmark = MARKS
PAGES = ("/recherche", "/recherche/lignes", "/recherche/comparer", "/recherche/ecouter", "/voir/chercher")


@pytest.fixture
def said(archive: Archive) -> Archive:
    """Trust is spoken of four times in two recordings, once in Songhay with its French beside it."""
    with archive.library.writing() as session:
        cues = [Cue(n + 1, Span(n * 500, n * 500 + 450), f"la confiance numéro {n + 1}") for n in range(4)]
        cues = [cue if cue.id % 2 else Cue(cue.id, cue.span, cue.text, "GAO-F-012") for cue in cues]
        tracks.store(session, archive.video.id, Track(tuple(cues)), author="Ina")
        local = Track((Cue(1, Span(0, 900), "naanay go no"),), "ses")
        tracks.store(session, archive.video.id, local, author="Ina")
        recordings.get(session, archive.video.id)
    catch_up(archive.library)
    return archive


def test_three_hits_are_heard_chosen_and_sent_by_keyboard(page: Page, address: str, said: Archive) -> None:
    page.goto(f"{address}/recherche")
    page.keyboard.type('"la confiance"')
    page.keyboard.press("Enter")
    expect(page.locator("#t-hits")).to_have_text("4 occurrences")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-hit]").nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("x")
    expect(page.locator("[data-count]")).to_have_text("1 passage choisi")
    page.keyboard.press("p")
    expect(page.locator("h1")).to_have_text("Écouter à la suite")
    expect(page.locator("[data-count]")).to_have_text("1 passage choisi")
    page.locator("[data-on]").press(" ")  # no passage comes by itself
    until(page, "document.querySelector('video').readyState >= 1")
    page.locator("h1").click()
    page.keyboard.press("j")
    expect(page.locator("[data-place]")).to_have_text("2 sur 4")
    expect(page.locator("[data-said]")).to_contain_text("numéro 2")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-count]")).to_have_text("3 passages choisis")
    page.keyboard.press("e")
    expect(page.locator("[data-film]")).to_be_focused()
    page.get_by_role("button", name="Envoyer au montage").press("Enter")
    expect(page.locator("#notices")).to_contain_text("3 passages envoyés au film")
    with said.library.reading() as session:
        spans = [item.span for item in films.edit_of(session, said.film.id).items]
    assert spans[1:] == [Span(0, 450), Span(500, 950), Span(1000, 1450)]
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("#notices")).to_contain_text("repris")
    expect(page.locator(".line")).to_have_count(1)


def test_a_film_begun_for_chosen_hits_goes_away_with_them(page: Page, address: str, said: Archive) -> None:
    page.goto(f"{address}/recherche?q=confiance")
    page.locator("input[name=pick]").first.check()
    page.locator("[data-film]").select_option("new")
    page.get_by_label("Titre du nouveau film").fill("La confiance revient")
    page.get_by_role("button", name="Envoyer au montage").click()
    expect(page.locator("h1")).to_have_text("La confiance revient")
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("h1")).to_have_text("Films")
    expect(page.locator("#notices")).to_contain_text("repris")
    with said.library.reading() as session:
        assert [film.name for film in films.listed(session)] == ["confiance"]


def test_the_next_hit_comes_by_itself_and_starts_a_second_early(page: Page, address: str, said: Archive) -> None:
    page.goto(f"{address}/recherche/ecouter?q=%22la+confiance%22&n=3")
    until(page, "Math.abs(document.querySelector('video').currentTime - 0.5) < 0.1")
    page.locator("[data-on]").uncheck()  # until it is looked at
    page.keyboard.press("k")
    expect(page.locator("[data-place]")).to_have_text("3 sur 4")
    page.locator("[data-on]").check()
    page.locator("video").evaluate("video => { video.muted = true; video.currentTime = 1.40; return video.play(); }")
    expect(page.locator("[data-place]")).to_have_text("4 sur 4")
    assert "n=3" in page.url


def test_a_search_is_kept_and_found_again(page: Page, address: str, said: Archive) -> None:
    page.goto(f"{address}/recherche?q=confiance")
    page.locator(".keep summary").press("Enter")
    page.get_by_label("Nom de la recherche").fill("La confiance")
    page.get_by_role("button", name="Garder la recherche").click()
    expect(page.locator("#notices")).to_contain_text("Recherche gardée")
    page.goto(f"{address}/recherche")
    page.get_by_role("link", name="La confiance").click()
    expect(page.locator(".hit")).not_to_have_count(0)
    with said.library.reading() as session:
        assert [kept.query for kept in searches.listed(session)] == ["confiance"]


def test_the_concordance_is_walked_and_a_local_word_shows_its_french(page: Page, address: str, said: Archive) -> None:
    page.goto(f"{address}/recherche/lignes?q=naanay")
    expect(page.locator(".kwic .in-french")).to_have_text("la confiance numéro 1 la confiance numéro 2")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("[data-cues]")).to_be_visible()


def test_every_operator_is_a_touch_away(page: Page, address: str) -> None:
    page.goto(f"{address}/recherche?q=confiance")
    page.get_by_role("link", name="Tout ce que l’on peut demander").click()
    expect(page.locator("#operateurs")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#aide-touches")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (360, "dark")])
def test_on_a_phone_the_pages_of_a_question_stay_in_the_screen(
    chromium: Chromium, address: str, said: Archive, width: int, scheme: Literal["light", "dark"]
) -> None:
    wide, nameless = {}, {}
    with phone(chromium, width, scheme) as page:
        for path in PAGES:
            page.goto(f"{address}{path}?q=confiance")
            wide[path] = page.evaluate("document.documentElement.scrollWidth")
            nameless[path] = page.evaluate(NAMELESS)
    assert set(wide.values()) == {width}, wide
    assert not any(nameless.values()), nameless


def test_choosing_and_sending_work_without_a_script(chromium: Chromium, address: str, said: Archive) -> None:
    with scriptless(chromium) as page:
        page.goto(f"{address}/recherche?q=confiance")
        page.locator("input[name=pick]").first.check()
        page.locator("select[name=film]").select_option(said.film.id)
        page.get_by_role("button", name="Envoyer au montage").click()
        expect(page.locator("#notices")).to_contain_text("1 passage envoyé")
        page.goto(f"{address}/recherche/ecouter?q=confiance")
        page.get_by_role("link", name="Suivant").click()
        expect(page.locator("[data-place]")).to_have_text("2 sur 4")
