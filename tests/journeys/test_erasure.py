# SPDX-License-Identifier: GPL-3.0-or-later
"""The protection officer destroys what somebody who withdrew had left, in a real browser: asked twice, told what is gone."""

import secrets

from flask import Flask
from playwright.sync_api import Page, expect

from archive import accounts
from archive.person import Role
from archive.withdrawal import withdraw
from tests.browsing import MARKS, NAMELESS
from tests.pages import Archive
from tests.webui.test_signin import WORDS, quick, signed

__all__ = ["quick"]
pytestmark = MARKS
FILES = ("copie.mp4", "petite.mp4", "affiche.jpg", "planche.jpg", "son.json", "sous-titres.vtt", "presences")


def signs_in(page: Page, address: str, archive: Archive) -> None:
    """Ina, who protects people, with the password that she chose before."""
    code = accounts.invite(archive.library, "Ina", Role.PROTECTION)
    page.goto(f"{address}/connexion/code")
    page.get_by_label("Nom").fill("Ina")
    page.get_by_label("Code").fill(code)
    for field in page.locator("input[type=password]").all():
        field.fill(WORDS)
    page.keyboard.press("Enter")
    expect(page.locator("#notices")).to_contain_text("Bonjour, Ina")


def answers(page: Page, address: str, paths: list[str]) -> list[tuple[int, bytes]]:
    return [(got.status, got.body()) for got in (page.request.get(address + path) for path in paths)]


def test_the_officer_destroys_for_good(tried_page: Page, address: str, archive: Archive, app: Flask) -> None:
    page, library = tried_page, archive.library
    signed(archive, app, "Awa", Role.ADMINISTRATOR)
    withdraw(library, archive.consent.id)
    signs_in(page, address, archive)
    page.goto(f"{address}/temoins/{archive.witness.id}")
    page.get_by_role("link", name="GAO-01").click()
    page.get_by_role("link", name="Suites du retrait").click()
    page.get_by_text("Détruire pour toujours").click()
    page.get_by_role("link", name="Voir ce qui serait détruit").click()
    main = page.locator("main")
    expect(main).to_contain_text("Rien n’est encore détruit")
    expect(main).to_contain_text("2 originaux")
    page.get_by_role("link", name="Continuer").click()
    assert page.evaluate(NAMELESS) == []
    page.get_by_label("Écrire le code du témoin").fill("GAO-F-012")
    page.get_by_label("Votre mot de passe, encore une fois").fill("trois chameaux lisent un journal")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Détruire pour toujours").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert library.original(archive.video.sha256).is_file(), "a wrong password destroys nothing"
    page.get_by_label("Écrire le code du témoin").fill("GAO-F-012")
    page.get_by_label("Votre mot de passe, encore une fois").fill(WORDS)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Détruire pour toujours").click()
    expect(page.locator("#notices")).to_contain_text("Détruit pour toujours")
    expect(main).to_contain_text("Tout a été détruit")
    gone(page, address, archive)
    page.locator(".who > summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page).to_have_url(f"{address}/connexion")
    assert page.request.get(f"{address}/temoins").status == 404


def gone(page: Page, address: str, archive: Archive) -> None:
    """Pages, files and words of the recordings answer as if they had never been."""
    for take in (archive.video, archive.sound):
        assert not archive.library.original(take.sha256).exists()
        real = answers(page, address, [f"/rushes/{take.id}", *(f"/rushes/{take.id}/{name}" for name in FILES)])
        never = secrets.token_hex(16)
        assert real == answers(page, address, [f"/rushes/{never}", *(f"/rushes/{never}/{name}" for name in FILES)])
        assert {status for status, _body in real} == {404}
    page.goto(f"{address}/recherche?q=confiance")
    expect(page.locator("main")).not_to_contain_text("celui qui fouille mon sac")
    left = [path for path in archive.library.folder.rglob("*") if path.is_file() and path.name != "catalogue.sqlite"]
    assert [path for path in left if b"celui qui fouille" in path.read_bytes()] == [], "the index forgot the words"
    assert [path for path in left if archive.video.id in str(path) or archive.video.sha256 in str(path)] == []
