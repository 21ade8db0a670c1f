# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does in the subtitle editor, for tests in a real browser."""

from playwright.sync_api import Page, expect

from tests.writing import Desk

READY = "[data-editor][data-ready]"
TEXT = "[data-field=text]"
STATE = ".state"


def opened(page: Page, address: str, desk: Desk, at: int = 0) -> None:
    """The editor, ready, with the findings of the whole track."""
    page.goto(f"{address}/pistes/{desk.track.id}/corriger?t={at}")
    page.locator(READY).wait_for()
    page.locator("[data-editor][data-asked]").wait_for()


def chosen(page: Page) -> str:
    return page.locator(".rank[aria-selected=true] [data-part=number]").inner_text()


def kept(page: Page) -> None:
    expect(page.locator(STATE)).to_have_attribute("data-state", "kept")


def texts(desk: Desk) -> list[str]:
    return [cue.text for cue in desk.now().track.cues]


def rewritten(page: Page, number: int, text: str) -> None:
    page.keyboard.press("Home")
    for _step in range(number - 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Escape")


def saved(page: Page) -> None:
    page.keyboard.press("Control+s")
    page.keyboard.press("Enter")
