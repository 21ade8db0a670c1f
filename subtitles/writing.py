# SPDX-License-Identifier: GPL-3.0-or-later
"""From a track to the bytes of a file: whole, or refused before a byte is written."""

from typing import NamedTuple

from media.language import gettext as _
from media.language import ngettext
from subtitles.cue import Track
from subtitles.diagnostic import INFO, WARNING, Diagnostic
from subtitles.encoding import known
from subtitles.formats import writable
from subtitles.formats.base import Unwritable
from subtitles.layout import PLAIN, Layout

_NARROW = "\u202f"
_SAY_ALL = frozenset({"json", "csv"})

__all__ = ["Unwritable", "Written", "write"]


class Written(NamedTuple):
    """The bytes, and what had to be substituted or left out on the way."""

    data: bytes
    diagnostics: list[Diagnostic]


def write(
    track: Track,
    format: str,  # noqa: A002
    encoding: str = "utf-8",
    strict: bool = False,
    layout: Layout = PLAIN,
) -> Written:
    """Write `track` as `srt`, `vtt`, `ass`, `ttml`, `stl`, `txt`, `csv`, `html` or `json`.

    Text that the format cannot carry is substituted with a diagnostic; with `strict`, or when the encoding lacks a
    letter, Unwritable names the cue. Raises WrongUse for an unknown format or encoding.
    """
    target, codec = writable(format), known(encoding)
    text, diagnostics = target.write(track, strict, layout) if target.laid_out else target.write(track, strict)
    if target.name not in _SAY_ALL:
        diagnostics = [*diagnostics, *_unsaid(track)]
    if isinstance(text, bytes):
        return Written(text, diagnostics)
    if _NARROW in text and not strict and _lacks_narrow_space(codec):
        action = _("L’encodage {codec} n’a pas d’espace fine insécable : écrite comme une espace insécable.")
        diagnostics = [*diagnostics, Diagnostic(0, "narrow-space", WARNING, action.format(codec=codec))]
        text = text.replace(_NARROW, "\u00a0")
    try:
        return Written(text.encode(codec), diagnostics)
    except UnicodeEncodeError as error:
        raise _lacking(track, codec, error.object[error.start]) from error


def _unsaid(track: Track) -> list[Diagnostic]:
    """What is known of the words and only our own formats can say."""
    count = sum(cue.translator is not None or cue.confidence is not None or bool(cue.doubts) for cue in track.cues)
    if not count:
        return []
    action = ngettext(
        "{count} sous-titre : qui a traduit, la confiance ou les mots douteux ne sont pas écrits dans ce format.",
        "{count} sous-titres : qui a traduit, la confiance ou les mots douteux ne sont pas écrits dans ce format.",
        count,
    )
    return [Diagnostic(0, "care-left-out", INFO, action.format(count=count))]


def _lacks_narrow_space(codec: str) -> bool:
    try:
        _NARROW.encode(codec)
    except UnicodeEncodeError:
        return True
    return False


def _lacking(track: Track, codec: str, letter: str) -> Unwritable:
    number = next((n for n, cue in enumerate(track.cues, 1) if letter in cue.text + (cue.speaker or "")), 0)
    shown = letter if letter.isprintable() else ""
    return Unwritable(
        _("Sous-titre {n} : l’encodage {codec} n’a pas de signe pour « {letter} » (U+{code:04X}).").format(
            n=number, codec=codec, letter=shown, code=ord(letter)
        ),
        _("Écrire en UTF-8, qui porte toutes les écritures."),
        number,
    )
