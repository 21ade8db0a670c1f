# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking along a recording by its stills, and the small picture for a slow line, remembered on this computer."""

from datetime import datetime, timedelta

from playwright.sync_api import Page

from tests.browsing import MARKS, until
from tests.writing import SECONDS, Desk, app

__all__ = ["app"]
pytestmark = MARKS
TOMORROW = datetime.now() + timedelta(days=1)


def test_pointing_at_the_sound_shows_the_still_of_that_moment_and_a_key_where_it_leads(
    page: Page, address: str, desk: Desk
) -> None:
    page.clock.install()
    page.goto(f"{address}/rushes/{desk.recording.id}")
    box = page.locator("[data-wave]").bounding_box()
    assert box is not None
    still, words = page.locator("[data-scrub] i"), page.locator("[data-scrub] .tc")
    assert not still.is_visible()
    with page.expect_response(lambda answer: "planche.jpg" in answer.url) as sheet:
        page.mouse.move(box["x"] + 25_200 / (SECONDS * 1000) * box["width"], box["y"] + 20)
    assert sheet.value.status == 200
    assert words.inner_text() == "0:25"
    # picture 252 of 10 a second: still 12 of one each 20 pictures, ten in a row
    assert still.evaluate("it => it.style.backgroundPosition") == "-320px -90px"
    page.mouse.move(5, 5)
    assert not still.is_visible()
    page.clock.pause_at(TOMORROW)
    page.keyboard.press("ArrowRight")
    assert words.inner_text() == "0:01" and still.is_visible()
    page.clock.run_for(1200)
    assert not still.is_visible()


def test_the_sign_of_a_frame_forward_is_heard_however_the_keyboard_writes_it(
    page: Page, address: str, desk: Desk
) -> None:
    page.goto(f"{address}/rushes/{desk.recording.id}")
    until(page, "document.querySelector('[data-player]').readyState >= 1")
    keyboard = page.context.new_cdp_session(page)
    stop = {"key": ".", "code": "Comma", "text": ".", "windowsVirtualKeyCode": 190}
    for shift in (0, 8):  # a French keyboard writes the full stop with Shift
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", "modifiers": shift, **stop})
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", "modifiers": shift, **stop})
    page.keyboard.press("i")
    assert page.locator("[data-in]").input_value() == "00:00:00.200", "two frames of ten a second"


def test_the_small_picture_is_chosen_once_goes_on_where_it_was_and_holds_on_every_page(
    page: Page, address: str, desk: Desk
) -> None:
    def plays(name: str, height: int) -> None:
        until(
            page,
            "([name, height]) => { const it = document.querySelector('[data-player]');"
            " return it.currentSrc.endsWith(name) && it.videoHeight === height && it.readyState > 1; }",
            [name, height],
        )

    page.goto(f"{address}/rushes/{desk.recording.id}")
    plays("copie.mp4", 90)
    for _second in range(3):
        page.keyboard.press("ArrowRight")
    page.select_option("[data-quality]", "small")
    plays("petite.mp4", 90)
    until(page, "document.querySelector('[data-player]').currentTime > 2.9")
    page.goto(f"{address}/rushes/{desk.recording.id}/presences")
    plays("petite.mp4", 90)
    assert page.locator("[data-quality]").input_value() == "small"
    page.select_option("[data-quality]", "full")
    plays("copie.mp4", 90)
