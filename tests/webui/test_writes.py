# SPDX-License-Identifier: GPL-3.0-or-later
"""What the forms do: each write, its refusals in plain words, and its undo."""

import re

import pytest

from archive.catalogue import clips, consents, films, interviews, jobs, tags
from archive.model.people import ConsentStatus
from archive.worker import run_worker
from tests.pages import Archive, Browser


def terms_on(archive: Archive) -> list[str]:
    with archive.library.reading() as session:
        return [tagging.tag.path for tagging in tags.of_recording(session, archive.video.id)]


def lines_of(archive: Archive) -> list[str]:
    with archive.library.reading() as session:
        return [item.text or str(item.span) for item in films.edit_of(session, archive.film.id).items]


def test_a_tag_is_put_taken_off_and_put_back(archive: Archive, browser: Browser) -> None:
    page = f"/entretiens/{archive.open.id}"
    browser.post(f"/rushes/{archive.video.id}/mots-cles", path="securite/barrages", start="0:00", end="0:01", next=page)
    assert terms_on(archive) == ["justice", "securite/barrages"]
    browser.undo(page)
    assert terms_on(archive) == ["justice"]
    with archive.library.reading() as session:
        tagging = tags.of_recording(session, archive.video.id)[0].id
    browser.post(f"/mots-cles/{tagging}/retirer", next="/")
    assert terms_on(archive) == []
    browser.undo("/")
    assert terms_on(archive) == ["justice"]


def test_a_script_gets_the_notices_and_a_refusal_its_reason(archive: Archive, browser: Browser) -> None:
    json = {"Accept": "application/json"}
    done = browser.post(f"/rushes/{archive.video.id}/mots-cles", json, path="securite/barrages", next="/")
    assert done.status_code == 200 and "Mot-clé mis" in done.get_json()["notices"]
    refused = browser.post(f"/rushes/{archive.video.id}/mots-cles", json, path="justice", start="9", end="1", next="/")
    assert refused.status_code == 409
    assert "notice error" in refused.get_json()["notices"]


def test_an_interview_is_described(archive: Archive, browser: Browser) -> None:
    address = f"/entretiens/{archive.open.id}/description"
    fields = {"title": "Au marché", "kind": "individual", "region": "Gao", "place": "Marché", "held_on": "2024-03-05"}
    browser.post(address, **fields, languages="ses, fr", description="Une <b>phrase</b>.", next="/")
    with archive.library.reading() as session:
        found = interviews.get(session, archive.open.id)
    assert (found.title, found.languages, str(found.held_on)) == ("Au marché", ("ses", "fr"), "2024-03-05")
    text = browser.text(f"/entretiens/{archive.open.id}")
    assert "Une &lt;b&gt;phrase&lt;/b&gt;." in text
    browser.post(address, **{**fields, "held_on": "hier"}, next="/")
    assert "Date illisible" in browser.text("/")


def make_clip(archive: Archive, browser: Browser) -> str:
    browser.post(f"/rushes/{archive.video.id}/extraits", start="00:00:00.200", end="0:01", title="Au poste", next="/")
    with archive.library.reading() as session:
        return clips.listed(session)[0].id


def test_a_clip_is_made_shown_to_viewers_and_closed_by_a_withdrawal(archive: Archive, browser: Browser) -> None:
    clip = make_clip(archive, browser)
    run_worker(archive.library, once=True)
    assert "Rien à voir" in browser.text("/voir")
    browser.post(f"/extraits/{clip}/spectateurs", released="yes", next="/")
    page = browser.text("/voir")
    assert "Au poste" in page and "GAO-F-012" not in page and "GAO-01" not in page
    film = browser.get(f"/voir/{clip}/extrait.mp4")
    assert film.status_code == 200 and film.mimetype == "video/mp4"
    assert "Avec une femme au poste" in browser.text(f"/voir/{clip}/sous-titres.vtt")
    assert browser.get(f"/extraits/{clip}/extrait.mp4").status_code == 200
    with archive.library.writing() as session:
        consents.set_status(session, archive.consent.id, ConsentStatus.WITHDRAWN, "Awa")
    nothing = browser.get(f"/voir/{'0' * 32}/extrait.mp4")
    for address in (f"/voir/{clip}/extrait.mp4", f"/voir/{clip}/sous-titres.vtt", f"/extraits/{clip}/extrait.mp4"):
        assert browser.get(address).data == nothing.data
    assert "Au poste" not in browser.text("/voir")


def test_a_clip_is_thrown_away_and_had_back(archive: Archive, browser: Browser) -> None:
    clip = make_clip(archive, browser)
    browser.get("/")  # the notice of the making has been read
    browser.post(f"/extraits/{clip}/retirer", next="/")
    with archive.library.reading() as session:
        assert clips.listed(session) == []
    browser.undo("/")
    with archive.library.reading() as session:
        assert clips.listed(session)[0].title == "Au poste"


def test_a_passage_that_nobody_allowed_becomes_no_clip(archive: Archive, browser: Browser) -> None:
    browser.post(f"/rushes/{archive.secret.id}/extraits", start="0:00", end="0:01", next="/")
    text = browser.text("/")
    assert "ne peut pas devenir un extrait" in text and "SIK-M-001" in text
    with archive.library.reading() as session:
        assert clips.listed(session) == [] and jobs.listed(session, active_only=True) == []


@pytest.mark.parametrize("odd", [{}, {"start": "0:01"}, {"start": "x", "end": "y"}, {"start": "0:01", "end": "0:00"}])
def test_a_passage_that_makes_no_sense_is_refused_in_words(
    archive: Archive, browser: Browser, odd: dict[str, str]
) -> None:
    answer = browser.post(f"/rushes/{archive.video.id}/extraits", next="/", **odd)
    assert answer.status_code == 303
    assert 'class="notice error"' in browser.text("/")


def test_a_film_is_begun_filled_ordered_and_checked(archive: Archive, browser: Browser) -> None:
    page = f"/films/{archive.film.id}"
    browser.post(f"/rushes/{archive.sound.id}/vers-film", film=archive.film.id, start="0:00", end="0:01", next=page)
    browser.post(f"{page}/cartons", text="Fin", seconds="2,5", next=page)
    browser.post(f"{page}/notes", text="Revoir le début", at="1", next=page)
    assert lines_of(archive)[0] == "Revoir le début" and lines_of(archive)[-1] == "Fin"
    text = browser.text(page)
    assert "Rien ne s’y oppose" in text and "0:04" in text
    last = re.findall(r'id="l-(\w+)"', text)[-1]
    browser.post(f"{page}/lignes/{last}/deplacer", to="1", next=page)
    assert lines_of(archive)[0] == "Fin"
    browser.undo(page)
    assert lines_of(archive)[-1] == "Fin"
    browser.get(page)
    browser.post(f"{page}/lignes/{last}/changer", text="La fin", seconds="3", next=page)
    browser.get(page)
    browser.post(f"{page}/lignes/{last}/retirer", next=page)
    assert "La fin" not in lines_of(archive)
    browser.undo(page)
    assert lines_of(archive)[-1] == "La fin"


def test_a_long_note_comes_back_whole(archive: Archive, browser: Browser) -> None:
    page, words = f"/films/{archive.film.id}", "Entendu à Gao, à vérifier. " * 700
    browser.post(f"{page}/notes", text=words, at="1", next=page)
    item = re.findall(r'id="l-(\w+)"', browser.text(page))[0]
    browser.post(f"{page}/lignes/{item}/retirer", next=page)
    browser.undo(page)
    assert lines_of(archive)[0] == words.strip()


def test_a_trimmed_clip_keeps_to_its_recording(archive: Archive, browser: Browser) -> None:
    page = f"/films/{archive.film.id}"
    item = re.findall(r'id="l-(\w+)"', browser.text(page))[0]
    browser.post(f"{page}/lignes/{item}/changer", start="00:00:00.500", end="00:00:01.500", next=page)
    assert lines_of(archive) == ["Span(start=500, end=1500)"]
    browser.post(f"{page}/lignes/{item}/changer", start="0:00", end="9:00", next=page)
    assert "notice error" in browser.text(page)


def test_a_film_with_a_refused_passage_is_not_rendered(archive: Archive, browser: Browser) -> None:
    page = f"/films/{archive.film.id}"
    with archive.library.writing() as session:
        consents.set_status(session, archive.consent.id, ConsentStatus.SUSPENDED, "Awa")
    text = browser.text(page)
    assert "GAO-F-012" in text and "Ce film ne peut pas sortir" in text
    browser.post(f"{page}/rendre", subtitles="burn", next=page)
    assert "notice error" in browser.text(page)
    with archive.library.reading() as session:
        assert jobs.newest(session, "render-film", archive.film.id) is None


def test_a_film_is_rendered_watched_downloaded_and_closed_by_a_withdrawal(archive: Archive, browser: Browser) -> None:
    page = f"/films/{archive.film.id}"
    browser.post(f"{page}/rendre", subtitles="burn", next=page)
    assert "data-job" in browser.text(page)
    run_worker(archive.library, once=True)
    found = re.search(r'/rendus/(\w+)/film.mp4"', browser.text(page))
    assert found is not None
    films_ = [f"/rendus/{found[1]}/film.{ending}" for ending in ("mp4", "srt", "vtt")]
    saved = browser.get(f"{films_[0]}?telecharger=1", headers={"Range": "bytes=0-9"})
    assert saved.status_code == 206 and "confiance-1.mp4" in saved.headers["Content-Disposition"]
    assert "Avec une femme au poste" in browser.text(films_[1])
    with archive.library.writing() as session:
        consents.set_status(session, archive.consent.id, ConsentStatus.WITHDRAWN, "Awa")
        films.remove(session, archive.film.id, 1)  # what was rendered still shows the person
    for address in films_:
        assert browser.get(address).status_code == 404
    assert "Une autorisation ou un scellé a changé" in browser.text(page)


@pytest.mark.parametrize("name", ["", "é", "a/b", "con", "confiance"])
def test_a_film_cannot_have_just_any_name(browser: Browser, name: str) -> None:
    answer = browser.post("/films", name=name, audience="internet", next="/films")
    assert answer.status_code == 303
    assert "notice error" in browser.text("/films")
