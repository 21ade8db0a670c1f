# SPDX-License-Identifier: GPL-3.0-or-later
"""Tags and descriptions, asked the same question as the words: they are few, read from the catalogue, never indexed.

A tag's span is a hit; a tag on a whole recording, a title or a description leads to the first part of the recording
that may be shown. Nothing is found of a recording of which nothing may be shown.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.model.footage import Interview, Recording, Tag, Tagging
from archive.search.analysis import Token, folded, forms, shown, tokens
from archive.search.facts import Facts
from archive.search.fields import Field, Filter, merged
from archive.search.filters import Matches, matcher
from archive.search.lemmas import is_common, lemma
from archive.search.query import Anything, Either, Every, Node, Prefix, Question, Quote, Word
from archive.search.request import Hit, Request
from archive.search.vocabulary import Vocabulary
from media.span import Span

MOST = 200
_ABOUT_TAKES = frozenset({Field.REGION, Field.DATE, Field.TAG})

Marks = tuple[tuple[int, int], ...]
Alike = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class _Text:
    """Something written about a recording, on a span of it or on all of it."""

    kind: str
    text: str
    recording: Recording
    interview: Interview | None
    span: Span | None
    path: str = ""


def described(question: Question, request: Request, facts: Facts, vocabulary: Vocabulary) -> tuple[Hit, ...]:
    """The tags, titles and descriptions that answer and may be shown, by interview and moment, two hundred at most."""
    asked = merged(question.filters, request.filters())
    if any(one.field not in _ABOUT_TAKES for one in asked):
        return ()  # a tag has no voice, no language and no state
    filters = [(one, matcher(one, facts, vocabulary)) for one in asked]
    reader = _Reader(vocabulary, request.broad)
    found = []
    for text in _kept_texts(facts, tags_only=isinstance(question.tree, Anything)):
        marks = reader.marks(question.tree, text.text)
        if marks is not None and all(_passes(text, one, matches, facts) for one, matches in filters):
            span = _open(text, request, facts)
            if span is not None:
                found.append(_hit(text, span, marks))
    return tuple(sorted(found, key=lambda hit: (hit.interview, hit.recording_name, hit.start_ms))[:MOST])


def _kept_texts(facts: Facts, *, tags_only: bool) -> list[_Text]:
    """All texts, gathered once as long as the catalogue says the same."""
    if tags_only not in facts.texts:
        facts.texts[tags_only] = list(_texts(facts, tags_only=tags_only))
    return facts.texts[tags_only]


def _texts(facts: Facts, *, tags_only: bool) -> Iterator[_Text]:
    told: set[str] = set()
    for recording in facts.access.recordings.values():
        interview = facts.interviews.get(recording.interview or "")
        for tagging in facts.taggings.get(recording.id, ()):
            yield _Text("tag", _said(tagging), recording, interview, tagging.span, tagging.tag.path)
        if tags_only:
            continue
        for text in (recording.title, recording.description):
            if text:
                yield _Text("description", shown(text), recording, interview, None)
        if interview is not None and interview.id not in told:
            told.add(interview.id)
            for text in (interview.title, interview.description, interview.place):
                if text:
                    yield _Text("description", shown(text), recording, interview, None)


def _said(tagging: Tagging) -> str:
    """The name of a tag with the other words for it, so that each of them finds it."""
    tag: Tag = tagging.tag
    more = ", ".join(dict.fromkeys((*tag.synonyms, *((tag.label_en,) if tag.label_en != tag.label_fr else ()))))
    return shown(f"{tag.label_fr} ({more})" if more else tag.label_fr)


def _passes(text: _Text, one: Filter, matches: Matches, facts: Facts) -> bool:
    if one.field is Field.TAG:
        paths = [text.path] if text.path else [put.tag.path for put in facts.taggings.get(text.recording.id, ())]
        return any(matches(path) for path in paths) != one.unwanted
    interview = text.interview
    if one.field is Field.DATE:
        return matches(facts.day(interview.id) if interview is not None else "") != one.unwanted
    return matches(interview.region if interview is not None else "") != one.unwanted


def _open(text: _Text, request: Request, facts: Facts) -> Span | None:
    """The span to play; None when it may not be shown."""
    if text.span is not None:
        allowed = facts.access.decide(request.use, text.recording.id, text.span).allowed
        return text.span if allowed else None
    return next(iter(facts.access.allowed_spans(request.use, text.recording.id, text.recording.whole)), None)


def _hit(text: _Text, span: Span, marks: Marks) -> Hit:
    interview = text.interview
    return Hit(
        interview.code if interview is not None else "",
        interview.id if interview is not None else "",
        text.recording.id, text.recording.original_name, "", "",
        span.start, span.end, span.start, text.text, "", "",
        interview.region if interview is not None else "", "", "", "", marks, text.kind,
    )  # fmt: skip


@lru_cache(maxsize=65536)
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(tokens(text))


class _Reader:
    """Reads a short text for a question: exact forms, the same letters, the same lemma, the team's lists."""

    def __init__(self, vocabulary: Vocabulary, broad: bool) -> None:
        self._vocabulary, self._broad = vocabulary, broad

    def marks(self, node: Node, text: str) -> Marks | None:
        """Where the found words stand in `text`, by characters; None when it does not answer."""
        words = _tokens(text)
        found = self._places(node, words)
        if found is None:
            return None
        spans = {(words[start].start, words[end - 1].end) for start, end in found}
        return tuple(sorted(spans))

    def _places(self, node: Node, words: Sequence[Token]) -> list[tuple[int, int]] | None:
        match node:
            case Anything():
                return []
            case Word():
                return self._word(node, words) or None
            case Prefix():
                start = folded(node.text)
                return [(at, at + 1) for at, word in enumerate(words) if folded(word.form).startswith(start)] or None
            case Quote():
                return self._quote(node, words) or None
            case Either():
                several = [found for part in node.parts if (found := self._places(part, words)) is not None]
                return [place for found in several for place in found] if several else None
            case Every():
                every = [self._places(part, words) for part in node.parts]
                if any(self._places(part, words) is not None for part in node.unwanted):
                    return None
                return None if None in every else [place for found in every for place in found or ()]

    def _word(self, word: Word, words: Sequence[Token]) -> list[tuple[int, int]]:
        asked = tuple(form for form in forms(word.text) if len(form) > 1) or forms(word.text)
        if word.exact:
            return _runs(words, asked, lambda one, other: one == other)
        found = _runs(words, asked, self._like)
        for entry in self._vocabulary.others(asked, self._broad):
            found += _runs(words, entry, self._letters)
        return found

    def _quote(self, quote: Quote, words: Sequence[Token]) -> list[tuple[int, int]]:
        asked = forms(quote.text)
        if quote.between is None:
            return _runs(words, asked, self._letters)
        width = len(asked) + quote.between
        for start, word in enumerate(words):
            if any(self._letters(form, word.form) for form in asked):
                window = words[start : start + width]
                places = [self._place(form, window) for form in asked]
                if min(places) >= 0 and len(set(places)) == len(places):
                    return [(start, start + max(places) + 1)]
        return []

    def _place(self, form: str, window: Sequence[Token]) -> int:
        """The first place of a form in the window; -1 when it is not there."""
        return next((at for at, word in enumerate(window) if self._letters(form, word.form)), -1)

    def _letters(self, one: str, other: str) -> bool:
        return folded(one) == folded(other) and self._vocabulary.same_letters(one, other)

    def _like(self, one: str, other: str) -> bool:
        if self._letters(one, other):
            return True
        if is_common(one) or is_common(other) or self._vocabulary.is_name(one) or self._vocabulary.is_name(other):
            return False
        return (lemma(one) or one) == (lemma(other) or other)


def _runs(words: Sequence[Token], asked: Sequence[str], alike: Alike) -> list[tuple[int, int]]:
    """Where the asked forms stand one after the other."""
    size = len(asked)
    return [
        (at, at + size)
        for at in range(len(words) - size + 1)
        if size and all(alike(form, words[at + step].form) for step, form in enumerate(asked))
    ]
