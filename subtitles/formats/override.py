# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of an ASS or SSA event: override codes into our three tags, everything else told apart from what was said."""

import re
from typing import NamedTuple

from subtitles.formats.tags import Tagged

_SIGN = re.compile(r"\\([Nnh{}\u2060])")
_MEANT = {"N": "\n", "n": "\n", "h": "\u00a0", "{": "{", "}": "}", "\u2060": "\\"}
_SWITCH = re.compile(r"([ibu])(\d{0,4})")
_DRAWING = re.compile(r"p(\d{1,2})")
_PLACE = re.compile(r"an([1-9])")
_OLD_PLACE = re.compile(r"a(\d{1,2})")
_OLD_PLACES = {"1": 1, "2": 2, "3": 3, "5": 7, "6": 8, "7": 9, "9": 4, "10": 5, "11": 6}


class Overridden(NamedTuple):
    """What an event says: text, alignment code such as `{\\an8}`, remarks between braces, and whether it drew or styled."""

    text: str
    align: str
    remarks: tuple[str, ...]
    styled: bool
    drew: bool


def from_ass(written: str, italic: bool = False) -> Overridden:
    """Read the text of an event; `italic` says that its style is."""
    reader = _Reader(italic)
    at = 0
    while True:
        start = written.find("{", at)
        if start > 0 and written[start - 1] == "\\":
            reader.say(written[at : start + 1])
            at = start + 1
            continue
        end = written.find("}", start) if start >= 0 else -1
        if end < 0:
            break
        reader.say(written[at:start])
        reader.obey(written[start + 1 : end])
        at = end + 1
    reader.say(written[at:])
    return Overridden(reader.tagged.text(), reader.align, tuple(reader.remarks), reader.styled, reader.drew)


class _Reader:
    def __init__(self, italic: bool) -> None:
        self.tagged = Tagged()
        self.italic = italic
        self.tagged.set("i", italic)
        self.align = ""
        self.remarks: list[str] = []
        self.drawing = self.drew = self.styled = False

    def say(self, piece: str) -> None:
        if self.drawing:
            self.drew = True
        elif piece:
            self.tagged.say(_SIGN.sub(lambda sign: _MEANT[sign[1]], piece) if "\\" in piece else piece)

    def obey(self, block: str) -> None:
        remark, *codes = block.split("\\")
        if remark.strip():
            self.remarks.append(remark.strip())
        for code in codes:
            self._obey(code.strip(" \t"))

    def _obey(self, code: str) -> None:
        switch = _SWITCH.fullmatch(code)
        if switch is not None:
            self.tagged.set(switch[1], int(switch[2] or (self.italic and switch[1] == "i")) > 0)
        elif drawing := _DRAWING.fullmatch(code):
            self.drawing = int(drawing[1]) > 0
        elif place := (_PLACE.fullmatch(code) or _OLD_PLACE.fullmatch(code)):
            number = place[1] if place.re is _PLACE else _OLD_PLACES.get(place[1], 2)
            self.align = self.align or f"{{\\an{number}}}"
        else:
            self.styled = True
            if code[:1] == "r":
                self.tagged.set_all({"i": self.italic, "b": False, "u": False})
