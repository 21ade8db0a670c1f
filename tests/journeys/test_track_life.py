# SPDX-License-Identifier: GPL-3.0-or-later
"""A track in a real browser: two people approve it by keyboard, on a phone too, and a translation is checked again."""

from dataclasses import replace
from typing import Literal

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from archive.catalogue import tracks
from archive.correct import correct
from archive.model.footage import TrackStatus
from archive.review import set_status, standing
from media.span import Span
from subtitles.cue import Cue, Kind, Track
from tests.browsing import MARKS, NAMELESS, phone, scriptless
from tests.pages import Archive

pytestmark = MARKS


@pytest.fixture
def track(archive: Archive) -> str:
    """The French track of the open interview in its second version, reviewed, with its source."""
    with archive.library.writing() as session:
        found = tracks.french(session, archive.video.id)
        assert found is not None
        source = Track((Cue(1, Span(100, 900), "Woy foo"),), "ses", Kind.TRANSCRIPT)
        tracks.store(session, archive.video.id, source, author="Ina")
    first, *others = found.track.cues
    correct(archive.library, found.id, 1, (replace(first, text="Avec un homme au poste,"), *others))
    set_status(archive.library, found.id, TrackStatus.TRANSLATED)
    set_status(archive.library, found.id, TrackStatus.REVIEWED)
    return found.id


def call_oneself(page: Page, name: str) -> None:
    page.locator(".who > summary").press("Enter")
    page.locator(".who input[name=name]").fill(name)
    page.keyboard.press("Enter")
    expect(page.locator(".who-name")).to_have_text(name)


def test_two_people_approve_by_keyboard_and_both_names_are_there(
    page: Page, address: str, archive: Archive, track: str
) -> None:
    page.goto(f"{address}/entretiens/{archive.open.id}?r={archive.video.id}")
    page.get_by_role("link", name="version 2, relue").press("Enter")
    for name in ("Awa", "Modibo"):
        call_oneself(page, name)
        page.get_by_role("button", name="J’ai tout relu").press("Enter")
        expect(page.locator("#etat")).to_contain_text(f"{name} a approuvé la version 2")
    expect(page.locator("#etat .badge").first).to_have_text("Approuvée")
    page.get_by_role("button", name="Annuler").press("Enter")
    expect(page.locator("#etat .badge").first).to_have_text("Relue")
    assert [one.by for one in standing(archive.library, track).approvals] == ["Awa"]


def test_an_old_version_is_compared_and_taken_up_again(page: Page, address: str, track: str) -> None:
    page.goto(f"{address}/pistes/{track}")
    page.get_by_role("button", name="Comparer").press("Enter")
    expect(page.locator("ins").last).to_contain_text("homme")
    assert page.locator("del").last.evaluate("item => getComputedStyle(item).textDecorationLine") == "line-through"
    assert page.locator("ins").last.evaluate("item => getComputedStyle(item).textDecorationLine") == "underline"
    page.get_by_label("Montrer").select_option("côte à côte")
    page.get_by_role("button", name="Comparer").press("Enter")
    left, right = (page.locator(".columns p").nth(place).bounding_box() for place in (0, 1))
    assert left is not None and right is not None and left["x"] + left["width"] <= right["x"]
    page.go_back()
    page.go_back()
    page.get_by_role("button", name="Reprendre 1").press("Enter")
    expect(page.locator("#notices")).to_contain_text("c’est la version 3")
    expect(page.locator("#etat .badge").first).to_have_text("Traduite")


def test_translations_are_paired_without_a_script(chromium: Chromium, address: str, track: str) -> None:
    with scriptless(chromium) as page:
        page.goto(f"{address}/pistes/{track}/traduction")
        page.get_by_role("button", name="Relier d’après les temps").click()
        expect(page.locator(".pair-card")).to_contain_text("Woy foo")
        page.get_by_role("button", name="La traduction est juste").click()
        expect(page.locator("#notices")).to_contain_text("Traduction confirmée")
        page.locator(".pair-card summary").click()
        page.get_by_role("button", name="Défaire cette paire").click()
        page.get_by_role("button", name="Annuler").click()
        expect(page.locator(".pair-card")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_runs_out_of_the_side_and_everything_has_a_name(
    chromium: Chromium, address: str, track: str, scheme: Literal["light", "dark"]
) -> None:
    with phone(chromium, 320, scheme) as page:
        page.goto(f"{address}/pistes/{track}/traduction")
        page.get_by_role("button", name="Relier d’après les temps").click()
        for path in ("", "/comparer", "/comparer?vue=cote", "/traduction", "/traduction?revoir=1"):
            page.goto(f"{address}/pistes/{track}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
            assert page.evaluate(NAMELESS) == [], path
