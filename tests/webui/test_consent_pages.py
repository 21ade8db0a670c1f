# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of consents, people, presences and seals, as a tired cataloguer uses them."""

import io
import re

import pytest

from archive.catalogue import appearances, consents, participants, seals
from archive.model.people import ConsentStatus
from tests.pages import Archive, Browser
from tests.people import a_consent, a_witness, appears


def room(archive: Archive) -> str:
    return f"/entretiens/{archive.open.id}/autorisations"


def as_(browser: Browser, name: str) -> None:
    assert browser.post("/moi/nom", name=name).status_code == 303


def test_the_page_says_who_may_see_it_and_why(archive: Archive, browser: Browser) -> None:
    text = browser.text(room(archive))
    assert text.count(">oui</span>") == 6 and "Chaque personne l’a accepté." in text
    with archive.library.writing() as session:
        a_consent(
            session, archive.witness, archive.open, audiences=frozenset({"screening"}), shows=frozenset({"voice"})
        )
    text = browser.text(room(archive))
    assert "à masquer\u00a0: visage, nom, lieu" in text and "public non accepté" in text
    assert "À cacher\u00a0: visage, nom, lieu." in text
    closed = browser.text(f"/entretiens/{archive.closed.id}/autorisations")
    assert "Rien n’est saisi" in closed and ">oui</span>" not in closed


def test_one_person_enters_and_another_confirms(archive: Archive, browser: Browser) -> None:
    form = f"{room(archive)}/saisir"
    empty = browser.text(f"{form}?temoin={archive.witness.id}")
    assert empty.count(" checked") == 1  # the person; everything else is no
    as_(browser, "Awa")
    fields = {"people": archive.witness.id, "given_on": "2024-03-05", "audiences": "screening", "films": "any"}
    assert browser.post(form, **fields).status_code == 303
    page = browser.text(room(archive))
    assert "saisie par vous" in page and 'name="ids"' not in page
    with archive.library.reading() as session:
        kept = consents.current(session, archive.witness.id, archive.open.id)
    assert kept is not None and kept.status is ConsentStatus.PENDING and not kept.shows
    assert browser.get(f"/rushes/{archive.video.id}/copie.mp4").status_code == 404
    browser.post("/autorisations/confirmer", ids=kept.id, compared="yes", next="/")
    assert "quelqu’un d’autre doit la confirmer" in browser.text("/")
    as_(browser, "Ina")
    browser.post("/autorisations/confirmer", ids=kept.id, next="/")
    assert "Comparer avec le papier" in browser.text("/")
    browser.post("/autorisations/confirmer", ids=kept.id, compared="yes", next="/")
    with archive.library.reading() as session:
        assert consents.get(session, kept.id).confirmed_by == "Ina"
    assert browser.get(f"/rushes/{archive.video.id}/copie.mp4").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({}, "Personne n’est choisi"),
        ({"people": "me"}, "La date manque"),
        ({"people": "me", "given_on": "2999-01-01"}, "dans le futur"),
        ({"people": "me", "given_on": "2017-01-01"}, "plus récente"),
        ({"people": "me", "given_on": "2024-01-01", "expires_on": "2020-01-01"}, "avant d’avoir commencé"),
        ({"people": "me", "given_on": "2024-01-01", "audiences": "everybody"}, "Choix inconnu"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(
    archive: Archive, browser: Browser, wrong: dict[str, str], said: str
) -> None:
    fields = {name: archive.witness.id if value == "me" else value for name, value in wrong.items()}
    answer = browser.post(f"{room(archive)}/saisir", **fields, witness="l’interprète")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409 and said in text and 'value="l’interprète"' in text
    with archive.library.reading() as session:
        assert len(consents.listed(session, superseded=True)) == 1


def test_a_group_is_entered_in_one_form(archive: Archive, browser: Browser) -> None:
    with archive.library.writing() as session:
        young = a_witness(session, archive.open, "GAO-F-013", minor=True)
    browser.get("/")
    with browser.client.session_transaction() as session:
        token = session["token"]
    fields = {
        "token": token,
        "people": [archive.witness.id, young.id],
        "given_on": "2024-03-05",
        "audiences": ["screening"],
        "films": ["any", "confiance"],
        f"guardian-{young.id}": "yes",
    }
    told = browser.client.post(
        f"{room(archive)}/apercu", data=fields, headers={"Accept": "application/json"}
    ).get_json()["html"]
    assert "sans l’accord du tuteur et le sien" in told and "projection publique" in told
    assert browser.client.post(f"{room(archive)}/saisir", data=fields).status_code == 303
    with archive.library.reading() as session:
        kept = {one.participant: one for one in consents.listed(session, archive.open.id)}
    assert (kept[young.id].guardian, kept[young.id].assent) == (True, False)
    assert kept[archive.witness.id].guardian is None and kept[young.id].films == {"any"}


def test_suspended_taken_up_again_and_withdrawn_for_good(archive: Archive, browser: Browser) -> None:
    act = f"/autorisations/{archive.consent.id}"
    browser.post(f"{act}/suspendre", reason="un doute")
    assert "Suspendue\u00a0: tout est fermé" in browser.text(room(archive))
    browser.undo(room(archive)) if "Annuler" in browser.text(room(archive)) else browser.post(f"{act}/retablir")
    assert ">oui</span>" in browser.text(room(archive))
    browser.post(f"{act}/retirer", next="/")
    assert "Rien n’a changé" in browser.text("/")
    browser.post(f"{act}/retirer", sure="yes", reason="ne veut plus")
    text = browser.text(room(archive))
    assert "pour toujours" in text and "ne veut plus" in text and ">oui</span>" not in text
    assert browser.post(f"{act}/retablir", next="/").status_code == 303
    assert ">oui</span>" not in browser.text(room(archive))


def test_the_evidence_is_kept_and_given_to_those_who_keep_the_archive(archive: Archive, browser: Browser) -> None:
    act = f"/autorisations/{archive.consent.id}/preuve"
    assert browser.get(act).status_code == 404
    browser.get("/voir")
    with browser.client.session_transaction() as session:
        token = session["token"]
    sent = {"token": token, "file": (io.BytesIO(b"%PDF-1.4 signed"), "Nom De Famille.pdf")}
    assert browser.client.post(act, data=sent).status_code == 303
    answer = browser.get(act)
    assert answer.get_data() == b"%PDF-1.4 signed" and "Famille" not in str(answer.headers)
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_presence_is_marked_moved_and_undone(archive: Archive, browser: Browser) -> None:
    lanes = f"/rushes/{archive.video.id}/presences"

    def marks() -> list[tuple[int, int, bool]]:
        with archive.library.reading() as session:
            found = appearances.of_recording(session, archive.video.id)
        return [(mark.span.start, mark.span.end, mark.seen) for mark in found]

    assert "compte dans tout le rush" in browser.text(lanes)
    fields = {"participant": archive.witness.id, "heard": "yes"}
    browser.post(lanes, start="0:00", end="0:01", seen="yes", **fields)
    assert marks() == [(0, 1000, True)]
    found = re.search(r'data-mark="(\w+)"', browser.text(lanes))
    assert found is not None
    browser.post(f"/presences/{found[1]}/changer", start="500", end="1500", heard="yes")
    assert marks() == [(500, 1500, False)]
    browser.undo(lanes)
    assert marks() == [(0, 1000, True)]
    browser.post(f"/presences/{found[1]}/effacer")
    browser.undo(lanes)
    assert marks() == [(0, 1000, True)]
    assert browser.post(lanes, start="0:01", end="9:00", next=lanes, **fields).status_code == 303
    assert "n’est pas dans le rush" in browser.text(lanes) and marks() == [(0, 1000, True)]


def test_a_passage_is_sealed_and_opened_again(archive: Archive, browser: Browser) -> None:
    lanes = f"/rushes/{archive.video.id}/presences"

    def sealed() -> list[tuple[int, int, str]]:
        with archive.library.reading() as session:
            found = seals.of_recording(session, archive.video.id)
        return [(seal.span.start, seal.span.end, seal.reason) for seal in found]

    browser.post(f"/rushes/{archive.video.id}/scelles", start="0:00.5", end="0:01", reason="un nom")
    assert sealed() == [(500, 1000, "un nom")]
    browser.undo(lanes)
    assert sealed() == []
    browser.undo(lanes)
    assert sealed() == [(500, 1000, "un nom")]


def test_people_are_added_described_and_found_by_code(archive: Archive, browser: Browser) -> None:
    browser.post("/temoins", code="GAO-M-077", sex="m", group="youth", minor="yes", interview=archive.open.id)
    with archive.library.reading() as session:
        kept = participants.by_code(session, "GAO-M-077")
    assert kept.minor
    assert ">oui</span>" not in browser.text(room(archive))  # a newcomer without consent closes the interview
    text = browser.text("/temoins?q=m-077")
    assert "GAO-M-077" in text and archive.witness.id not in text
    browser.post(f"/temoins/{kept.id}", code="GAO-M-077", sex="m", group="youth", region="Gao")
    with archive.library.reading() as session:
        assert participants.get(session, kept.id).region == "Gao"
    browser.undo(f"/temoins/{kept.id}")
    with archive.library.reading() as session:
        assert participants.get(session, kept.id) == kept
    offered = f'<option value="{archive.closed.id}">'
    page = browser.text(f"/temoins/{kept.id}")
    assert offered in page and f'<option value="{archive.open.id}">' not in page
    browser.post(f"/temoins/{kept.id}/entretiens", interview=archive.closed.id)
    assert offered not in browser.text(f"/temoins/{kept.id}")
    assert "SIK-01" in browser.text(f"/temoins/{kept.id}")


def test_papers_are_printed_from_the_page(archive: Archive, browser: Browser) -> None:
    text = browser.text(f"/entretiens/{archive.open.id}/feuille?temoin={archive.witness.id}")
    assert "GAO-F-012" in text and "<style" not in text
    assert "À lire à voix haute" in browser.text(f"/entretiens/{archive.open.id}/a-lire")
    assert "size: A4" in browser.text("/papier.css")


def test_a_seal_names_the_films_to_cut_again(archive: Archive, browser: Browser) -> None:
    browser.post(f"/rushes/{archive.video.id}/scelles", start="0", end="1000", next="/temoins")
    page = browser.text("/temoins")
    assert "À remonter\u00a0: " in page and "(place 1)" in page


def test_a_withdrawal_leads_to_what_is_left_to_do(archive: Archive, browser: Browser) -> None:
    act = f"/autorisations/{archive.consent.id}"
    assert browser.get(f"{act}/suites").status_code == 404  # nobody withdrew
    browser.post("/remises", what="clé de mai", recipient="Mairie", given_on="2024-05-02")
    browser.undo("/remises")
    assert "Rien n’a encore été remis" in browser.text("/remises")
    browser.post("/remises", what="clé de mai", recipient="Mairie", given_on="2024-05-02")
    answer = browser.post(f"{act}/retirer", sure="yes")
    assert answer.headers["Location"] == f"{act}/suites"
    text = browser.text(f"{act}/suites")
    assert "Films à remonter" in text and "place 1" in text and "Mairie" in text
    assert "à remonter" in browser.text("/films")
    letter = browser.text(f"{act}/lettre")
    assert "Mairie" in letter and "2 mai 2024" in letter and "<style" not in letter
    assert browser.get(f"/rushes/{archive.video.id}/copie.mp4").status_code == 404


def test_somebody_who_withdrew_is_never_shown_as_open_to_the_team(archive: Archive, browser: Browser) -> None:
    with archive.library.writing() as session:
        gone = a_witness(session, archive.open, "GAO-F-013")
        taken_back = a_consent(session, gone, archive.open)
        appears(session, gone, archive.video, 1000, 2000)
        appears(session, archive.witness, archive.video, 0, 1000)
    browser.post(f"/autorisations/{taken_back.id}/retirer", sure="yes")
    text = browser.text(f"/entretiens/{archive.open.id}?r={archive.video.id}").partition('id="autorisations"')[2]
    stays, leaves = text.index("GAO-F-012"), text.index("GAO-F-013")
    assert "Équipe\u00a0: oui" in text[stays:leaves] and "Équipe\u00a0: non" not in text[stays:leaves]
    assert "Équipe\u00a0: non" in text[leaves:] and "Équipe\u00a0: oui" not in text[leaves:]
