# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever may not know learns nothing: real and invented addresses answer with the same bytes."""

import re
import secrets
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from archive import accounts, passphrase
from archive.catalogue import clips, consents, films, seals, tags, tracks
from archive.model.film import Clip, ClipId
from archive.model.people import ConsentStatus, Seal
from archive.passphrase import Cost
from archive.person import Role
from media.span import Span
from tests.pages import Archive, Browser

WORDS = "quatre chameaux lisent un journal"
OPEN_TO_ALL = frozenset({"static", "signin.page", "signin.enter", "signin.code", "signin.redeem", "signin.leave"})
EVERYBODYS = frozenset(
    {
        "viewer.page",
        "viewer.film",
        "viewer.words",
        "me.lang",
        "me.look",
        "footage.page",
        "papers.look",
        "viewersearch.page",
    }
)
TRAVERSALS = (
    "../../catalogue.sqlite",
    "..%2f..%2fcatalogue.sqlite",
    "%2e%2e/%2e%2e/session.key",
    "....//session.key",
    "/etc/passwd",
    "a%00.mp4",
)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    real = passphrase.hashed
    monkeypatch.setattr(accounts, "hashed", lambda password: real(password, Cost(64, 1, 1)))
    accounts._nobody.cache_clear()


@pytest.fixture
def stranger(archive: Archive, app: Flask) -> FlaskClient:
    """A browser that nobody signed in, of an archive with accounts."""
    code = accounts.invite(archive.library, "Awa", Role.ADMINISTRATOR)
    accounts.redeem(archive.library, "Awa", code, WORDS, accounts.Browser("127.0.0.1"))
    return app.test_client()


def ids(archive: Archive) -> dict[str, str]:
    """A real id for each kind of thing that addresses name."""
    with archive.library.writing() as session:
        clip = Clip(ClipId(secrets.token_hex(16)), archive.video.id, Span(0, 900))
        clips.add(session, clip)
        track = tracks.french(session, archive.video.id)
        assert track is not None
        item = films.edit_of(session, archive.film.id).items[0]
        (tagging, *_more) = tags.of_recording(session, archive.video.id)
    return {
        "recording": archive.video.id,
        "interview": archive.open.id,
        "film": archive.film.id,
        "clip": clip.id,
        "item": item.id,
        "track": track.id,
        "tagging": tagging.id,
        "participant": archive.witness.id,
        "consent": archive.consent.id,
    }


def addresses(app: Flask, known: dict[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """Each address of the team: its endpoint, a verb, the address with real ids and the same with invented ones."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN_TO_ALL | EVERYBODYS:
            continue
        for verb in sorted((rule.methods or set()) & {"GET", "HEAD", "POST"}):
            yield rule.endpoint, verb, filled_in(rule, known), filled_in(rule, {})


def filled_in(rule: Rule, known: dict[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        converter, _colon, name = match[1].rpartition(":")
        if converter.startswith("int"):
            return "1"
        return known.get(name, "mp4" if name == "ending" else secrets.token_hex(16))

    return re.sub(r"<([^>]+)>", value, rule.rule)


def test_a_stranger_cannot_tell_a_real_address_from_an_invented_one(
    archive: Archive, app: Flask, stranger: FlaskClient
) -> None:
    nothing = {verb: stranger.open("/nothing-here", method=verb) for verb in ("GET", "HEAD")}
    asked = list(addresses(app, ids(archive)))
    assert len(asked) > 60
    for endpoint, verb, real, invented in asked:
        answers = [stranger.open(address, method=verb, buffered=True) for address in (real, invented)]
        told = [(answer.status_code, answer.data, list(answer.headers)) for answer in answers]
        assert told[0] == told[1], (endpoint, verb)
        if verb in nothing:
            assert told[0] == (404, nothing[verb].data, list(nothing[verb].headers)), (endpoint, verb)
        else:
            assert told[0][0] == 403, (endpoint, "a write without the token")


def test_a_viewer_who_signed_in_cannot_either(archive: Archive, app: Flask, stranger: FlaskClient) -> None:
    code = accounts.invite(archive.library, "Binta", Role.VIEWER)
    viewer = Browser(app.test_client())
    assert viewer.post("/connexion/code", name="Binta", code=code, password=WORDS, again=WORDS).status_code == 303
    own = {"account.page", "account.password", "account.close_browser"}
    for endpoint, verb, real, invented in addresses(app, ids(archive)):
        if endpoint in own:
            continue
        if verb == "POST":
            answers = [viewer.post(address) for address in (real, invented)]
        else:
            answers = [viewer.client.open(address, method=verb, buffered=True) for address in (real, invented)]
        told = [(answer.status_code, answer.data) for answer in answers]
        assert told[0] == told[1] and told[0][0] == 404, (endpoint, verb)


@pytest.mark.parametrize("closing", ["withdrawn", "sealed"])
def test_what_is_closed_to_the_team_is_absent_for_it_too(archive: Archive, browser: Browser, closing: str) -> None:
    """Bytes, words and counts of a closed recording answer like those of one that never was."""
    with archive.library.writing() as session:
        if closing == "withdrawn":
            consents.set_status(session, archive.consent.id, ConsentStatus.WITHDRAWN, "Awa")
        else:
            seals.add(session, Seal("", archive.video.id, archive.video.whole), "Awa")
    for name in ("copie.mp4", "petite.mp4", "planche.jpg", "affiche.jpg", "son.json", "sous-titres.vtt"):
        real = browser.get(f"/rushes/{archive.video.id}/{name}", headers={"Range": "bytes=0-9"})
        invented = browser.get(f"/rushes/{secrets.token_hex(16)}/{name}", headers={"Range": "bytes=0-9"})
        assert (real.status_code, real.data, list(real.headers)) == (404, invented.data, list(invented.headers)), name
    assert "fouille mon sac" not in browser.text("/recherche?q=confiance")


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_leads_out_of_the_archive_s_own_files(archive: Archive, browser: Browser, path: str) -> None:
    for start in ("/static/", f"/rushes/{archive.video.id}/", "/rendus/", "/voir/", "/extraits/"):
        answer = browser.get(start + path)
        assert answer.status_code in (404, 308) and b"SQLite" not in answer.data


@pytest.mark.parametrize(
    "key", ["' OR '1'='1", "1; DROP TABLE recording", "%", "_" * 32, "\u0000", "é" * 5000, "-1", "0x0"]
)
def test_no_id_is_read_as_code(archive: Archive, browser: Browser, key: str) -> None:
    from urllib.parse import quote

    for start in ("/rushes/", "/entretiens/", "/films/", "/voir/"):
        assert browser.get(start + quote(key)).status_code == 404
    assert browser.get(f"/rushes/{archive.video.id}").status_code in (200, 302)


def test_hostile_questions_get_an_answer_or_a_sentence(browser: Browser) -> None:
    for query in (
        "(" * 5000,
        "a" * 10_000,
        '"' * 999,
        "a* " * 500,
        "~9",
        "\x01\x02",
        "(a+)+$" * 200,
        "ET OU SAUF",
        "=*",
    ):
        answer = browser.client.get("/recherche", query_string={"q": query})
        assert answer.status_code == 200
