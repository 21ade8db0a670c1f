# SPDX-License-Identifier: GPL-3.0-or-later
"""From somebody's page to their lines of the journal: for those who may read it, and with their consents."""

import re

from flask import Flask

from archive.catalogue import audit
from archive.model.audit import Act
from archive.person import Role
from tests.pages import Archive, Browser
from tests.webui.test_signin import quick, signed

__all__ = ["quick"]


def lines(browser: Browser, subject: str) -> str:
    text = re.sub(r"<[^>]+>|\s+", " ", browser.text(f"/journal?subject={subject}"))
    return text.replace("  ", " ")


def test_a_person_s_lines_tell_of_their_consents_and_an_interview_s_of_its_recordings(
    archive: Archive, app: Flask
) -> None:
    awa = signed(archive, app, "Awa", Role.ADMINISTRATOR)
    awa.text(f"/temoins/{archive.witness.id}")
    awa.post(f"/autorisations/{archive.consent.id}/suspendre")
    awa.text(f"/rushes/{archive.secret.id}/presences")
    for subject in ("GAO-F-012", archive.witness.id):
        found = lines(awa, subject)
        assert "a ouvert la fiche d’un témoin" in found and "a suspendu l’autorisation du témoin GAO-F-012" in found
        assert "C0002.mp4" not in found
    assert "a suspendu" in lines(awa, "GAO-01")
    assert "présences et scellés de le rush C0002.mp4" in lines(awa, "SIK-01").replace("du rush", "de le rush")
    assert "Aucune ligne" in lines(awa, "GAO-F-999")


def test_only_those_who_may_read_the_journal_are_led_to_it(archive: Archive, app: Flask) -> None:
    pages = [
        f"/temoins/{archive.witness.id}",
        f"/entretiens/{archive.open.id}/autorisations",
        f"/entretiens/{archive.open.id}",
    ]
    signed(archive, app, "Awa", Role.ADMINISTRATOR)
    ina = signed(archive, app, "Ina", Role.PROTECTION)
    for page in pages:
        for address in re.findall(r'href="(/journal\?subject=[^"]+)"', ina.text(page)) or ["/none"]:
            assert "Aucune ligne" not in ina.text(address), (page, address)
    assert 'href="/journal"' in ina.text("/films"), "the protection officer has it in the menu too"
    moussa = signed(archive, app, "Moussa", Role.CATALOGUER)
    assert [page for page in pages if "/journal" in moussa.text(page)] == []


def test_what_was_refused_is_not_told_as_done(archive: Archive, browser: Browser) -> None:
    act = f"/autorisations/{archive.consent.id}"
    for _twice in range(2):
        browser.post(f"{act}/retirer", next="/temoins")  # the box was not ticked
    browser.post(f"/entretiens/{archive.open.id}/autorisations/saisir")  # nobody was chosen
    with archive.library.reading() as session:
        told = [(one.act, one.said) for one in audit.listed(session) if "essayé" in one.said or one.act == Act.CHANGED]
    said = "a essayé sans y parvenir\u00a0: «\u00a0a inscrit le retrait d’une personne : l’autorisation du témoin GAO-F-012\u00a0»"
    assert told.count((Act.REFUSED, said)) == 2
    assert [act for act, _said in told] == [Act.REFUSED] * 3
