# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing that was typed in the editor is ever lost: a killed browser, a cut network, two people on one track."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Playwright, expect

from archive import drafts
from archive.catalogue import consents
from archive.correct import correct
from archive.model.draft import Draft
from archive.model.people import ConsentStatus
from archive.seals import seal
from media.span import Span
from subtitles.cue import Cue
from tests.browsing import MARKS, Server, laptop, mortal, until
from tests.editing import STATE, TEXT, kept, opened, rewritten, saved, texts
from tests.writing import Desk, app

__all__ = ["app"]
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


WALKS = """
async (walks) => {
  const { changesOf, withChanges } = await import("/static/editor/changes.js");
  const edits = await import("/static/editor/edits.js");
  let seed = 7;
  const dice = (n) => { seed = (seed * 48271) % 2147483647; return seed % n; };
  const lost = [];
  for (let walk = 0; walk < walks; walk += 1) {
    const base = Array.from({ length: 12 }, (_none, n) => ({ id: n + 1, start: n * 1000, end: n * 1000 + 900, text: `<i>Un</i> ${n} deux` }));
    let [cues, fresh] = [base, 20];
    for (let step = 0; step < 15 && cues.length > 2; step += 1) {
      const cue = cues[dice(cues.length)];
      const moves = [
        () => edits.changed(cues, cue.id, { text: `${cue.text}${dice(9)}` }),
        () => edits.changed(cues, cue.id, { speaker: ["", "A"][dice(2)] }),
        () => { const start = dice(14000); return edits.timed(cues, cue.id, start, start + 300); },
        () => edits.split(cues, cue.id, { at: Math.floor((cue.start + cue.end) / 2), caret: dice(cue.text.length), fresh: fresh++ }),
        () => (cue === cues.at(-1) ? cues : edits.merged(cues, cue.id)),
        () => edits.inserted(cues, { id: fresh++, start: dice(14000), end: 15000, text: "" }),
        () => edits.removed(cues, cue.id),
      ];
      cues = moves[dice(moves.length)]();
    }
    const kept = JSON.parse(JSON.stringify(changesOf(base, cues)));
    const back = withChanges(base, kept, 20).cues;
    const said = (list) => JSON.stringify(list.map(({ id, start, end, text, speaker }) => [id, start, end, text, speaker ?? ""]));
    if (said(back) !== said(cues)) lost.push([kept, said(cues), said(back)]);
  }
  return lost;
}
"""


def test_what_is_kept_is_what_was_written_whatever_was_done(page: Page, address: str) -> None:
    page.goto(f"{address}/aide")
    assert page.evaluate(WALKS, 300) == []


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


def test_work_left_at_another_browser_is_offered(page: Page, address: str, desk: Desk) -> None:
    changed = (Cue(1, desk.track.track.cues[0].span, "Écrit ailleurs."),)
    drafts.keep(desk.library, Draft(desk.track.id, "", "ailleurs", 1, 3, changed, removed=(4,)))
    opened(page, address, desk)
    offer = page.locator("[data-offer]")
    expect(offer).to_contain_text("2 sous-titres changés")
    assert page.locator(TEXT).input_value() == desk.track.track.cues[0].text, "nothing is taken up without being asked"
    page.get_by_role("button", name="Le reprendre").click()
    assert page.locator(TEXT).input_value() == "Écrit ailleurs."
    assert page.locator(".rank").count() == 9
    kept(page)
    saved(page)
    expect(page.locator("#notices")).to_contain_text("Version 2 enregistrée")
    assert drafts.waiting(desk.library, desk.track.id) == []


@contextmanager
def somebody(name: str, chromium: Chromium, address: str, desk: Desk) -> Iterator[Page]:
    """Somebody at a browser of her own, on the track."""
    with laptop(chromium) as (page, _complaints):
        page.goto(address)
        page.locator(".who > summary").click()
        page.locator(".who input[name=name]").fill(name)
        page.get_by_role("button", name="Retenir ce nom").click()
        opened(page, address, desk)
        yield page


@pytest.fixture
def awa(chromium: Chromium, address: str, desk: Desk) -> Iterator[Page]:
    with somebody("Awa", chromium, address, desk) as page:
        yield page


@pytest.fixture
def binta(awa: Page, chromium: Chromium, address: str, desk: Desk) -> Iterator[Page]:
    with somebody("Binta", chromium, address, desk) as page:
        yield page


def test_two_people_on_one_track_overwrite_nothing(awa: Page, binta: Page, desk: Desk) -> None:
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


DRAWER = """
async () => {
  const asked = indexedDB.open("baro-editor");
  const database = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const all = database.transaction("drafts").objectStore("drafts").getAll();
  const found = await new Promise((done) => { all.onsuccess = () => done(all.result); });
  database.close();
  return JSON.stringify(found);
}
"""


def test_what_was_closed_since_leaves_this_browser_with_the_next_page(
    tried_page: Page, address: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> bool:
        raise OSError("no space left")

    monkeypatch.setattr(drafts, "keep", full)  # only this browser has what is typed
    page = tried_page
    opened(page, address, desk)
    rewritten(page, 1, "Le nom du pluvian.")
    rewritten(page, 2, "La rivière reste.")
    expect(page.locator(STATE)).to_have_attribute("data-state", "offline")
    page.goto(f"{address}/films")
    until(page, f"async () => (await ({DRAWER})()).includes('pluvian')")
    seal(desk.library, desk.recording.id, Span(0, 3900), "")
    page.reload()
    until(page, f"async () => !(await ({DRAWER})()).includes('pluvian')")
    assert "La rivière reste." in page.evaluate(DRAWER)
    with desk.library.writing() as session:
        (one,) = consents.listed(session)
        consents.set_status(session, one.id, ConsentStatus.SUSPENDED, "Ina")
    page.reload()
    until(page, f"async () => await ({DRAWER})() === '[]'")
