# SPDX-License-Identifier: GPL-3.0-or-later
"""Consents and presences in a real browser: drawn, moved by keyboard, undone; the sentence that follows the choices."""

from pathlib import Path

from playwright.sync_api import Page, expect

from archive.catalogue import appearances, seals
from tests.browsing import MARKS
from tests.pages import Archive

pytestmark = MARKS


def marks(archive: Archive) -> list[tuple[int, int]]:
    with archive.library.reading() as session:
        return [(one.span.start, one.span.end) for one in appearances.of_recording(session, archive.video.id)]


def drag(page: Page, track: str, start: float, end: float) -> None:
    """From one part of a track to another, as fractions of its width."""
    page.locator(track).scroll_into_view_if_needed()
    box = page.locator(track).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * start, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * (start + end) / 2, box["y"] + box["height"] / 2)
    page.mouse.move(box["x"] + box["width"] * end, box["y"] + box["height"] / 2)
    page.mouse.up()


def near(found: tuple[int, int], wanted: tuple[int, int]) -> bool:
    return all(abs(one - other) <= 40 for one, other in zip(found, wanted, strict=True))


def test_a_presence_is_drawn_pulled_nudged_and_undone(page: Page, address: str, archive: Archive) -> None:
    page.goto(f"{address}/rushes/{archive.video.id}/presences")
    lane = f"[data-person='{archive.witness.id}'] [data-track]"
    drag(page, lane, 0.25, 0.75)
    mark = page.locator("[data-mark]")
    expect(mark).to_have_count(1)
    assert near(marks(archive)[0], (500, 1500))
    with page.expect_response("**/presences"):
        drag(page, lane, 0.748, 0.5)  # by its end
    expect(mark).to_have_attribute("data-end", str(marks(archive)[0][1]))
    assert near(marks(archive)[0], (500, 1000))
    (before,) = marks(archive)
    for keys, moved in (("ArrowRight", (100, 100)), ("Shift+ArrowRight", (0, 100)), ("Control+ArrowRight", (100, 0))):
        start, end = marks(archive)[0]
        mark.focus()
        with page.expect_response("**/presences"):
            page.keyboard.press(keys)
        expect(mark).to_be_focused()
        assert marks(archive) == [(start + moved[0], end + moved[1])]
    with page.expect_navigation():
        page.keyboard.press("Control+z")
    assert marks(archive) == [(before[0] + 100, before[1] + 200)]
    expect(mark).to_have_attribute("data-end", str(before[1] + 200))
    mark.focus()
    page.keyboard.press("Delete")
    expect(mark).to_have_count(0)
    page.get_by_role("button", name="Annuler").click()
    expect(mark).to_have_count(1)


def test_a_seal_that_is_drawn_waits_for_its_button(page: Page, address: str, archive: Archive) -> None:
    page.goto(f"{address}/rushes/{archive.video.id}/presences")
    drag(page, "[data-seals] [data-track]", 0.5, 1)
    expect(page.locator("[data-new-seal] [name=reason]")).to_be_focused()
    with archive.library.reading() as session:
        assert seals.of_recording(session, archive.video.id) == []
    page.keyboard.type("un nom")
    page.keyboard.press("Enter")
    expect(page.locator("#notices")).to_contain_text("Passage scellé")
    with archive.library.reading() as session:
        (kept,) = seals.of_recording(session, archive.video.id)
    assert near((kept.span.start, kept.span.end), (1000, 2000)) and kept.reason == "un nom"


def test_the_sentence_follows_the_choices_and_nothing_is_kept_yet(page: Page, address: str, archive: Archive) -> None:
    page.goto(f"{address}/entretiens/{archive.open.id}/autorisations")
    page.get_by_role("link", name="Nouvelle autorisation").click()
    says = page.locator("[data-says]")
    expect(says).to_contain_text("Rien n’est montré hors de l’équipe.")
    page.get_by_label("Projection publique").check()
    page.get_by_label("Tout film de ce projet").check()
    page.get_by_label("Voix", exact=True).press(" ")
    expect(says).to_contain_text("À cacher\u00a0: visage, nom, lieu.")
    page.get_by_label("Jour de l’accord").fill("2024-03-05")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#notices")).to_contain_text("Une autre personne doit maintenant la confirmer")
    expect(page.get_by_text("En attente de la seconde personne")).to_be_visible()


def test_the_paper_is_joined_then_the_consent_suspended_and_taken_up_again(
    page: Page, address: str, archive: Archive, tmp_path: Path
) -> None:
    page.goto(f"{address}/entretiens/{archive.open.id}/autorisations")
    card = page.locator("article").first
    card.get_by_text("Suspendre, retirer, joindre la preuve").click()
    file, join = card.locator("input[type=file]"), card.get_by_role("button", name="Joindre la preuve")
    join.click()
    assert file.evaluate("field => field.validity.valueMissing"), "the browser asks for a file before anything is sent"
    large = tmp_path / "film.mp4"
    large.write_bytes(bytes(8_000_001))
    file.set_input_files(large)
    assert "8 Mo" in file.evaluate("field => field.validationMessage")
    paper = tmp_path / "Fatoumata.pdf"
    paper.write_bytes(b"%PDF-1.4 signed")
    file.set_input_files(paper)
    join.click()
    expect(page.locator("#notices")).to_contain_text("La preuve est gardée")
    expect(card.get_by_text("Preuve gardée")).to_be_in_viewport()  # the fold that one worked in is open again
    assert [path.read_bytes() for path in (archive.library.folder / "evidence").rglob("*.pdf")] == [b"%PDF-1.4 signed"]
    card.get_by_label("Raison, facultative").fill("Elle hésite")
    card.get_by_role("button", name="Suspendre").click()
    expect(card.get_by_text("Suspendue : tout est fermé, l’équipe comprise.")).to_be_in_viewport()
    assert page.request.get(f"{address}/rushes/{archive.video.id}/affiche.jpg").status == 404
    card.get_by_role("button", name="Rétablir").click()
    expect(page.locator("#notices")).to_contain_text("de nouveau en vigueur")
    card.get_by_text("Suspendre, retirer, joindre la preuve").click()
    for words in ("preuve jointe", "suspendue", "Elle hésite"):
        expect(card.get_by_role("list")).to_contain_text(words)
    assert page.request.get(f"{address}/rushes/{archive.video.id}/affiche.jpg").status == 200
