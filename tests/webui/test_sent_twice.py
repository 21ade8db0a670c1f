# SPDX-License-Identifier: GPL-3.0-or-later
"""A form sent twice, from a second tab or after the back button: nothing happens twice, and no error frightens anybody."""

from flask import Flask

from archive.catalogue import consents
from archive.model.people import Consent, ConsentStatus
from archive.person import Role
from tests.pages import Archive, Browser
from tests.webui.test_signin import WORDS, quick, signed

__all__ = ["quick"]
FRIGHTENED = 'class="notice error"'


def records(archive: Archive) -> list[Consent]:
    with archive.library.reading() as session:
        return consents.listed(session, superseded=True)


def steps(archive: Archive, consent: str) -> list[ConsentStatus]:
    with archive.library.reading() as session:
        return [one.status for one in consents.history(session, consent)]


def test_a_consent_is_entered_once_and_confirmed_once(archive: Archive, browser: Browser) -> None:
    room = f"/entretiens/{archive.open.id}/autorisations"
    fields = {"people": archive.witness.id, "given_on": "2024-03-05", "audiences": "screening", "films": "any"}
    browser.post("/moi/nom", name="Awa")
    for _twice in range(2):
        assert browser.post(f"{room}/saisir", **fields).status_code == 303
    assert len(records(archive)) == 2, "the one before and this one"
    (kept,) = [one for one in records(archive) if one.status is ConsentStatus.PENDING]
    browser.post("/moi/nom", name="Ina")
    browser.text(room)
    browser.post(f"/autorisations/{kept.id}/retablir", next=room)  # no way around the paper
    assert "n’est pas suspendue" in browser.text(room) and steps(archive, kept.id) == [ConsentStatus.PENDING]
    for _twice in range(2):
        browser.post("/autorisations/confirmer", ids=kept.id, compared="yes", next=room)
        assert FRIGHTENED not in browser.text(room)
    browser.post(f"{room}/saisir", **fields)  # the form of before, with the back button
    assert "rien n’a changé" in browser.text(room)
    assert steps(archive, kept.id) == [ConsentStatus.PENDING, ConsentStatus.ACTIVE]
    assert browser.get(f"/rushes/{archive.video.id}/copie.mp4").status_code == 200
    browser.post(f"{room}/saisir", **(fields | {"audiences": "internet"}))
    assert len(records(archive)) == 3, "what says something else replaces it"


def test_suspending_taking_up_again_and_withdrawing_happen_once(archive: Archive, browser: Browser) -> None:
    act = f"/autorisations/{archive.consent.id}"
    for verb, fields in (("suspendre", {}), ("retablir", {}), ("retirer", {"sure": "yes"})):
        for _twice in range(2):
            answer = browser.post(f"{act}/{verb}", **fields)
            assert answer.status_code == 303 and FRIGHTENED not in browser.text(answer.headers["Location"])
    wanted = [ConsentStatus.SUSPENDED, ConsentStatus.ACTIVE, ConsentStatus.WITHDRAWN]
    assert steps(archive, archive.consent.id)[1:] == wanted
    assert (archive.library.folder / "ledger.jsonl").read_text(encoding="utf-8").count("GAO-F-012") == 1


def test_destroying_happens_once(archive: Archive, app: Flask) -> None:
    signed(archive, app, "Awa", Role.ADMINISTRATOR)
    ina = signed(archive, app, "Ina", Role.PROTECTION)
    act = f"/autorisations/{archive.consent.id}"
    ina.post(f"{act}/retirer", sure="yes")
    for _twice in range(2):
        answer = ina.post(f"{act}/effacer", code="GAO-F-012", password=WORDS, sure="yes")
        assert answer.headers["Location"] == f"{act}/suites"
    lines = (archive.library.folder / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2, "a withdrawal and an erasure"
