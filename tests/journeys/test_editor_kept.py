# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing that was typed in the editor is ever lost: a killed browser, a cut network, two people on one track."""

from pathlib import Path

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Playwright, expect

from archive import drafts
from archive.correct import correct
from subtitles.cue import Cue
from tests.browsing import LISTEN, MARKS, Server, address, chromium, mortal, page, playwright, server, tried_page
from tests.editing import STATE, TEXT, kept, opened, rewritten, saved, texts
from tests.writing import Desk, app, desk, typed

__all__ = ["address", "app", "chromium", "desk", "page", "playwright", "server", "tried_page", "typed"]
pytestmark = MARKS


def test_a_killed_browser_loses_no_keystroke(
    playwright: Playwright, server: Server, desk: Desk, tmp_path: Path
) -> None:
    """The server is gone too: what was typed is nowhere but in the browser that dies."""
    typed = "Rien ne se perd, pas même ceci : é, ŋ, « ! »"
    with mortal(playwright, tmp_path / "profile") as browser:
        page = browser.context.new_page()
        opened(page, server.address, desk)
        page.keyboard.press("Enter")
        page.keyboard.press("Control+a")
        server.stop()
        page.keyboard.type(typed)
        expect(page.locator(STATE)).to_have_attribute("data-disk", "true")
        browser.kill()
    server.start()
    with mortal(playwright, tmp_path / "profile") as browser:
        page = browser.context.new_page()
        opened(page, server.address, desk)
        expect(page.locator("#notices")).to_contain_text("Brouillon retrouvé")
        expect(page.locator("#notices")).to_contain_text("1 sous-titre changé")
        assert page.locator(TEXT).input_value() == typed
        kept(page)
        assert texts(desk)[0] != typed, "a draft is no version"
        page.keyboard.press("Control+s")
        page.keyboard.press("Enter")
        expect(page.locator("#notices")).to_contain_text("Version 2")
    assert texts(desk)[0] == typed


def test_what_is_typed_without_a_network_arrives_when_it_is_back(tried_page: Page, address: str, desk: Desk) -> None:
    page = tried_page
    opened(page, address, desk)
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("Écrit hors ligne.")
    expect(page.locator(STATE)).to_have_attribute("data-state", "offline")
    expect(page.locator(STATE)).to_contain_text("Hors connexion")
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("[data-fail]")).to_contain_text("Le serveur ne répond pas")
    page.keyboard.press("Escape")
    page.context.set_offline(False)
    kept(page)
    (found,) = drafts.waiting(desk.library, desk.track.id)
    assert [cue.text for cue in found.draft.changed] == ["Écrit hors ligne."]


def two(chromium: Chromium, address: str, desk: Desk) -> tuple[Page, Page]:
    """Awa and Binta, each at a browser of her own, both on the track."""
    pages = []
    for name in ("Awa", "Binta"):
        context = chromium.new_context(viewport={"width": 1280, "height": 800})
        context.add_init_script(LISTEN)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(address)
        page.locator(".who > summary").click()
        page.locator(".who input[name=name]").fill(name)
        page.get_by_role("button", name="Retenir ce nom").click()
        opened(page, address, desk)
        pages.append(page)
    return pages[0], pages[1]


def test_two_people_on_one_track_overwrite_nothing(chromium: Chromium, address: str, desk: Desk) -> None:
    awa, binta = two(chromium, address, desk)
    expect(binta.locator("[data-others]")).to_contain_text("Awa est aussi sur cette piste")
    rewritten(awa, 1, "La phrase d’Awa.")
    rewritten(awa, 3, "Une autre d’Awa.")
    saved(awa)
    expect(awa.locator("#notices")).to_contain_text("Version 2 enregistrée")
    rewritten(binta, 1, "La phrase de Binta.")
    rewritten(binta, 2, "Seule Binta l’a changée.")
    rewritten(binta, 3, "La troisième, de Binta.")
    saved(binta)
    dialog = binta.locator("#desaccords")
    expect(dialog).to_contain_text("Désaccord 1 sur 2")
    expect(dialog.locator("[data-version=mine]")).to_contain_text("Binta")
    expect(dialog.locator("[data-version=theirs]")).to_contain_text("Awa")
    assert desk.now().version.number == 2, "nothing is stored before the choice"
    binta.keyboard.press("2")
    expect(dialog).to_contain_text("Désaccord 2 sur 2")
    binta.keyboard.press("3")
    binta.keyboard.press("Control+a")
    binta.keyboard.type("Ni l’une ni l’autre.")
    binta.keyboard.press("Control+Enter")
    expect(binta.locator("#notices")).to_contain_text("Version 3 enregistrée")
    assert texts(desk)[:3] == ["La phrase d’Awa.", "Seule Binta l’a changée.", "Ni l’une ni l’autre."]
    assert binta.locator(TEXT).input_value() == "Ni l’une ni l’autre."
    for one in (awa, binta):
        one.context.close()


def test_a_closed_dialog_of_disagreement_keeps_the_draft(tried_page: Page, address: str, desk: Desk) -> None:
    page = tried_page
    opened(page, address, desk)
    rewritten(page, 1, "Ma phrase.")
    theirs = tuple(cue if cue.id != 1 else Cue(1, cue.span, "Leur phrase.") for cue in desk.track.track.cues)
    correct(desk.by("Binta"), desk.track.id, 1, theirs)
    saved(page)
    expect(page.locator("#desaccords")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#notices")).to_contain_text("Rien n’a été enregistré")
    assert (desk.now().version.number, texts(desk)[0]) == (2, "Leur phrase.")
    assert page.locator(TEXT).input_value() == "Ma phrase."
