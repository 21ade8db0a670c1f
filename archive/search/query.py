# SPDX-License-Identifier: GPL-3.0-or-later
"""The language of questions: words, "quotes", "near words"~5, =exact, prefix*, ET OU SAUF, -word, ( ), region:Gao."""

import re
from dataclasses import dataclass

from archive.search import fields
from archive.search.analysis import forms
from archive.search.fields import Filter
from media.errors import WrongUse
from media.language import gettext as _

LONGEST, MOST_WORDS, DEEPEST, WIDEST = 2000, 60, 20, 100
SHORTEST_PREFIX = 2
_AND, _OR, _NOT = frozenset({"ET", "AND"}), frozenset({"OU", "OR"}), frozenset({"SAUF", "NOT"})
_LEXEME = re.compile(
    rf"(?P<filter>-?(?P<name>{'|'.join(sorted(fields.NAMES, key=len, reverse=True))}):\s*"
    r'(?:["«“„](?P<quoted>[^"»”]*)["»”]|(?P<bare>[^\s()"«»“”„]*)))'
    r'|(?P<quote>-?["«“„](?P<inside>[^"»”]*)["»”](?P<near>~\d*)?)|(?P<paren>-?[()])'
    r'|(?P<word>[^\s()"«»“”„]+)|(?P<stray>["«»“”„])',
    re.IGNORECASE,
)
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufff0-\uffff]")


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it was typed; `exact` asks for that very form."""

    text: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that starts so, accents aside."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words one after the other as they are said; with `between`, in any order with at most so many words among them."""

    text: str
    between: int | None = None


@dataclass(frozen=True, slots=True)
class Every:
    """All of `parts`, and none of `unwanted`. There is always a part."""

    parts: tuple["Node", ...]
    unwanted: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """One of `parts` at least."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Anything:
    """Every passage: a question of filters alone."""


Node = Word | Prefix | Quote | Every | Either | Anything


@dataclass(frozen=True, slots=True)
class Question:
    """What to look for, and where only."""

    tree: Node
    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class _Not:
    part: Node


@dataclass(frozen=True, slots=True)
class _Aside:
    """A filter was read: it stands for no word."""


def parse(text: str) -> Node:
    """The tree of a question, its filters left aside. Raises WrongUse as `read` does."""
    return read(text).tree


def read(text: str) -> Question:
    """The question understood. Raises WrongUse with a sentence when there is nothing to look for in it."""
    if len(text) > LONGEST:
        raise WrongUse(
            _("La question est trop longue : {count} caractères.").format(count=len(text)),
            _("Deux mille caractères au plus."),
        )
    lexemes = list(_LEXEME.finditer(_UNREADABLE.sub(" ", text)))
    if len(lexemes) > MOST_WORDS:
        raise WrongUse(_("La question a trop de mots."), _("Soixante au plus."))
    reader = _Reader(lexemes)
    found = reader.either(0)
    if reader.more():
        raise WrongUse(_("Une parenthèse fermée n’a pas été ouverte."))
    if found is None and reader.filters:
        return Question(Anything(), tuple(reader.filters))
    if found is None:
        raise WrongUse(
            _("Il n’y a pas de mot à chercher."), _('Écrire un mot, ou une citation entre guillemets : "la paix".')
        )
    return Question(found, tuple(reader.filters))


def count_words(node: Node) -> int:
    """How many words, quotes and beginnings a question looks for."""
    match node:
        case Every():
            return sum(map(count_words, (*node.parts, *node.unwanted)))
        case Either():
            return sum(map(count_words, node.parts))
    return 1


class _Reader:
    """Reads lexemes from left to right; `filters` are those met on the way."""

    def __init__(self, lexemes: list[re.Match[str]]) -> None:
        self._lexemes, self._place = lexemes, 0
        self.filters: list[Filter] = []

    def more(self) -> bool:
        return self._place < len(self._lexemes)

    def _next(self) -> str:
        return self._lexemes[self._place][0] if self.more() else ""

    def either(self, depth: int) -> Node | None:
        if depth > DEEPEST:
            raise WrongUse(_("Trop de parenthèses les unes dans les autres."), _("Vingt au plus."))
        before = len(self.filters)
        parts: list[Node | None] = [self._every(depth)]
        while self._next() in _OR:
            self._place += 1
            parts.append(self._every(depth))
        if len(parts) > 1 and len(self.filters) > before:
            raise _misplaced()
        if len(parts) > 1 and None in parts:
            raise _dangling("OU")
        whole = tuple(part for part in parts if part is not None)
        return Either(whole) if len(whole) > 1 else parts[0]

    def _every(self, depth: int) -> Node | None:
        parts: list[Node] = []
        unwanted: list[Node] = []
        joined = begun = False
        while self.more() and self._next() not in _OR and self._next() != ")":
            if self._next() in _AND:
                if not begun:
                    raise _dangling(self._next())
                self._place += 1
                joined = True
                continue
            found = self._one(depth)
            if isinstance(found, _Not):
                unwanted.append(found.part)
            elif isinstance(found, Node):
                parts.append(found)
            begun = begun or isinstance(found, Node | _Aside)
            joined = joined and found is None
        if joined:
            raise _dangling("ET")
        if unwanted and not parts:
            raise WrongUse(_("Il n’y a que des mots à écarter."), _("Ajouter un mot à trouver : paix SAUF guerre."))
        return Every(tuple(parts), tuple(unwanted)) if unwanted or len(parts) > 1 else (parts[0] if parts else None)

    def _one(self, depth: int) -> Node | _Not | _Aside | None:
        lexeme = self._lexemes[self._place]
        self._place += 1
        if lexeme["filter"]:
            return self._filter(lexeme)
        if lexeme[0] in _NOT:
            return self._without(lexeme[0], depth)
        if lexeme["paren"]:
            return self._inside(lexeme[0], depth)
        if lexeme["stray"]:
            raise WrongUse(_("Un guillemet n’est pas fermé."), _('Une citation s’écrit "la paix au Mali".'))
        if lexeme["quote"]:
            quoted = _quote(lexeme)
            return _Not(quoted) if quoted is not None and lexeme[0].startswith("-") else quoted
        return _word(lexeme[0])

    def _without(self, operator: str, depth: int) -> _Not | _Aside:
        if self.more() and self._lexemes[self._place]["filter"]:
            self._place += 1
            return self._filter(self._lexemes[self._place - 1], unwanted=True)
        before = len(self.filters)
        found = self._one(depth) if self.more() and self._next() not in (_AND | _OR | {")"}) else None
        if len(self.filters) > before:
            raise _misplaced()
        if not isinstance(found, Node):
            raise _dangling(operator)
        return _Not(found)

    def _filter(self, lexeme: re.Match[str], unwanted: bool = False) -> _Aside:
        text = lexeme["quoted"] if lexeme["quoted"] is not None else lexeme["bare"]
        self.filters.append(fields.read(lexeme["name"], text, unwanted or lexeme[0].startswith("-")))
        return _Aside()

    def _inside(self, paren: str, depth: int) -> Node | _Not | _Aside | None:
        if paren == "-)":
            raise _dangling("-")
        before = len(self.filters)
        found = self.either(depth + 1)
        if self._next() != ")":
            raise WrongUse(_("Une parenthèse n’est pas fermée."))
        self._place += 1
        if paren == "-(" and len(self.filters) > before:
            raise _misplaced()
        if found is None and len(self.filters) > before:
            return _Aside()
        return _Not(found) if paren == "-(" and found is not None else found


def _quote(lexeme: re.Match[str]) -> Quote | None:
    inside, near = lexeme["inside"], lexeme["near"]
    if near is None:
        return Quote(inside) if forms(inside) else None
    if near == "~" or int(near[1:6]) > WIDEST:
        raise WrongUse(_("Le nombre de mots après ~ ne convient pas."), _('De 0 à cent : "confiance police"~5.'))
    if len(forms(inside)) < 2:
        raise WrongUse(_("~ demande deux mots au moins entre les guillemets."), _('"confiance police"~5'))
    return Quote(inside, int(near[1:]))


def _word(text: str) -> Node | _Not | None:
    if text.startswith("-") and len(text) > 1:
        found = _word(text[1:])
        return _Not(found) if found is not None and not isinstance(found, _Not) else found
    if "~" in text:
        raise WrongUse(_("~ se place après des guillemets, suivi d’un nombre."), _('"confiance police"~5'))
    if "*" in text:
        return _prefix(text)
    exact = text.startswith("=")
    return Word(text.lstrip("="), exact) if forms(text) else None


def _prefix(text: str) -> Node:
    found = forms(text.rstrip("*"))
    start = found[-1] if found else ""
    if "*" in text.rstrip("*") or len(start) < SHORTEST_PREFIX:
        raise WrongUse(_("L’astérisque se place à la fin d’un début de mot, de deux lettres au moins."), _("désarm*"))
    return Prefix(start)


def _misplaced() -> WrongUse:
    return WrongUse(
        _("Un filtre vaut pour toute la question : il ne se place pas dans un OU ni dans un SAUF ( )."),
        _("region:Gao,Kidal veut l’une ou l’autre région ; -region:Gao écarte Gao."),
    )


def _dangling(operator: str) -> WrongUse:
    return WrongUse(
        _("{operator} ne peut pas se trouver là.").format(operator=operator),
        _("Un opérateur se place entre deux mots : Gao OU Kidal, paix SAUF guerre."),
    )
