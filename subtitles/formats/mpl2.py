# SPDX-License-Identifier: GPL-3.0-or-later
"""MPL2: `[start][end]text` in tenths of a second, lines parted by `|`, `/` before a line in italics. Read only."""

import re

from subtitles.formats.base import Parsed
from subtitles.formats.tags import Tagged
from subtitles.formats.timed import Dialect, Said, read_lines, styled_lines

NAME = "mpl2"
_FIRST = re.compile(r"\s*\[-?\d{1,9}\][ ]*\[-?\d{1,9}\]")
_LINE = re.compile(r"[ \t]*\[(-?\d+)\][ ]*\[(-?\d+)\](.*)", re.ASCII)


def looks_like(text: str) -> bool:
    """True when the first line that is not blank begins with two numbers in brackets."""
    return _FIRST.match(text) is not None


def read(text: str, strict: bool = False) -> Parsed:
    """The track in `text`. With `strict`, cues whose times had to be repaired are reported, not kept."""
    from pysubs2.time import times_to_ms

    return read_lines(text, Dialect(_LINE, lambda tenths: times_to_ms(s=tenths / 10), _said), strict)


def _said(written: str) -> Said:
    return Said(styled_lines(written, _obey), False)


def _obey(line: str, tagged: Tagged) -> str:
    tagged.set("i", line.startswith("/"))
    return line[1:].lstrip(" \t") if line.startswith("/") else line
