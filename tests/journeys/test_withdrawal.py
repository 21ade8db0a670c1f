# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody takes back their word, in a real browser: from the page of consents to the film that is to be cut again."""

from playwright.sync_api import Page, expect

from archive.catalogue import films, handovers
from archive.film.render import render_film
from archive.model.withdrawal import Handover
from archive.worker import run_worker
from tests.browsing import MARKS, NAMELESS
from tests.pages import Archive

pytestmark = MARKS


def handed_over(archive: Archive) -> None:
    """The film was rendered, and a radio has it."""
    render_film(archive.library, archive.film.id)
    with archive.library.writing() as session:
        made = films.renders(session, archive.film.id)[0]
        handovers.add(session, Handover("", "", "Radio Sahel", made.made_at.date(), made.id))


def test_from_the_wish_to_the_film_to_cut_again_and_the_letters(page: Page, address: str, archive: Archive) -> None:
    handed_over(archive)
    page.goto(f"{address}/entretiens/{archive.open.id}/autorisations")
    page.get_by_text("Suspendre, retirer, joindre la preuve").first.click()
    page.get_by_role("link", name="Voir ce qui se fermera, puis retirer").first.click()
    main = page.locator("main")
    for words in ("Rien n’est encore fait", "place 1", "confiance-1.mp4", "Radio Sahel"):
        expect(main).to_contain_text(words)
    assert page.evaluate(NAMELESS) == []
    page.get_by_role("button", name="Retirer").click()
    expect(main).to_contain_text("Rien n’est encore fait")  # the box was not ticked: the browser stays
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Retirer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Retrait de GAO-F-012")
    expect(main).to_contain_text("attendent d’être effacées")
    assert not (archive.library.films / "confiance-1.mp4").exists()
    run_worker(archive.library, once=True)
    expect(main).to_contain_text("Copies de travail effacées")  # without reloading
    page.get_by_role("link", name="Lettres à imprimer").click()
    expect(page.locator(".letter")).to_have_count(1)
    expect(page.locator(".letter")).to_contain_text("Radio Sahel")
    page.goto(f"{address}/remises")
    page.get_by_role("link", name="à rappeler").click()
    page.get_by_role("link", name="place 1").click()
    expect(page.get_by_text("Ce film ne peut pas sortir")).to_be_visible()
    page.goto(f"{address}/films")
    expect(page.locator("main")).to_contain_text("à remonter")
