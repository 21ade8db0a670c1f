# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages in a real browser: by keyboard, on a phone, and without a word to the outside."""

from typing import Literal

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from archive.catalogue import clips, films, tags, tracks
from tests.browsing import MARKS, NAMELESS, phone, scriptless, until
from tests.pages import Archive

pytestmark = MARKS


def addresses_of(archive: Archive) -> list[str]:
    with archive.library.reading() as session:
        track = tracks.french(session, archive.video.id)
    assert track is not None
    return [
        f"/pistes/{track.id}/corriger",
        "/",
        f"/entretiens/{archive.open.id}?r={archive.video.id}&t=1000",
        f"/entretiens/{archive.open.id}?r={archive.sound.id}",
        f"/entretiens/{archive.closed.id}",
        f"/entretiens/{archive.open.id}/autorisations",
        f"/entretiens/{archive.open.id}/autorisations/saisir?temoin={archive.witness.id}",
        f"/entretiens/{archive.open.id}/feuille",
        f"/rushes/{archive.video.id}/presences",
        "/temoins",
        "/remises",
        "/versements",
        f"/temoins/{archive.witness.id}",
        "/recherche",
        "/recherche?q=confiance",
        "/films",
        f"/films/{archive.film.id}",
        "/travaux",
        "/voir",
        "/aide",
        "/patterns",
    ]


def test_footage_is_tagged_without_touching_the_mouse(page: Page, address: str, archive: Archive) -> None:
    page.goto(address)
    page.keyboard.press("j")
    expect(page.locator("[data-rush]").first).to_be_focused()
    page.keyboard.press("t")
    page.keyboard.type("barr")
    expect(page.locator("#tagger [aria-selected=true]")).to_have_text("Barrages et contrôles")
    page.keyboard.press("Enter")
    chips = page.locator(".rush").first.locator(".chip form")
    expect(chips).to_have_count(2)
    expect(page.locator("[data-rush]").first).to_be_focused()
    page.keyboard.press("Backspace")
    expect(chips).to_have_count(1)
    expect(page.locator("#notices")).to_contain_text("Mot-clé retiré")
    page.get_by_role("button", name="Annuler").click()
    expect(chips).to_have_count(2)
    with archive.library.reading() as session:
        assert len(tags.of_recording(session, archive.video.id)) == 2


def test_from_a_word_to_the_passage_in_a_film(page: Page, address: str, archive: Archive) -> None:
    page.goto(f"{address}/recherche")
    page.keyboard.type('"plus confiance dans"')
    page.keyboard.press("Enter")
    page.locator(".hit-link").first.click()
    expect(page.locator(".cue.here")).to_contain_text("plus confiance dans")
    until(page, "document.querySelector('video').currentTime >= 0.9995")
    page.locator("h1").click()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press(".")
    page.keyboard.press("i")
    expect(page.locator("[data-in]")).not_to_have_value("00:00:01.000")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("o")
    expect(page.locator("[data-passage-length]")).not_to_be_empty()
    page.keyboard.press("c")
    expect(page.locator("#notices")).to_contain_text("Extrait gardé")
    page.locator("[data-in]").fill("00:00:00.200")
    page.locator("[data-out]").fill("0:01")
    page.get_by_role("button", name="Ajouter au film").click()
    expect(page.locator("#notices")).to_contain_text("Passage ajouté au film")
    with archive.library.reading() as session:
        assert len(clips.listed(session)) == 1
        assert len(films.edit_of(session, archive.film.id).items) == 2


def test_lines_of_a_film_move_by_keyboard_and_by_dragging(page: Page, address: str, archive: Archive) -> None:
    with archive.library.writing() as session:
        films.add_card(session, archive.film.id, "Fin", 3000)
    page.goto(f"{address}/films/{archive.film.id}")
    last = page.locator(".line").last
    last.get_by_role("button", name="Monter la ligne 2").press("Enter")
    expect(page.locator(".line").first).to_contain_text("Fin")
    expect(page.locator(".line").first.get_by_role("button", name="Descendre la ligne 1")).to_be_focused()
    page.locator(".grip").first.drag_to(page.locator(".line").last, target_position={"x": 60, "y": 100})
    expect(page.locator(".line").last).to_contain_text("Fin")
    page.locator(".line").last.get_by_role("button", name="Retirer la ligne 2").click()
    expect(page.locator(".line")).to_have_count(1)
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator(".line")).to_have_count(2)


def test_help_opens_by_its_key_and_keys_can_be_switched_off(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("?")
    expect(page.locator("#aide-touches")).to_be_visible()
    page.get_by_label("Touches simples actives").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("[data-rush]").first).not_to_be_focused()


def test_nothing_is_asked_of_the_outside_and_everything_has_a_name(page: Page, address: str, archive: Archive) -> None:
    asked: set[str] = set()
    page.context.on("request", lambda request: asked.add(request.url))
    for path in addresses_of(archive):
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate(NAMELESS) == [], path
    assert {url for url in asked if not url.startswith(f"{address}/")} == set()
    assert len(asked) > 20


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_runs_out_of_the_side(
    chromium: Chromium, address: str, archive: Archive, width: int, scheme: Literal["light", "dark"]
) -> None:
    wide = {}
    with phone(chromium, width, scheme) as page:
        for path in [*addresses_of(archive), "/nowhere"]:
            page.goto(address + path)
            found = page.evaluate("document.documentElement.scrollWidth")
            if found > width:
                wide[path] = found
    assert wide == {}


@pytest.mark.parametrize("width", [740, 800, 1121])
def test_between_a_phone_and_a_screen_the_menu_keeps_within_the_page(
    chromium: Chromium, address: str, width: int
) -> None:
    with phone(chromium, width, "light") as page:
        page.goto(address)
        page.locator("details.who summary").click()
        page.locator(".who input[name=name]").fill("Aminata, qui a un nom long comme la route de Tombouctou")
        page.get_by_role("button", name="Retenir ce nom").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_forms_work_without_a_script(chromium: Chromium, address: str, archive: Archive) -> None:
    with scriptless(chromium) as page:
        page.goto(f"{address}/entretiens/{archive.open.id}?r={archive.video.id}")
        page.locator("select[name=path]").select_option("securite/barrages")
        page.get_by_role("button", name="Mettre le mot-clé").click()
        expect(page.locator("#mots-cles")).to_contain_text("Barrages et contrôles")
        page.get_by_role("button", name="Annuler").click()
        expect(page.locator("#mots-cles")).not_to_contain_text("Barrages et contrôles")
