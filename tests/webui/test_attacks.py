# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody with bad intentions tries: guessing, asking again after a withdrawal, words that are code."""

import re
from pathlib import Path

import pytest
from flask import Flask

from archive.catalogue import clips, consents, films, recordings, seals
from archive.library import create
from archive.model.film import Audience
from archive.model.people import ConsentStatus, Seal
from archive.tracks import import_file
from media.span import Span
from tests.pages import Archive, Browser
from tests.people import a_consent, a_witness, appears
from webui.app import create_app
from webui.person import FORWARDED

CODE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)></title></textarea>{{7*7}}"


def session_cookie(app: Flask) -> str:
    return str(app.config["SESSION_COOKIE_NAME"])


@pytest.mark.parametrize("name", ["copie.mp4", "petite.mp4", "planche.jpg", "affiche.jpg", "son.json"])
def test_what_a_browser_kept_is_not_confirmed_after_a_withdrawal(archive: Archive, browser: Browser, name: str) -> None:
    address = f"/rushes/{archive.video.id}/{name}"
    etag = browser.get(address).headers["ETag"]
    kept = ({"If-None-Match": etag}, {"If-None-Match": "*"}, {"Range": "bytes=0-9", "If-Range": etag})
    assert [browser.get(address, headers=headers).status_code for headers in kept] == [304, 304, 206]
    with archive.library.writing() as session:
        consents.set_status(session, archive.consent.id, ConsentStatus.WITHDRAWN, "Awa")
    nothing = browser.get(f"/rushes/{'0' * 32}/{name}")
    for headers in kept:
        answer = browser.get(address, headers=headers)
        assert (answer.status_code, answer.data, list(answer.headers)) == (404, nothing.data, list(nothing.headers))


@pytest.mark.parametrize("verb", ["OPTIONS", "TRACE", "GET", "HEAD"])
@pytest.mark.parametrize("language", ["", "fr"])
def test_no_verb_tells_a_viewer_which_pages_the_team_has(
    archive: Archive, app: Flask, verb: str, language: str
) -> None:
    client = app.test_client()
    if language:
        client.set_cookie("lang", language)
    away = {"REMOTE_ADDR": "192.168.1.9"}
    nothing = client.open("/nothing-here", method=verb, environ_overrides=away)
    for address in ("/films", f"/rushes/{archive.video.id}/copie.mp4", f"/rushes/{archive.video.id}/extraits"):
        answer = client.open(address, method=verb, environ_overrides=away)
        assert (answer.status_code, answer.data) == (nothing.status_code, nothing.data)
        assert list(answer.headers) == list(nothing.headers)


@pytest.mark.parametrize("header", FORWARDED)
def test_whoever_comes_through_another_server_is_a_viewer(app: Flask, header: str) -> None:
    assert app.test_client().get("/films", headers={header: "192.168.1.9"}).status_code == 404


def test_two_archives_open_at_once_do_not_take_each_other_s_session(app: Flask, tmp_path: Path) -> None:
    other = create(tmp_path / "other")
    assert session_cookie(create_app(other)) != session_cookie(app)
    other.catalogue.close()


def test_words_that_are_code_stay_words(archive: Archive, browser: Browser, tmp_path: Path) -> None:
    srt = tmp_path / "code.srt"
    srt.write_text(f"1\n00:00:00,100 --> 00:00:00,900\nconfiance {CODE}\n", encoding="utf-8")
    import_file(archive.library, archive.video.id, srt)
    with archive.library.writing() as session:
        recordings.describe(session, archive.video.id, title=CODE, description=CODE)
        film = films.new(session, "code", Audience.SCREENING, CODE)
        films.add_clip(session, film.id, archive.video.id, Span(0, 900))
        films.add_card(session, film.id, CODE, 1000)
    browser.post(f"/rushes/{archive.video.id}/extraits", start="0:00", end="0:01", title=CODE, next="/")
    browser.post("/moi/nom", name=CODE[:50], next="/")
    room = f"/entretiens/{archive.open.id}?r={archive.video.id}"
    for address in (
        "/",
        room,
        f"{room}&start={CODE}",
        "/films",
        f"/films/{film.id}",
        "/travaux",
        f"/recherche?q={CODE}",
    ):
        text = browser.text(address)
        assert not re.search(r"<script>|<img src=x", text), address
    words = browser.text(f"/rushes/{archive.video.id}/sous-titres.vtt")
    assert "<script>" not in words and "<img" not in words


def test_a_clip_put_back_is_public_only_if_everybody_still_allows_it(archive: Archive, browser: Browser) -> None:
    with archive.library.writing() as session:
        a_consent(session, archive.witness, archive.open, audiences=frozenset({"screening"}))
    browser.post(f"/rushes/{archive.video.id}/extraits", start="0:00", end="0:01", released="yes", next="/")
    with archive.library.reading() as session:
        assert [clip.released for clip in clips.listed(session)] == [False]


def test_a_public_clip_that_consent_closed_says_so(archive: Archive, browser: Browser) -> None:
    room = f"/entretiens/{archive.open.id}?r={archive.video.id}"
    browser.post(f"/rushes/{archive.video.id}/extraits", start="0:00", end="0:01", released="yes", next="/")
    assert "Pour les spectateurs" in browser.text(room)
    with archive.library.writing() as session:
        a_consent(session, archive.witness, archive.open, audiences=frozenset({"screening"}))
    text = browser.text(room)
    assert "Fermé aux spectateurs" in text and "Pour les spectateurs" not in text


def test_a_closed_page_names_who_why_and_the_way_out(archive: Archive, browser: Browser) -> None:
    text = browser.text(f"/entretiens/{archive.closed.id}")
    assert re.search(r"SIK-M-001</strong>.: Aucune autorisation", text)
    assert f'href="/entretiens/{archive.closed.id}/autorisations"' in text
    with archive.library.writing() as session:
        consents.set_status(session, archive.consent.id, ConsentStatus.WITHDRAWN, "Awa")
    text = browser.text(f"/entretiens/{archive.open.id}")
    assert re.search(r"GAO-F-012</strong>.: La personne a retiré", text)
    assert "baro consent add GAO-F-012" not in text  # nobody is led to overrule a withdrawal


def test_one_person_s_refusal_shows_the_seal_that_opens_the_rest(archive: Archive, browser: Browser) -> None:
    room = f"/entretiens/{archive.open.id}?r={archive.video.id}"
    with archive.library.writing() as session:
        appears(session, a_witness(session, archive.open, "GAO-M-002"), archive.video, 500, 1500)
    page = browser.text(room)
    assert "Sceller 0:00–0:01" in page
    browser.post(f"/rushes/{archive.video.id}/scelles", start="500", end="1500")
    with archive.library.reading() as session:
        assert [seal.span for seal in seals.of_recording(session, archive.video.id)] == [Span(500, 1500)]
    text = browser.text(room)
    assert "Ce rush ne peut pas" not in text and "Sceller 0:00" not in text


def test_a_seal_refuses_nobody_outside_of_it(archive: Archive, browser: Browser) -> None:
    with archive.library.writing() as session:
        seals.add(session, Seal("", archive.video.id, Span(0, 500)), "Awa")
    text = browser.text(f"/entretiens/{archive.open.id}?r={archive.video.id}")
    assert "Équipe\u00a0: oui" in text and "Équipe\u00a0: non" not in text


@pytest.mark.parametrize(
    ("given", "shown"),
    [("24348", "00:00:24.348"), ("1:04,5", "00:01:04.500"), ("x", ""), ("-1", ""), ("9" * 40, "")],
)
def test_the_edges_of_a_passage_are_written_as_times(
    archive: Archive, browser: Browser, given: str, shown: str
) -> None:
    text = browser.text(f"/entretiens/{archive.open.id}?r={archive.video.id}&start={given}")
    assert f'data-in value="{shown}"' in text


def test_words_that_were_not_searched_are_offered_apart(archive: Archive, browser: Browser, tmp_path: Path) -> None:
    srt = tmp_path / "words.srt"
    srt.write_text("1\n00:00:00,100 --> 00:00:00,900\nUn jeune, des jeunes, le jeûne.\n", encoding="utf-8")
    import_file(archive.library, archive.video.id, srt)
    text = browser.text("/recherche?q=jeune")
    assert "Cherché aussi\u00a0: jeunes. " in text
    assert re.search(r'Autre mot, non cherché\u00a0: <a href="[^"]+">jeûne</a>', text)
