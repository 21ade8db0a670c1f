# SPDX-License-Identifier: GPL-3.0-or-later
"""SAMI: texts between `<SYNC Start=…>` marks, each shown until the next mark. Read only.

Ours, because pysubs2 invents the ends (they are the next mark), mixes languages and stops at a mark it cannot read.
"""

import html
import re

from media.language import gettext as _
from subtitles.cue import Cue, Track
from subtitles.diagnostic import INFO, WARNING, Diagnostic
from subtitles.formats.base import Parsed, lost, ordered, sequence
from subtitles.formats.markup import TAG, tidy
from subtitles.formats.stanza import Line
from subtitles.formats.tags import Tagged
from subtitles.formats.timing import diagnose

NAME = "sami"
LAST_LINGERS = 4_000
"""Milliseconds that a text stays which no later mark takes away."""
_FIRST = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?<SAMI\b", re.IGNORECASE)
_SYNC = re.compile(r"<SYNC\b([^<>]{0,300})>", re.IGNORECASE)
_START = re.compile(r"start[ \t]*=[ \t]*[\"']?[ \t]*(-?\d{1,9})(?:ms)?\b", re.IGNORECASE)
_MARK = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,15})\b([^<>]{0,500})>")
_BLANKS = re.compile(r"[ \t\n]+")
_SWITCHES = {"i": "i", "em": "i", "b": "b", "strong": "b", "u": "u"}
_DRESS = {"p", "font", "span", "div", "body", "sami", "s", "center", "ruby", "rt", "rp", "table", "tr", "td"}
_HEAD = 20_000
_CLASS = re.compile(r"class[ \t]*=[ \t]*[\"']?([\w-]{1,80})", re.IGNORECASE)
_END = re.compile(r"</(?:BODY|SAMI)[ \t]*>", re.IGNORECASE)
_LANGUAGE = re.compile(
    r"\.([\w-]{1,80})\s*\{[^{}]{0,500}?\blang\s*:\s*([A-Za-z]{2,3}(?:-[A-Za-z]{2})?)\b", re.IGNORECASE
)


def looks_like(text: str) -> bool:
    """True when `text` begins with a SAMI element."""
    return _FIRST.match(text) is not None


def read(text: str, strict: bool = False) -> Parsed:
    """The track in `text`; several languages stay together, each cue with the class of its language as its name."""
    reader = _Reader(strict)
    head = text[:_HEAD]
    text = _without_remarks(text)
    marks = list(_SYNC.finditer(text))
    line, at = 1, 0
    for place, mark in enumerate(marks):
        line, at = line + text.count("\n", at, mark.start()), mark.start()
        following = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        body = text[mark.end() : following]
        if place + 1 == len(marks) and (end := _END.search(body)) is not None:
            body = body[: end.start()]
        reader.take(line, mark[1], body)
    return reader.parsed(_language(head))


def _language(head: str) -> str:
    languages = {found[2].lower()[:2] for found in _LANGUAGE.finditer(head)}
    return languages.pop() if len(languages) == 1 else "fr"


class _Reader:
    """Goes through the marks; `shown` are the cues of each class that no later mark has taken away."""

    def __init__(self, strict: bool) -> None:
        self.strict = strict
        self.entries: list[tuple[int, int, int, str, str]] = []
        self.shown: dict[str, tuple[int, int, str]] = {}
        self.diagnostics: list[Diagnostic] = []

    def take(self, line: int, attributes: str, body: str) -> None:
        """Settle the mark on `line`: what it shows, and what it takes away."""
        found = _START.search(attributes)
        texts = _texts(body)
        if found is None:
            for said in texts.values():
                if said:
                    action = _("Temps illisible : ce sous-titre n’a pas pu être placé.")
                    self.diagnostics.append(lost(line, "unreadable-time", action, [Line(line, said, False)]))
            return
        start = int(found[1])
        for kind, said in texts.items():
            for taken in list(self.shown) if not kind and not said else [kind]:
                self._close(taken, start)
            if said:
                self.shown[kind] = (line, start, said)

    def parsed(self, language: str) -> Parsed:
        """Everything that was taken, in the order of the file."""
        for kind, (line, start, _said) in list(self.shown.items()):
            action = _("Rien n’efface ce dernier sous-titre : il reste {seconds} secondes.")
            text = action.format(seconds=LAST_LINGERS // 1000)
            self.diagnostics.append(Diagnostic(line, "end-missing", WARNING, text))
            self._close(kind, start + LAST_LINGERS)
        cues: list[Cue] = []
        lines: list[int] = []
        several = len({kind for *_rest, kind in self.entries}) > 1
        if several:
            action = _("Plusieurs langues dans ce fichier : toutes gardées, la classe est le nom du sous-titre.")
            self.diagnostics.append(Diagnostic(0, "several-languages", INFO, action))
        for line, start, end, said, kind in sorted(self.entries, key=lambda entry: entry[0]):
            span, repairs = ordered(start, end)
            if self.strict and repairs:
                action = _("Temps hors norme : le sous-titre n’est pas gardé.")
                self.diagnostics.append(lost(line, "not-standard", action, [Line(line, said, False)]))
                continue
            self.diagnostics += diagnose(line, repairs)
            cues.append(Cue(len(cues) + 1, span, said, name=kind if several else ""))
            lines.append(line)
        self.diagnostics += sequence(cues, lines)
        found = sorted(self.diagnostics, key=lambda diagnostic: diagnostic.line)
        return Parsed(Track(tuple(cues), language), found)

    def _close(self, kind: str, end: int) -> None:
        if kind in self.shown:
            line, start, said = self.shown.pop(kind)
            self.entries.append((line, start, end, said, kind))


def _texts(body: str) -> dict[str, str]:
    """The text of each class (language) between two marks; an empty one takes away what was shown."""
    parts: dict[str, Tagged] = {}
    kind, at = "", 0
    for mark in _MARK.finditer(body):
        _say(parts, kind, body[at : mark.start()])
        at = mark.end()
        name = mark[2].lower()
        if name == "p" and not mark[1]:
            found = _CLASS.search(mark[3])
            kind = found[1] if found is not None else kind
            parts.setdefault(kind, Tagged())
        elif name == "br":
            parts.setdefault(kind, Tagged()).say("\n")
        elif name in _SWITCHES:
            parts.setdefault(kind, Tagged()).set(_SWITCHES[name], not mark[1])
        elif name not in _DRESS:
            _say(parts, kind, mark[0])
    _say(parts, kind, body[at:])
    return {kind: _whole(tagged.text()) for kind, tagged in parts.items()} or {"": ""}


def _say(parts: dict[str, Tagged], kind: str, piece: str) -> None:
    if piece.strip() or kind in parts:
        parts.setdefault(kind, Tagged()).say(html.unescape(_BLANKS.sub(" ", piece)))


def _whole(text: str) -> str:
    """`text` without blanks around its breaks; empty when it is only blanks, hard ones included."""
    lines = tidy("\n".join(line.strip(" \t") for line in text.split("\n")))
    return lines if TAG.sub("", lines).strip("\u00a0 \t\n") else ""


def _without_remarks(text: str) -> str:
    """`text` without `<!-- … -->`, whose line breaks stay; one that is never closed is words."""
    pieces, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        pieces += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end + 3
    return "".join([*pieces, text[at:]])
