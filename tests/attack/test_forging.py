# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who never signed in, or who took a cookie, tries every write and every door: nothing changes, nothing opens."""

import base64
import hashlib
import json
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from sqlalchemy import text as sql

from archive import accounts, passphrase
from archive.catalogue import accounts as rows
from archive.catalogue import signins
from archive.passphrase import Cost
from archive.person import Role
from tests.attack.test_guessing import addresses, filled_in, ids
from tests.pages import Archive, Browser

WORDS = "quatre chameaux lisent un journal"
GUARDED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TOLD_BY_DEEDS = frozenset({"audit", "sign_in", "sign_in_failure", "sqlite_sequence"})
"""What attempts are written into; nothing else may change."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    real = passphrase.hashed
    monkeypatch.setattr(accounts, "hashed", lambda password: real(password, Cost(64, 1, 1)))
    accounts._nobody.cache_clear()


def signed(archive: Archive, app: Flask, name: str, role: Role = Role.ADMINISTRATOR) -> Browser:
    code = accounts.invite(archive.library, name, role)
    browser = Browser(app.test_client())
    assert browser.post("/connexion/code", name=name, code=code, password=WORDS, again=WORDS).status_code == 303
    return browser


def content(archive: Archive) -> dict[str, str]:
    """All rows of the catalogue but those that attempts leave behind, as a hash for each table."""
    told: dict[str, str] = {}
    with archive.library.catalogue.engine.connect() as connection:
        tables = connection.execute(sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")).scalars()
        for table in [name for name in tables if name not in TOLD_BY_DEEDS]:
            kept = connection.execute(sql(f"SELECT * FROM {table} ORDER BY 1")).all()
            told[table] = hashlib.sha256(repr(kept).encode()).hexdigest()
    return told


def writes(archive: Archive, app: Flask) -> Iterator[str]:
    for _endpoint, verb, real, _invented in addresses(app, ids(archive)):
        if verb == "POST":
            yield real
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("signin.") and "POST" in (rule.methods or ()):
            yield filled_in(rule, {})


def test_no_write_counts_without_this_session_s_own_token(archive: Archive, app: Flask) -> None:
    """CSRF: nothing sent by another site's page changes anything, in a browser where somebody is signed in."""
    awa, other = signed(archive, app, "Awa"), Browser(app.test_client())
    other.get("/voir")
    with other.client.session_transaction() as session:
        strangers = str(session["token"])
    with awa.client.session_transaction() as session:
        own = str(session["token"])
    asked = list(writes(archive, app))
    before = content(archive)
    assert len(asked) > 60
    for address in asked:
        for sent, headers in (
            ({}, {}),
            ({"token": ""}, {}),
            ({"token": strangers}, {}),
            ({"token": own}, {"Origin": "https://evil.example"}),
            ({"token": own}, {"Origin": "null"}),
            ({}, {"X-Baro-Token": own, "Origin": "http://localhost.evil.example"}),
        ):
            answer = awa.client.post(address, data=sent, headers=headers)
            assert answer.status_code == 403, (address, sent, headers)
    for address in asked:
        assert awa.client.post(address, json={"token": own}).status_code == 403, address
    assert content(archive) == before


def test_every_answer_of_every_address_is_guarded(archive: Archive, app: Flask) -> None:
    awa, stranger = signed(archive, app, "Awa"), Browser(app.test_client())
    for who in (awa, stranger):
        for _endpoint, verb, real, _invented in addresses(app, ids(archive)):
            if verb != "GET":
                continue
            answer = who.get(real)
            for name, value in GUARDED.items():
                assert answer.headers[name] == value, (real, name)
            policy = answer.headers["Content-Security-Policy"]
            assert "unsafe" not in policy and "frame-ancestors 'none'" in policy and "default-src 'self'" in policy
            assert answer.headers["Cache-Control"] == "no-store", real
            assert "Server" not in answer.headers and "X-Powered-By" not in answer.headers
            for cookie in answer.headers.getlist("Set-Cookie"):
                assert "HttpOnly" in cookie and "SameSite=" in cookie, (real, cookie)


def _forged(app: Flask, name: str, secret: bytes | None, claims: dict[str, str]) -> FlaskClient:
    """A browser with a session cookie that somebody made up; `secret` None: not signed at all."""
    client = app.test_client()
    if secret is None:
        value = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    else:
        other = Flask("webui")
        other.secret_key = secret
        signer = SecureCookieSessionInterface().get_signing_serializer(other)
        assert signer is not None
        value = signer.dumps(claims)
    client.set_cookie(name, value)
    return client


@pytest.mark.parametrize("secret", [None, b"dev", b"secret", b"\x00" * 32, b"changeme", b"baro"])
def test_no_session_that_somebody_made_up_is_believed(archive: Archive, app: Flask, secret: bytes | None) -> None:
    awa = signed(archive, app, "Awa")
    with awa.client.session_transaction() as session:
        real = str(session["sign_in"])
    name = str(app.config["SESSION_COOKIE_NAME"])
    for claims in ({"sign_in": real}, {"name": "Awa", "role": "administrator"}, {"account": "Awa", "viewer": ""}):
        client = _forged(app, name, secret, claims)
        for address in ("/films", "/journal", "/comptes", f"/rushes/{archive.video.id}/copie.mp4"):
            assert client.get(address).status_code == 404


def test_what_the_catalogue_holds_of_a_session_is_no_key_to_it(archive: Archive, app: Flask) -> None:
    """Somebody who read the database signs in as nobody: it holds hashes, and the cookie must be signed as well."""
    signed(archive, app, "Awa")
    with archive.library.catalogue.engine.connect() as connection:
        hashes = connection.execute(sql("SELECT token FROM sign_in")).scalars().all()
        passwords = connection.execute(sql("SELECT password FROM account")).scalars().all()
    thief = app.test_client()
    for kept in (*hashes, *passwords):
        with thief.session_transaction() as session:
            session["sign_in"] = kept
        assert thief.get("/films").status_code == 404
        answer = Browser(app.test_client()).post("/connexion", name="Awa", password=str(kept))
        assert answer.status_code == 200 and "Trop d’essais" not in answer.get_data(as_text=True)


def test_a_browser_is_closed_from_another_one(archive: Archive, app: Flask) -> None:
    first = signed(archive, app, "Awa")
    second = Browser(app.test_client())
    second.post("/connexion", name="Awa", password=WORDS)
    assert second.get("/films").status_code == 200
    with archive.library.reading() as session:
        mine = accounts._hash(_token(first))
        (other,) = [
            one
            for one in signins.of_account(session, rows.named(session, "Awa").id)
            if one.id != getattr(signins.of_token(session, mine), "id", "")
        ]
    assert first.post(f"/compte/navigateurs/{other.id}").status_code == 303
    assert second.get("/films").status_code == 404 and first.get("/films").status_code == 200
    binta = signed(archive, app, "Binta", Role.EDITOR)
    with archive.library.reading() as session:
        hers = signins.of_token(session, accounts._hash(_token(first)))
    assert hers is not None
    assert binta.post(f"/compte/navigateurs/{hers.id}").status_code == 404, "nobody closes somebody else's"
    assert first.get("/films").status_code == 200


def _token(browser: Browser) -> str:
    with browser.client.session_transaction() as session:
        return str(session["sign_in"])
