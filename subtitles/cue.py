# SPDX-License-Identifier: GPL-3.0-or-later
"""Cues and tracks: the words of one recording, in time."""

import re
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import NamedTuple

from media.span import Span

_MARKUP = re.compile(r"</?[ibu]>")


class Kind(StrEnum):
    """What a track is for."""

    SUBTITLES = "subtitles"
    CAPTIONS = "captions"
    TRANSCRIPT = "transcript"


@dataclass(frozen=True, slots=True)
class Wording:
    """The text of a cue as the file of one format wrote it: fonts, colours, classes and all."""

    format: str
    text: str


class Doubt(NamedTuple):
    """A word that nobody is sure of, kept as it was said: `word` as it stands in the text, and its language (BCP 47;
    empty: unknown). It holds as long as its word stands there, so an edit lets it go by itself."""

    word: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """One timed text.

    `id` is stable inside its track from version to version. In `text`, lines are separated by `\\n` and
    `<i>`, `<b>`, `<u>` and their ends are the only markup: everything else, `<s>` and `a < b` included,
    is what somebody said. `name` and `settings` are the WebVTT identifier and cue settings, kept to be written back.
    `wording` is there when the file said more than `text` can: the same format writes it back as long as it still
    reads as `text`, so an edit lets it go by itself. `translator` is who put the words into this language, `confidence`
    how sure they are of them in percent (None: not said), `doubts` the words left in the language of the speech.
    """

    id: int
    span: Span
    text: str
    speaker: str | None = None
    name: str = ""
    settings: str = ""
    wording: Wording | None = None
    translator: str | None = None
    confidence: int | None = None
    doubts: tuple[Doubt, ...] = ()

    @property
    def plain(self) -> str:
        """The text without markup."""
        return _MARKUP.sub("", self.text) if "<" in self.text else self.text


def plain_cue(number: int, span: Span, text: str) -> Cue:
    """`Cue(number, span, text)` and nothing else, which is what large files are made of: in half the time."""
    cue: Cue = _new(Cue)
    _set_id(cue, number)
    _set_span(cue, span)
    _set_text(cue, text)
    for set_default, value in _DEFAULTS:
        set_default(cue, value)
    return cue


_new = object.__new__
_set_id, _set_span, _set_text, *_OTHERS = (vars(Cue)[field.name].__set__ for field in fields(Cue))
_DEFAULTS = tuple(zip(_OTHERS, (field.default for field in fields(Cue)[3:]), strict=True))


@dataclass(frozen=True, slots=True)
class Track:
    """The cues of one recording in one language (BCP 47), in the order of the file.

    `blocks` are the WebVTT blocks that are not cues (header line, NOTE, STYLE, REGION), each with the number of
    cues that stand before it, so that a changed file keeps them.
    """

    cues: tuple[Cue, ...]
    language: str = "fr"
    kind: Kind = Kind.SUBTITLES
    blocks: tuple[tuple[int, str], ...] = field(default=())
