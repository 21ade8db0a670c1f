# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of a recording tells its sound tracks and lets one be chosen."""

from archive.catalogue import recordings
from media.probe import AudioInfo
from tests.pages import Archive, Browser

TRACKS = (AudioInfo("pcm_s16le", 1, 48_000, 0, -91), AudioInfo("pcm_s16le", 2, 48_000, 1, -12))


def test_a_track_is_chosen_in_the_page_and_the_choice_is_undone(archive: Archive, browser: Browser) -> None:
    page = f"/entretiens/{archive.open.id}?r={archive.video.id}"
    assert "Choisir la piste son" not in browser.text(page), "one mono track leaves nothing to choose"
    with archive.library.writing() as session:
        recordings.describe_sounds(session, archive.video.id, TRACKS)
    text = browser.text(page)
    assert "muette" in text and "la première étant muette" in text
    browser.post(f"/rushes/{archive.video.id}/son", sound="2:left", next=page)
    with archive.library.reading() as session:
        assert recordings.get(session, archive.video.id).sound == "2:left"
    browser.undo(page)
    with archive.library.reading() as session:
        assert recordings.get(session, archive.video.id).sound == ""
    browser.post(f"/rushes/{archive.video.id}/son", sound="2:left", next=page)
    assert "piste 2, côté gauche" in browser.text(page)
    browser.post(f"/rushes/{archive.video.id}/son", sound="7", next=page)
    assert "pas de piste son 7" in browser.text(page)
