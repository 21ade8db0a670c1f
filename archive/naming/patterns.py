# SPDX-License-Identifier: GPL-3.0-or-later
"""What gives people away in a text: names, telephone and service numbers, e-mail, villages. Pure functions on text.

Telephone numbers: eight digits in pairs, with or without +223 (the numbering plan of Mali, ITU-T E.164), and any
number written with + and a country code. Service numbers are told by the word before them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from archive.search.analysis import folded as unaccented
from archive.search.lemmas import known

NAME_PART = 4  # letters from which a single name counts; shorter ones are everyday words too often


class Kind(StrEnum):
    """What was found."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    SERVICE = "service-number"
    VILLAGE = "village"


class Found(NamedTuple):
    """A piece of a text that gives somebody away, `[start, end)` in characters, and what to write instead."""

    kind: Kind
    start: int
    end: int
    text: str
    instead: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is looked for by name: folded words to what stands for them (a pseudonym, a region)."""

    names: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    villages: Mapping[tuple[str, ...], str] = field(default_factory=dict)


_PATTERNS = (
    (Kind.EMAIL, re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")),
    (Kind.PHONE, re.compile(r"(?<![\w.,:/])(?:\+|00)[1-9]\d{0,2}(?:[\s.\u00a0\u202f-]?\d){6,12}(?!\w)")),
    (Kind.PHONE, re.compile(r"(?<![\w.,:/+])[2-9]\d(?:\d{6}|([\s.\u00a0\u202f-])\d\d(?:\1\d\d){2})(?![\w:/%]|[.,]\d)")),
    (
        Kind.SERVICE,
        re.compile(
            r"\b(?:n(?:umér)?[o°]\.?\s?)?(?:matricules?|mat\.|mle)(?:\s+(?:est|c’est|numéro|n°|no))?[\s:\u00a0]{1,3}(?=[\w/.-]*\d)[\w/.-]{2,15}\w",
            re.IGNORECASE,
        ),
    ),
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_INSTEAD = {
    Kind.PHONE: "[numéro de téléphone]",
    Kind.EMAIL: "[adresse]",
    Kind.SERVICE: "[matricule]",
}


def find(text: str, known: Known) -> list[Found]:
    """Everything in `text` that gives somebody away, in order, nothing twice."""
    everything = [*_numbers(text), *_named(text, known.names, Kind.NAME), *_named(text, known.villages, Kind.VILLAGE)]
    kept: list[Found] = []
    for found in sorted(everything, key=lambda one: (one.start, -one.end)):
        if not kept or found.start >= kept[-1].end:
            kept.append(found)
    return kept


def replaced(text: str, found: Iterable[Found]) -> str:
    """The text with each finding replaced by what stands for it."""
    for one in sorted(found, key=lambda one: -one.start):
        text = text[: one.start] + one.instead + text[one.end :]
    return text


def entries(names: Iterable[str], instead: str, *, parts: bool = False) -> dict[tuple[str, ...], str]:
    """How names are looked for: all words in either order, and with `parts` each telling word of them alone."""
    found: dict[tuple[str, ...], str] = {}
    for name in names:
        words = tuple(_plain(word) for word in _WORD.findall(name))
        if not words:
            continue
        found[words] = found[words[::-1]] = instead
        if parts:
            found |= {(_plain(word),): instead for word in _WORD.findall(name) if _tells(word)}
    return found


def _numbers(text: str) -> Iterator[Found]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Found(kind, match.start(), match.end(), match[0], _INSTEAD[kind])


def _named(text: str, names: Mapping[tuple[str, ...], str], kind: Kind) -> Iterator[Found]:
    """The longest names first at each word; words that stand between line breaks or tags still follow each other."""
    if not names:
        return
    longest = max(map(len, names))
    words = [(_plain(match[0]), match.start(), match.end()) for match in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            instead = names.get(tuple(word for word, _start, _end in words[at : at + length]))
            if instead is not None:
                start, end = words[at][1], words[at + length - 1][2]
                yield Found(kind, start, end, text[start:end], instead)
                at += length - 1
                break
        at += 1


def _tells(word: str) -> bool:
    """True for a part of a name that gives its bearer away by itself: long enough, and no French word."""
    return len(word) >= NAME_PART and not known(word.casefold())


def _plain(word: str) -> str:
    return unaccented(word.casefold())
