# SPDX-License-Identifier: GPL-3.0-or-later
"""The answer to one question over opened parts: found, filtered by permission, counted, ranked, and put into words."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

import numpy as np

from archive.search.concordance import CUE, FIRST_CUE, Bools, Found, Part
from archive.search.described import described
from archive.search.engine import Engine, Ranked
from archive.search.expand import Expander
from archive.search.facets import Batch, counted, counted_outside
from archive.search.facts import Facts
from archive.search.fields import FRENCH_NAMES, Field, merged
from archive.search.filters import Filters, touching
from archive.search.hits import Item, Writer
from archive.search.lexicon import Ints
from archive.search.permission import Permission
from archive.search.plan import Plan
from archive.search.query import Anything, Prefix, Question, Quote, Word, count_words, read
from archive.search.ranking import Ranking
from archive.search.request import Request, Results
from archive.search.vocabulary import Vocabulary
from media.errors import WrongUse
from media.language import gettext as _

MOST_MISSES, MOST_FUZZY = 5, 12


class Asked(NamedTuple):
    """A question and everything that is needed to answer it."""

    request: Request
    parts: Sequence[Part]
    engine: Engine
    vocabulary: Vocabulary
    permission: Permission
    facts: Facts
    ranking: Ranking


class Search:
    """One question over the parts, understood and made ready. Raises WrongUse when it cannot be understood."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.question: Question = read(asked.request.query)
        if asked.request.outside:
            _refuse_closed(self.question)
        if asked.request.fuzzy and count_words(self.question.tree) > MOST_FUZZY:
            raise WrongUse(
                _("La question a trop de mots pour chercher à une lettre près."),
                _("Douze au plus, ou sans « fautes de frappe »."),
            )
        self._filters = Filters(merged(self.question.filters, asked.request.filters()), asked.facts, asked.vocabulary)
        self._wanted: dict[int, Bools] = {}
        request = asked.request
        self.expander = Expander(asked.parts, asked.vocabulary, broad=request.broad, fuzzy=request.fuzzy)
        self.plan = Plan(self.question.tree, asked.parts, asked.vocabulary, self.expander)
        # where a passage may be seen in part only, one word is answered place by place, as a quote is; of several
        # words the unseen part must not count, hence only whole passages answer
        alone = isinstance(self.question.tree, Word | Prefix) and request.within is not None
        self.quoted = isinstance(self.question.tree, Quote) or alone

    @cached_property
    def batches(self) -> list[Batch]:
        """Every result that may be shown."""
        return list(self._occurrences() if self.quoted else self._passages())

    def wanted(self, place: int) -> Bools:
        """For each cue of a part, whether the filters let it through."""
        if place not in self._wanted:
            self._wanted[place] = self._filters.cues(self.asked.parts[place])
        return self._wanted[place]

    def best(self) -> list[Item]:
        """The first results, best first."""
        return in_order(self, self.batches)

    def writer(self) -> Writer:
        """What puts results into words."""
        return Writer(self.asked.parts, self.asked.permission, self.plan, self.quoted)

    @cached_property
    def places(self) -> list[Batch]:
        """Every place where asked words are said in a result, one by one: a row for each, from word to word.

        Only what the filters let through counts: of a passage that a tag touches, the words under the tag.
        """
        if self.quoted:
            return self.batches
        return [self._places_of(batch) for batch in self.batches if len(batch.first)]

    def writer_of_places(self) -> Writer:
        """What puts places into words."""
        return Writer(self.asked.parts, self.asked.permission, self.plan, quoted=True)

    def _places_of(self, batch: Batch) -> Batch:
        starts, ends = self._said(batch.part)
        row = np.searchsorted(batch.starts, starts, "right") - 1
        inside = (row >= 0) & (ends <= batch.ends[np.maximum(row, 0)])
        return self._seen(batch.part, Found(starts[inside], ends[inside]))

    def _said(self, place: int) -> Found:
        """Every place of asked words in a part, in order; of two that begin together the longer one."""
        found = [find(place) for find in self.plan.leaves]
        if len(found) == 1:
            return found[0]
        none = np.empty(0, np.int32)
        starts = np.concatenate([none, *(one.starts for one in found)])
        ends = np.concatenate([none, *(one.ends for one in found)])
        order = np.lexsort((-ends, starts))
        starts, ends = starts[order], ends[order]
        kept = np.ones(len(starts), np.bool_)
        kept[1:] = starts[1:] != starts[:-1]
        return Found(starts[kept], ends[kept])

    def _seen(self, place: int, found: Found) -> Batch:
        """Those of the places that may be shown."""
        stream = self.asked.parts[place].tokens[CUE]
        first, last = stream[found.starts], stream[found.ends - 1]
        kept = self._kept(place, first, last)
        if not kept.all():
            first, last, found = first[kept], last[kept], Found(found.starts[kept], found.ends[kept])
        return Batch(place, first, last, found.starts, found.ends, np.zeros(len(first)))

    def _occurrences(self) -> Iterator[Batch]:
        for place in range(len(self.asked.parts)):
            found = self._said(place)
            if len(found.starts):
                yield self._seen(place, found)

    def _passages(self) -> Iterator[Batch]:
        for place, passages, scores in self._ranked():
            first, last, starts, ends = self.asked.parts[place].passages[:, passages]
            kept = self._kept(place, first, last)
            yield Batch(place, first[kept], last[kept], starts[kept], ends[kept], scores[kept])

    def _ranked(self) -> Iterator[Ranked]:
        if not isinstance(self.question.tree, Anything):
            yield from self.asked.engine.passages(self.plan.query)
            return
        for place, part in enumerate(self.asked.parts):
            count = part.passages[FIRST_CUE].shape[0]
            if count:
                yield Ranked(place, np.arange(count), np.zeros(count))

    def _kept(self, place: int, first: Ints, last: Ints) -> Bools:
        part = self.asked.parts[place]
        if self._filters.none:
            return self.asked.permission.spans(part, first, last)
        kept = touching(self.wanted(place), first, last)
        kept[kept] &= self.asked.permission.spans(part, first[kept], last[kept])
        return kept


def answer(search: Search) -> Results:
    """Answer the question."""
    asked = search.asked
    request, plan, expander = asked.request, search.plan, search.expander
    seen = _Seen(asked)
    also: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    if not search.quoted:
        also = tuple(form for form in plan.searched if form not in plan.asked and seen.form(form))
        offered = tuple(form for form in expander.offered if form not in plan.searched and seen.form(form))
    writer = search.writer()
    count = counted_outside if request.outside else counted
    return Results(
        request.query,
        sum(len(batch.first) for batch in search.batches),
        tuple(writer.hit(item) for item in search.best()),
        count(asked.parts, search.batches, asked.facts),
        (*also, *offered),
        offered,
        () if request.fuzzy else tuple(_near_misses(plan, expander, seen)),
        search.quoted,
        () if request.outside else described(search.question, request, asked.facts, asked.vocabulary),
    )


def _refuse_closed(question: Question) -> None:
    """People outside the team may filter by region alone: a filter by group would count what is withheld."""
    closed = [one.field for one in question.filters if one.field is not Field.REGION]
    if closed:
        raise WrongUse(
            _("Le filtre {name} ne sert pas ici.").format(name=FRENCH_NAMES[closed[0]]),
            _("Chercher des mots, ou filtrer par région : region:Gao."),
        )


def in_order(search: Search, batches: Sequence[Batch]) -> list[Item]:
    """The first of these results, as many as the request shows: best first, then by codes, recordings and time."""
    return search.asked.ranking.first(batches, search.asked.request.limit)


class _Seen:
    """Tells whether a form is said anywhere that the person may see: no word is suggested that is not."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked

    def form(self, form: str) -> bool:
        permission = self._asked.permission
        return any(permission.hears(part, number) for part in self._asked.parts for number in part.forms.find(form))


def _near_misses(plan: Plan, expander: Expander, seen: _Seen) -> Iterator[str]:
    """Forms one letter away from words that were asked and are said nowhere; of the first few, to answer in time."""
    unknown = (
        form
        for form in plan.asked
        if not seen.form(form) and not any(seen.form(other) for other in expander.word(form).french)
    )
    for form in islice(unknown, MOST_MISSES):
        yield from (other for other in expander.one_edit(form) if seen.form(other))
