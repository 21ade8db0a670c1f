# SPDX-License-Identifier: GPL-3.0-or-later
"""The film page and the editing software: packages, links, a cut uploaded, versions, another name, gone and back."""

import io
import zipfile

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from archive.catalogue import consents, exports, films, filmversions
from archive.catalogue.exports import Export
from archive.model.people import ConsentStatus
from archive.worker import run_worker
from tests.pages import Archive, Browser
from webui.security import LARGEST_CUT, LARGEST_FORM

EDL = "001  C0001  V  C  00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n"
STRANGE = EDL + "002  MUSIC  V  C  00:00:00:00 00:00:01:00 01:00:01:00 01:00:02:00\n"


def exported(archive: Archive) -> list[Export]:
    with archive.library.reading() as session:
        return exports.of_film(session, archive.film.id)


def upload(archive: Archive, browser: Browser, data: bytes, name: str = "montage.edl") -> TestResponse:
    browser.client.get("/voir")
    with browser.client.session_transaction() as session:
        token = session["token"]
    page = f"/films/{archive.film.id}"
    fields = {"token": token, "next": page, "rate": "", "cut": FileStorage(io.BytesIO(data), name)}
    boundary, body = encode_multipart(fields)
    return browser.client.post(f"{page}/montages", data=body, content_type=f"multipart/form-data; boundary={boundary}")


def test_a_package_is_asked_for_made_listed_and_downloaded(archive: Archive, browser: Browser) -> None:
    page = f"/films/{archive.film.id}"
    assert "Préparer un paquet" in browser.text(page)
    browser.post(f"{page}/exports", way="package", rate="", next=page)
    assert "Avancement du paquet" in browser.text(page)
    run_worker(archive.library, once=True)
    (made,) = exported(archive)
    text = browser.text(page)
    assert made.code in text and "1 passage" in text and "25 images/s" in text
    answer = browser.get(f"/exports/{made.id}/paquet.zip")
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as found:
        assert {name.rpartition(".")[2] for name in found.namelist()} == {
            "otio",
            "xml",
            "fcpxml",
            "edl",
            "kdenlive",
            "srt",
            "txt",
            "mp4",
        }
    nothing = browser.get(f"/exports/{'0' * 32}/paquet.zip")
    with archive.library.writing() as session:
        consents.set_status(session, archive.consent.id, ConsentStatus.WITHDRAWN, "Awa")
    assert browser.get(f"/exports/{made.id}/paquet.zip").data == nothing.data
    assert "Une autorisation a changé depuis" in browser.text(page)


def test_links_say_where_they_are(archive: Archive, browser: Browser) -> None:
    page = f"/films/{archive.film.id}"
    browser.post(f"{page}/exports", way="links", rate="29.97", next=page)
    (made,) = exported(archive)
    assert made.way == "links" and made.rate == "30000/1001" and made.place in browser.text(page)


def test_an_export_that_consent_does_not_allow_is_refused_with_the_reason(archive: Archive, browser: Browser) -> None:
    page = f"/films/{archive.film.id}"
    with archive.library.writing() as session:
        consents.set_status(session, archive.consent.id, ConsentStatus.SUSPENDED, "Awa")
    for way in ("package", "links"):
        browser.post(f"{page}/exports", way=way, rate="", next=page)
        assert "GAO-F-012" in browser.text(page)
    assert exported(archive) == []


def test_a_cut_is_uploaded_reported_and_undone(archive: Archive, browser: Browser) -> None:
    page = f"/films/{archive.film.id}"
    with archive.library.writing() as session:
        films.add_card(session, archive.film.id, "Fin", 2000)
    answer = upload(archive, browser, STRANGE.encode())
    report = answer.headers["Location"]
    text = browser.text(report)
    assert "MUSIC" in text and "ne vient pas de cette archive" in text and "00:00:01:00" in text
    assert "ne dit pas sa cadence" in text
    assert "1 retirée" in text and "Ce qui n’y est plus" in text
    words = browser.get(f"{report}/sous-titres.srt")
    assert "Avec une femme au poste" in words.get_data(as_text=True)
    with archive.library.reading() as session:
        assert [item.kind for item in films.edit_of(session, archive.film.id).items] == ["clip", "note"]
    upload(archive, browser, STRANGE.encode())
    browser.undo(page)
    browser.post(f"{page}/versions/1/reprendre", next=page)
    with archive.library.reading() as session:
        assert [item.kind for item in films.edit_of(session, archive.film.id).items] == ["clip", "card"]
    assert "Versions du montage" in browser.text(page)


@pytest.mark.parametrize("data", [b"", b"\0\1\2\3", b"GIF89a", b'<!DOCTYPE x [<!ENTITY a "b">]><xmeml>&a;</xmeml>'])
def test_a_file_that_is_no_cut_is_refused_in_words(archive: Archive, browser: Browser, data: bytes) -> None:
    upload(archive, browser, data, "montage.xml")
    assert 'class="notice error"' in browser.text(f"/films/{archive.film.id}")
    with archive.library.reading() as session:
        assert filmversions.listed(session, archive.film.id) == []


def test_a_file_that_is_far_too_large_is_not_even_read(archive: Archive, browser: Browser) -> None:
    said = f"{LARGEST_CUT >> 20} Mo au plus"
    assert said in browser.text(f"/films/{archive.film.id}")
    for page, size in (("montages", LARGEST_CUT), ("exports", LARGEST_FORM)):
        form: dict[str, object] = {"data": b" " * (size + 1), "content_type": "multipart/form-data; boundary=x"}
        assert browser.client.post(f"/films/{archive.film.id}/{page}", **form).status_code == 413


def test_a_cut_that_lists_all_the_rushes_of_a_project_is_taken(archive: Archive, browser: Browser) -> None:
    rushes = b"* REEL NOTE: " + b"x" * 100 + b"\n"
    answer = upload(archive, browser, EDL.encode() + rushes * (12 * LARGEST_FORM // 10 // len(rushes)))
    assert answer.status_code == 303 and "/montages/" in answer.headers["Location"]


def test_a_cut_of_strangers_leaves_the_film(archive: Archive, browser: Browser) -> None:
    upload(archive, browser, STRANGE.splitlines()[1].encode())
    assert "reste comme il était" in browser.text(f"/films/{archive.film.id}")


def test_a_film_is_renamed_and_the_old_name_comes_back(archive: Archive, browser: Browser) -> None:
    page = f"/films/{archive.film.id}"
    browser.post(f"{page}/nom", name="attente", title="L’attente", audience="internet", next=page)
    assert "<h1>L’attente</h1>" in browser.text(page)
    browser.post(f"{page}/nom", name="été", title="x", audience="internet", next=page)
    assert "ne peut pas être le nom d’un film" in browser.text(page)
    browser.post(f"{page}/nom", name="attente", title="Autre", audience="internet", next=page)
    browser.undo(page)
    assert "<h1>L’attente</h1>" in browser.text(page)


def test_a_film_is_removed_and_had_back(archive: Archive, browser: Browser) -> None:
    page = f"/films/{archive.film.id}"
    browser.post(f"{page}/supprimer")
    assert browser.get(page).status_code == 404
    browser.undo("/films")
    assert "Ce que l’on attend" in browser.text(page)


def test_viewers_reach_none_of_it(archive: Archive, browser: Browser) -> None:
    upload(archive, browser, EDL.encode())
    with browser.client.session_transaction() as session:
        session["viewer"] = True
    page = f"/films/{archive.film.id}"
    nothing = browser.get(f"/films/{'0' * 32}").data
    for address in (f"{page}/montages/2", f"{page}/montages/2/sous-titres.srt", f"/exports/{'0' * 32}/paquet.zip"):
        assert browser.get(address).data == nothing
    for address in ("exports", "montages", "nom", "supprimer", "restaurer", "versions/1/reprendre"):
        assert browser.post(f"{page}/{address}").status_code == 404
