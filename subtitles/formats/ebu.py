# SPDX-License-Identifier: GPL-3.0-or-later
"""EBU STL (Tech 3264) written: open subtitles in the Latin alphabet of ISO 6937, or wholly in another one of the standard.

The alphabet is turned round from ttconv's, so that what is written is what `stl.py` reads.
"""

import codecs
import re
from dataclasses import replace
from functools import cache

from media.errors import Refused, WrongUse
from media.language import gettext as _
from media.timecode import frame_at
from subtitles.cue import Cue, Track
from subtitles.diagnostic import INFO, Diagnostic
from subtitles.formats.base import Composed, Unwritable, carried, left_out, substituted
from subtitles.formats.markup import TAG, alignment
from subtitles.layout import PLAIN, Layout

ROWS, COLUMNS = 23, 40
_LATIN = "00"
_OTHERS = {"01": "iso8859-5", "02": "iso8859-6", "03": "iso8859-7", "04": "iso8859-8"}
_DISK = {25: "STL25.01", 30: "STL30.01"}
_LANGUAGES = {"sq": 1, "br": 2, "ca": 3, "hr": 4, "cs": 6, "da": 7, "de": 8, "en": 9, "es": 10, "et": 13, "fr": 15, "it": 21,
              "nl": 29, "pl": 32, "pt": 33, "ro": 34, "fi": 39, "sv": 40, "tr": 41, "ar": 0x7E, "fa": 0x78, "ha": 0x72,
              "he": 0x6E, "ru": 0x56, "ff": 0x74, "sw": 0x4D}  # fmt: skip
_MOST, _FIELD, _DAY = 65_535, 112, 86_400_000
_CODES = {"<i>": b"\x80", "</i>": b"\x81", "<u>": b"\x82", "</u>": b"\x83", "\n": b"\x8a"}
_PIECE = re.compile(rf"{TAG.pattern}|\n|[^<\n]+|<")
_SUBSTITUTES = {"\u202f": "\u00a0", "…": "...", "–": "—", "\u2011": "-", "\u2009": " "}
_NAMES = {"\u202f": "U+202F", "\u2011": "U+2011", "\u2009": "U+2009"}


def write(track: Track, strict: bool = False, layout: Layout = PLAIN) -> Composed:
    """The bytes of an EBU STL file of `track`, its times rounded down to frames of `layout.rate`.

    Raises Unwritable, naming the cue, for a sign that the alphabet lacks; WrongUse for a rate other than 25 or 30;
    Refused for more cues or hours than the format can count.
    """
    if layout.rate not in _DISK:
        raise WrongUse(
            _("L’EBU STL compte à 25 ou 30 images par seconde, pas à {rate}.").format(rate=layout.rate),
            _("Convertir d’abord les temps avec --from-rate et --to-rate, puis écrire avec --rate 25."),
        )
    if len(track.cues) > _MOST or any(cue.span.end >= _DAY for cue in track.cues):
        raise Refused(
            _("L’EBU STL ne compte que {count} sous-titres et 24 heures.").format(count=_MOST),
            _("Couper la piste, ou écrire en .ttml."),
        )
    diagnostics = _remarks(track, layout)
    table, codec = _alphabet(track)
    blocks = []
    for number, cue in enumerate(track.cues, 1):
        text, found = _carried(cue, number, strict, table)
        diagnostics += found
        blocks += _blocks(replace(cue, text=text), number, _encoded(text, number, codec), layout)
    return Composed(_header(track, table, len(blocks), layout) + b"".join(blocks), diagnostics)


def _remarks(track: Track, layout: Layout) -> list[Diagnostic]:
    """What the format cannot say of this track."""
    found = []
    rate = int(layout.rate)
    if any(ms * rate % 1000 for cue in track.cues for ms in (cue.span.start, cue.span.end)):
        action = _("L’EBU STL compte en images ({rate} par seconde) : les temps sont arrondis à l’image.").format(
            rate=rate
        )
        found.append(Diagnostic(0, "times-rounded", INFO, action))
    speakers = sum(cue.speaker is not None for cue in track.cues)
    sentence = _(
        "L’EBU STL ne sait pas dire qui parle : nom laissé de côté dans {count} sous-titre(s). Le VTT le garde."
    )
    found += left_out(speakers, "speaker-left-out", sentence)
    bold = sum("<b>" in cue.text for cue in track.cues)
    return found + left_out(
        bold, "bold-left-out", _("L’EBU STL n’a pas de gras : laissé de côté dans {count} sous-titre(s).")
    )


def _carried(cue: Cue, number: int, strict: bool, table: str) -> tuple[str, list[Diagnostic]]:
    """The text of a cue in signs that the format has, where there is a usual way of writing them."""
    text, found = carried(cue.text, number, strict)
    text = text.replace("<b>", "").replace("</b>", "")
    if table == _LATIN and any(sign in text for sign in _SUBSTITUTES):
        seen = " ".join(_NAMES.get(sign, sign) for sign in _SUBSTITUTES if sign in text)
        found.append(substituted(number, _("écrit avec les signes de l’EBU STL : {signs}").format(signs=seen), strict))
        for sign, usual in _SUBSTITUTES.items():
            text = text.replace(sign, usual)
    return text, found


def _alphabet(track: Track) -> tuple[str, str]:
    """The number and codec of the alphabet that has every letter of `track`; Latin where none has."""
    letters = {letter for cue in track.cues for letter in TAG.sub("", cue.text) if not letter.isascii()}
    letters -= set(_SUBSTITUTES)
    if not letters <= _latin().keys():
        for table, codec in _OTHERS.items():
            if all(_has(codec, letter) for letter in letters):
                return table, codec
    return _LATIN, "ascii"


def _has(codec: str, letter: str) -> bool:
    try:
        return codecs.encode(letter, codec) != b""
    except UnicodeEncodeError:
        return False


def _encoded(text: str, number: int, codec: str) -> bytes:
    letters = _latin() if codec == "ascii" else {}
    pieces = []
    for piece in _PIECE.findall(text):
        if piece in _CODES:
            pieces.append(_CODES[piece])
            continue
        for letter in piece:
            if letter.isascii() and letter.isprintable():
                pieces.append(letter.encode())
            elif letter in letters or ((letter.isprintable() or letter == "\u00a0") and _has(codec, letter)):
                pieces.append(letters.get(letter) or codecs.encode(letter, codec))
            else:
                raise _lacking(number, letter)
    return b"".join(pieces)


def _lacking(number: int, letter: str) -> Unwritable:
    return Unwritable(
        _("Sous-titre {n} : l’alphabet de l’EBU STL n’a pas de signe pour « {letter} » (U+{code:04X}).").format(
            n=number, letter=letter if letter.isprintable() else "", code=ord(letter)
        ),
        _("Écrire en .ttml (IMSC), que les diffuseurs acceptent et qui porte toutes les écritures."),
        number,
    )


@cache
def _latin() -> dict[str, bytes]:
    """Each letter of ISO 6937 that is not ASCII, and how it is written: alone, or an accent before its letter."""
    from ttconv.stl import iso6937

    found: dict[str, bytes] = {}
    accented = [bytes([accent, base]) for accent in range(0xC1, 0xD0) for base in range(0x41, 0x7B)]
    for written in [*accented, *(bytes([code]) for code in range(0xA0, 0x100))]:
        letter = iso6937.decode(written, "ignore")[0]
        if len(letter) == 1 and not letter.isascii():
            found[letter] = written
    return found


def _blocks(cue: Cue, number: int, text: bytes, layout: Layout) -> list[bytes]:
    """The blocks of one subtitle: as many as its text needs."""
    lines = text.count(b"\x8a") + 1
    top = alignment(cue.settings)[4:5] in ("7", "8", "9")
    row = 2 if top else max(1, ROWS + 1 - 2 * lines)
    times = b"".join(bytes(_timecode(ms, layout)) for ms in (cue.span.start, max(cue.span.end, cue.span.start + 40)))
    parts = [text[at : at + _FIELD] for at in range(0, max(1, len(text)), _FIELD)]
    blocks = []
    for place, part in enumerate(parts):
        last = place == len(parts) - 1
        head = bytes([0]) + number.to_bytes(2, "little") + bytes([0xFF if last else place, 0])
        blocks.append(head + times + bytes([row, 2, 0]) + part.ljust(_FIELD, b"\x8f"))
    return blocks


def _timecode(ms: int, layout: Layout) -> tuple[int, int, int, int]:
    frame, rate = frame_at(ms, layout.rate), int(layout.rate)
    seconds, frames = divmod(frame, rate)
    return seconds // 3600, seconds // 60 % 60, seconds % 60, frames


def _header(track: Track, table: str, blocks: int, layout: Layout) -> bytes:
    """The general information block, 1024 bytes."""
    first = track.cues[0].span.start if track.cues else 0
    language = _LANGUAGES.get(track.language.lower().partition("-")[0], 0)
    day = layout.made.strftime("%y%m%d") if layout.made else "000000"
    title = layout.title.encode("cp850", "replace").decode("cp850")
    fields = (
        ("850", 3), (_DISK[int(layout.rate)], 8), ("0", 1), (table, 2), (f"{language:02X}", 2), (title, 32), ("", 32),
        (title, 32), ("", 32), ("", 32), ("", 32), ("", 16), (day, 6), (day, 6), ("00", 2), (f"{blocks:05d}", 5),
        (f"{len(track.cues):05d}", 5), ("001", 3), (f"{COLUMNS:02d}", 2), (f"{ROWS:02d}", 2), ("1", 1), ("00000000", 8),
        ("".join(f"{part:02d}" for part in _timecode(first, layout)), 8), ("1", 1), ("1", 1), ("", 3),
    )  # fmt: skip
    return "".join(text[:width].ljust(width) for text, width in fields).ljust(1024).encode("cp850", "replace")
