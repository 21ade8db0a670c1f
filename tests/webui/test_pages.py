# SPDX-License-Identifier: GPL-3.0-or-later
"""Each page answers in French, shows what it must, and what nobody allowed looks like what does not exist."""

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask

from archive.catalogue import consents, jobs
from archive.catalogue import seals as seal_rows
from archive.library import create
from archive.model.people import ConsentStatus, Seal
from media.span import Span
from tests.pages import Archive, Browser
from webui.app import create_app

UNKNOWN = "0" * 32


def pages_of(archive: Archive) -> list[str]:
    """The address of every page of the team."""
    return [
        "/",
        f"/entretiens/{archive.open.id}",
        f"/entretiens/{archive.open.id}?r={archive.sound.id}",
        f"/entretiens/{archive.closed.id}",
        "/recherche",
        "/recherche?q=confiance",
        "/films",
        f"/films/{archive.film.id}",
        "/travaux",
        "/temoins",
        f"/temoins/{archive.witness.id}",
        "/versements",
        "/voir",
        "/aide",
        "/patterns",
    ]


def test_every_page_answers_in_french_with_a_title_and_landmarks(archive: Archive, browser: Browser) -> None:
    for address in pages_of(archive):
        text = browser.text(address)
        assert '<html lang="fr">' in text, address
        assert re.search(r"<title>[^<]+ · Baro</title>", text), address
        assert text.count("<h1") == 1, address
        assert '<main id="contenu"' in text, address
        assert "<script>" not in text and "style=" not in text and "onclick" not in text, address
        assert not re.search(r'(?:src|href)="(?:https?:)?//', text), address


def test_every_id_on_a_page_is_given_once_and_every_field_has_a_name(archive: Archive, browser: Browser) -> None:
    for address in pages_of(archive):
        text = browser.text(address)
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), address
        for button in re.findall(r"<button[^>]*>(.*?)</button>", text, re.DOTALL):
            assert button.strip(), address


def test_an_empty_archive_says_how_to_begin(tmp_path: Path) -> None:
    library = create(tmp_path / "archive")
    text = Browser(create_app(library).test_client()).text("/")
    library.catalogue.close()
    assert "Aucun rush pour l’instant" in text
    assert f"baro --archive {tmp_path / 'archive'} ingest" in text


def test_the_list_shows_the_technical_record_of_what_is_closed_and_why(archive: Archive, browser: Browser) -> None:
    text = browser.text("/")
    assert "C0002.mp4" in text
    assert "aucune autorisation" in text
    assert f"/rushes/{archive.secret.id}/affiche.jpg" not in text
    assert f"/rushes/{archive.video.id}/affiche.jpg" in text


def test_filters_narrow_the_list_and_count(browser: Browser, archive: Archive) -> None:
    assert "C0001.mp4" in browser.text("/?tag=justice")
    assert "voice.wav" not in browser.text("/?tag=justice")
    assert "C0002.mp4" not in browser.text("/?consent=open")
    assert "C0001.mp4" not in browser.text("/?consent=closed")
    assert "C0002.mp4" not in browser.text("/?group=women&consent=open")
    assert "Aucun rush ne répond" in browser.text("/?text=introuvable")
    assert "voice.wav" in browser.text("/?text=COMMERCANTE")


@pytest.mark.parametrize("odd", ["?page=-3", "?page=x", "?page=999", "?tag=rien", "?region=%00", "?consent=zzz"])
def test_odd_addresses_still_give_a_page(browser: Browser, odd: str) -> None:
    assert browser.get(f"/{odd}").status_code == 200
    assert browser.get(f"/recherche{odd}&q=confiance").status_code == 200


def test_the_interview_page_stands_on_the_word(archive: Archive, browser: Browser) -> None:
    text = browser.text(f"/entretiens/{archive.open.id}?r={archive.video.id}&t=1000")
    assert f'/rushes/{archive.video.id}/copie.mp4#t=1.000"' in text
    assert re.search(r'class="cue here" id="c2"', text)
    assert "plus confiance dans celui" in text


def test_a_closed_interview_shows_no_word_no_player_and_says_why(archive: Archive, browser: Browser) -> None:
    text = browser.text(f"/entretiens/{archive.closed.id}")
    assert "confiance dans celui" not in text
    assert "data-player" not in text and "copie.mp4" not in text and "affiche.jpg" not in text
    assert "Aucune autorisation n’est enregistrée" in text


def test_search_leads_to_the_word_and_never_to_what_is_closed(archive: Archive, browser: Browser) -> None:
    text = browser.text('/recherche?q="plus confiance dans"')
    assert "1 occurrence" in text
    assert f"r={archive.video.id}&amp;t=1" in text
    assert archive.secret.id not in text


def test_a_question_that_cannot_be_read_is_answered_on_the_page(browser: Browser) -> None:
    text = browser.text('/recherche?q="plus')
    assert 'role="alert"' in text


def secret_addresses(recording: str) -> list[str]:
    """Everything that would give a recording away."""
    return [f"/rushes/{recording}/{name}" for name in ("copie.mp4", "affiche.jpg", "son.json", "sous-titres.vtt")]


def test_refused_and_unknown_are_the_same_byte_for_byte(archive: Archive, browser: Browser) -> None:
    pairs = zip(secret_addresses(archive.secret.id), secret_addresses(UNKNOWN), strict=True)
    for refused, unknown in pairs:
        for headers in ({}, {"Range": "bytes=0-9"}, {"If-None-Match": "*"}):
            for verb in ("GET", "HEAD"):
                first = browser.client.open(refused, method=verb, headers=headers)
                second = browser.client.open(unknown, method=verb, headers=headers)
                assert first.status_code == second.status_code == 404
                assert first.data == second.data
                assert dict(first.headers) == dict(second.headers)


def test_what_is_open_is_served_by_range(archive: Archive, browser: Browser) -> None:
    whole = browser.get(f"/rushes/{archive.video.id}/copie.mp4")
    part = browser.get(f"/rushes/{archive.video.id}/copie.mp4", headers={"Range": "bytes=100-199"})
    assert whole.status_code == 200 and whole.mimetype == "video/mp4"
    assert (part.status_code, part.data) == (206, whole.data[100:200])
    assert browser.text(f"/rushes/{archive.video.id}/sous-titres.vtt").startswith("WEBVTT")
    assert browser.get(f"/rushes/{archive.sound.id}/affiche.jpg").status_code == 404


def test_a_withdrawal_closes_every_way_at_once(archive: Archive, browser: Browser) -> None:
    for address in secret_addresses(archive.video.id):
        assert browser.get(address).status_code == 200, address
    with archive.library.writing() as session:
        consents.set_status(session, archive.consent.id, ConsentStatus.WITHDRAWN, "Awa")
    for address in secret_addresses(archive.video.id):
        assert browser.get(address, headers={"Range": "bytes=0-9"}).status_code == 404, address
    assert "confiance dans celui" not in browser.text(f"/entretiens/{archive.open.id}")


def test_a_copy_made_before_a_seal_is_not_served(archive: Archive, browser: Browser) -> None:
    with archive.library.writing() as session:
        seal_rows.add(session, Seal("", archive.video.id, Span(1000, 1500)), "Awa")
    for name in ("copie.mp4", "affiche.jpg", "son.json"):
        assert browser.get(f"/rushes/{archive.video.id}/{name}").status_code == 404, name
    words = browser.text(f"/rushes/{archive.video.id}/sous-titres.vtt")
    assert "Avec une femme" in words and "fouille mon sac" not in words


def test_a_damaged_page_speaks_plainly_and_does_not_say_why(app: Flask, archive: Archive) -> None:
    archive.library.catalogue.close()
    (archive.library.folder / "catalogue.sqlite").write_bytes(b"not a database" * 100)
    answer = app.test_client().get("/")
    assert answer.status_code == 409
    assert "Traceback" not in answer.get_data(as_text=True)
    assert "abîmé" in answer.get_data(as_text=True)


def test_the_jobs_page_lets_one_stop_and_start_again(archive: Archive, browser: Browser) -> None:
    with archive.library.writing() as session:
        job = jobs.enqueue(session, "derive", archive.secret.id)
    assert "en attente" in browser.text("/travaux")
    assert browser.get(f"/travaux/{job}.json").get_json()["active"] is True
    assert browser.post(f"/travaux/{job}/arreter").status_code == 303
    assert browser.get(f"/travaux/{job}.json").get_json()["state"] == "cancelled"
    assert browser.post(f"/travaux/{job}/relancer").status_code == 303
    assert browser.get(f"/travaux/{job}.json").get_json()["state"] == "queued"


def test_the_first_page_is_light(archive: Archive, browser: Browser) -> None:
    text = browser.text("/")
    files = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', text)) | {"/static/motif.svg"}
    weight = len(gzip.compress(text.encode()))
    weight += sum(len(gzip.compress(browser.get(address).data)) for address in files)
    assert weight < 60_000


def test_english_is_one_choice_away(browser: Browser) -> None:
    browser.get("/")
    assert browser.post("/moi/langue", lang="en", next="/").status_code == 303
    assert '<html lang="en">' in browser.text("/aide")
    assert '<html lang="en">' in browser.get("/nowhere").get_data(as_text=True)
