# SPDX-License-Identifier: GPL-3.0-or-later
"""The recordings of an interview on one timeline, as the page shows and changes it."""

import re

import pytest

from archive.catalogue import audit, consents, placements
from archive.model.people import ConsentStatus
from archive.model.placement import How, Placement
from tests.pages import Archive, Browser


def place_of(archive: Archive, recording: str) -> Placement | None:
    with archive.library.reading() as session:
        return placements.of(session, recording)


def put(archive: Archive, placement: Placement) -> None:
    with archive.library.writing() as session:
        placements.put(session, placement)


@pytest.fixture
def placed(archive: Archive) -> Archive:
    """The sound recorder began half a second before the camera."""
    put(archive, Placement(archive.sound.id, 0, How.REFERENCE))
    put(archive, Placement(archive.video.id, 500, How.SOUND, drift=20, middle=1000, confidence=96))
    return archive


def test_each_row_leads_to_the_same_moment_of_the_other_recording(placed: Archive, browser: Browser) -> None:
    text = browser.text(f"/entretiens/{placed.open.id}?r={placed.video.id}&t=1000")
    assert f"r={placed.sound.id}&amp;t=1500" in text
    assert "+00:00:00.500" in text and "sûr à 96" in text
    late = browser.text(f"/entretiens/{placed.open.id}?r={placed.video.id}&t=1900")
    assert f"r={placed.sound.id}&amp;t=" not in late, "the recorder had ended by then"


def test_an_offset_is_moved_by_a_frame_and_put_back_as_it_was(placed: Archive, browser: Browser) -> None:
    before = place_of(placed, placed.video.id)
    assert before is not None
    page = f"/entretiens/{placed.open.id}?r={placed.video.id}"
    browser.post(f"/rushes/{placed.video.id}/decalage", by="-40", next=page)
    after = place_of(placed, placed.video.id)
    assert after is not None
    assert (after.on_timeline(0), after.how) == (before.on_timeline(0) - 40, How.HAND)
    assert after.drift == 20, "its clock goes on drifting"
    browser.undo(page)
    assert place_of(placed, placed.video.id) == before
    browser.undo(page)
    assert place_of(placed, placed.video.id) == after, "the undo is undone as well"
    with placed.library.reading() as session:
        said = [line.said for line in audit.listed(session)]
    assert any("décalage" in one and "C0001.mp4" in one for one in said)


def test_what_has_no_place_is_given_one_by_hand_and_may_be_looked_for_again(placed: Archive, browser: Browser) -> None:
    with placed.library.writing() as session:
        placements.remove(session, placed.video.id)
    page = f"/entretiens/{placed.open.id}?r={placed.video.id}"
    assert "pas placé" in browser.text(page)
    browser.post(f"/rushes/{placed.video.id}/decalage", offset="-0:00:01.250", next=page)
    assert "−00:00:01.250" in browser.text(page)
    browser.post(f"/rushes/{placed.video.id}/decalage/oublier", next=page)
    assert place_of(placed, placed.video.id) is None
    browser.undo(page)
    assert place_of(placed, placed.video.id) == Placement(placed.video.id, -1250, How.HAND)
    browser.post(f"/rushes/{placed.video.id}/decalage", offset="bientôt", next=page)
    assert "Temps illisible" in browser.text(page)
    browser.post(f"/rushes/{placed.sound.id}/decalage", offset="1:00", next=page)
    assert "est la référence" in browser.text(page)


def test_a_recording_that_may_not_be_watched_has_no_way_to_its_moment(placed: Archive, browser: Browser) -> None:
    with placed.library.writing() as session:
        consents.set_status(session, placed.consent.id, ConsentStatus.SUSPENDED, "Awa")
    text = browser.text(f"/entretiens/{placed.open.id}?r={placed.video.id}&t=1000")
    lanes = text[text.index("data-together") : text.index("</section>", text.index("data-together"))]
    assert "<a " not in lanes and "data-opened" not in lanes


def test_the_page_counts_on_from_the_start_timecode(archive: Archive, browser: Browser) -> None:
    from archive.catalogue.schema import RecordingRow

    page = f"/entretiens/{archive.open.id}?r={archive.video.id}"
    assert "data-timecode" not in browser.text(page)
    with archive.library.writing() as session:
        row = session.get(RecordingRow, archive.video.id)
        assert row is not None
        row.start_timecode = "10:00:07:12"
    text = browser.text(page)
    assert re.search(r'data-frame="900187" data-counted="25" data-dropped="0">10:00:07:12<', text)
