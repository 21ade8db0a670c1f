# SPDX-License-Identifier: GPL-3.0-or-later
"""The benches still run on the archive of today; what they measure is looked at when they are run by hand."""

import json
from pathlib import Path

from bench import asked, engines, spoken


def test_the_bench_of_the_search_makes_its_archive_and_finds_its_quotes(tmp_path: Path) -> None:
    work = asked.Work(tmp_path / "bench")
    asked.make(work, 2)
    hours = [spoken.hour(number, spoken.vocabulary(), 2018) for number in range(2)]
    baro = engines.Baro(work)
    baro.build()
    quotes = json.loads(work.questions.read_text())["quotes"][:20]
    assert {code for code, _place, _text in quotes} == {hour.code for hour in hours}
    assert baro.quotes(quotes) == []
    assert baro.quotes([[quotes[0][0], quotes[0][1], "mots que personne n’a dits"]]) != []
    rival = engines.Rival(work, "SQLite FTS5")
    rival.load()
    rival.build()
    word = [spoken.vocabulary()[0]]
    assert (rival.answer("common word", word) or 0) > 0
    assert baro.answer("common word", word) > 0
