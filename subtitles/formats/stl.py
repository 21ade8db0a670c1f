# SPDX-License-Identifier: GPL-3.0-or-later
"""EBU STL (Tech 3264): blocks of 128 bytes behind a header of 1024. Read only.

The header, the clocks and the alphabets are ttconv's. The blocks are gone through here, because ttconv leaves out
without a word those whose times it does not like, and swallows a blank beside a code.
"""

import codecs
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple

from media.language import gettext as _
from media.span import Span
from subtitles.cue import Cue, Track
from subtitles.diagnostic import INFO, WARNING, Diagnostic
from subtitles.formats.base import Parsed, lost, ordered, sequence
from subtitles.formats.markup import tidy
from subtitles.formats.screen import refuse_too_many
from subtitles.formats.stanza import Line
from subtitles.formats.tags import Tagged
from subtitles.formats.timing import diagnose

NAME = "stl"
ALPHABETS = {b"00": "iso6937", b"01": "iso8859-5", b"02": "iso8859-6", b"03": "iso8859-7", b"04": "iso8859-8"}
_HEADER, _BLOCK = 1024, 128
_LAST_OF_TEXT, _USER_DATA = 0xFF, 0xFE
_SWITCHES = {0x80: ("i", True), 0x81: ("i", False), 0x82: ("u", True), 0x83: ("u", False)}
_BREAK, _UNUSED = 0x8A, b"\x8f"
_LETTERS = re.compile(rb"[\x20-\x7e\xa0-\xff]+|[^\x20-\x7e\xa0-\xff]")
_BLANKS = re.compile(r"[ \t]{2,}")


class _Block(NamedTuple):
    """One block: the number of its subtitle, its part number, remark flag, times (h, m, s, frames) and text."""

    number: int
    part: int
    remark: bool
    start: tuple[int, ...]
    end: tuple[int, ...]
    text: bytes


def looks_like(data: bytes) -> bool:
    """True when the header names one of the disk formats of STL."""
    return re.match(rb"[\x00-\xff]{3}STL[0-9]{2}\.[0-9]{2}", data) is not None and len(data) >= _HEADER


def read(data: bytes, strict: bool = False) -> Parsed:
    """The track in `data`; the line of a diagnostic is the number of its block. Raises Refused for too many blocks."""
    from ttconv.stl.datafile import DataFile

    refuse_too_many((len(data) - _HEADER) // _BLOCK)
    reader = _Reader(DataFile(data[:_HEADER]), strict)
    for place, at in enumerate(range(_HEADER, len(data), _BLOCK), 1):
        piece = data[at : at + _BLOCK]
        if len(piece) == _BLOCK:
            reader.take(place, _block(piece))
        elif piece.strip(b"\x00\x1a\x8f \r\n"):
            action = _("Le fichier s’arrête au milieu d’un bloc : ce sous-titre n’a pas pu être gardé.")
            reader.diagnostics.append(lost(place, "unreadable-cue", action, reader.words(place, piece[16:])))
    return reader.parsed()


def _block(piece: bytes) -> _Block:
    number = int.from_bytes(piece[1:3], "little")
    return _Block(number, piece[3], piece[15] == 1, tuple(piece[5:9]), tuple(piece[9:13]), piece[16:])


class _Reader:
    """Goes through the blocks; `parts` are those of a subtitle that goes on in the next block."""

    def __init__(self, header: Any, strict: bool) -> None:
        self.header = header
        self.rate: Fraction = header.get_fps()
        self.decode = _decoder(header.get_cct())
        self.strict = strict
        self.cues: list[Cue] = []
        self.lines: list[int] = []
        self.diagnostics: list[Diagnostic] = []
        self.parts: list[bytes] = []
        self.opened: tuple[int, _Block] | None = None

    def take(self, place: int, block: _Block) -> None:
        """Settle one block: it ends a subtitle, goes on with one, or is none."""
        if block.part == _USER_DATA:
            return
        if self.opened is not None and self.opened[1].number != block.number:
            self._settle(*self.opened)
        self.parts.append(block.text)
        self.opened = self.opened or (place, block)
        if block.part == _LAST_OF_TEXT:
            self._settle(self.opened[0], block)

    def parsed(self) -> Parsed:
        """Everything that was taken; times count from the start of the programme when every subtitle allows it."""
        if self.opened is not None:
            self._settle(*self.opened)
        zero = self._ms(tuple(_pairs(self.header.gsi.TCP))) or 0
        cues = self.cues
        if zero and cues and min(cue.span.start for cue in cues) >= zero:
            action = _("Temps comptés depuis le début du programme ({hours} h) : ramenés à zéro.")
            told = Diagnostic(0, "programme-start", INFO, action.format(hours=zero // 3_600_000))
            self.diagnostics.append(told)
            cues = [_earlier(cue, zero) for cue in cues]
        language = self.header.get_language() or "fr"
        found = [*self.diagnostics, *sequence(cues, self.lines)]
        return Parsed(Track(tuple(cues), language), sorted(found, key=lambda one: one.line))

    def words(self, place: int, text: bytes) -> list[Line]:
        """The words of a text field for a message."""
        said = self._text(text)[0].replace("\n", " / ")
        return [Line(place, said, False)] if said else []

    def _settle(self, place: int, block: _Block) -> None:
        text, self.parts, self.opened = b"".join(self.parts), [], None
        said, coloured = self._text(text)
        if block.remark:
            action = _("Remarque de travail, qui n’est pas un sous-titre : laissée de côté. « {words} »")
            self.diagnostics.append(Diagnostic(place, "comment", INFO, action.format(words=said[:80])))
            return
        start, end = self._ms(block.start), self._ms(block.end)
        if start is None or end is None:
            action = _("Temps illisible : ce sous-titre n’a pas pu être placé.")
            self.diagnostics.append(lost(place, "unreadable-time", action, self.words(place, text)))
            return
        span, repairs = ordered(start, end)
        if self.strict and repairs:
            action = _("Temps hors norme : le sous-titre n’est pas gardé.")
            self.diagnostics.append(lost(place, "not-standard", action, self.words(place, text)))
            return
        self.diagnostics += diagnose(place, repairs)
        if coloured:
            action = _("Couleurs du télétexte : laissées dans le fichier d’origine.")
            self.diagnostics.append(Diagnostic(place, "codes-left-out", INFO, action))
        if "\ufffd" in said:
            action = _("Un signe que l’alphabet du fichier n’a pas : écrit « \ufffd ».")
            self.diagnostics.append(Diagnostic(place, "unknown-letter", WARNING, action))
        self.cues.append(Cue(len(self.cues) + 1, span, said))
        self.lines.append(place)

    def _ms(self, time: tuple[int, ...]) -> int | None:
        from ttconv.time_code import SmpteTimeCode

        if len(time) != 4 or time[1] > 59 or time[2] > 59 or time[3] >= self.rate:
            return None
        hours, minutes, seconds, frames = time
        seconds_in: Fraction = SmpteTimeCode(hours, minutes, seconds, frames, self.rate).to_temporal_offset()
        return round(seconds_in * 1000)

    def _text(self, field: bytes) -> tuple[str, bool]:
        """The text of a field, and whether it was coloured."""
        tagged, coloured = Tagged(), False
        for piece in _LETTERS.findall(field.replace(_UNUSED, b"")):
            code = piece[0]
            if 0x20 <= code <= 0x7E or code >= 0xA0:
                tagged.say(self.decode(piece, "replace")[0])
            elif code == _BREAK:
                tagged.say("\n")
            elif code in _SWITCHES:
                tagged.set(*_SWITCHES[code])
            elif code <= 0x1D:
                tagged.say(" ")
                coloured = coloured or code < 0x07
        lines = (line.strip(" ") for line in _BLANKS.sub(" ", tagged.text()).split("\n"))
        return tidy("\n".join(lines)), coloured


def _decoder(code: bytes) -> Callable[[bytes, str], tuple[str, int]]:
    from ttconv.stl import iso6937

    name = ALPHABETS.get(code, "iso6937")
    return iso6937.decode if name == "iso6937" else codecs.getdecoder(name)


def _pairs(digits: bytes) -> list[int]:
    found = [digits[at : at + 2] for at in range(0, 8, 2)]
    return [int(pair) for pair in found] if all(pair.isdigit() and len(pair) == 2 for pair in found) else []


def _earlier(cue: Cue, ms: int) -> Cue:
    return replace(cue, span=Span(cue.span.start - ms, cue.span.end - ms))
