# SPDX-License-Identifier: GPL-3.0-or-later
"""What gives people away in a text: names, telephone and service numbers, e-mail, villages. Pure functions on text.

Telephone numbers: eight digits, with or without +223 (the numbering plan of Mali, ITU-T E.164), in pairs, by four or one by
one, in figures or in words, and any number written with + and a country code. Service numbers are told by the word before
them. Names and villages: in either order, in one word or parted by hyphens, letter by letter, in the plural; a village also
with the ending that a language of the country gives it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from archive.naming.numerals import spoken_numbers
from archive.naming.readable import readable
from archive.search.analysis import folded as unaccented
from archive.search.lemmas import known

NAME_PART = 4  # letters from which a single name counts; shorter ones are everyday words too often
SPELLED = 4  # single letters that follow each other and may be a name spelled out
_LONGEST_SPELLED = 40
STEM, ENDING = 5, 3  # letters of a village from which one more ending, as long as that, is still the village


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


_GAP = r"[\s./·•–—_-]{1,3}"
_AFTER = r"(?![\w/%]|[.,:]\d)"
_BEFORE = r"(?<![\w.,/+])(?<!\d:)"
_PATTERNS = (
    (
        Kind.EMAIL,
        re.compile(
            r"[\w.+-]{1,64}(?:@|\s?[(\[]\s?(?:at|à|@)\s?[)\]]\s?|\sarr?obase\s)[\w-]{1,63}"
            r"(?:(?:\.|\s(?:point|dot)\s)[\w-]{1,63}){1,5}",
            re.IGNORECASE,
        ),
    ),
    (Kind.PHONE, re.compile(r"(?<![\w.,:/])(?:\(?\+|00)[1-9]\d{0,2}(?:[\s./()–—_-]{0,3}\d){6,12}(?!\w)")),
    (Kind.PHONE, re.compile(rf"{_BEFORE}(?:223[\s.-]{{0,2}})?[2-9]\d(?:\d{{6}}|(?:{_GAP}\d\d){{3}}){_AFTER}")),
    (
        Kind.PHONE,
        re.compile(
            rf"{_BEFORE}[5-9]\d{{3}}[\s.-]\d{{4}}{_AFTER}(?!\s?(?:francs?|fcfa|cfa|personnes|habitants)\b)",
            re.IGNORECASE,
        ),
    ),
    (Kind.PHONE, re.compile(rf"{_BEFORE}(?<!\d[\s.-])[2-9](?:[\s.-]\d){{7}}(?![\s.-]\d){_AFTER}")),
    (
        Kind.SERVICE,
        re.compile(
            r"\b(?:n(?:umér)?[o°]\.?\s?)?(?:matricules?|mat\.|mle\b\.?)"
            r"(?:[\s,:]{1,3}(?:est|c[’']est|numéro|n°|no|le|du|porte)(?!\w)){0,4}[\s:]{1,3}(?:[A-Z]{1,3}[\s/-]{1,2})?(?=[\w/.-]*\d)[\w/.-]{2,15}\w",
            re.IGNORECASE,
        ),
    ),
)
_GLUE = re.compile(r"[\u2019\u02bc\u2010'-]")
_WORD = re.compile(r"[^\W\d_]+")
_INSTEAD = {
    Kind.PHONE: "[numéro de téléphone]",
    Kind.EMAIL: "[adresse]",
    Kind.SERVICE: "[matricule]",
}


def find(text: str, known: Known) -> list[Found]:
    """Everything in `text` that gives somebody away, in order, nothing twice."""
    seen = readable(text)
    words = [_Word(_plain(match[0]), match.start(), match.end(), match[0]) for match in _WORD.finditer(seen.text)]
    names = _named(words, known.names, Kind.NAME)
    villages = _named(words, known.villages, Kind.VILLAGE)
    everything = [*_numbers(seen.text), *names, *villages, *_longer(words, known.villages)]
    kept: list[Found] = []
    for kind, first, last, instead in sorted(everything, key=lambda one: (one.start, -one.end)):
        start, end = seen.original(first, last)
        if not kept or start >= kept[-1].end:
            kept.append(Found(kind, start, end, text[start:end], instead))
    return kept


def replaced(text: str, found: Iterable[Found]) -> str:
    """The text with each finding replaced by what stands for it."""
    for one in sorted(found, key=lambda one: -one.start):
        text = text[: one.start] + one.instead + text[one.end :]
    return text


def entries(names: Iterable[str], instead: str, *, parts: bool = False) -> dict[tuple[str, ...], str]:
    """How names are looked for: all words in either order or written as one, and with `parts` each telling word of them alone."""
    found: dict[tuple[str, ...], str] = {}
    for name in names:
        words = tuple(_plain(word) for word in _WORD.findall(readable(name).text))
        if not words:
            continue
        found[words] = found[words[::-1]] = instead
        if len(words) > 1 and not known("".join(words)):
            found[("".join(words),)] = found[("".join(words[::-1]),)] = instead
        if parts:
            telling = [*_WORD.findall(readable(name).text), *(_GLUE.sub("", piece) for piece in name.split())]
            found |= {(_plain(word),): instead for word in telling if word.isalpha() and _tells(word)}
    return found


class _Word(NamedTuple):
    plain: str
    start: int
    end: int
    written: str


class _Seen(NamedTuple):
    """A finding in the text as it is read."""

    kind: Kind
    start: int
    end: int
    instead: str


def _numbers(text: str) -> Iterator[_Seen]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield _Seen(kind, match.start(), match.end(), _INSTEAD[kind])
    for start, end in spoken_numbers(text):
        yield _Seen(Kind.PHONE, start, end, _INSTEAD[Kind.PHONE])


def _named(words: Sequence[_Word], names: Mapping[tuple[str, ...], str], kind: Kind) -> Iterator[_Seen]:
    """The longest names first at each word; words that stand between line breaks or tags still follow each other."""
    if not names:
        return
    longest = max(map(len, names))
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            instead = names.get(tuple(word.plain for word in words[at : at + length]))
            if instead is not None:
                break
        else:
            length, instead = _otherwise(words, at, names)
        everyday = kind is Kind.VILLAGE and length == 1 and _is_everyday(words[at])
        if instead is not None and not everyday:
            yield _Seen(kind, words[at].start, words[at + length - 1].end, instead)
        at += length


def _otherwise(words: Sequence[_Word], at: int, names: Mapping[tuple[str, ...], str]) -> tuple[int, str | None]:
    """A name in the plural, or spelled out letter by letter: of how many words, and what stands for it."""
    plain = words[at].plain
    if len(plain) > 1:
        singular = plain[:-1] if plain[-1] in "sx" and len(plain) > NAME_PART else ""
        return 1, names.get((singular,)) if singular and not known(plain) else None
    end = at
    while end < len(words) and len(words[end].plain) == 1 and end - at < _LONGEST_SPELLED:
        end += 1
    for length in range(end - at, SPELLED - 1, -1):
        instead = names.get(("".join(word.plain for word in words[at : at + length]),))
        if instead is not None:
            return length, instead
    return 1, None


def _is_everyday(word: _Word) -> bool:
    """A French word in small letters is no village, whatever its accents: dire is not Diré."""
    return word.written.islower() and known(word.written)


def _longer(words: Sequence[_Word], villages: Mapping[tuple[str, ...], str]) -> Iterator[_Seen]:
    """A village with an ending: a capital, no French word, no more than `ENDING` letters longer."""
    for word in words if villages else ():
        if not word.written[0].isupper():
            continue
        for length in range(len(word.plain) - 1, max(STEM, len(word.plain) - ENDING) - 1, -1):
            instead = villages.get((word.plain[:length],))
            if instead is not None and not known(word.written.casefold()):
                yield _Seen(Kind.VILLAGE, word.start, word.end, instead)
                break


def _tells(word: str) -> bool:
    """True for a part of a name that gives its bearer away by itself: long enough, and no French word."""
    return len(word) >= NAME_PART and not known(word.casefold())


def _plain(word: str) -> str:
    return unaccented(word.casefold())
