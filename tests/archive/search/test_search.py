# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers: spans, ranking, context, other languages, and what the command line says of them."""

import json

import pytest

from archive.cli import COMMANDS
from archive.cli.main import main
from archive.library import Library
from archive.search import Facet
from tests.archive.search.telling import LENGTH, STEP, ask, retell, tell, told

SAID = "Avant, on y croyait. // Les gens n'a plus // confiance dans l'armée, // c'est comme ça // ici à Gao"
KEYS = {"interview", "recording", "track", "start_ms", "end_ms", "word_ms", "text", "before", "after", "region"}


def baro(library: Library, *words: str) -> int:
    return main(COMMANDS, ["--archive", str(library.folder), *words])


def test_a_quote_across_cues_goes_from_the_first_to_the_last_with_its_first_word_inside(library: Library) -> None:
    [recording] = told(library, SAID)
    found = ask(library, '"plus confiance dans"')
    assert found.total == 1
    hit = found.hits[0]
    assert (hit.recording, hit.interview) == (recording.id, "T-1")
    assert (hit.start_ms, hit.end_ms) == (STEP, 2 * STEP + LENGTH)
    assert STEP < hit.word_ms < STEP + LENGTH
    assert hit.text == "Les gens n'a plus confiance dans l'armée,"
    assert [hit.text[start:end] for start, end in hit.marks] == ["plus confiance dans"]
    assert hit.before == "Avant, on y croyait." and hit.after == "c'est comme ça ici à Gao"


def test_a_quote_counts_each_time_it_is_said_and_words_count_passages(library: Library) -> None:
    told(library, "la paix, la paix, la paix", "la paix")
    assert ask(library, '"la paix"').total == 4
    assert ask(library, "paix").total == 2
    assert len(ask(library, '"la paix"', limit=1).hits) == 1
    assert ask(library, '"la paix"', limit=1).facets["region"] == (Facet("Gao", 4),)


def test_the_exact_form_comes_before_the_folded_one_and_that_before_the_lemma(library: Library) -> None:
    told(library, "les élus du village", "un elu du village", "notre élu du village")
    assert [hit.interview for hit in ask(library, "élu").hits] == ["T-3", "T-2", "T-1"]


def test_what_was_also_searched_is_told_and_the_neighbour_word_is_offered(library: Library) -> None:
    told(library, "les jeunes et un jeune", "le jeûne du ramadan")
    found = ask(library, "jeune")
    assert found.total == 1
    assert found.also_searched == ("jeunes", "jeûne") and found.offered == ("jeûne",)


def test_a_typing_error_is_never_corrected_unless_asked(library: Library) -> None:
    told(library, "la réconciliation nationale")
    found = ask(library, "réconcilation")
    assert found.total == 0 and found.did_you_mean == ("réconciliation",)
    assert ask(library, "réconcilation", fuzzy=True).total == 1
    assert ask(library, '"la réconcilation"').did_you_mean == ("réconciliation",)
    assert ask(library, "réconciliation").did_you_mean == ()


def test_a_quote_inside_a_longer_question(library: Library) -> None:
    told(library, SAID, "plus personne ici", "confiance dans nous ici")
    assert [hit.interview for hit in ask(library, '"plus confiance dans" armée').hits] == ["T-1"]
    assert ask(library, '"plus confiance dans" paix').total == 0
    assert ask(library, '"plus personne" OU "confiance dans"').total == 3
    assert ask(library, 'confiance -"plus confiance"').total == 1


def test_long_speech_is_several_passages_and_a_quote_crosses_them(library: Library) -> None:
    told(library, " // ".join(f"mot{number} encore et toujours la même chose" for number in range(40)))
    assert ask(library, "encore").total > 2
    crossing = [ask(library, f'"chose mot{number}"').total for number in range(1, 40)]
    assert crossing == [1] * 39


def test_only_the_newest_version_of_one_french_track_is_searched(library: Library) -> None:
    [recording] = told(library, "une première version")
    with library.writing() as session:
        retell(session, recording, "une seconde version")
    assert ask(library, "version").total == 1 and ask(library, "première").total == 0


def test_other_languages_are_searched_by_their_own_words(library: Library) -> None:
    with library.writing() as session:
        recording = tell(session, "BKO-1", "nous allons au marché")
        retell(session, recording, "an bɛ taa sugu la, aller", "bm")
    found = ask(library, "sugu")
    assert found.total == 1 and found.hits[0].language == "bm"
    assert {hit.language for hit in ask(library, "aller").hits} == {"fr", "bm"}
    assert [hit.language for hit in ask(library, "allons").hits] == ["fr"]
    assert ask(library, "aller", language="bm").facets["language"] == (Facet("bm", 1),)
    assert ask(library, '"taa sugu"').total == 1
    assert ask(library, "allons", language="fr-ML").total == 1 and ask(library, "sugu", language="fr").total == 0
    with library.writing() as session:
        retell(session, recording, "u b'a fɔ", "bm")
    assert ask(library, "b’a").total == ask(library, '"b\'a fɔ"').total == 1


def test_cues_without_a_word_do_no_harm(library: Library) -> None:
    told(library, "… // ♪ // !", "la \ud800 paix // ... // au Mali")
    assert ask(library, "paix").total == ask(library, '"paix au Mali"').total == 1


def test_the_vocabulary_of_the_archive_counts_at_once(library: Library) -> None:
    told(library, "les koroboro sont partis")
    assert ask(library, "songhaï").total == 0
    folder = library.folder / "vocabulaire"
    folder.mkdir()
    (folder / "forms.csv").write_text("word;forms\nsonghaï;koroboro\n", encoding="utf-8")
    before = (library.index / "manifest.json").read_bytes()
    assert ask(library, "songhaï").total == 1
    assert (library.index / "manifest.json").read_bytes() == before  # nothing was indexed again
    (folder / "forms.csv").write_bytes(b"word;forms\nsongha\xef;koroboro\n")
    assert baro(library, "search", "songhaï") == 1


def test_the_json_has_every_promised_key(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    told(library, SAID)
    assert baro(library, "search", '"plus confiance dans"', "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["query"] == '"plus confiance dans"' and found["total"] == 1
    assert found["hits"][0].keys() >= KEYS | {"group", "speaker"}
    assert found["facets"]["region"] == [{"value": "Gao", "count": 1}]
    assert found["also_searched"] == [] and found["did_you_mean"] == []


def test_kwic_lines_are_aligned_on_the_words(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    told(library, SAID, "notre confiance")
    assert baro(library, "search", "confiance", "--kwic") == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if "[" in line]
    assert len(lines) == 2 and len({line.index("[") for line in lines}) == 1
    assert "[confiance] dans l'armée, c'est comme ça ici à" in lines[0] + lines[1]


def test_people_read_how_many_where_and_what_else(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    told(library, "les jeunes attendent", "le jeûne finit")
    assert baro(library, "search", "jeune") == 0
    printed = capsys.readouterr().out
    assert "1 passage\n" in printed and "T-1  T-1.MP4  00:00:00.000" in printed
    assert "Cherché aussi\u00a0: jeunes" in printed and "non cherché\u00a0: jeûne" in printed
    assert baro(library, "search", "atendent") == 0
    assert "Vouliez-vous dire\u00a0: attendent" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["*"], ["(" * 900], ["paix", "--group", "nobles"], ["paix", "--limit", "-1"]])
def test_a_question_that_makes_no_sense_is_a_wrong_use(
    library: Library, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert baro(library, "search", *words) == 2
    assert "baro :" in capsys.readouterr().err


def test_an_empty_archive_answers_nothing(library: Library) -> None:
    assert ask(library, "paix").total == 0 and ask(library, '"la paix"').total == 0


def test_the_index_command_says_what_it_did(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    told(library, "un", "deux")
    assert baro(library, "index") == 0
    assert "2 entretiens indexés." in capsys.readouterr().out
    assert baro(library, "index", "--rebuild", "--json") == 0
    assert json.loads(capsys.readouterr().out)["written"] == 2
