# SPDX-License-Identifier: GPL-3.0-or-later
"""The shot changes and pauses of a recording on the pages: what an edge of a cue sticks to, where a clip may be cut."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from archive.seals import seal
from archive.worker import run_worker
from media.span import Span
from tests.browsing import MARKS
from tests.editing import opened
from tests.footage import footage
from tests.writing import SECONDS, Desk, app, archive_of

__all__ = ["app"]
pytestmark = MARKS


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of a film with cuts at 7.5 and 10.2 seconds, in which somebody pauses every two seconds."""
    folder = tmp_path_factory.mktemp("cuts")
    return archive_of(
        footage(folder, "C0001.mp4", seconds=SECONDS, rate="10", size="96x64", pattern="talk", scenes=(75, 102))
    )


def dragged(page: Page, from_ms: int, to_ms: int, key: str = "") -> str:
    """Where the end of the second subtitle lies after it was pulled from one moment to the other; then undone."""
    box = page.locator("[data-timeline]").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] * 0.8
    page.mouse.move(box["x"] + from_ms / 12_000 * box["width"], y)  # twelve seconds are shown, from zero
    page.mouse.down()
    if key:
        page.keyboard.down(key)
    page.mouse.move(box["x"] + to_ms / 12_000 * box["width"], y, steps=4)
    page.mouse.up()
    if key:
        page.keyboard.up(key)
    end = page.locator("[data-field=end]").input_value()
    page.keyboard.press("u")
    assert page.locator("[data-field=end]").input_value() == "00:00:07.800"
    return end


def test_an_edge_sticks_to_a_cut_and_to_speech_unless_it_is_free(page: Page, address: str, desk: Desk) -> None:
    opened(page, address, desk, at=4100)
    assert dragged(page, 7800, 7435) == "00:00:07.500", "the cut"
    assert dragged(page, 7800, 7435, "Alt") == "00:00:07.400", "the frame under the hand"
    assert dragged(page, 7800, 7135) == "00:00:07.200", "the end of speech"
    assert dragged(page, 7800, 6835) == "00:00:06.800", "nothing is near"


def test_with_shift_in_and_out_go_to_the_nearest_landmark(page: Page, address: str, desk: Desk) -> None:
    opened(page, address, desk, at=4100)
    page.keyboard.press("Shift+i")
    assert page.locator("[data-field=start]").input_value() == "00:00:04.000"
    for _second in range(3):
        page.keyboard.press("ArrowRight")  # to 7.1 seconds
    page.keyboard.press("Shift+o")
    assert page.locator("[data-field=end]").input_value() == "00:00:07.200"
    page.keyboard.press("i")
    assert page.locator("[data-field=start]").input_value() == "00:00:07.100"
    page.keyboard.press("End")
    page.keyboard.press("Shift+i")
    assert page.locator("[data-field=start]").input_value() == "00:00:36.000"


def test_the_script_is_told_what_may_be_known(app: Flask, desk: Desk) -> None:
    def told() -> dict[str, list[int]]:
        state = app.test_client().get(f"/pistes/{desk.track.id}/etat.json").get_json()
        return {name: state[name] for name in ("shots", "silences", "speech")}

    before = told()
    assert before["shots"] == [7500, 10_200]
    assert len(before["silences"]) == 21 and len(before["speech"]) == 41
    seal(desk.library, desk.recording.id, Span(9000, 11_000))
    assert told() == {"shots": [], "silences": [], "speech": []}
    run_worker(desk.library, once=True)
    after = told()
    assert after["shots"] == [7500]
    assert not [ms for ms in after["speech"] if 9000 <= ms <= 11_000]


def test_a_clip_is_cut_in_the_nearest_pauses(page: Page, address: str, desk: Desk) -> None:
    def at(ms: int, key: str, field: str) -> str:
        page.locator("[data-player]").evaluate("(player, seconds) => { player.currentTime = seconds; }", ms / 1000)
        page.keyboard.press(key)
        return page.locator(f"[data-{field}]").input_value()

    with page.expect_response("**/son.json"):
        page.goto(f"{address}/entretiens/{desk.recording.interview}?r={desk.recording.id}")
    page.wait_for_load_state("networkidle")
    start, end = at(2300, "Shift+I", "in"), at(6900, "Shift+O", "out")
    assert start[:10] in ("00:00:01.7", "00:00:01.8") and end[:10] in ("00:00:07.3", "00:00:07.4")
    assert at(2300, "i", "in") == "00:00:02.300"
    page.locator("[data-mark=out]").click(modifiers=["Shift"])
    assert page.locator("[data-out]").input_value()[:10] in ("00:00:01.3", "00:00:01.4")
