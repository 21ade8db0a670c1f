# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of a question: filters, lines, comparison, kept searches, chosen hits, and what viewers find."""

import csv
import io
import re
from html import unescape

import pytest

from archive.catalogue import clips, consents, films, searches
from archive.model.film import Clip, ClipId
from archive.model.people import ConsentStatus
from archive.search import view
from media.span import Span
from tests.archive.search.telling import tell
from tests.pages import Archive, Browser
from webui import search as pages

QUESTION = "q=confiance"


def picks(page: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'name="pick" value="([^"]+)"', page)]


def test_filters_stand_in_the_question_and_beside_it(browser: Browser, archive: Archive) -> None:
    page = browser.text("/recherche?q=confiance+region:Gao")
    assert "1 passage" in page and "/recherche?q=confiance+region%3AGao&amp;region=Gao" in page
    assert "0 passage" in browser.text("/recherche?q=confiance+-region:Gao")
    assert "1 passage" in browser.text("/recherche?q=confiance&tag=justice")
    assert "ne connaît pas" in browser.text("/recherche?q=confiance&group=nobles")
    assert "groupe:" in browser.text("/recherche") and 'id="operateurs"' in page


def test_a_thousand_voices_are_not_a_thousand_links(
    browser: Browser, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archive.library.writing() as session:
        for number in range(11):
            tell(session, f"M-{number:02d}", "nos moutons" + " // les moutons" * (11 - number))
    assert browser.text("/recherche?q=moutons").count("&amp;person=M-") == 11
    monkeypatch.setattr(pages, "MOST_VALUES", 9)
    page = browser.text("/recherche?q=moutons")
    assert page.count("&amp;person=M-") == 9 and "2 autres" in page and "personne:…" in page


def test_tags_and_descriptions_are_found_and_named_as_such(browser: Browser, archive: Archive) -> None:
    page = browser.text("/recherche?q=barrages")
    assert "0 passage" in page and "Dans les mots-clés et les descriptions" in page and "Barrages</mark>" in page
    assert picks(page) == [f"{archive.sound.id} 0 1500"]
    assert "commerçante</mark>" in browser.text("/recherche?q=commerçante")
    with archive.library.writing() as session:
        consents.set_status(session, archive.consent.id, ConsentStatus.WITHDRAWN, "Ina")
    for word in ("barrages", "commerçante", "confiance"):
        assert picks(browser.text(f"/recherche?q={word}")) == []


def test_the_concordance_is_read_sorted_and_taken_as_a_file(browser: Browser, archive: Archive) -> None:
    page = browser.text(f"/recherche/lignes?{QUESTION}&sort=right")
    assert (
        "1 ligne" in page
        and "j’ai plus" in page
        and "<mark>confiance</mark>" in page
        and 'aria-sort="ascending"' in page
    )
    answer = browser.get(f"/recherche/lignes.csv?{QUESTION}")
    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    [row] = csv.DictReader(io.StringIO(answer.get_data(as_text=True)))
    assert (row["found"], row["interview"], row["region"]) == ("confiance", "GAO-01", "Gao")
    with archive.library.writing() as session:
        consents.set_status(session, archive.consent.id, ConsentStatus.SUSPENDED, "Ina")
    assert len(browser.get(f"/recherche/lignes.csv?{QUESTION}").get_data(as_text=True).splitlines()) == 1


def test_the_comparison_is_a_table_with_bars_and_a_file(browser: Browser) -> None:
    page = browser.text(f"/recherche/comparer?{QUESTION}")
    assert "<rect" in page and 'width="100.0"' in page and "Femmes" in page and "style=" not in page
    [row] = csv.DictReader(io.StringIO(browser.get(f"/recherche/comparer.csv?{QUESTION}").get_data(as_text=True)))
    assert (row["hits"], row["group"]) == ("1", "femmes") and float(row["rate"]) > 0
    assert "Rien à comparer" in browser.text(f"/recherche/comparer?{QUESTION}&published=1")


def test_a_search_is_kept_opened_renamed_and_taken_off_with_a_way_back(browser: Browser, archive: Archive) -> None:
    browser.post("/recherche/gardees", q="confiance", region="Gao", broad="1", name="La confiance à Gao")
    page = browser.text("/recherche")
    assert "La confiance à Gao" in page and "/recherche?q=confiance&amp;region=Gao&amp;broad=1" in page
    with archive.library.reading() as session:
        [kept] = searches.listed(session)
    assert kept.made_by
    browser.post(f"/recherche/gardees/{kept.id}/nom", name="Confiance")
    assert "Nom changé." in browser.text("/recherche")
    browser.post(f"/recherche/gardees/{kept.id}/retirer")
    with archive.library.reading() as session:
        assert searches.listed(session) == []
    browser.undo("/recherche")
    with archive.library.reading() as session:
        [again] = searches.listed(session)
    assert (again.name, again.query, again.filters) == ("Confiance", "confiance", {"region": "Gao", "broad": "1"})


def test_chosen_hits_become_lines_of_a_film_and_can_be_taken_back(browser: Browser, archive: Archive) -> None:
    chosen = picks(browser.text(f"/recherche?{QUESTION}"))
    assert chosen == [f"{archive.video.id} 1000 1900"]
    browser.post("/recherche/montage", pick=chosen[0], film=archive.film.id)
    with archive.library.reading() as session:
        items = films.edit_of(session, archive.film.id).items
    assert items[-1].span == Span(1000, 1900) and len(items) == 2
    browser.undo(f"/films/{archive.film.id}")
    with archive.library.reading() as session:
        assert len(films.edit_of(session, archive.film.id).items) == 1


def test_chosen_hits_begin_a_new_film(browser: Browser, archive: Archive) -> None:
    [chosen] = picks(browser.text(f"/recherche?{QUESTION}"))
    browser.post("/recherche/montage", pick=chosen, film="new", title="L’attente à Gao !", audience="screening")
    with archive.library.reading() as session:
        made = films.by_name(session, "l-attente-a-gao")
        assert made.title == "L’attente à Gao !" and len(films.edit_of(session, made.id).items) == 1
    browser.undo(f"/films/{made.id}")
    with archive.library.reading() as session:
        assert [film.name for film in films.listed(session)] == ["confiance"]


@pytest.mark.parametrize("pick", ["", "x", f"{'0' * 32} 0 1000", f"{'0' * 32} 5 1"])
def test_nothing_is_sent_that_was_not_found(browser: Browser, archive: Archive, pick: str) -> None:
    answer = browser.post("/recherche/montage", pick=pick, film=archive.film.id)
    assert answer.status_code in (404, 409)
    secret = f"{archive.secret.id} 0 900"
    assert browser.post("/recherche/montage", pick=secret, film=archive.film.id).status_code == 409
    with archive.library.reading() as session:
        assert len(films.edit_of(session, archive.film.id).items) == 1


def test_hits_are_played_from_a_second_before_to_their_end(browser: Browser, archive: Archive) -> None:
    page = browser.text(f"/recherche/ecouter?{QUESTION}")
    assert f"/rushes/{archive.video.id}/" in page and "#t=0.000,1.900" in page
    assert 'data-start="0" data-end="1900"' in page and 'aria-current="true"' in page
    assert "Rien à écouter" in browser.text("/recherche/ecouter?q=licorne")


def test_a_page_says_that_the_index_is_being_built_and_the_rest_goes_on(
    browser: Browser, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "_opened", lambda *_asked: None)
    monkeypatch.setattr(view, "catch_up", lambda *_asked, **_more: 0)
    monkeypatch.setattr(view, "rebuild", lambda *_asked, **_more: 0)
    for address in ("/recherche", "/recherche/lignes", "/recherche/comparer", "/recherche/ecouter", "/voir/chercher"):
        page = browser.text(f"{address}?{QUESTION}")
        assert "en train de se refaire" in page and "data-busy" in page
    assert "GAO-01" in browser.text("/") and browser.text(f"/entretiens/{archive.open.id}")


def test_viewers_find_the_words_of_released_clips_and_nothing_else(browser: Browser, archive: Archive) -> None:
    browser.post("/moi/regard", **{"as": "viewer"})
    assert "0 occurrence" in browser.text("/voir/chercher?q=confiance")
    with archive.library.writing() as session:
        clip = Clip(ClipId("c" * 32), archive.video.id, Span(900, 2000), "Une voix", released=True, ready=True)
        clips.add(session, clip)
    page = browser.text("/voir/chercher?q=confiance")
    assert "1 occurrence" in page and "Une voix" in page and f"c={'c' * 32}" in page
    assert "Avec une femme" not in page and archive.witness.code not in page and "GAO-01" not in page
    for unseen in ("poste", "fouille+poste", "fouille+-poste", '"poste+j’ai"', "poste+OU+uniforme"):
        assert "Une voix" not in browser.text(f"/voir/chercher?q={unseen}")
    assert "Qui le dit" not in page  # one person stands behind all of it
    assert "ne sert pas ici" in browser.text("/voir/chercher?q=confiance+groupe:femmes")
    with archive.library.writing() as session:
        consents.set_status(session, archive.consent.id, ConsentStatus.WITHDRAWN, "Ina")
    assert "0 occurrence" in browser.text("/voir/chercher?q=confiance")
    assert browser.get("/recherche?q=confiance").status_code == 404


HOSTILE = (
    "*",
    "(" * 5000,
    "a" * 10_000,
    '"paix',
    '"a b"~9',
    "~9",
    "\u202e\u200fpaix\x07",
    "((((paix))))",
    "a OU",
    "%00",
    "🙂" * 200,
)


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize(
    "page", ["/recherche", "/recherche/lignes", "/recherche/comparer", "/recherche/ecouter", "/voir/chercher"]
)
def test_hostile_questions_are_answered_or_refused_in_words(browser: Browser, page: str, query: str) -> None:
    answer = browser.client.get(page, query_string={"q": query})
    assert answer.status_code == 200 and "cassé" not in answer.get_data(as_text=True)
