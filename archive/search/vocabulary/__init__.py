# SPDX-License-Identifier: GPL-3.0-or-later
"""The team's words: places, acronyms, lists of forms, synonyms, families. Read at each question, never indexed.

Five CSV files parted by semicolons stand beside this module; an archive may hold its own copy of any of them in its
folder `vocabulaire/`, which then counts instead. `places`, `acronyms` and `forms` have two columns, the second with
its entries parted by `|`; each line of `synonyms` and `families` is one group.
"""

import csv
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from archive.search.analysis import folded, forms
from archive.search.lemmas import LIGHT_WORDS, known, lemma
from media.errors import Refused
from media.language import gettext as _

FOLDER = "vocabulaire"
_SHIPPED = str(Path(__file__).parent)
_NAMES = ("places", "acronyms", "forms", "synonyms", "families")

_FREE_ACCENT = frozenset({"a", "à"})  # a capital À is often typed A: « A Gao »

Entry = tuple[str, ...]
Groups = dict[Entry, tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Entries are surface forms in order; keys are entries without accents nor light words.

    `names` are the acronyms and the places of one word, which are never lemmatised. `always` widens every question, `broad` only
    one that asks for it.
    """

    names: frozenset[str]
    plain_names: frozenset[str]
    always: Groups
    broad: Groups
    longest: int

    def is_name(self, form: str) -> bool:
        """True for an acronym or a place; `dire` is not Diré, as French knows the word."""
        return form in self.names or (folded(form) in self.plain_names and not known(form))

    def same_letters(self, form: str, other: str) -> bool:
        """True when two forms with the same letters bar accents may stand for each other: not jeune for jeûne."""
        if form == other or {form, other} == _FREE_ACCENT:
            return True
        if form in self.names or other in self.names:
            return self.is_name(form) and self.is_name(other)
        one, two = lemma(form), lemma(other)
        return one is None or two is None or one == two

    def others(self, entry: Entry, broad: bool) -> tuple[Entry, ...]:
        """What else to look for when `entry` is asked."""
        key = _key(entry)
        found = self.always.get(key, ())
        return tuple(dict.fromkeys((*found, *self.broad.get(key, ())))) if broad else found


def load(archive: Path) -> Vocabulary:
    """The vocabulary of the archive in that folder. Raises Refused naming the file that cannot be read."""
    return _parsed(tuple(_chosen(str(archive / FOLDER), name) for name in _NAMES))


def _chosen(own: str, name: str) -> tuple[str, int]:
    """The file that counts, and when it was last changed."""
    for folder in (own, _SHIPPED):
        path = f"{folder}/{name}.csv"
        if os.access(path, os.F_OK):
            return path, os.stat(path).st_mtime_ns  # noqa: PTH116 (at each question; a Path costs far more)
    raise FileNotFoundError(path)


@lru_cache(maxsize=4)
def _parsed(files: tuple[tuple[str, int], ...]) -> Vocabulary:
    rows = {name: list(_rows(Path(path))) for name, (path, _changed) in zip(_NAMES, files, strict=True)}
    written = [row[0] for row in rows["acronyms"]] + [cell for row in rows["places"] for cell in row]
    names = frozenset(entry[0] for entry in map(forms, written) if len(entry) == 1)
    always, broad = _groups([*rows["places"], *rows["forms"]]), _groups(rows["synonyms"])
    _merge(broad, _groups(rows["families"]))
    _merge(broad, _groups(rows["acronyms"]))
    longest = max((len(key) for key in (*always, *broad)), default=1)
    return Vocabulary(names, frozenset(map(folded, names)), always, broad, longest)


def _rows(path: Path) -> Iterator[list[str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        lines = list(csv.reader(text.splitlines(), delimiter=";"))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Refused(
            _("Le vocabulaire {path} ne se lit pas : {error}").format(path=path, error=error),
            _("L’enregistrer en CSV, UTF-8, séparé par des points-virgules."),
        ) from error
    for line in lines[1:]:
        cells = [cell.strip() for part in line for cell in part.split("|") if cell.strip()]
        if cells:
            yield cells


def _groups(rows: Iterable[list[str]]) -> Groups:
    result: Groups = {}
    for row in rows:
        entries = tuple(dict.fromkeys(entry for cell in row if (entry := forms(cell))))
        for entry in entries:
            others = tuple(other for other in entries if other != entry)
            result[_key(entry)] = tuple(dict.fromkeys((*result.get(_key(entry), ()), *others)))
    return result


def _merge(into: Groups, more: Groups) -> None:
    for key, others in more.items():
        into[key] = tuple(dict.fromkeys((*into.get(key, ()), *others)))


def _key(entry: Entry) -> Entry:
    heavy = tuple(folded(word) for word in entry if word not in LIGHT_WORDS)
    return heavy or tuple(folded(word) for word in entry)
