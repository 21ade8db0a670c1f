# SPDX-License-Identifier: GPL-3.0-or-later
"""The page that destroys for good: the protection officer's alone, in two steps, with the code and the password again."""

import pytest
from flask import Flask

from archive import accounts
from archive.catalogue import audit, recordings
from archive.model.people import Consent
from archive.person import Role
from archive.withdrawal import withdraw
from tests.pages import Archive
from tests.webui.test_signin import WORDS, quick, signed

__all__ = ["quick"]


@pytest.fixture
def consent(archive: Archive) -> Consent:
    """Of somebody who withdrew."""
    withdraw(archive.library, archive.consent.id)
    return archive.consent


def test_nobody_else_learns_that_the_page_exists(archive: Archive, app: Flask, consent: Consent) -> None:
    awa = signed(archive, app, "Awa", Role.ADMINISTRATOR)
    absent = awa.get("/autorisations/rien/jamais")
    act = f"/autorisations/{consent.id}/effacer"
    assert awa.get(act).get_data() == absent.get_data() and awa.get(act).status_code == 404
    assert awa.post(act, code="GAO-F-012", sure="yes", password=WORDS).status_code == 404
    assert "effacer" not in awa.text(f"/autorisations/{consent.id}/suites")


def test_it_says_what_goes_then_asks_for_the_code_and_the_password(
    archive: Archive, app: Flask, consent: Consent
) -> None:
    signed(archive, app, "Awa", Role.ADMINISTRATOR)
    ina = signed(archive, app, "Ina", Role.PROTECTION)
    act = f"/autorisations/{consent.id}/effacer"
    assert act in ina.text(f"/autorisations/{consent.id}/suites")
    first = ina.text(act)
    assert "2 originaux" in first and "C0001.mp4" in first and 'name="password"' not in first
    assert 'name="password"' in ina.text(f"{act}?etape=2")
    tried = [
        {"code": "GAO-F-012", "password": WORDS},
        {"code": "GAO-F-012", "password": "faux", "sure": "yes"},
        {"code": "GAO-F-013", "password": WORDS, "sure": "yes"},
    ]
    for fields in tried:
        answer = ina.post(act, **fields)
        assert answer.status_code == 409 and 'name="password"' in answer.get_data(as_text=True), (
            "what is wrong, in place"
        )
    assert archive.library.original(archive.video.sha256).is_file()
    answer = ina.post(act, code="GAO-F-012", password=WORDS, sure="yes")
    assert answer.headers["Location"] == f"/autorisations/{consent.id}/suites"
    after = ina.text(f"/autorisations/{consent.id}/suites")
    assert "Détruit pour toujours" in after and "Tout a été détruit" in after and act not in after
    assert not archive.library.original(archive.video.sha256).exists()
    with archive.library.reading() as session:
        assert {one.id for one in recordings.listed(session)} == {archive.secret.id}
        told = [deed.said for deed in audit.listed(session) if deed.person == "Ina"]
    assert any("détruit pour toujours" in said and "GAO-F-012" in said for said in told)


def test_the_password_cannot_be_guessed_there(archive: Archive, app: Flask, consent: Consent) -> None:
    ina = signed(archive, app, "Ina", Role.PROTECTION)
    act = f"/autorisations/{consent.id}/effacer"
    for _attempt in range(accounts.PER_NAME):
        ina.post(act, code="GAO-F-012", password="faux", sure="yes")
    ina.post(act, code="GAO-F-012", password=WORDS, sure="yes")
    assert archive.library.original(archive.video.sha256).is_file()
