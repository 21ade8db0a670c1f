# SPDX-License-Identifier: GPL-3.0-or-later
"""The concordance in lines, and who says it how often."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.catalogue import consents, interviews, tags
from archive.library import Library
from archive.model.people import ConsentStatus
from archive.search import Order, Request, compare, concordance, rebuild, search
from archive.search.kwic import as_csv
from media.errors import WrongUse
from media.span import Span
from tests.archive.search.telling import ask, retell, tell, told
from tests.archive.search.test_disclosure import consult
from tests.archive.search.test_permission import consent_of
from tests.archive.search.test_query import PIECES
from tests.archive.search.test_search import baro


def lines(library: Library, query: str, order: Order = Order.PLACE, **more: object) -> list[tuple[str, str, str]]:
    found = concordance(library, Request(query, **more), order)  # type: ignore[arg-type]
    return [(line.left, line.found, line.right) for line in found.lines]


def test_a_line_for_each_time_it_is_said_with_eight_words_on_each_side(library: Library) -> None:
    told(
        library,
        "un deux trois quatre cinq six sept huit neuf // la paix vient, // dit-on, la paix reste un bien rare ici !",
    )
    assert lines(library, "paix") == [
        ("trois quatre cinq six sept huit neuf la", "paix", "vient, dit-on, la paix reste un bien rare"),
        ("sept huit neuf la paix vient, dit-on, la", "paix", "reste un bien rare ici !"),
    ]
    assert lines(library, '"la paix"')[0] == (
        "deux trois quatre cinq six sept huit neuf",
        "la paix",
        "vient, dit-on, la paix reste un bien rare",
    )


def test_each_line_has_the_time_of_its_own_word(library: Library) -> None:
    told(library, "la paix // un puits // la paix encore")
    found = concordance(library, Request("paix"))
    assert [(line.hit.start_ms, line.hit.end_ms) for line in found.lines] == [(0, 1800), (4000, 5800)]
    assert all(line.hit.start_ms < line.hit.word_ms < line.hit.end_ms for line in found.lines)
    assert found.total == 2 and ask(library, "paix").total == 1


def test_lines_are_sorted_by_the_words_nearest_the_hit_accents_aside(library: Library) -> None:
    told(library, "zone de paix étroite", "à la paix durable", "État de paix fragile", "pour la paix entière")
    right = [right for _left, _found, right in lines(library, "paix", Order.RIGHT)]
    assert right == ["durable", "entière", "étroite", "fragile"]
    left = [left for left, _found, _right in lines(library, "paix", Order.LEFT)]
    assert left == ["État de", "zone de", "à la", "pour la"]


def test_only_the_words_under_a_tag_make_lines(library: Library) -> None:
    [recording] = told(library, "la paix // un puits // la paix encore")
    with library.writing() as session:
        tags.put(session, "justice", recording.id, Span(4000, 5000), "Ina")
    assert [right for *_more, right in lines(library, "paix tag:justice")] == ["encore"]


def test_the_lines_as_a_file_for_a_use(library: Library, tmp_path: Path) -> None:
    told(library, "=la paix", "la paix")
    file = tmp_path / "lignes.csv"
    assert baro(library, "search", "paix", "--kwic", "--sort", "left", "-o", str(file)) == 0
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert [(row["left"], row["found"], row["interview"], row["start"]) for row in rows] == [
        ("'=la", "paix", "T-1", "00:00:00.000"),
        ("la", "paix", "T-2", "00:00:00.000"),
    ]
    assert set(rows[0]) >= {"interview", "speaker", "group", "region", "word", "start", "end"}
    with library.writing() as session:
        first = consents.listed(session)[0]
        consents.set_status(session, first.id, ConsentStatus.WITHDRAWN, "Ina")
    assert baro(library, "search", "paix", "--kwic", "-o", str(file)) == 0
    assert len(file.read_text(encoding="utf-8").splitlines()) == 2


def test_a_file_for_the_internet_holds_what_the_internet_may_have(library: Library, tmp_path: Path) -> None:
    from dataclasses import replace

    closed, _open = told(library, "la paix ici", "la paix là")
    consent = consent_of(library, closed)
    with library.writing() as session:
        consents.record(session, replace(consent, id="", audiences=frozenset({"screening"})), "Ina")  # type: ignore[arg-type]
    assert len(lines(library, "paix", use="draft")) == 2
    assert [right for *_more, right in lines(library, "paix", use="internet")] == ["là"]


def test_rates_are_hits_against_all_that_is_said(library: Library) -> None:
    with library.writing() as session:
        tell(session, "GAO-01", "la paix et la paix // un mot", region="Gao")
        tell(session, "KID-01", "rien du tout ici", region="Kidal")
        both = tell(session, "BKO-01", "la paix", region="Bamako")
        retell(session, both, "hɛrɛ la paix", "bm")
    found = compare(library, Request("paix"))
    rows = {row.region: (row.hits, row.hits_ms, row.words, row.said_ms) for row in found.rows}
    assert rows == {"Gao": (2, 1800, 7, 3600), "Kidal": (0, 0, 4, 1800), "Bamako": (1, 1800, 2, 1800)}
    assert [row.region for row in found.rows] == ["Bamako", "Gao", "Kidal"]
    assert found.rows[0].rate == 5000 and found.total is not None and found.total.words == 13
    assert [row.words for row in compare(library, Request("paix langue:bm")).rows] == [3]
    assert {row.region for row in compare(library, Request("paix -region:Gao")).rows} == {"Kidal", "Bamako"}


def test_what_may_not_be_seen_is_in_no_sum(library: Library) -> None:
    gone, _ = told(library, "la paix", "la paix encore")
    with library.writing() as session:
        consents.set_status(session, consent_of(library, gone).id, ConsentStatus.SUSPENDED, "Ina")
    [row] = compare(library, Request("paix")).rows
    assert (row.hits, row.words) == (1, 3)


def test_a_comparison_to_publish_withholds_the_small_cells_and_the_sum(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    from archive.model.people import Group

    consult(library, [(Group.WOMEN, 8), (Group.YOUTH, 6), (Group.RELIGIOUS, 2)])
    inside = compare(library, Request("paix"))
    assert {row.group: row.hits for row in inside.rows} == {"women": 16, "youth": 12, "religious": 4}
    assert baro(library, "search", "paix", "--compare", "--published", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    told_rows = {row["group"]: (row["hits"], row["few"]) for row in found["rows"]}
    assert told_rows == {"women": (16, False), "religious": (None, True), "youth": (None, False)}
    assert found["total"] is None
    assert baro(library, "search", "paix", "--compare") == 0
    assert "femmes, femme\u00a0: 16 fois sur 40 mots (4000,0 pour " in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [["--kwic", "--compare"], ["-o", "x.csv"], ["--sort", "left"], ["--published"], ["--date", "hier"], ["--excel"]],
)
def test_options_that_do_not_go_together_are_refused(library: Library, words: list[str]) -> None:
    assert baro(library, "search", "paix", *words) == 2


def test_a_hit_in_another_language_shows_the_french_of_the_same_moment(library: Library) -> None:
    with library.writing() as session:
        recording = tell(session, "BKO-1", "nous allons // au marché // demain")
        retell(session, recording, "an bɛ taa // sugu la // sini", "bm")
    [hit] = ask(library, "sugu").hits
    assert hit.language == "bm" and hit.french == "au marché"
    assert ask(library, '"taa sugu"').hits[0].french == "nous allons au marché"
    assert ask(library, "marché").hits[0].french == ""
    assert rebuild(library) == 1
    assert b"au march" in as_csv(concordance(library, Request("sugu")).lines)


def test_a_question_is_kept_under_a_name_and_asked_again(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    told(library, "la paix ici", "la guerre")
    assert baro(library, "search", "paix", "--region", "Gao", "--broad", "--save", "Paix à Gao") == 0
    assert baro(library, "search", "--list", "--json") == 0
    printed = capsys.readouterr().out
    [kept] = json.loads(printed[printed.index("{") :])["searches"]
    assert (kept["query"], kept["filters"]) == ("paix", {"region": "Gao", "broad": "1"})
    assert baro(library, "search", "--saved", "paix à gao", "--json") == 0
    assert json.loads(capsys.readouterr().out)["total"] == 1
    assert baro(library, "search", "guerre", "--saved", "paix à gao", "--json") == 0
    assert json.loads(capsys.readouterr().out)["hits"][0]["text"] == "la guerre"
    assert baro(library, "search", "(", "--save", "rien") == 2
    assert baro(library, "search", "--saved", "rien") == 1
    assert baro(library, "search") == 2


@settings(max_examples=40)
@given(text=st.lists(st.sampled_from(PIECES), max_size=20).map("".join), wide=st.booleans())
def test_any_question_is_answered_or_refused_in_every_form(library: Library, text: str, wide: bool) -> None:
    with library.reading() as session:
        empty = not interviews.listed(session)
    if empty:
        told(library, "la paix à Gao // un été // la paix des femmes", "pas de paix")
    asked = Request(text, broad=wide, fuzzy=wide)
    try:
        results, found, sums = search(library, asked), concordance(library, asked, Order.LEFT), compare(library, asked)
    except WrongUse as refusal:
        assert refusal.message
        return
    assert len(results.hits) <= results.total or results.total == len(results.hits)
    assert len(found.lines) <= found.total
    assert sums.total is not None and sums.total.hits <= found.total


def test_a_typing_error_is_offered_for_a_few_words_only(library: Library) -> None:
    told(library, "la réconciliation, la confiance")
    words = " ".join(f"inconnu{chr(97 + n)}" for n in range(20))
    assert ask(library, f"{words} réconcilation").did_you_mean == ()
    with pytest.raises(WrongUse):
        ask(library, f"{words} réconcilation", fuzzy=True)
    assert ask(library, "réconcilation confience").did_you_mean == ("réconciliation", "confiance")
