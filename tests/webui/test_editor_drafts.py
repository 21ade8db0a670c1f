# SPDX-License-Identifier: GPL-3.0-or-later
"""Drafts that a browser holds: what may stay of them is asked; closed, unknown and kept elsewhere are told alike."""

import json
import secrets
from typing import Any

import pytest
from flask import Flask

from archive import drafts
from archive.catalogue import consents, tracks
from archive.model.draft import Draft
from archive.model.people import ConsentStatus
from archive.seals import seal
from media.span import Span
from subtitles.cue import Cue
from tests.webui.test_editor import Script
from tests.writing import Desk, app

__all__ = ["app"]
PERSON = "Awa"


@pytest.fixture
def script(app: Flask, desk: Desk) -> Script:
    return Script(app.test_client(), desk.track.id)


def left(track: str, *texts: str, person: str = PERSON, serial: int = 4) -> dict[str, Any]:
    """A draft as the drawer holds it: the first cues rewritten."""
    cues = [{"id": n + 1, "start": n * 4000, "end": n * 4000 + 3800, "text": text} for n, text in enumerate(texts)]
    changes = {"changed": cues, "removed": [], "order": []}
    return {"track": track, "person": person, "desk": "ici", "base": 1, "serial": serial, "changes": changes}


def asked(script: Script, *entries: object) -> list[Any]:
    answer = script.client.post(
        "/brouillons/revoir",
        data=json.dumps({"drafts": list(entries)}),
        content_type="application/json",
        headers={"X-Baro-Token": script.token, "Accept": "application/json"},
    )
    assert answer.status_code == 200
    found: list[Any] = answer.get_json()["drafts"]
    return found


def test_what_only_the_browser_has_may_stay_there(script: Script, desk: Desk) -> None:
    (found,) = asked(script, left(desk.track.id, "Écrit hors ligne."))
    assert found["changes"]["changed"][0]["text"] == "Écrit hors ligne."


def test_a_sealed_cue_goes_from_it_and_the_rest_stays(script: Script, desk: Desk) -> None:
    seal(desk.library, desk.recording.id, Span(0, 3900), "")
    (found,) = asked(script, left(desk.track.id, "Un nom.", "Rien de tel."))
    assert [cue["text"] for cue in found["changes"]["changed"]] == ["Rien de tel."]


def test_closed_unknown_unreadable_and_kept_by_the_archive_are_told_alike(script: Script, desk: Desk) -> None:
    kept = Draft(desk.track.id, "", "ici", 1, 4, (Cue(1, Span(0, 3800), "Écrit."),))
    drafts.keep(desk.library, kept)
    mine = left(desk.track.id, "Écrit.")
    others = left(desk.track.id, "Écrit.", person="Binta")
    assert asked(script, mine)[0] is None, "the archive has it"
    assert asked(script, left(desk.track.id, "Écrit après.", serial=5))[0] is not None
    assert asked(script, others)[0] is not None, "nobody learns what the archive keeps for somebody else"
    with desk.library.writing() as session:
        (one,) = consents.listed(session)
        consents.set_status(session, one.id, ConsentStatus.SUSPENDED, "Ina")
        assert tracks.get(session, desk.track.id)
    absent = left(secrets.token_hex(16), "Écrit.")
    unread = {**mine, "changes": "?"}
    assert asked(script, mine, others, absent, unread, 7, left(desk.track.id)) == [None] * 6


def test_only_the_team_may_ask(script: Script, desk: Desk) -> None:
    with script.client.session_transaction() as session:
        session["viewer"] = True
    answer = script.client.post("/brouillons/revoir", json={"drafts": []}, headers={"X-Baro-Token": script.token})
    assert answer.status_code == 404
