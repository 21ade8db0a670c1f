# SPDX-License-Identifier: GPL-3.0-or-later
"""Text whose italics, bold and underline are switched on and off, as most formats do, into our nested tags."""

from collections.abc import Mapping

from subtitles.formats.markup import tidy


class Tagged:
    """Gathers the pieces of one text; the tags that come out are always nested and closed."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._blanks: list[str] = []
        self._open: list[str] = []
        self._wanted: list[str] = []

    def say(self, text: str) -> None:
        """Add words; tags close behind the last ones and open in front of these, with the blanks in between."""
        if text.isspace():
            self._blanks.append(text)
        elif text:
            self._settle()
            self._pieces.append(text)

    def set(self, tag: str, on: bool) -> None:
        """From here on `tag` (`i`, `b` or `u`) holds, or holds no more."""
        if on and tag not in self._wanted:
            self._wanted = [*self._wanted, tag]
        elif not on and tag in self._wanted:
            self._wanted = [one for one in self._wanted if one != tag]

    def set_all(self, tags: Mapping[str, bool]) -> None:
        """Each of `tags` as it says."""
        for tag, on in tags.items():
            self.set(tag, on)

    def text(self) -> str:
        """All that was said, in the normal form, with every tag closed."""
        self._wanted = []
        self._settle()
        return tidy("".join(self._pieces))

    def _settle(self) -> None:
        if self._open != self._wanted:
            kept = 0
            while kept < min(len(self._open), len(self._wanted)) and self._open[kept] == self._wanted[kept]:
                kept += 1
            self._pieces += [f"</{tag}>" for tag in reversed(self._open[kept:])]
            self._pieces += [*self._blanks, *(f"<{tag}>" for tag in self._wanted[kept:])]
            self._open = list(self._wanted)
        else:
            self._pieces += self._blanks
        self._blanks = []
