# SPDX-License-Identifier: GPL-3.0-or-later
"""From the bytes of a subtitle file to a track. Nothing that was said is dropped without being reported."""

import re
from typing import NamedTuple

from media.errors import Refused
from media.language import gettext as _
from subtitles.cue import Track
from subtitles.diagnostic import ERROR, WARNING, Diagnostic, reported
from subtitles.encoding import decode
from subtitles.formats import FORMATS, Format
from subtitles.formats.plain import begins_plainly

LARGEST = 50 << 20
"""Bytes: a larger file is no subtitle file."""
_SAMPLE = 20_000
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_SEPARATORS = {"\u2028": "\n", "\u2029": "\n"}


class NotSubtitles(Refused):
    """The file is of a kind that is never a subtitle text: a picture, a film, an archive."""


class Reading(NamedTuple):
    """What was read: the track, every repair in file order, the format recognised and the encoding used."""

    track: Track
    diagnostics: list[Diagnostic]
    format: str
    encoding: str

    @property
    def reported(self) -> int:
        """How many cues could not be kept; each one is among the diagnostics."""
        return reported(self.diagnostics)


def read(data: bytes, encoding: str | None = None, strict: bool = False) -> Reading:
    """Read a file of any format of `FORMATS`, recognised by content. `strict` keeps only what the standard accepts.

    Raises WrongUse for an unknown `encoding`, Refused when the bytes are not of it or too many, NotSubtitles for binary
    files.
    """
    _refuse_binary(data)
    if len(data) > LARGEST:
        raise Refused(
            _("Ce fichier est trop gros pour des sous-titres."),
            _("Au plus 50 Mo. Un film se verse avec « baro ingest »."),
        )
    binary = next((one for one in FORMATS if one.binary and one.looks_like(data)), None)
    if binary is not None:
        parsed = binary.read(data, strict)
        return Reading(parsed.track, parsed.diagnostics, binary.name, "binary")
    text, used, found = decode(data, encoding)
    text, repairs = _clean(text)
    known = _format_of(text)
    parsed = (known or next(one for one in FORMATS if one.name == "srt")).read(text, strict)
    found = [*found, *repairs, *parsed.diagnostics]
    if not parsed.track.cues:
        if known is None and _is_binary(text):
            raise _not_subtitles()
        action = _("Aucun sous-titre dans ce fichier.") if text.strip() else _("Ce fichier est vide.")
        found.append(Diagnostic(1, "no-cue", ERROR if known is None or reported(found) else WARNING, action))
    return Reading(parsed.track, found, known.name if known else "srt", used)


def _format_of(text: str) -> Format | None:
    """The format of a text; None when it looks like none."""
    plainly = "srt" if begins_plainly(text) else ""  # most files, known at a glance
    texts = (one for one in FORMATS if one.reads and not one.binary)
    return next((one for one in texts if one.name == plainly or (not plainly and one.looks_like(text))), None)


def _clean(text: str) -> tuple[str, list[Diagnostic]]:
    """Line ends as `\\n`, and without the characters that no subtitle means to say."""
    found = []
    if "\0" in text:
        action = _("Caractères nuls : retirés.")
        found.append(Diagnostic(_line_of(text, "\0"), "null", WARNING, action))
        text = text.replace("\0", "")
    if "\ufeff" in text:
        action = _("Marque d’ordre des octets au milieu du fichier (fichiers collés ?) : retirée.")
        found.append(Diagnostic(_line_of(text, "\ufeff"), "byte-order-mark", WARNING, action))
        text = text.replace("\ufeff", "")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for separator, ending in _SEPARATORS.items():
        if separator in text:
            action = _("Séparateur de ligne Unicode (U+{code:04X}) : lu comme un saut de ligne.")
            line = _line_of(text, separator)
            found.append(Diagnostic(line, "line-separator", WARNING, action.format(code=ord(separator))))
            text = text.replace(separator, ending)
    return text, found


def _line_of(text: str, character: str) -> int:
    before = text[: text.index(character)]
    return before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


def _refuse_binary(data: bytes) -> None:
    signatures = (b"\x89PNG", b"\xff\xd8\xff", b"PK\x03\x04", b"%PDF", b"\x1aE\xdf\xa3", b"RIFF", b"OggS", b"SQLite")
    if data.startswith(signatures) or data[4:8] == b"ftyp":
        raise _not_subtitles()


def _is_binary(text: str) -> bool:
    """True when so many controls stand among the letters that nobody wrote this as text."""
    sample = text[:_SAMPLE]
    return len(_CONTROLS.findall(sample)) * 50 > len(sample)


def _not_subtitles() -> NotSubtitles:
    return NotSubtitles(
        _("Ce fichier n’est pas un fichier de sous-titres."),
        _(
            "Baro lit SRT, WebVTT, SBV, ASS, TTML, STL, SCC, SAMI, MicroDVD, MPL2 ; un film se verse avec « baro ingest »."
        ),
    )
