# SPDX-License-Identifier: GPL-3.0-or-later
"""Consents as a table: taken away, brought back, looked at line by line, taken in, confirmed by somebody else."""

import io
import re

import pytest
from werkzeug.test import TestResponse

from archive.catalogue import consents
from archive.model.people import Consent, ConsentStatus
from tests.pages import Archive, Browser
from tests.people import a_witness
from webui import consenttable

PAGE = "/autorisations/tableau"
HEAD = "participant,interview,status,given_on,films,audiences,shows\n"
WHOLE = "any,screening+broadcast+internet+partner,face+voice+name+place\n"


@pytest.fixture
def awa(browser: Browser) -> Browser:
    browser.post("/moi/nom", name="Awa")
    return browser


def brought(browser: Browser, text: str | bytes, name: str = "consents.csv") -> TestResponse:
    browser.get("/voir")
    with browser.client.session_transaction() as session:
        token = session["token"]
    data = text if isinstance(text, bytes) else text.encode()
    return browser.client.post(f"{PAGE}/apercu", data={"token": token, "next": PAGE, "file": (io.BytesIO(data), name)})


def taken(browser: Browser, text: str, **more: str) -> TestResponse:
    return browser.post(PAGE, name="consents.csv", table=text, **more)


def kept(archive: Archive) -> list[Consent]:
    with archive.library.reading() as session:
        return consents.listed(session)


def words(answer: TestResponse) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", answer.get_data(as_text=True)).replace("  ", " ")


def test_what_is_taken_away_and_brought_back_changes_nothing(archive: Archive, awa: Browser) -> None:
    before = kept(archive)
    table = awa.get(f"{PAGE}.csv").get_data()
    assert b"GAO-F-012" in table and table.startswith(b"\xef\xbb\xbf")
    assert b"GAO-F-012" not in awa.get(f"{PAGE}.csv?entretien={archive.closed.id}").get_data()
    told = brought(awa, table)
    assert told.status_code == 200 and "tout ce que dit ce tableau est déjà dans l’archive" in words(told)
    assert taken(awa, table.decode("utf-8-sig")).status_code == 303 and kept(archive) == before
    assert "n’a aucune ligne" in words(brought(awa, table.splitlines()[0]))


def test_what_it_says_is_in_force_waits_for_somebody_else(archive: Archive, awa: Browser) -> None:
    line = HEAD + "SIK-M-001,SIK-01,active,2024-03-05," + WHOLE
    told = words(brought(awa, line))
    assert "nouvelle" in told and "aucune autorisation → en attente" in told and "Une fois confirmée" in told
    assert len(kept(archive)) == 1, "looking keeps nothing"
    for _twice in range(2):
        assert taken(awa, line).status_code == 303
    (new,) = [one for one in kept(archive) if one.id != archive.consent.id]
    assert (new.status, new.recorded_by, new.confirmed_by) == (ConsentStatus.PENDING, "Awa", "")
    awa.post("/autorisations/confirmer", ids=new.id, compared="yes", next="/")
    assert "quelqu’un d’autre doit la confirmer" in awa.text("/")
    assert "SIK-01" in awa.text(PAGE) and "1 en attente" in words(awa.get(PAGE))
    awa.post("/moi/nom", name="Ina")
    awa.post("/autorisations/confirmer", ids=new.id, compared="yes", next="/")
    assert {one.status for one in kept(archive)} == {ConsentStatus.ACTIVE}


def test_a_table_that_names_who_confirmed_is_not_believed(archive: Archive, awa: Browser) -> None:
    line = "participant,interview,status,given_on,recorded_by,confirmed_by\nSIK-M-001,SIK-01,active,2024-03-05,Moussa,Ina\n"
    taken(awa, line)
    (new,) = [one for one in kept(archive) if one.id != archive.consent.id]
    assert (new.status, new.recorded_by, new.confirmed_by) == (ConsentStatus.PENDING, "Awa", "")


def test_a_changed_line_closes_until_it_is_confirmed_and_the_page_says_so(archive: Archive, awa: Browser) -> None:
    line = HEAD + "GAO-F-012,GAO-01,active,2024-03-05,any,screening,voice\n"
    told = words(brought(awa, line))
    assert "en vigueur → en attente" in told and "D’ici là, tout se ferme." in told
    taken(awa, line)
    assert awa.get(f"/rushes/{archive.video.id}/copie.mp4").status_code == 404


def test_each_refused_line_says_why_and_nothing_is_taken(archive: Archive, awa: Browser) -> None:
    with archive.library.writing() as session:
        a_witness(session, archive.open, "GAO-F-014")
        consents.set_status(session, archive.consent.id, ConsentStatus.SUSPENDED, "Ina")
    lines = HEAD + "GAO-F-014,GAO-01,active,2024-03-05,,,\nGAO-F-999,GAO-01,active,2024-03-05,,,\n"
    lines += "GAO-F-012,GAO-01,active,2018-01-02," + WHOLE
    told = brought(awa, lines)
    said = words(told)
    assert told.status_code == 409 and "2 lignes sont refusées" in said and "Reprendre" not in said
    assert "GAO-F-999" in said and "un fichier ne lève pas une suspension" in said
    assert taken(awa, lines).status_code == 409
    assert [one.status for one in kept(archive)] == [ConsentStatus.SUSPENDED]


def test_what_cannot_be_read_is_said_line_by_line(
    archive: Archive, awa: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = words(brought(awa, HEAD + "GAO-F-012,GAO-01,peut-être,5 mars,,tous,\n<b>x</b>,GAO-01\n"))
    assert "ligne 3" in said and "Rien n’a été repris" in said
    said = words(brought(awa, HEAD + "GAO-F-012,GAO-01,peut-être,5 mars,,tous,\n"))
    assert "colonne status" in said and "colonne given_on" in said and "colonne audiences" in said
    assert "colonne expires : colonne inconnue" in words(brought(awa, HEAD.replace("given_on", "expires"))).replace(
        "\u00a0", " "
    )
    answer = brought(awa, b"\x00\x00\x01film", "<script>.csv")
    assert answer.status_code == 303 and "<script>.csv" not in awa.text(PAGE)
    monkeypatch.setattr(consenttable, "LARGEST", 1000)
    assert brought(awa, HEAD + "x" * 1000).status_code == 303 and "trop lourd" in awa.text(PAGE)
    assert len(kept(archive)) == 1


def test_nobody_brings_a_table_without_a_name(archive: Archive, browser: Browser) -> None:
    assert brought(browser, HEAD).status_code == 303 and "qui vous êtes" in browser.text(PAGE)
    assert taken(browser, HEAD).status_code == 409


def test_a_withdrawal_in_a_table_is_asked_for_by_name(archive: Archive, awa: Browser) -> None:
    line = HEAD + "GAO-F-012,GAO-01,withdrawn,2018-01-02," + WHOLE
    assert "1 personne se retire, c’est définitif." in words(brought(awa, line))
    assert taken(awa, line).status_code == 200 and kept(archive)[0].status is ConsentStatus.ACTIVE
    assert taken(awa, line, sure="yes").status_code == 303 and kept(archive)[0].status is ConsentStatus.WITHDRAWN
    assert "GAO-F-012" in (archive.library.folder / "ledger.jsonl").read_text(encoding="utf-8")
