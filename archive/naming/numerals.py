# SPDX-License-Identifier: GPL-3.0-or-later
"""Telephone numbers said in words, as subtitles write down what was said: four numbers below a hundred, or eight digits."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.search.analysis import folded

PAIRS, DIGITS = 4, 8
FIRST = 20  # no number of Mali begins with 0 or 1 (ITU-T E.164, +223)
_SMALL = [
    "zero",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
]
_VALUES = {word: value for value, word in enumerate(_SMALL)} | {
    "une": 1, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
    "huitante": 80, "nonante": 90,
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[\s,.\u2010\u2011-]{1,3}(?:et[\s-]{1,3})?")


class _Number(NamedTuple):
    value: int
    start: int
    end: int


def spoken_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where a telephone number is said in words. A list of tens, or one number after the other, is none."""
    for run in _runs(text):
        numbers = list(_numbers(run))
        at = 0
        while at < len(numbers):
            length = next((count for count in (DIGITS, PAIRS) if _telephone(numbers[at : at + count], count)), 0)
            if length:
                yield numbers[at].start, numbers[at + length - 1].end
            at += length or 1


def _telephone(numbers: Sequence[_Number], count: int) -> bool:
    values = [number.value for number in numbers]
    if len(values) < count or values == list(range(values[0], values[0] + count)):
        return False
    if count == DIGITS:
        return values[0] >= 2 and max(values) < 10
    return values[0] >= FIRST and any(value % 10 for value in values)


def _runs(text: str) -> Iterator[list[_Number]]:
    """Words that name numbers and follow each other."""
    run: list[_Number] = []
    for found in _WORD.finditer(text):
        value = _VALUES.get(folded(found[0].casefold()))
        if value is None:
            if run and folded(found[0].casefold()) != "et":
                yield run
                run = []
            continue
        if run and not _BETWEEN.fullmatch(text, run[-1].end, found.start()):
            yield run
            run = []
        run.append(_Number(value, found.start(), found.end()))
    yield run


def _numbers(words: Sequence[_Number]) -> Iterator[_Number]:
    """Words put together as French counts: vingt et un, soixante-seize, quatre-vingt-dix-sept."""
    at = 0
    while at < len(words):
        value, last = words[at].value, at
        if value == 4 and at + 1 < len(words) and words[at + 1].value == 20:
            value, last = 80, at + 1
        if value in range(20, 100, 10) and last + 1 < len(words):
            most = 17 if value in (60, 80) else 10
            if words[last + 1].value in range(1, most):
                value, last = value + words[last + 1].value, last + 1
        if value % 20 == 10 and last + 1 < len(words) and words[last + 1].value in (7, 8, 9):
            value, last = value + words[last + 1].value, last + 1  # dix-sept, soixante-dix-huit
        yield _Number(value, words[at].start, words[last].end)
        at = last + 1
