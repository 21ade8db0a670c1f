# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of a track: versions, differences, approval by two people, translations; and nothing that is closed."""

import re
from dataclasses import dataclass, replace

import pytest

from archive.catalogue import consents, seals, tracks
from archive.correct import correct
from archive.model.people import ConsentStatus, Seal
from archive.review import standing
from archive.translations import translation
from archive.waivers import kept, waive
from media.span import Span
from subtitles.cue import Cue, Doubt, Kind, Track
from tests.pages import Archive, Browser

SOURCE = (Cue(1, Span(100, 900), "Woy foo"), Cue(2, Span(1000, 1900), "ay ga naanay"))


@dataclass
class Desk:
    """The French track of the open interview, its source, and somebody at the pages."""

    archive: Archive
    browser: Browser
    track: str
    source: str

    @property
    def cues(self) -> tuple[Cue, ...]:
        with self.archive.library.reading() as session:
            return tracks.get(session, self.track).track.cues

    def edited(self, track: str, number: int, **fields: object) -> None:
        """Somebody changes one cue."""
        with self.archive.library.reading() as session:
            now = tracks.get(session, track)
        cues = tuple(replace(cue, **fields) if cue.id == number else cue for cue in now.track.cues)  # type: ignore[arg-type]
        correct(self.archive.library, track, now.version.number, cues)

    def as_(self, name: str) -> None:
        self.browser.post("/moi/nom", name=name)

    def post(self, path: str, **fields: str) -> str:
        """Post a form of a page of the track; what the next page says."""
        here = f"/pistes/{self.track}"
        answer = self.browser.post(f"{here}{path}", next=here, **fields)
        assert answer.status_code == 303
        return self.browser.text(answer.location)

    def text(self, path: str = "") -> str:
        return self.browser.text(f"/pistes/{self.track}{path}")


@pytest.fixture
def desk(archive: Archive, browser: Browser) -> Desk:
    with archive.library.writing() as session:
        french = tracks.french(session, archive.video.id)
        assert french is not None
        source = tracks.store(session, archive.video.id, Track(SOURCE, "ses", Kind.TRANSCRIPT), author="Ina")
    return Desk(archive, browser, french.id, source.id)


def bare(page: str) -> str:
    """The words of a page without its tags, spaces made single."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_page_of_an_interview_leads_to_its_track(desk: Desk) -> None:
    page = desk.browser.text(f"/entretiens/{desk.archive.open.id}?r={desk.archive.video.id}")
    assert f'href="/pistes/{desk.track}"' in page


def test_versions_are_listed_and_an_old_one_is_taken_up_again_with_a_way_back(desk: Desk) -> None:
    desk.edited(desk.track, 1, text="Avec une femme au poste de fouille,")
    assert "Comparer" in desk.text()
    said = desk.post("/reprendre", version="1")
    assert "Version 1 reprise" in said and "c’est la version 3" in said
    assert desk.cues[0].text == "Avec une femme au poste,"
    desk.browser.post(f"/pistes/{desk.track}/reprendre", version="2")
    desk.browser.undo(f"/pistes/{desk.track}")
    assert desk.cues[0].text == "Avec une femme au poste,"
    assert "déjà ce que dit la piste" in desk.post("/reprendre", version="1")


def test_differences_are_marked_by_more_than_colour(desk: Desk) -> None:
    desk.edited(desk.track, 1, text="Avec un homme au poste,", span=Span(120, 900), speaker="GAO-F-012")
    page = desk.text("/comparer?de=1&a=2")
    assert re.search(r"<del>.*?une femme.*?</del>|<del>.*?une.*?</del>", page, re.DOTALL)
    assert re.search(r"<ins>.*?un.*?</ins>", page, re.DOTALL)
    words = bare(page)
    assert "[retiré" in words and "[ajouté" in words and "00:00:00.120" in words and "GAO-F-012" in words
    assert all(layer in words for layer in ("temps", "mots", "voix")) and "1 sous-titre diffère" in words
    beside = desk.text("/comparer?de=1&a=2&vue=cote")
    assert 'class="columns"' in beside and "côte à côte" in beside
    assert "Rien ne diffère" in desk.text("/comparer?de=2&a=2")
    assert "1 sous-titre diffère" in bare(desk.text("/comparer?de=90&a=abc")), (
        "what the address cannot mean is the newest"
    )


def test_two_people_approve_on_the_page_and_both_names_stay(desk: Desk) -> None:
    for status in ("translated", "reviewed"):
        desk.post("/etat", status=status)
    assert "Une approbation porte un nom" in desk.post("/approbation", version="1")
    desk.as_("Awa")
    assert "Il manque une seconde personne" in desk.post("/approbation", version="1")
    assert "Retirer mon approbation" in desk.text()
    desk.as_("Modibo")
    assert "Approuvée par deux personnes" in desk.post("/approbation", version="1")
    words = bare(desk.text())
    assert "Awa a approuvé la version 1" in words and "Modibo a approuvé la version 1" in words
    desk.browser.post(f"/pistes/{desk.track}/approbation", withdraw="yes")
    desk.edited(desk.track, 1, text="Autre chose.")
    assert standing(desk.archive.library, desk.track).stored.status.value == "translated"
    assert "a changé le texte (version 2)" in bare(desk.text())


def test_an_approval_taken_back_is_given_again_by_undoing_it(desk: Desk) -> None:
    for status in ("translated", "reviewed"):
        desk.post("/etat", status=status)
    for name in ("Awa", "Modibo"):
        desk.as_(name)
        desk.post("/approbation", version="1")
    desk.browser.post(f"/pistes/{desk.track}/approbation", withdraw="yes")
    assert [one.by for one in standing(desk.archive.library, desk.track).approvals] == ["Awa"]
    desk.browser.undo(f"/pistes/{desk.track}")
    assert [one.by for one in standing(desk.archive.library, desk.track).approvals] == ["Awa", "Modibo"]
    assert standing(desk.archive.library, desk.track).stored.status.value == "approved"


def test_a_version_that_was_not_read_is_not_approved_from_an_old_page(desk: Desk) -> None:
    for status in ("translated", "reviewed"):
        desk.post("/etat", status=status)
    desk.as_("Awa")
    desk.edited(desk.track, 1, span=Span(120, 900))
    assert "passée à la version 2" in desk.post("/approbation", version="1")


def test_a_step_is_undone_and_one_that_is_none_is_refused(desk: Desk) -> None:
    assert "La piste est maintenant" in desk.post("/etat", status="translated")
    assert "d’un coup" not in desk.text()
    desk.browser.post(f"/pistes/{desk.track}/etat", status="reviewed")
    desk.browser.undo(f"/pistes/{desk.track}")
    assert standing(desk.archive.library, desk.track).stored.status.value == "translated"
    assert "deux personnes" in desk.post("/etat", status="approved")


def test_translations_are_proposed_edited_and_checked_again(desk: Desk) -> None:
    assert "Rien n’est encore relié" in desk.text("/traduction")
    assert "2 paires proposées" in desk.post("/traduction/proposer")
    desk.edited(desk.source, 1, text="Woy foo kaa")
    assert "1 à revérifier" in bare(desk.text())
    page = desk.text("/traduction?revoir=1")
    assert "Woy foo kaa" in page and "Avec une femme au poste," in page and "naanay" not in page
    first, second = translation(desk.archive.library, desk.track).pairs
    desk.browser.post(f"/pistes/{desk.track}/traduction/{first.pair.id}/confirmer")
    assert translation(desk.archive.library, desk.track).pairs[0].pair.origin == "confirmed"
    desk.browser.undo(f"/pistes/{desk.track}/traduction")
    assert translation(desk.archive.library, desk.track).pairs[0].pair.origin == "proposed"
    assert "Woy foo kaa" in desk.text("/traduction?revoir=1")
    assert "Traduction confirmée" in desk.post(f"/traduction/{first.pair.id}/confirmer")
    assert "Rien à revérifier" in desk.text("/traduction?revoir=1")
    desk.post(f"/traduction/{second.pair.id}/defaire")
    assert "Sans paire" in desk.text("/traduction")
    desk.browser.post(f"/pistes/{desk.track}/traduction/{first.pair.id}/relier", source="1, 2", target="1", source_before="1", target_before="1")  # fmt: skip
    assert translation(desk.archive.library, desk.track).pairs[0].pair.source_cues == (1, 2)
    desk.browser.undo(f"/pistes/{desk.track}")
    assert translation(desk.archive.library, desk.track).pairs[0].pair.source_cues == (1,)
    assert "Paire faite" in desk.post("/traduction/relier", source="2", target="2")
    assert "n’est pas un numéro" in desk.post("/traduction/relier", source="deux", target="2")


def test_a_pair_taken_apart_comes_back_by_undo(desk: Desk) -> None:
    desk.post("/traduction/proposer")
    first = translation(desk.archive.library, desk.track).pairs[0]
    desk.browser.post(f"/pistes/{desk.track}/traduction/{first.pair.id}/defaire")
    desk.browser.undo(f"/pistes/{desk.track}/traduction")
    again = translation(desk.archive.library, desk.track).pairs
    assert [one.pair.source_cues for one in again] == [(1,), (2,)]


def test_doubtful_words_and_who_translated_are_shown(desk: Desk) -> None:
    desk.post("/traduction/proposer")
    desk.edited(desk.track, 1, translator="Modibo", confidence=60, doubts=(Doubt("poste", "fr"),))
    page = desk.text("/traduction")
    assert '<mark class="doubt"' in page and "(mot douteux)" in page
    assert "trad. Modibo" in page and "60 %" in bare(page).replace("\u00a0", " ")


def test_a_waived_finding_is_asked_again_from_the_page(desk: Desk) -> None:
    waive(desk.archive.library, desk.track, "too-short", 1, message="comme il l’a dit")
    assert "too-short" in desk.text() and "comme il l’a dit" in desk.text()
    assert "sera de nouveau faite" in desk.post("/redemander", rule="too-short", cue="1")
    assert kept(desk.archive.library, desk.track) == []


@pytest.mark.parametrize("name", ["srt", "vtt", "json", "csv", "txt", "ass", "ttml", "html"])
def test_the_track_is_taken_away_as_a_file_without_what_is_closed(desk: Desk, name: str) -> None:
    answer = desk.browser.get(f"/pistes/{desk.track}/piste.{name}")
    assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
    assert "fouille mon sac" in answer.get_data(as_text=True)
    with desk.archive.library.writing() as session:
        seals.add(session, Seal("", desk.archive.video.id, Span(950, 1950)), "Awa")
    told = desk.browser.get(f"/pistes/{desk.track}/piste.{name}").get_data(as_text=True)
    assert "fouille mon sac" not in told and "femme au poste" in told


def test_the_script_to_print_has_the_source_on_its_left_without_what_is_closed(desk: Desk) -> None:
    script = desk.browser.get(f"/pistes/{desk.track}/piste.html").get_data(as_text=True)
    assert script.index("Woy foo") < script.index("femme au poste")
    with desk.archive.library.writing() as session:
        seals.add(session, Seal("", desk.archive.video.id, Span(950, 1950)), "Awa")
    script = desk.browser.get(f"/pistes/{desk.track}/piste.html").get_data(as_text=True)
    assert "naanay" not in script and "fouille" not in script and "Woy foo" in script
    assert desk.browser.get(f"/pistes/{desk.track}/piste.stl").get_data()[3:11] == b"STL25.01"
    assert desk.browser.get(f"/pistes/{desk.track}/piste.mpg").status_code == 409


def test_what_is_sealed_or_withdrawn_is_on_no_page_of_the_track(desk: Desk) -> None:
    desk.edited(desk.track, 2, text="j’ai plus confiance dans le secret.")
    desk.post("/traduction/proposer")
    addresses = ("", "/comparer?de=1&a=2", "/comparer?de=1&a=2&vue=cote", "/traduction")
    with desk.archive.library.writing() as session:
        seals.add(session, Seal("", desk.archive.video.id, Span(950, 1950)), "Awa")
    for address in addresses:
        page = desk.text(address)
        assert not any(word in page for word in ("secret", "fouille", "naanay")), address
    assert "1 fermé" in bare(desk.text())
    with desk.archive.library.writing() as session:
        consents.set_status(session, desk.archive.consent.id, ConsentStatus.WITHDRAWN, "Awa")
    for address in addresses:
        page = desk.text(address)
        assert "femme au poste" not in page and "Woy" not in page, address
    assert desk.browser.get(f"/pistes/{desk.track}/piste.srt").status_code == 409
    assert "Rien ne peut sortir" in desk.text()


@pytest.mark.parametrize("path", ["", "/comparer", "/traduction", "/piste.srt"])
def test_viewers_find_nothing_there(desk: Desk, path: str) -> None:
    desk.browser.post("/moi/regard", **{"as": "viewer"})
    answer = desk.browser.get(f"/pistes/{desk.track}{path}")
    absent = desk.browser.get(f"/pistes/{'0' * 32}{path}")
    assert (answer.status_code, answer.get_data()) == (
        absent.status_code,
        absent.get_data(),
    ) and answer.status_code == 404


def test_viewers_change_nothing(desk: Desk) -> None:
    desk.browser.post("/moi/regard", **{"as": "viewer"})
    for path in ("/etat", "/approbation", "/reprendre", "/redemander", "/traduction/proposer", "/traduction/relier"):
        assert desk.browser.post(f"/pistes/{desk.track}{path}").status_code == 404
