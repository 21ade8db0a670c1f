# SPDX-License-Identifier: GPL-3.0-or-later
"""From the tree of a question to a Whoosh query, and to the words that a found passage is marked with."""

from collections.abc import Callable, Sequence

import numpy as np

from archive.search import engine
from archive.search.analysis import FRENCH, folded, forms
from archive.search.concordance import FIRST_TOKEN, NOWHERE, Found, Part
from archive.search.expand import Expander, Widened
from archive.search.lemmas import LIGHT_WORDS
from archive.search.query import Anything, Either, Every, Node, Prefix, Quote, Word
from archive.search.vocabulary import Vocabulary

Find = Callable[[int], Found]
_LOCAL = ""  # any language but French


class Plan:
    """A question made ready for the parts. `leaves` find the words to mark, `searched` are all forms looked for."""

    def __init__(self, tree: Node, parts: Sequence[Part], vocabulary: Vocabulary, expander: Expander) -> None:
        self._parts, self._vocabulary, self._expander = parts, vocabulary, expander
        self.leaves: list[Find] = []
        self.searched: dict[str, None] = {}
        self.asked: dict[str, None] = {}
        self.groups: dict[str, int] = {}
        self._marking = True
        self.query = self._node(tree)

    def quote(self, quote: Quote) -> Find:
        """Where a quote stands in each part."""

        def find(place: int) -> Found:
            part = self._parts[place]
            slots = self._expander.said(part, quote.text)
            return part.quote(slots) if quote.between is None else part.near(slots, quote.between)

        return self._leaf(find, forms(quote.text))

    def _leaf(self, find: Find, asked: Sequence[str] = ()) -> Find:
        kept: dict[int, Found] = {}

        def once(place: int) -> Found:
            if place not in kept:
                kept[place] = find(place)
            return kept[place]

        if self._marking:
            self.leaves.append(once)
            self.asked.update(dict.fromkeys(asked))
        return once

    def _node(self, node: Node) -> engine.Query:
        match node:
            case Word():
                return self._word(node)
            case Prefix():
                return self._spotted(self._leaf(self._prefix(folded(node.text))))
            case Quote():
                return self._spotted(self.quote(node))
            case Either():
                return engine.either([self._node(part) for part in node.parts])
            case Every():
                return self._every(node)
            case Anything():
                return engine.word({}, FRENCH)  # never asked: all passages need no engine

    def _every(self, node: Every) -> engine.Query:
        wanted = engine.both(self._run(_without_light(node.parts)))
        self._marking = False
        for part in node.unwanted:
            wanted = engine.without(wanted, self._node(part))
        self._marking = True
        return wanted

    def _run(self, parts: Sequence[Node]) -> list[engine.Query]:
        """The parts one by one, except where several words in a row are one entry of the vocabulary."""
        result: list[engine.Query] = []
        place = 0
        while place < len(parts):
            length, widened = self._entry(parts[place:])
            own = [self._node(part) for part in parts[place : place + length]]
            result += own if widened is None else [engine.either([engine.both(own), *self._widened(widened)])]
            place += length
        return result

    def _entry(self, parts: Sequence[Node]) -> tuple[int, Widened | None]:
        for length in range(min(len(parts), self._vocabulary.longest), 1, -1):
            words = [part for part in parts[:length] if isinstance(part, Word) and not part.exact]
            asked = tuple(form for word in words for form in forms(word.text))
            if len(words) == length and self._vocabulary.others(asked, broad=True):
                widened = self._expander.entry(asked)
                if widened.french or widened.quotes:
                    return length, widened
        return 1, None

    def _word(self, word: Word) -> engine.Query:
        french = _sounded(forms(word.text))
        if len(french) != 1:
            slots = [self._expander.word(form, word.exact) for form in french]
            return self._spotted(self._leaf(self._slots([slot.french for slot in slots]), french))
        if self._marking:
            self.asked[french[0]] = None
        queries = self._widened(self._expander.word(french[0], word.exact))
        local = forms(word.text, _LOCAL)
        if local != french and len(local) > 1:
            queries.append(self._spotted(self._leaf(self._local(local))))
        return engine.either(queries)

    def _local(self, words: tuple[str, ...]) -> Find:
        """A word that other languages part where French does not: b'a."""

        def find(place: int) -> Found:
            part = self._parts[place]
            return NOWHERE if part.language == FRENCH else part.quote([part.numbers((word,)) for word in words])

        return find

    def _widened(self, widened: Widened) -> list[engine.Query]:
        self._leaf(lambda place: self._one(place, widened))
        if self._marking:
            self.searched.update(dict.fromkeys((*widened.french, *widened.local)))
        for language in (FRENCH, _LOCAL):
            self._count(widened.forms(language), language)
        queries = [engine.word(widened.forms(language), language) for language in (FRENCH, _LOCAL)]
        return [*queries, *(self._spotted(self._leaf(self._slots(slots))) for slots in widened.quotes)]

    def _one(self, place: int, widened: Widened) -> Found:
        part = self._parts[place]
        starts = part.positions(part.numbers(tuple(widened.forms(part.language))))
        return Found(starts, starts + 1)

    def _count(self, found: dict[str, float], language: str) -> None:
        parts = [part for part in self._parts if (part.language == FRENCH) == (language == FRENCH)]
        total = sum(part.count(part.numbers(tuple(found))) for part in parts)
        for form in found:
            self.groups[form] = max(total, self.groups.get(form, 0))

    def _slots(self, slots: Sequence[dict[str, float]]) -> Find:
        def find(place: int) -> Found:
            part = self._parts[place]
            return part.quote([part.numbers(tuple(slot)) for slot in slots])

        return find

    def _prefix(self, start: str) -> Find:
        def find(place: int) -> Found:
            part = self._parts[place]
            starts = part.positions(np.unique(part.folds.starting(start)))
            return Found(starts, starts + 1)

        return find

    def _spotted(self, find: Find) -> engine.Query:
        total = sum(len(find(place).starts) for place in range(len(self._parts)))
        weight = engine.rarity(total, sum(part.passages.shape[1] for part in self._parts) or 1)
        return engine.Spotted(lambda place: passages_of(self._parts[place], find(place)), weight)


def passages_of(part: Part, found: Found) -> list[int]:
    """The passages that the places found touch, in order."""
    if found is NOWHERE or not len(found.starts):
        return []
    begins = part.passages[FIRST_TOKEN]
    first = np.searchsorted(begins, found.starts, "right") - 1
    last = np.searchsorted(begins, found.ends - 1, "right") - 1
    between = [np.arange(one, other + 1) for one, other in zip(first, last, strict=True) if other > one + 1]
    whole: list[int] = np.unique(np.concatenate([first, last, *between])).tolist()
    return whole


def _sounded(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of one typed word without what was elided before it: armée for l'armée."""
    kept = tuple(form for place, form in enumerate(words) if len(form) > 1 or place == len(words) - 1)
    return kept or words


def _without_light(parts: tuple[Node, ...]) -> tuple[Node, ...]:
    heavy = tuple(
        part
        for part in parts
        if not (isinstance(part, Word) and not part.exact and set(forms(part.text)) <= LIGHT_WORDS)
    )
    return heavy or parts
