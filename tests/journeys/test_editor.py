# SPDX-License-Identifier: GPL-3.0-or-later
"""The subtitle editor in a real browser: by keyboard alone, and nothing that was typed is ever lost."""

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from archive import drafts
from archive.correct import correct
from media.span import Span
from subtitles.cue import Cue, Track
from tests.browsing import MARKS, NAMELESS, phone, scriptless
from tests.editing import READY, STATE, TEXT, chosen, kept, opened, texts
from tests.writing import Desk, app

__all__ = ["app"]
pytestmark = MARKS


def test_ten_findings_are_repaired_by_keyboard_alone(page: Page, address: str, desk: Desk) -> None:
    assert len(desk.warnings()) == 10
    opened(page, address, desk)
    expect(page.locator("[data-total]")).to_have_text("10 remarques")
    page.keyboard.press("a")  # the first subtitle is chosen already
    for left in range(9, 0, -1):
        expect(page.locator("[data-total]")).to_have_text(f"{left} remarque{'s' if left > 1 else ''}")
        page.keyboard.press("t")
        page.keyboard.press("a")
    expect(page.locator("[data-total]")).to_have_text("0 remarque")
    page.keyboard.press("t")
    expect(page.locator("#notices")).to_contain_text("Plus aucune remarque")
    page.keyboard.press("Control+s")
    page.keyboard.type("typographie relue")
    page.keyboard.press("Enter")
    expect(page.locator("#notices")).to_contain_text("Version 2 enregistrée")
    expect(page.locator(STATE)).to_have_attribute("data-state", "clean")
    assert desk.warnings() == []
    assert (desk.now().version.author, desk.now().version.message) == ("Awa", "typographie relue")
    assert drafts.waiting(desk.library, desk.track.id) == []


def test_every_key_of_writing_and_timing(page: Page, address: str, desk: Desk) -> None:
    opened(page, address, desk)
    press = page.keyboard.press
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        press(key)
    assert chosen(page) == "2"
    for key in ("e", "Shift+r", "f", "d", "d"):  # a frame earlier, ten later; out: one later, two earlier
        press(key)
    assert page.locator("[data-field=start]").input_value() == "00:00:04.900"
    assert page.locator("[data-field=end]").input_value() == "00:00:07.700"
    for key in ("c", "ArrowRight", "ArrowRight", "o"):
        press(key)
    assert page.locator("[data-field=end]").input_value() == "00:00:07.000"
    press("Enter")
    expect(page.locator(TEXT)).to_be_focused()
    press("Control+Home")
    page.keyboard.type("Oui. ")
    press("Control+i")
    assert page.locator(TEXT).input_value().startswith("<i>Oui. Le plus dur")
    press("Control+z")
    press("Escape")
    expect(page.locator(TEXT)).not_to_be_focused()
    press("s")
    assert page.locator(".rank").count() == 11
    press("m")
    assert page.locator(".rank").count() == 10
    for key in ("Delete", "u"):
        press(key)
    assert page.locator(".rank").count() == 10
    press("Control+y")
    assert page.locator(".rank").count() == 9
    press("ArrowLeft")
    press("n")
    expect(page.locator(TEXT)).to_be_focused()
    page.keyboard.type("Un mot de plus.")
    press("Escape")
    press("?")
    expect(page.locator("#aide-touches")).to_be_visible()
    press("Escape")
    kept(page)
    (found,) = drafts.waiting(desk.library, desk.track.id)
    assert "Un mot de plus." in [cue.text for cue in found.draft.changed] and found.draft.removed


def test_keys_never_trap_and_the_text_keeps_its_own(page: Page, address: str, desk: Desk) -> None:
    opened(page, address, desk)
    page.keyboard.press("Enter")
    page.keyboard.press("Control+End")
    page.keyboard.type(" aegt ? , .")
    assert page.locator(TEXT).input_value().endswith("vingt-deux. aegt ? , .")
    page.keyboard.press("Tab")
    expect(page.locator(TEXT)).not_to_be_focused()
    page.keyboard.press("Escape")
    stops = set()
    for _turn in range(90):
        page.keyboard.press("Tab")
        stops.add(page.evaluate("document.activeElement.outerHTML.slice(0, 90)"))
    assert len(stops) > 40, "the focus goes round"
    assert page.evaluate(NAMELESS) == []


def test_a_finding_is_waived_and_words_are_replaced_everywhere(page: Page, address: str, desk: Desk) -> None:
    opened(page, address, desk)
    page.keyboard.press("g")
    expect(page.locator("[data-total]")).to_have_text("9 remarques")
    page.reload()
    expect(page.locator("[data-total]")).to_have_text("9 remarques")
    expect(page.locator("[data-findings]")).to_contain_text("Gardé ainsi")
    page.get_by_role("button", name="Remettre").press("Enter")
    expect(page.locator("[data-total]")).to_have_text("10 remarques")
    page.keyboard.press("h")
    page.keyboard.type("honte")
    page.keyboard.press("Tab")
    page.keyboard.type("peur")
    expect(page.locator("[data-hits]")).to_have_text("2 endroits")
    page.get_by_role("button", name="Remplacer tout").press("Enter")
    expect(page.locator("#notices")).to_contain_text("Remplacé dans 2 sous-titres")
    kept(page)
    page.keyboard.press("u")
    expect(page.locator(STATE)).to_have_attribute("data-state", "clean")


def test_edges_are_dragged_and_stick_to_the_neighbours(page: Page, address: str, desk: Desk) -> None:
    opened(page, address, desk, at=4100)
    box = page.locator("[data-timeline]").bounding_box()
    assert box is not None
    x = lambda ms: box["x"] + ms / 12_000 * box["width"]  # noqa: E731 - twelve seconds are shown, from zero
    y = box["y"] + box["height"] * 0.8
    page.mouse.move(x(7800), y)
    page.mouse.down()
    page.mouse.move(x(7500), y, steps=4)
    page.mouse.move(x(7979), y, steps=4)
    page.mouse.up()
    assert page.locator("[data-field=end]").input_value() == "00:00:08.000"
    page.keyboard.press("u")
    assert page.locator("[data-field=end]").input_value() == "00:00:07.800"


def test_another_tab_of_the_same_browser_does_not_write(page: Page, address: str, desk: Desk) -> None:
    opened(page, address, desk)
    other = page.context.new_page()
    other.goto(f"{address}/pistes/{desk.track.id}/corriger")
    expect(other.locator("[data-elsewhere]")).to_be_visible()
    other.locator("[data-here]").click()
    other.locator(READY).wait_for()
    expect(page.locator("[data-elsewhere]")).to_be_visible()
    other.close()


def test_a_finger_and_a_small_screen(chromium: Chromium, address: str, desk: Desk) -> None:
    with phone(chromium) as page:
        opened(page, address, desk)
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.locator(".rank").nth(3).scroll_into_view_if_needed()
        page.locator(".rank").nth(3).tap()
        expect(page.locator(".rank").nth(3)).to_have_attribute("aria-selected", "true")
        assert page.locator(TEXT).input_value().startswith("Un instructeur")
        page.locator("[data-act=fix]").tap()
        expect(page.locator(TEXT)).to_have_value("Un instructeur nous corrige\ncomme les autres. C’est un respect.")


def test_two_thousand_subtitles_stay_fluid(page: Page, address: str, desk: Desk) -> None:
    many = tuple(Cue(n, Span(n * 20, n * 20 + 20), f"Phrase {n}.") for n in range(1, 2001))
    correct(desk.library, desk.track.id, 1, Track(many).cues)
    opened(page, address, desk)
    assert page.locator(".rank").count() == 2000
    drawn = page.evaluate(
        """() => new Promise((resolve) => {
          const touched = new Set();
          new MutationObserver((found) => { for (const one of found) touched.add(one.target.closest?.('.rank') ?? one.target.parentElement?.closest('.rank')); })
            .observe(document.querySelector('[data-list]'), { subtree: true, childList: true, characterData: true, attributes: true });
          const text = document.querySelector('[data-field=text]');
          text.focus();
          text.value += ' Encore.';
          text.dispatchEvent(new Event('input', { bubbles: true }));
          requestAnimationFrame(() => requestAnimationFrame(() => { touched.delete(undefined); resolve(touched.size); }));
        })"""
    )
    assert 1 <= drawn <= 2, "only what changed is drawn again"


def test_before_the_script_one_subtitle_at_a_time(chromium: Chromium, address: str, desk: Desk) -> None:
    with scriptless(chromium) as page:
        page.goto(f"{address}/pistes/{desk.track.id}/corriger")
        form = page.locator("#s2")
        form.locator("textarea").fill("Le plus dur, ce n’est\npas la boue.")
        form.get_by_role("button", name="Enregistrer ce sous-titre").click()
        expect(page.locator("#notices")).to_contain_text("version 2")
    assert texts(desk)[1] == "Le plus dur, ce n’est\npas la boue."
