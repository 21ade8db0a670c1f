# SPDX-License-Identifier: GPL-3.0-or-later
"""The same passages in SQLite FTS5 and in tantivy, fed with the words that Baro's own analysis makes of them.

Two fields: `form` holds the surface forms, for quotes; `lemma` what each stands for, so that a word is one look-up.
Neither of the two asks for anybody's consent.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.search.analysis import tokens
from archive.search.lemmas import is_common, lemma
from bench.spoken import Hour

PASSAGE_WORDS = 60
_TABLES = """
CREATE VIRTUAL TABLE words USING fts5(form, lemma, tokenize = "unicode61 remove_diacritics 0 tokenchars '_'");
CREATE TABLE passage (id INTEGER PRIMARY KEY, hour TEXT, region TEXT, groups TEXT, sex TEXT, first INT, last INT);
CREATE TABLE cue (id INTEGER PRIMARY KEY, start INT, end INT, text TEXT);
CREATE INDEX passage_hour ON passage (hour);
"""


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive cues of one speaker: what is ranked."""

    hour: str
    region: str
    group: str
    sex: str
    forms: str
    lemmas: str
    cues: tuple[tuple[int, int, str], ...]


def passages(hours: Iterable[Hour]) -> Iterator[Passage]:
    """The passages of these interviews, parted as Baro parts them."""
    for hour in hours:
        pending: list[tuple[int, int, str]] = []
        words: list[str] = []
        speaker = 0
        for cue in hour.cues:
            found = [token.form.replace("'", "_") for token in tokens(cue.text)]
            if pending and (cue.speaker != speaker or len(words) + len(found) > PASSAGE_WORDS):
                yield _passage(hour, speaker, words, pending)
                pending, words = [], []
            speaker = cue.speaker
            pending.append((cue.start, cue.end, cue.text))
            words += found
        yield _passage(hour, speaker, words, pending)


def _passage(hour: Hour, speaker: int, words: Sequence[str], cues: Sequence[tuple[int, int, str]]) -> Passage:
    lemmas = [class_of(word) for word in words]
    return Passage(hour.code, hour.region, *hour.speakers[speaker], " ".join(words), " ".join(lemmas), tuple(cues))


def class_of(form: str) -> str:
    """What `form` is looked up as among lemmas."""
    return form if is_common(form) else (lemma(form) or form)


class Fts5:
    """SQLite's full-text index."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "fts5.sqlite")
        self._base.execute("PRAGMA cache_size = -262144")

    def build(self, found: Iterable[Passage]) -> None:
        self._base.executescript(_TABLES)
        self._add(found)
        self._base.commit()

    def settle(self) -> None:
        """Merge its segments, after the build was timed."""
        self._base.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._base.commit()

    def replace(self, hour: str, found: Iterable[Passage]) -> None:
        rows = self._base.execute("SELECT id, first, last FROM passage WHERE hour = ?", (hour,)).fetchall()
        for row, first, last in rows:
            self._base.execute("DELETE FROM words WHERE rowid = ?", (row,))
            self._base.execute("DELETE FROM cue WHERE id BETWEEN ? AND ?", (first, last))
        self._base.execute("DELETE FROM passage WHERE hour = ?", (hour,))
        self._add(found)
        self._base.commit()

    def _add(self, found: Iterable[Passage]) -> None:
        for one in found:
            cues = [self._base.execute("INSERT INTO cue VALUES (NULL, ?, ?, ?)", cue).lastrowid for cue in one.cues]
            row = (one.hour, one.region, one.group, one.sex, cues[0], cues[-1])
            number = self._base.execute("INSERT INTO passage VALUES (NULL, ?, ?, ?, ?, ?, ?)", row).lastrowid
            self._base.execute(
                "INSERT INTO words (rowid, form, lemma) VALUES (?, ?, ?)", (number, one.forms, one.lemmas)
            )

    def words(self, *asked: str) -> int:
        """The ten best passages that have all these words, and how many there are."""
        terms = " AND ".join(f'"{class_of(word)}"' for word in asked)
        return self._ranked(f"lemma : ({terms})")

    def prefix(self, start: str) -> int:
        return self._ranked(f'form : "{start}" *')

    def _ranked(self, match: str) -> int:
        sql = "SELECT rowid, count(*) OVER () FROM words WHERE words MATCH ? ORDER BY rank LIMIT 10"
        found = self._base.execute(sql, (match,)).fetchall()
        return int(found[0][1]) if found else 0

    def quote(self, *forms: str) -> int:
        """The first ten passages that have these words one after the other, and how many there are.

        In the order of the archive, as Baro gives them: ranked, FTS5 takes about four times as long.
        """
        words = " ".join(form.replace("'", "_") for form in forms)
        phrase = f'form : "{words}"'
        self._base.execute("SELECT rowid FROM words WHERE words MATCH ? LIMIT 10", (phrase,)).fetchall()
        found: int = self._base.execute("SELECT count(*) FROM words WHERE words MATCH ?", (phrase,)).fetchone()[0]
        return found

    def facets(self, word: str) -> int:
        """How many passages with the word each region, group and sex has."""
        sql = (
            "SELECT region, groups, sex, count(*) FROM words JOIN passage ON passage.id = words.rowid "
            "WHERE words MATCH ? GROUP BY 1, 2, 3"
        )
        rows = self._base.execute(sql, (f'lemma : "{class_of(word)}"',)).fetchall()
        counts: dict[tuple[int, str], int] = {}
        for *values, count in rows:
            for place, value in enumerate(values):
                counts[place, value] = counts.get((place, value), 0) + count
        return sum(row[-1] for row in rows)

    def context(self, word: str) -> int:
        """The ten best passages with what is said in them, before them and after, and how many there are."""
        sql = (
            "SELECT passage.first, passage.last, count(*) OVER () FROM words JOIN passage ON passage.id = words.rowid "
            "WHERE words MATCH ? ORDER BY rank LIMIT 10"
        )
        found = self._base.execute(sql, (f'lemma : "{class_of(word)}"',)).fetchall()
        around = "SELECT start, end, text FROM cue WHERE id BETWEEN ? AND ?"
        for first, last, _count in found:
            self._base.execute(around, (first - 1, last + 1)).fetchall()
        return int(found[0][2]) if found else 0


class Tantivy:
    """The Lucene of Rust, by its wheel on PyPI."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._tantivy: Any = tantivy
        self._folder = folder / "tantivy"
        self._folder.mkdir(exist_ok=True)
        schema = tantivy.SchemaBuilder()
        for field in ("form", "lemma"):
            schema.add_text_field(field, tokenizer_name="whitespace")
        schema.add_text_field("hour", stored=True, tokenizer_name="raw")
        schema.add_text_field("text", stored=True, tokenizer_name="raw", index_option="basic")
        self._index: Any = tantivy.Index(schema.build(), path=str(self._folder))
        self._searcher: Any = self._index.searcher()

    def build(self, found: Iterable[Passage]) -> None:
        self._write(found, None)

    def settle(self) -> None:
        self._index.reload()
        self._searcher = self._index.searcher()

    def replace(self, hour: str, found: Iterable[Passage]) -> None:
        self._write(found, hour)

    def _write(self, found: Iterable[Passage], instead: str | None) -> None:
        writer = self._index.writer(heap_size=256_000_000, num_threads=1)
        if instead is not None:
            writer.delete_documents("hour", instead)
        for one in found:
            text = " ".join(cue[2] for cue in one.cues)
            writer.add_document(
                self._tantivy.Document(form=one.forms, lemma=one.lemmas, hour=one.hour, text=text[:60_000])
            )
        writer.commit()
        writer.wait_merging_threads()

    def words(self, *asked: str) -> int:
        terms = " ".join(f'+lemma:"{class_of(word)}"' for word in asked)
        return self._best(terms)

    def prefix(self, start: str) -> int | None:
        query = self._tantivy.Query.regex_query(self._index.schema, "form", f"{start}.*")
        return len(self._searcher.search(query, 10).hits)

    def quote(self, *forms: str) -> int:
        phrase = " ".join(form.replace("'", "_") for form in forms)
        return self._best(f'form:"{phrase}"')

    def facets(self, word: str) -> None:
        return None

    def context(self, word: str) -> int:
        found = self._searcher.search(self._index.parse_query(f'lemma:"{class_of(word)}"'), 10).hits
        return sum(bool(self._searcher.doc(address)["text"]) for _score, address in found)

    def _best(self, query: str) -> int:
        return len(self._searcher.search(self._index.parse_query(query), 10).hits)
