# SPDX-License-Identifier: GPL-3.0-or-later
"""The three tags that are structure in our text, and how SubRip files dress them up."""

import re

TAG = re.compile(r"</?[ibu]>")
_ANY_CASE = re.compile(r"<(/?)([ibuIBU])[ \t]*>")
_FONT = re.compile(r"</?font(?:[ \t][^<>\n]*)?>", re.IGNORECASE)
_COORDINATES = re.compile(r"[XY][12]:\d+(?: [XY][12]:\d+)*")
_ALIGN = re.compile(r"\{\\an[1-9]\}")
_SRT_DRESS = re.compile(r"</?font(?:[ \t][^<>\n]*)?>|</?[ibu][ \t]*>", re.IGNORECASE)


def from_srt(written: str) -> tuple[str, str]:
    """The text and the alignment code (`{\\an8}` or empty) of a SubRip body: fonts dropped, tags in small letters."""
    found = _ALIGN.match(written)
    if found is not None:
        written = written[found.end() :].strip(" \t\n")
    text = _ANY_CASE.sub(lambda tag: f"<{tag[1]}{tag[2].lower()}>", _FONT.sub("", written))
    return tidy(text), found[0] if found else ""


def tidy(text: str) -> str:
    """`text` without blank lines and without spaces or breaks at its edges."""
    return "\n".join(line for line in text.split("\n") if line.strip(" \t")).strip(" \t\n")


def safe_for_srt(text: str) -> str:
    """`text` so that `from_srt` reads it as it is: what only looks like a font tag or an alignment is set in other signs."""
    shown = _SRT_DRESS.sub(lambda tag: tag[0] if TAG.fullmatch(tag[0]) else f"‹{tag[0][1:-1]}›", text)
    return "{ " + shown[1:] if _ALIGN.match(shown) else shown


def balanced(text: str) -> bool:
    """True when every `<i>`, `<b>` and `<u>` is closed in the order in which it was opened."""
    open_tags: list[str] = []
    for tag in TAG.findall(text):
        if tag[1] != "/":
            open_tags.append(tag[1])
        elif not open_tags or open_tags.pop() != tag[2]:
            return False
    return not open_tags


def coordinates(settings: str) -> str:
    """The `X1:… Y2:…` among the settings of a cue, which SubRip writes after the times; or an empty text."""
    found = _COORDINATES.match(settings)
    return found[0] if found else ""


def alignment(settings: str) -> str:
    """The code such as `{\\an8}` among the settings of a cue, which SubRip writes before the text; or an empty text."""
    found = _ALIGN.search(settings)
    return found[0] if found else ""


def other_settings(settings: str) -> str:
    """The settings of a cue without those of SubRip: what WebVTT understands."""
    return settings.replace(coordinates(settings), "", 1).replace(alignment(settings), "", 1).strip()
