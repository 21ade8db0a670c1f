# SPDX-License-Identifier: GPL-3.0-or-later
"""What the editor asks the server: only what may be seen, only by those who may correct, nothing unreadable stored."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive import drafts
from archive.catalogue import tracks
from archive.correct import correct
from archive.person import Person, Role
from archive.seals import seal
from archive.translations import make, remove
from media.span import Span
from subtitles.checks import check, load_profile
from tests.writing import TYPED, Desk, app
from webui.app import create_app
from webui.editorkeys import ACTS

__all__ = ["app"]


class Script:
    """What the page's script does: JSON with the token of the session."""

    def __init__(self, client: FlaskClient, track: str) -> None:
        self.client, self.track = client, track
        client.get("/voir")
        with client.session_transaction() as session:
            self.token = session["token"]

    def get(self, name: str) -> Any:
        """Ask for an address of the track."""
        return self.client.get(f"/pistes/{self.track}/{name}")

    def send(self, name: str, data: object, status: int = 200) -> Any:
        """Post JSON; gives the answer."""
        answer = self.client.post(
            f"/pistes/{self.track}/{name}",
            data=json.dumps(data),
            content_type="application/json",
            headers={"X-Baro-Token": self.token, "Accept": "application/json"},
        )
        assert answer.status_code == status, (answer.status_code, answer.get_data(as_text=True)[:300])
        return answer.get_json()


@pytest.fixture
def script(app: Flask, desk: Desk) -> Script:
    return Script(app.test_client(), desk.track.id)


def cues_of(script: Script) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = script.get("etat.json").get_json()["cues"]
    return found


def a_draft(serial: int = 1, **more: object) -> dict[str, object]:
    changed = [{"id": 1, "start": 0, "end": 3800, "text": "Autre."}]
    return {
        "desk": "a",
        "base": 1,
        "serial": serial,
        "changes": {"changed": changed, "removed": [], "order": []},
        **more,
    }


def test_the_state_has_what_the_script_draws(script: Script) -> None:
    state = script.get("etat.json").get_json()
    assert (state["base"], state["newest"], state["rate"], state["following"]) == (1, 1, [10, 1], 11)
    assert [cue["text"] for cue in state["cues"]] == list(TYPED)
    assert (state["source"]["language"], len(state["source"]["cues"])) == ("bm", 5)
    assert (state["limits"]["aim"], state["limits"]["width"], state["limits"]["gap"]) == (15, 42, 2)


def test_stored_pairs_say_what_stands_beside_what(script: Script, desk: Desk) -> None:
    assert script.get("etat.json").get_json()["source"]["pairs"] == {}
    with desk.library.reading() as session:
        spoken = next(one for one in tracks.of_recording(session, desk.recording.id) if one.language == "bm")
    made = make(desk.library, (desk.track.id, spoken.id), {1}, {2, 3})
    assert script.get("etat.json").get_json()["source"]["pairs"] == {"2": [1], "3": [1]}
    changed = tuple(replace(cue, text="Kuma kura.") if cue.id == 1 else cue for cue in spoken.track.cues)
    correct(desk.library, spoken.id, 1, changed)
    assert script.get("etat.json").get_json()["source"]["recheck"] == [2, 3]
    remove(desk.library, made.pair.id)


def test_a_finding_stays_waived_until_its_text_changes(script: Script) -> None:
    cues = cues_of(script)

    def told(cue: dict[str, Any]) -> bool:
        found = script.send("remarques", {"runs": [[cue]], "ask": [2]})["findings"]["2"]
        return next(bool(one["waived"]) for one in found if one["rule"] == "apostrophe")

    script.send("garder", {"rule": "apostrophe", "cue": cues[1]})
    assert told(cues[1]) and not told({**cues[1], "text": "Ce n'est pas tout."})
    script.send("garder", {"rule": "apostrophe", "cue": cues[1], "again": True})
    assert not told(cues[1])
    script.send("garder", {"rule": "no-such-rule", "cue": cues[1]}, status=404)


def test_the_findings_are_those_of_the_command_line(script: Script, desk: Desk) -> None:
    cues = cues_of(script)
    answer = script.send("remarques", {"runs": [cues], "ask": [cue["id"] for cue in cues], "whole": True})
    told = [(cue, one["rule"], one["fix"]) for cue, found in answer["findings"].items() for one in found]
    rate = desk.recording.picture.rate if desk.recording.picture else None
    known = check(desk.track.track, load_profile("ong-fr"), rate)
    assert sorted(told) == sorted((str(one.cue), one.rule, one.fix) for one in known if one.cue)
    assert [one["rule"] for one in answer["whole"]] == [one.rule for one in known if not one.cue]


def test_a_few_cues_with_their_neighbours_are_judged_as_in_the_whole_track(script: Script) -> None:
    cues = cues_of(script)
    cues[3] = {**cues[3], "start": cues[2]["end"] - 500}
    whole = script.send("remarques", {"runs": [cues], "ask": [3, 4, 5]})["findings"]
    part = script.send("remarques", {"runs": [cues[1:6]], "ask": [3, 4, 5]})["findings"]
    assert part == whole and any(one["rule"] == "overlap" for found in part.values() for one in found)
    moves = [move for found in part.values() for one in found for move in one["times"]]
    assert {move["id"] for move in moves} <= {cue["id"] for cue in cues}


def test_a_profile_is_chosen_in_the_page(script: Script) -> None:
    limits = {
        name: script.get(f"etat.json?profile={name}").get_json()["limits"]
        for name in ("ong-fr", "reseaux-sociaux", "../../x")
    }
    assert limits["ong-fr"] == limits["../../x"] != limits["reseaux-sociaux"]


def test_a_draft_comes_back_to_its_desk(script: Script, desk: Desk) -> None:
    assert script.send("brouillon", a_draft())["kept"]
    assert not script.send("brouillon", a_draft(serial=0))["kept"]
    (found,) = script.get("etat.json?desk=a").get_json()["drafts"]
    assert (found["desk"], found["serial"], found["changes"]["changed"][0]["text"]) == ("a", 1, "Autre.")
    assert desk.now().version.number == 1


def test_a_desk_where_somebody_sits_is_not_offered(script: Script) -> None:
    script.send("brouillon", a_draft())
    assert len(script.get("etat.json?desk=b").get_json()["drafts"]) == 1
    script.send("presence", {"desk": "a"})
    assert script.get("etat.json?desk=b").get_json()["drafts"] == []
    script.send("presence", {"desk": "a", "leaving": True})
    assert len(script.get("etat.json?desk=b").get_json()["drafts"]) == 1


def test_a_version_ends_the_draft_and_keeps_what_the_page_does_not_know(script: Script, desk: Desk) -> None:
    script.send("brouillon", a_draft())
    cues = cues_of(script)
    cues[0]["text"] = "Nous étions soixante."
    answer = script.send("versions", {"desk": "a", "base": 1, "cues": cues, "message": " relu\n "})
    assert (answer["version"], answer["new"], answer["conflicts"]) == (2, True, [])
    assert (desk.now().version.message, desk.now().track.cues[0].text) == ("relu", "Nous étions soixante.")
    assert drafts.waiting(desk.library, desk.track.id) == []


def test_a_disagreement_stores_nothing_and_shows_both(script: Script, desk: Desk) -> None:
    cues = cues_of(script)
    mine, theirs = ([{**cues[0], "text": text}, *cues[1:]] for text in ("La mienne.", "La leur."))
    script.send("versions", {"desk": "b", "base": 1, "cues": theirs})
    answer = script.send("versions", {"desk": "a", "base": 1, "cues": mine}, status=409)
    (conflict,) = answer["conflicts"]
    assert (conflict["layer"], conflict["mine"]["text"], conflict["theirs"]["text"]) == (
        "words",
        "La mienne.",
        "La leur.",
    )
    assert ["added", "mienne"] in conflict["mine_words"]
    assert desk.now().version.number == answer["version"] == 2


def test_sealed_words_never_reach_the_page_and_are_never_lost(script: Script, desk: Desk) -> None:
    script.send("brouillon", a_draft())
    seal(desk.library, desk.recording.id, Span(0, 5000))
    page = script.get("corriger").get_data(as_text=True)
    state = script.get("etat.json?desk=a").get_json()
    assert TYPED[0] not in page and [cue["id"] for cue in state["cues"]] == list(range(3, 11))
    (found,) = state["drafts"]
    assert (found["changes"]["changed"], found["closed"]) == ([], 1)
    script.send("versions", {"desk": "a", "base": 1, "cues": [{**cue, "text": "Autre."} for cue in state["cues"]]})
    assert [cue.text for cue in desk.now().track.cues][:3] == [*TYPED[:2], "Autre."]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.PROTECTION])
def test_who_may_not_correct_finds_nothing_here(desk: Desk, role: Role) -> None:
    script = Script(create_app(desk.library.as_person(Person("X", role))).test_client(), desk.track.id)
    for name in ("corriger", "etat.json"):
        assert script.get(name).status_code == 404
    for name in ("brouillon", "brouillon/oublier", "versions", "remarques", "presence", "sous-titres/1"):
        script.send(name, a_draft(), status=404)


def test_nothing_is_written_without_the_token(app: Flask, desk: Desk) -> None:
    client = app.test_client()
    for name in ("brouillon", "versions", "remarques", "presence", "sous-titres/1"):
        answer = client.post(f"/pistes/{desk.track.id}/{name}", json=a_draft())
        assert answer.status_code == 403
    assert drafts.waiting(desk.library, desk.track.id) == []


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        {"desk": "a", "base": 1, "serial": 1},
        a_draft(base="1"),
        a_draft(changes={"changed": [{"id": 1, "start": 9, "end": 3, "text": ""}]}),
        a_draft(changes={"changed": [{"id": 1, "start": 0, "end": 3, "text": 7}]}),
        a_draft(changes={"changed": [{"id": 1, "start": 0, "end": 3}, {"id": 1, "start": 5, "end": 9}]}),
        a_draft(changes={"removed": ["x"]}),
        a_draft(changes={"changed": [{"id": 1, "start": 0, "end": 10**12, "text": ""}]}),
        a_draft(desk=""),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(script: Script, desk: Desk, wrong: object) -> None:
    answer = script.send("brouillon", wrong, status=409)
    assert "notice error" in answer["notices"]
    assert drafts.waiting(desk.library, desk.track.id) == []


def test_half_signs_and_nulls_become_text(script: Script, desk: Desk) -> None:
    odd = [{"id": 1, "start": 0, "end": 3800, "text": "a\ud800b\0c\r\nd"}]
    script.send("brouillon", a_draft(changes={"changed": odd, "removed": [], "order": []}))
    (found,) = drafts.waiting(desk.library, desk.track.id)
    assert found.draft.changed[0].text == "a\ufffdbc\nd"


def test_a_plain_form_corrects_one_subtitle(script: Script, desk: Desk) -> None:
    fields = {"token": script.token, "base": "1", "start": "00:00:04.000", "end": "0:07.5", "text": "Un.\r\nDeux."}
    answer = script.client.post(f"/pistes/{desk.track.id}/sous-titres/2", data=fields)
    assert answer.status_code == 303
    assert (desk.now().track.cues[1].text, desk.now().track.cues[1].span) == ("Un.\nDeux.", Span(4000, 7500))
    again = script.client.post(f"/pistes/{desk.track.id}/sous-titres/2", data={**fields, "text": "Trois.", "next": "/"})
    assert again.status_code == 303 and desk.now().version.number == 2
    assert "vient de changer ce sous-titre" in script.client.get("/").get_data(as_text=True)


def test_a_french_track_begins_in_the_page(script: Script, desk: Desk) -> None:
    with desk.library.reading() as session:
        spoken = next(one for one in tracks.of_recording(session, desk.recording.id) if one.language == "bm")
    answer = script.client.post(
        f"/rushes/{desk.recording.id}/piste", data={"token": script.token, "like": spoken.id, "next": "/"}
    )
    assert answer.status_code == 303 and answer.headers["Location"] == "/", "French is there already"


def test_the_page_has_a_button_for_every_key_and_no_key_twice(script: Script) -> None:
    page = script.get("corriger").get_data(as_text=True)
    buttons = re.findall(r'data-act="([\w-]+)"', page)
    assert sorted(buttons) == sorted(ACTS)
    keys = [key for act in ACTS.values() for key in act.keys]
    assert len(keys) == len(set(keys))
    shown = set(re.findall(r"<kbd>([^<]+)</kbd>", page))
    assert {key for act in ACTS.values() for key in act.shown} <= shown


def test_the_page_leads_to_the_versions_and_the_interview_to_the_page(script: Script, desk: Desk) -> None:
    assert f'href="/pistes/{desk.track.id}"' in script.get("corriger").get_data(as_text=True)
    interview = script.client.get(f"/entretiens/{desk.recording.interview}").get_data(as_text=True)
    assert f'href="/pistes/{desk.track.id}/corriger"' in interview


def test_the_first_page_is_light(script: Script) -> None:
    import gzip

    from webui.frame import STATIC

    files = [
        STATIC / "baro.css",
        STATIC / "baro.js",
        STATIC / "wave.js",
        STATIC / "editor.css",
        *sorted((STATIC / "editor").glob("*.js")),
    ]
    page = script.get("corriger").get_data()
    assert sum(len(gzip.compress(data)) for data in [page, *(file.read_bytes() for file in files)]) < 60_000


def test_the_modules_of_the_editor_are_small() -> None:
    from webui.frame import STATIC

    assert {
        file.name for file in (STATIC / "editor").glob("*.js") if len(file.read_text("utf-8").splitlines()) > 300
    } == set()
