# SPDX-License-Identifier: GPL-3.0-or-later
"""The one analysis: from what a cue says to its words, for the index and for the question alike.

A word's surface form is lower case, NFC, with œ and æ written oe and ae; apostrophes and hyphens part words,
except in `aujourd'hui` and its like; `F.D.S.` is the word `fds`. Nothing is stemmed and nothing is left out.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

VERSION = 1
FRENCH = "fr"

_MARKS = "\u0300-\u036f\u0483-\u0487\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u07eb-\u07f3"
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_APOSTROPHES = "'\u2019\u2018\u201b\u02bc\u02b9\u2032\u0060\u00b4\uff07"
_LETTER = rf"(?:[^\W_{_APOSTROPHES}]|[{_MARKS}{_INVISIBLE}])"
_WORD = re.compile(
    rf"(?P<acronym>(?<![^\W_])(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?![^\W_]))?)|(?P<word>{_LETTER}+(?:[{_APOSTROPHES}](?!(?:[^\W\d_]\.){{2}}){_LETTER}+)*)"
)
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_HIDDEN = re.compile(f"[{_INVISIBLE}]")
_MARKUP = re.compile(r"</?(?:i|b|u|font|c|v|lang|ruby|rt)\b[^<>\n]*>|\{\\[^{}\n]*\}", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ǽ": "ae"})
_ELIDED = frozenset(("c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"))


class Token(NamedTuple):
    """A word as it is indexed, and where it stands in the text shown: `[start, end)` in characters."""

    form: str
    start: int
    end: int


def shown(text: str) -> str:
    """`text` on one line as people read it, without subtitle markup.

    >>> shown("<i>La paix</i>\\n{\\\\an8} au Mali")
    'La paix au Mali'
    """
    readable = text.encode("utf-8", "replace").decode()  # half a surrogate pair cannot be written to a file
    return _SPACES.sub(" ", _MARKUP.sub("", readable)).strip()


Placed = tuple[str, int, int]


def tokens(text: str, language: str = FRENCH) -> list[Token]:
    """The words of `text` (as `shown` gives it) in order, as `language` parts them.

    >>> [token.form for token in tokens("Aujourd’hui l’armée, les F.D.S. et le porte-parole")]
    ["aujourd'hui", 'l', 'armée', 'les', 'fds', 'et', 'le', 'porte', 'parole']
    """
    return [Token(*found) for found in placed(text, language)]


def placed(text: str, language: str = FRENCH) -> list[Placed]:
    """`tokens` as plain tuples, for whoever reads millions of them."""
    found: list[Placed] = []
    for match in _WORD.finditer(text):
        pieces = _pieces(match[0], language == FRENCH, match.lastgroup == "acronym")
        at = match.start()
        if len(pieces) == 1:
            form, start, end = pieces[0]
            found.append((form, at + start, at + end))
        else:
            found += [(form, at + start, at + end) for form, start, end in pieces]
    return found


def forms(text: str, language: str = FRENCH) -> tuple[str, ...]:
    """The surface forms of any text, such as a question or an entry of the vocabulary."""
    return tuple(token.form for token in tokens(shown(text), language))


@lru_cache(maxsize=65536)
def surface(word: str) -> str:
    """One written word as its surface form."""
    plain = _APOSTROPHE.sub("'", _HIDDEN.sub("", word))
    return unicodedata.normalize("NFC", plain).lower().translate(_LIGATURES)


@lru_cache(maxsize=65536)
def folded(form: str) -> str:
    """A surface form without its accents: what somebody types in a hurry.

    >>> folded("désarmée")
    'desarmee'
    """
    parts = unicodedata.normalize("NFD", form)
    return unicodedata.normalize("NFC", "".join(part for part in parts if not unicodedata.combining(part)))


@lru_cache(maxsize=131072)
def _pieces(word: str, french: bool, acronym: bool) -> tuple[Placed, ...]:
    """The parts of a written word between its apostrophes, each with where it stands in the word."""
    if acronym:
        return ((surface(word.replace(".", "")), 0, len(word)),)
    ends = [match.start() for match in _APOSTROPHE.finditer(word)] + [len(word)]
    cuts, start = [], 0
    for end in ends[:-1]:
        # in the other languages an apostrophe always stands for a lost vowel; in French aujourd'hui is one word
        if not french or surface(word[start:end]) in _ELIDED:
            cuts.append((start, end))
            start = end + 1
    found = ((surface(word[start:end]), start, end) for start, end in (*cuts, (start, len(word))))
    return tuple(piece for piece in found if piece[0])
