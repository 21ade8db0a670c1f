# SPDX-License-Identifier: GPL-3.0-or-later
"""Each change of a line of a film taken back with the button that the page offers, in a real browser."""

from collections.abc import Callable
from functools import partial

from playwright.sync_api import Locator, Page, expect

from archive.catalogue import films
from archive.model.film import Item
from tests.browsing import MARKS
from tests.pages import Archive

pytestmark = MARKS


def lines(archive: Archive) -> list[Item]:
    with archive.library.reading() as session:
        return list(films.edit_of(session, archive.film.id).items)


def fold(line: Locator, name: str) -> Locator:
    """A fold of a line, opened."""
    found = line.locator("details", has=line.page.locator(f"summary:text-is('{name}')"))
    found.locator("summary").click()
    return found


def trim(page: Page) -> None:
    part = fold(page.locator(".line-clip"), "Rogner")
    part.get_by_label("Sortie").fill("00:00:00.400")
    part.get_by_role("button", name="Enregistrer").click()


def look(page: Page) -> None:
    part = fold(page.locator(".line-clip"), "Aspect")
    part.get_by_label("Fondu d’entrée (s)").fill("0,2")
    part.get_by_label("Un bandeau dit qui parle").check()
    part.get_by_role("button", name="Enregistrer").click()


def write(page: Page) -> None:
    part = fold(page.locator(".line-card"), "Changer")
    part.get_by_label("Texte").fill("Gao, un autre jour")
    part.get_by_label("Secondes").fill("3")
    part.get_by_role("button", name="Enregistrer").click()


def move(page: Page) -> None:
    page.get_by_role("button", name="Descendre la ligne 1").click()


def remove(page: Page) -> None:
    page.get_by_role("button", name="Retirer la ligne 1").click()


def add(page: Page) -> None:
    page.get_by_text("Ajouter un carton").click()
    page.get_by_label("Texte à l’écran").fill("Fin")
    page.get_by_role("button", name="Ajouter le carton").click()


CHANGES: tuple[tuple[str, Callable[[Page], None]], ...] = (
    ("Ligne changée.", trim),
    ("Aspect changé.", look),
    ("Ligne changée.", write),
    ("Ligne 1 mise à la place 2.", move),
    ("Ligne retirée.", remove),
    ("Carton ajouté.", add),
)


def redrawn(page: Page, act: Callable[[], object]) -> None:
    """Do something, and wait until the page shows what came of it."""
    page.evaluate("document.querySelector('#paper').dataset.before = 'yes'")
    act()
    expect(page.locator("#paper:not([data-before])")).to_be_visible()


def said_by(archive: Archive) -> list[tuple[object, ...]]:
    return [(one.kind, one.text, one.span, one.duration, one.looks) for one in lines(archive)]


def test_each_change_of_a_line_is_taken_back(page: Page, address: str, archive: Archive) -> None:
    with archive.library.writing() as session:
        films.add_card(session, archive.film.id, "Gao", 2000)
    page.goto(f"{address}/films/{archive.film.id}")
    notices = page.locator("#notices")
    for said, change in CHANGES:
        before = said_by(archive)
        redrawn(page, partial(change, page))
        expect(notices).to_contain_text(said)
        assert said_by(archive) != before, said
        redrawn(page, notices.get_by_role("button", name="Annuler").click)
        assert said_by(archive) == before, said
