# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in through the pages: who gets in, what they see, what is told in the journal."""

import re

import pytest
from flask import Flask

from archive import accounts, passphrase
from archive.catalogue import accounts as rows
from archive.catalogue import audit
from archive.model.audit import Act
from archive.passphrase import Cost
from archive.person import Role
from tests.pages import Archive, Browser
from webui.app import create_app

WORDS = "quatre chameaux lisent un journal"
CLOSED = ("/films", "/recherche?q=confiance", "/aide", "/comptes", "/journal", "/compte", "/nowhere")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    real = passphrase.hashed
    monkeypatch.setattr(accounts, "hashed", lambda password: real(password, Cost(64, 1, 1)))
    accounts._nobody.cache_clear()


def signed(archive: Archive, app: Flask, name: str, role: Role) -> Browser:
    """A browser in which somebody signed in with a new account."""
    code = accounts.invite(archive.library, name, role)
    browser = Browser(app.test_client())
    answer = browser.post("/connexion/code", name=name, code=code, password=WORDS, again=WORDS)
    assert answer.status_code == 303
    return browser


def told(archive: Archive) -> list[tuple[str, Act, str]]:
    with archive.library.reading() as session:
        return [(deed.person, deed.act, deed.said) for deed in audit.listed(session)][::-1]


def test_with_a_first_account_everybody_signs_in(archive: Archive, app: Flask, browser: Browser) -> None:
    assert browser.get("/").status_code == 200, "this computer, without accounts"
    awa = signed(archive, app, "Awa", Role.ADMINISTRATOR)
    assert awa.get("/").status_code == 200 and "Awa" in awa.text("/")
    pages = {address: browser.get(address) for address in CLOSED}
    assert {answer.status_code for answer in pages.values()} == {404}
    assert browser.get("/").headers["Location"] == "/voir", "what everybody may see"
    assert len({answer.get_data() for answer in pages.values()}) == 1, "closed and absent look the same"
    assert "/connexion" in pages["/films"].get_data(as_text=True)


def test_a_name_and_a_password_open_and_another_does_not(archive: Archive, app: Flask) -> None:
    signed(archive, app, "Awa", Role.ADMINISTRATOR)
    again = Browser(app.test_client())
    refused = again.post("/connexion", name="Awa", password="faux")
    assert refused.status_code == 200 and "ne vont pas ensemble" in refused.get_data(as_text=True)
    assert "faux" not in refused.get_data(as_text=True)
    assert again.get("/films").status_code == 404
    opened = again.post("/connexion", name="Awa", password=WORDS, next="/films")
    assert opened.headers["Location"] == "/films" and again.get("/films").status_code == 200


def test_nobody_is_led_to_another_site_after_signing_in(archive: Archive, app: Flask) -> None:
    signed(archive, app, "Awa", Role.ADMINISTRATOR)
    for wanted in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        answer = Browser(app.test_client()).post("/connexion", name="Awa", password=WORDS, next=wanted)
        assert answer.headers["Location"] == "/"


def test_the_session_is_another_one_after_signing_in(archive: Archive, app: Flask) -> None:
    signed(archive, app, "Awa", Role.ADMINISTRATOR)
    browser = Browser(app.test_client())
    browser.get("/connexion")
    with browser.client.session_transaction() as before:
        token = before["token"]
    browser.post("/connexion", name="Awa", password=WORDS)
    with browser.client.session_transaction() as after:
        assert after.get("token") != token and after["sign_in"]


def test_a_cookie_kept_from_before_signing_out_opens_nothing(archive: Archive, app: Flask) -> None:
    awa = signed(archive, app, "Awa", Role.ADMINISTRATOR)
    with awa.client.session_transaction() as session:
        stolen = session["sign_in"]
    awa.post("/deconnexion")
    assert awa.get("/films").status_code == 404
    thief = Browser(app.test_client())
    with thief.client.session_transaction() as session:
        session["sign_in"] = stolen
    assert thief.get("/films").status_code == 404


def test_a_cookie_signed_with_another_key_is_nobody(archive: Archive, app: Flask) -> None:
    awa = signed(archive, app, "Awa", Role.ADMINISTRATOR)
    with awa.client.session_transaction() as session:
        kept = dict(session)
    other = create_app(archive.library)
    other.config["SECRET_KEY"] = b"x" * 32
    client = other.test_client()
    with client.session_transaction() as session:
        session.update(kept)
    name = str(app.config["SESSION_COOKIE_NAME"])
    cookie = client.get_cookie(name)
    assert cookie is not None
    forged = app.test_client()
    forged.set_cookie(name, cookie.value)
    assert forged.get("/films").status_code == 404


@pytest.mark.parametrize(
    ("role", "films", "accounts_page"),
    [
        (Role.VIEWER, 404, 404),
        (Role.CATALOGUER, 200, 404),
        (Role.EDITOR, 200, 404),
        (Role.PROTECTION, 200, 404),
        (Role.ADMINISTRATOR, 200, 200),
    ],
)
def test_each_role_opens_its_own_pages(
    archive: Archive, app: Flask, role: Role, films: int, accounts_page: int
) -> None:
    signed(archive, app, "Awa", Role.ADMINISTRATOR)
    browser = signed(archive, app, "Binta", role)
    assert browser.get("/films").status_code == films
    assert browser.get("/comptes").status_code == accounts_page
    assert browser.get("/compte").status_code == 200


def test_the_administration_opens_an_account_and_closes_it_again(archive: Archive, app: Flask) -> None:
    awa = signed(archive, app, "Awa", Role.ADMINISTRATOR)
    awa.post("/comptes", name="Binta", role="editor")
    shown = awa.text("/comptes")
    code = re.search(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}", shown)
    assert code is not None and code[0] not in awa.text("/comptes"), "shown once"
    binta = Browser(app.test_client())
    binta.post("/connexion/code", name="Binta", code=code[0], password=WORDS, again=WORDS)
    assert binta.get("/films").status_code == 200
    with archive.library.reading() as session:
        account = rows.named(session, "Binta")
    awa.post(f"/comptes/{account.id}/fermer")
    assert binta.get("/films").status_code == 404
    awa.undo("/comptes")
    with archive.library.reading() as session:
        assert not rows.named(session, "Binta").disabled


def test_accounts_open_the_door_to_other_computers(archive: Archive, app: Flask) -> None:
    elsewhere = {"REMOTE_ADDR": "192.168.1.9"}
    host = {"Host": "192.168.1.4:8765"}
    assert app.test_client().get("/voir", headers=host, environ_overrides=elsewhere).status_code == 404
    signed(archive, app, "Awa", Role.ADMINISTRATOR)
    assert app.test_client().get("/connexion", headers=host, environ_overrides=elsewhere).status_code == 200
    named = app.test_client().get("/connexion", headers={"Host": "evil.example"}, environ_overrides=elsewhere)
    assert named.status_code == 404, "a name that somebody else pointed here"


def test_a_header_does_not_hide_an_attacker_from_the_count(archive: Archive, app: Flask) -> None:
    signed(archive, app, "Awa", Role.ADMINISTRATOR)
    browser = Browser(app.test_client())
    for number in range(accounts.PER_NAME):
        browser.post("/connexion", headers={"X-Forwarded-For": f"10.0.0.{number}"}, name="Awa", password="faux")
    last = browser.post("/connexion", headers={"X-Forwarded-For": "10.9.9.9"}, name="Awa", password=WORDS)
    assert "Trop d’essais" in last.get_data(as_text=True)


def test_the_journal_tells_who_watched_who_took_out_and_who_was_refused(archive: Archive, app: Flask) -> None:
    awa = signed(archive, app, "Awa", Role.ADMINISTRATOR)
    for _range in range(3):
        awa.get(f"/rushes/{archive.video.id}/copie.mp4", headers={"Range": "bytes=0-99"})
    awa.get(f"/rushes/{archive.secret.id}/copie.mp4")
    awa.post(f"/rushes/{archive.video.id}/mots-cles", path="justice")
    Browser(app.test_client()).post("/connexion", name="Awa", password="faux")
    deeds = told(archive)
    assert deeds.count(("Awa", Act.PLAYED, "a regardé ou écouté le rush C0001.MP4".replace("MP4", "mp4"))) == 1
    assert ("Awa", Act.CHANGED, "a mis un mot-clé sur le rush C0001.mp4") in deeds
    assert ("Awa", Act.REFUSED, f"n’a pas pu ouvrir /rushes/{archive.secret.id}/copie.mp4") in deeds
    assert ("", Act.REFUSED, "connexion refusée") in deeds
    page = awa.text("/journal?act=played")
    assert "a regardé ou écouté le rush C0001.mp4" in page and "mot-clé sur" not in page
    assert "aucune ligne modifiée" in awa.text("/journal?verify=1")


def test_every_page_has_a_sentence_in_the_journal(app: Flask) -> None:
    from webui.journaling import DEEDS, SILENT

    pages = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {"signin.failed"} == set(DEEDS) - pages
    missing = pages - set(DEEDS) - SILENT
    assert missing == set(), "each needs a line in webui/journaling.py: DEEDS, or SILENT when it shows nobody"
