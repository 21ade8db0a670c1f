# SPDX-License-Identifier: GPL-3.0-or-later
"""Something that gives somebody away, in the text where it stands."""

from dataclasses import dataclass
from hashlib import sha256

from archive.naming.patterns import Found
from archive.naming.texts import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a text that gives somebody away. `key` names it when it may stay."""

    text: Text
    found: Found

    @property
    def key(self) -> str:
        """Short, and the same only for the same words in the same text."""
        told = f"{self.text.where}\x00{self.text.text}\x00{self.found.kind}\x00{self.found.text}"
        return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]
