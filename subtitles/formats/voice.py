# SPDX-License-Identifier: GPL-3.0-or-later
"""WebVTT cue text: voices, classes, karaoke times and escapes, into our text and back."""

import html
import re
from typing import NamedTuple

from subtitles.formats.markup import TAG, tidy

_TAG = re.compile(
    r"<(?P<end>/?)(?:(?P<plain>[ibu])(?:\.[^\s<>&.]+)*[ \t]*"
    r"|(?P<name>c|v|lang|ruby|rt)(?:\.[^\s<>&]*)?(?:[ \t](?P<note>[^<>\n]*))?"
    r"|\d{2,}:[0-5]\d(?::[0-5]\d)?\.\d{3})>",
    re.ASCII,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


class Spoken(NamedTuple):
    """What a WebVTT cue says: its text, who speaks (several names joined by ` / `), and how many voices there are."""

    text: str
    speaker: str | None
    voices: int = 0
    escaped_tag: bool = False


def from_vtt(written: str) -> Spoken:
    """Read cue text: known tags are structure, anything else between `<` and `>` is what somebody said."""
    pieces: list[str] = []
    names: list[str] = []
    escaped, at = False, 0
    for tag in _TAG.finditer(written):
        said = _unescaped(written[at : tag.start()])
        escaped = escaped or TAG.search(said) is not None
        pieces.append(said)
        at = tag.end()
        if tag["plain"]:
            pieces.append(f"<{tag['end']}{tag['plain']}>")
        elif tag["name"] == "v" and not tag["end"]:
            names.append(" ".join(_unescaped(tag["note"] or "").split()))
    rest = _unescaped(written[at:])
    escaped = escaped or TAG.search(rest) is not None
    known = list(dict.fromkeys(name for name in names if name))
    return Spoken(tidy("".join([*pieces, rest])), " / ".join(known) or None, len(known), escaped)


def to_vtt(text: str, speaker: str | None) -> str:
    """Cue text for `text`: `<`, `>` and `&` escaped except in our three tags, the speaker as a voice span."""
    pieces, at = [_voice(speaker)] if speaker and speaker.split() else [], 0
    for tag in TAG.finditer(text):
        pieces += [_escaped(text[at : tag.start()]), tag[0]]
        at = tag.end()
    return "".join([*pieces, _escaped(text[at:])])


def _voice(speaker: str) -> str:
    name = _escaped(" ".join(speaker.split()))
    return f"<v {name} >" if name.endswith("--") else f"<v {name}>"  # `-->` would end the cue


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]).replace("\r", "\n"), text)
