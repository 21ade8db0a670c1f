# SPDX-License-Identifier: GPL-3.0-or-later
"""From a word that is asked to the forms that were said, at the time of the question.

Exact form, then the same letters without accents, then the same lemma; the team's places and forms always; families
and synonyms, or words one edit away, only when asked for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from archive.search.analysis import FRENCH, folded, forms
from archive.search.concordance import Part
from archive.search.families import root
from archive.search.lemmas import is_common, known, lemma, spellings
from archive.search.lexicon import Ints
from archive.search.vocabulary import Vocabulary

EXACT, FOLDED, LEMMA, LISTED, BROAD, FUZZY = 1.0, 0.8, 0.6, 0.6, 0.4, 0.3
SHORTEST_FUZZY, LONGEST_FUZZY, MOST_FUZZY = 4, 40, 30
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789'"


@dataclass(slots=True)
class Widened:
    """What one asked word stands for: forms with their weight, for French parts and for the others, and groups of words."""

    french: dict[str, float] = field(default_factory=dict)
    local: dict[str, float] = field(default_factory=dict)
    quotes: list[tuple[dict[str, float], ...]] = field(default_factory=list)

    def forms(self, language: str) -> dict[str, float]:
        """The forms for a part in that language."""
        return self.french if language == FRENCH else self.local


class Expander:
    """Widens words over the forms that the parts hold, and keeps what was offered but not searched."""

    def __init__(self, parts: Sequence[Part], vocabulary: Vocabulary, *, broad: bool = False, fuzzy: bool = False):
        self._french = [part for part in parts if part.language == FRENCH]
        self._local = [part for part in parts if part.language != FRENCH]
        self._vocabulary, self._broad, self._fuzzy = vocabulary, broad, fuzzy
        self.offered: dict[str, None] = {}
        self._asked: dict[tuple[str, str], list[tuple[str, str]]] = {}

    def word(self, form: str, exact: bool = False) -> Widened:
        """Everything that `form` stands for in this question."""
        found = Widened({form: EXACT}, {form: EXACT})
        if exact:
            return found
        self._letters(form, found.french)
        for other in _held(self._local, "folds", folded(form)):
            found.local.setdefault(other, FOLDED)
        self._lemmas(form, found.french, LEMMA)
        for entry in self._vocabulary.others((form,), broad=False):
            self._entry(entry, found, LISTED, widen=False)
        if self._broad:
            self._widen(form, found)
        if self._fuzzy:
            for other in self.one_edit(form):
                found.french.setdefault(other, FUZZY)
        return found

    def entry(self, asked: tuple[str, ...]) -> Widened:
        """What else several words in a row stand for: a place of two words, an acronym for its expansion."""
        found = Widened()
        for entry in self._vocabulary.others(asked, self._broad):
            self._entry(entry, found, LISTED, widen=self._broad)
        return found

    def said(self, part: Part, text: str) -> list[Ints]:
        """For each word of a quote the numbers of the forms that may stand there: case and accents by the rule."""
        key = text, part.language
        if key not in self._asked:
            self._asked[key] = [(form, folded(form)) for form in forms(text, part.language)]
        return [self._said(part, form, plain) for form, plain in self._asked[key]]

    def _said(self, part: Part, form: str, plain: str) -> Ints:
        found = part.folds.find(plain)
        if part.language == FRENCH:
            found = [number for number in found if self._vocabulary.same_letters(form, part.form(number))]
        return np.array(sorted(found), np.int32)

    def one_edit(self, form: str) -> list[str]:
        """The forms in French parts one letter away, accents aside; never one known word for another."""
        if not SHORTEST_FUZZY <= len(form) <= LONGEST_FUZZY or form.isdigit():
            return []
        here = self._is_known(form)
        found = {
            other: None
            for spelling in _edits(folded(form))
            for other in _held(self._french, "folds", spelling)
            if not (here and self._is_known(other))
        }
        return list(found)[:MOST_FUZZY]

    def _is_known(self, form: str) -> bool:
        return known(form) or self._vocabulary.is_name(form)

    def _letters(self, form: str, into: dict[str, float]) -> None:
        for other in _held(self._french, "folds", folded(form)):
            if self._vocabulary.same_letters(form, other):
                into.setdefault(other, FOLDED)
            else:
                self.offered[other] = None

    def _lemmas(self, form: str, into: dict[str, float], weight: float) -> None:
        for own in self._lemmas_of(form):
            for other in (*_held(self._french, "lemmas", own), *_held(self._french, "forms", _other_number(form))):
                if not is_common(other) and not self._vocabulary.is_name(other):
                    into.setdefault(other, weight)

    def _lemmas_of(self, form: str) -> list[str]:
        if is_common(form) or self._vocabulary.is_name(form):
            return []
        bases = (form,) if known(form) else (form, *spellings(form))
        return list(dict.fromkeys(lemma(base) or base for base in bases))

    def _entry(self, entry: tuple[str, ...], found: Widened, weight: float, *, widen: bool) -> None:
        slots = []
        for form in entry:
            slot = {form: weight}
            self._letters_quietly(form, slot, weight)
            if widen:
                self._lemmas(form, slot, weight)
            slots.append(slot)
        if len(slots) > 1:
            found.quotes.append(tuple(slots))
        else:
            for form, value in slots[0].items():
                found.french.setdefault(form, value)
            found.local.setdefault(entry[0], weight)

    def _letters_quietly(self, form: str, into: dict[str, float], weight: float) -> None:
        for other in _held(self._french, "folds", folded(form)):
            if self._vocabulary.same_letters(form, other):
                into.setdefault(other, weight)

    def _widen(self, form: str, found: Widened) -> None:
        for asked in dict.fromkeys((form, *self._lemmas_of(form))):
            for entry in self._vocabulary.others((asked,), broad=True):
                self._entry(entry, found, BROAD, widen=True)
        for own in self._lemmas_of(form):
            if (start := root(own)) != own or len(own) > SHORTEST_FUZZY:
                for part in self._french:
                    for place in part.lemmas.starting(start).tolist():
                        other = part.form(place)
                        if root(lemma(other) or other) == start and not is_common(other):
                            found.french.setdefault(other, BROAD)


def _other_number(form: str) -> str:
    """The plural or singular in -s of a word that French does not know; the word itself when it does."""
    if known(form):
        return form
    other = form[:-1] if form.endswith("s") else form + "s"
    return form if known(other) else other


def _held(parts: Iterable[Part], table: str, word: str) -> dict[str, None]:
    """The forms that the parts hold under `word` in one of their tables, each once."""
    return {part.form(number): None for part in parts for number in getattr(part, table).find(word)}


def _edits(word: str) -> set[str]:
    """Every spelling one letter away: one missing, one more, one for another, two swapped."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    missing = {head + tail[1:] for head, tail in cuts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    changed = {head + letter + tail[1:] for head, tail in cuts if tail for letter in _LETTERS}
    more = {head + letter + tail for head, tail in cuts for letter in _LETTERS}
    return (missing | swapped | changed | more) - {word}
