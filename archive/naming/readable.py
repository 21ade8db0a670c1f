# SPDX-License-Identifier: GPL-3.0-or-later
"""A text as an eye reads it: what cannot be seen is not there, a letter or a digit is one however it is encoded.

Zero-width marks, soft hyphens, hyphens at the end of a line, combining accents, wide letters (NFKC, Unicode Annex 15) and
digits of other scripts part a name for a machine only.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u2010]\s*\n\s*(?=[^\W\d_])")
_ODD = re.compile(r"[^\x00-\x7f\xa0à-öø-ÿÀ-ÖØ-ß’«»…œŒ\u202f]|[-\u2010]\s*\n")


class Readable(NamedTuple):
    """The text as it is read, and for each of its characters, with one more for its end, where that stands in the original."""

    text: str
    places: tuple[int, ...] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where `[start, end)` of the text stands in the original, with what cannot be seen at its end."""
        if self.places is None:
            return start, end
        return self.places[start], max(self.places[end - 1] + 1, self.places[end])


def readable(text: str) -> Readable:
    """The text as it is read; most texts are read as they are."""
    if not _ODD.search(text):
        return Readable(text)
    broken = {at for found in _BROKEN.finditer(text) for at in range(found.start(), found.end())}
    read: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(text):
        seen = "" if at in broken else _seen(letter)
        read.append(seen)
        places += [at] * len(seen)
    return Readable("".join(read), (*places, len(text)))


@lru_cache(maxsize=4096)
def _seen(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind in ("Cf", "Mn"):
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(letter))
    if kind[0] == "L" or kind == "Zs" or "\uff01" <= letter <= "\uff5e":
        plain = unicodedata.normalize("NFKC", letter)
        return "".join(one for one in plain if unicodedata.category(one) != "Mn") or letter
    return letter
