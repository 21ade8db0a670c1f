# SPDX-License-Identifier: GPL-3.0-or-later
"""From the tree of a question to a Whoosh query, and to the words that a found passage is marked with."""

from collections.abc import Callable, Sequence

import numpy as np

from archive.search import engine
from archive.search.analysis import FRENCH, folded, forms
from archive.search.concordance import FORM, NOWHERE, Found, Part
from archive.search.expand import Expander, Widened
from archive.search.lemmas import LIGHT_WORDS
from archive.search.lexicon import Ints
from archive.search.query import Anything, Either, Every, Node, Prefix, Quote, Word
from archive.search.vocabulary import Vocabulary

Find = Callable[[int], Found]
_LOCAL = ""  # any language but French


class Leaf:
    """What one piece of a question finds in each part, looked for once."""

    def __init__(self, find: Find, words: Callable[[int], Ints] | None = None) -> None:
        """`words` gives the numbers of single words that it finds, when it finds nothing else."""
        self._find, self._words = find, words
        self._kept: dict[int, Found] = {}
        self._held: dict[int, frozenset[int]] = {}

    def __call__(self, place: int) -> Found:
        """Every place in a part."""
        if place not in self._kept:
            self._kept[place] = self._find(place)
        return self._kept[place]

    def inside(self, part: Part, place: int, first: int, end: int) -> list[tuple[int, int]]:
        """The places that reach into the words `[first, end)` of the part with the number `place`, cut to them."""
        if self._words is not None:
            if place not in self._held:
                self._held[place] = frozenset(self._words(place).tolist())
            held = self._held[place]
            return [
                (at, at + 1) for at, form in enumerate(part.tokens[FORM, first:end].tolist(), first) if form in held
            ]
        found = self(place)
        own = slice(np.searchsorted(found.ends, first, "right"), np.searchsorted(found.starts, end, "left"))
        pairs = zip(found.starts[own].tolist(), found.ends[own].tolist(), strict=True)
        return [(max(one, first), min(other, end)) for one, other in pairs]


class Plan:
    """A question made ready for the parts. `leaves` find the words to mark, `searched` are all forms looked for."""

    def __init__(self, tree: Node, parts: Sequence[Part], vocabulary: Vocabulary, expander: Expander) -> None:
        self._parts, self._vocabulary, self._expander = parts, vocabulary, expander
        self.leaves: list[Leaf] = []
        self.searched: dict[str, None] = {}
        self.asked: dict[str, None] = {}
        self._marking = True
        self.query = self._node(tree)

    def quote(self, quote: Quote) -> Leaf:
        """Where a quote stands in each part."""

        def find(place: int) -> Found:
            part = self._parts[place]
            slots = self._expander.said(part, quote.text)
            return part.quote(slots) if quote.between is None else part.near(slots, quote.between)

        return self._leaf(find, forms(quote.text))

    def _leaf(self, find: Find, asked: Sequence[str] = (), words: Callable[[int], Ints] | None = None) -> Leaf:
        leaf = Leaf(find, words)
        if self._marking:
            self.leaves.append(leaf)
            self.asked.update(dict.fromkeys(asked))
        return leaf

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
                return engine.word({}, FRENCH, 0)  # never asked: all passages need no engine

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
        def words(place: int) -> Ints:
            part = self._parts[place]
            return part.numbers(tuple(widened.forms(part.language)))

        def find(place: int) -> Found:
            starts = self._parts[place].positions(words(place))
            return Found(starts, starts + 1)

        self._leaf(find, words=words)
        if self._marking:
            self.searched.update(dict.fromkeys((*widened.french, *widened.local)))
        queries = [
            engine.word(found, language, self._count(found, language))
            for language in (FRENCH, _LOCAL)
            if (found := widened.forms(language))
        ]
        return [*queries, *(self._spotted(self._leaf(self._slots(slots))) for slots in widened.quotes)]

    def _count(self, found: dict[str, float], language: str) -> int:
        """How often any of these forms is said."""
        parts = [part for part in self._parts if (part.language == FRENCH) == (language == FRENCH)]
        return sum(part.count(part.numbers(tuple(found))) for part in parts)

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
        return engine.Spotted(find, engine.rarity(total, sum(len(part.lengths) for part in self._parts) or 1))


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
