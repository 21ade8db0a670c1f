# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may ask, from where, and what every answer carries."""

import stat

import pytest
from flask import Flask

from archive.library import Library
from archive.person import Person, Role
from media.errors import Refused
from tests.pages import Archive, Browser
from webui import security
from webui.app import create_app
from webui.serve import refuse_others

FILMS = "/films"


def test_every_answer_is_guarded(archive: Archive, browser: Browser) -> None:
    for address in ("/", "/nowhere", f"/rushes/{archive.video.id}/copie.mp4", "/static/baro.css", "/voir"):
        headers = browser.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'self'") and "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Server" not in headers
        assert ("no-store" in headers["Cache-Control"]) == (not address.startswith("/static/"))


def test_the_session_cookie_stays_here(browser: Browser) -> None:
    browser.get("/")
    cookie = next(c for c in browser.get("/films").request.headers.getlist("Cookie"))
    assert cookie.startswith("baro-")
    sent = browser.client.get_cookie(cookie.partition("=")[0])
    assert sent is not None and sent.http_only and sent.same_site == "Strict"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "192.168.1.4", "127.0.0.1.evil.example", "", "["]
)
def test_a_name_that_is_not_this_computer_gets_nothing(app: Flask, host: str) -> None:
    answer = app.test_client().get("/", headers={"Host": host})
    assert answer.status_code == 404
    assert "rushes" not in answer.get_data(as_text=True).lower()


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost", "[::1]:8765"])
def test_this_computer_is_answered(app: Flask, host: str) -> None:
    assert app.test_client().get("/aide", headers={"Host": host}).status_code == 200


def test_another_computer_sees_what_viewers_see(app: Flask) -> None:
    answer = app.test_client().get("/aide", environ_overrides={"REMOTE_ADDR": "192.168.1.9"})
    assert answer.status_code == 404


@pytest.mark.parametrize("token", [None, "", "guessed"])
def test_a_write_without_the_token_changes_nothing(archive: Archive, browser: Browser, token: str | None) -> None:
    browser.get("/films")
    fields = {"name": "pirate", "audience": "internet"} | ({} if token is None else {"token": token})
    assert browser.client.post(FILMS, data=fields).status_code == 403
    assert "pirate" not in browser.text(FILMS)


def test_a_write_from_another_site_is_refused_even_with_the_token(browser: Browser) -> None:
    answer = browser.post(FILMS, headers={"Origin": "https://evil.example"}, name="pirate", audience="internet")
    assert answer.status_code == 403
    same = browser.post(FILMS, headers={"Origin": "http://localhost"}, name="le-notre", audience="internet")
    assert same.status_code == 303


def test_nobody_is_led_to_another_site(browser: Browser) -> None:
    for wanted in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a b"):
        answer = browser.post("/moi/langue", lang="fr", next=wanted)
        assert answer.headers["Location"] == "/"


def test_each_archive_makes_its_own_key(library: Library) -> None:
    key = security.session_key(library.folder)
    assert len(key) == 32 and security.session_key(library.folder) == key
    assert stat.S_IMODE((library.folder / "session.key").stat().st_mode) == 0o600


def test_a_viewer_meets_the_same_page_as_for_what_does_not_exist(archive: Archive, browser: Browser) -> None:
    assert browser.post("/moi/regard", **{"as": "viewer"}).headers["Location"] == "/voir"
    nothing = browser.get("/nothing-here")
    for address in ("/films", "/recherche", "/travaux", "/patterns", f"/entretiens/{archive.open.id}"):
        answer = browser.get(address)
        assert (answer.status_code, answer.data) == (404, nothing.data)
    for address in ("/films", f"/rushes/{archive.video.id}/extraits"):
        assert browser.post(address, name="x", audience="internet").status_code == 404
    assert browser.get("/").headers["Location"] == "/voir"
    assert browser.post("/moi/regard", **{"as": "team"}).status_code == 303
    assert browser.get("/films").status_code == 200


def test_a_cataloguer_describes_but_makes_no_film(archive: Archive) -> None:
    library = archive.library.as_person(Person("Ina", Role.CATALOGUER))
    browser = Browser(create_app(library).test_client())
    assert browser.post(f"/rushes/{archive.video.id}/mots-cles", path="justice").status_code == 303
    assert browser.post(FILMS, name="film", audience="internet").status_code == 404


def test_the_name_chosen_in_the_page_signs_the_work(browser: Browser, archive: Archive) -> None:
    assert browser.post("/moi/nom", name="  Awa   D. ", next="/").status_code == 303
    assert "Awa D." in browser.text("/")
    assert browser.post("/moi/nom", name="x" * 99, next="/").status_code == 303
    assert "Ce nom ne convient pas" in browser.text("/")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "example.org", ""])
def test_without_accounts_only_this_computer_is_served(host: str) -> None:
    with pytest.raises(Refused, match="qu’à cet ordinateur"):
        refuse_others(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_the_loopback_is_served(host: str) -> None:
    refuse_others(host)
