# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of the text itself: there is one, its tags close, its letters are whole."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from media.language import lazy
from subtitles.checks.rule import Place, Repair, Rule, Spotted
from subtitles.formats.markup import TAG, balanced

_MOJIBAKE = re.compile("Ã[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
                       "|Â[\u00a0-\u00bf]|â€[\u0080-\u02ff\u2018-\u2122]|ï»¿|\ufffd")  # fmt: skip

# Joiners (U+200C, U+200D) and direction marks belong to the spelling of other scripts.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NO_GLYPH = frozenset(map(ord, "\n\u00a0\u202f\u2060\u200c\u200d\u200e\u200f"))


def _empty(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    return None if place.plain.strip() else Spotted(lazy("Sous-titre sans texte."))


def _tags(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    if "<" not in place.text or balanced(place.text):
        return None
    message = lazy("Une balise <i>, <b> ou <u> n’est pas refermée, ou l’est dans le désordre.")
    return Spotted(message, fix=closed(place.text))


def closed(text: str) -> str:
    """`text` with every tag closed: ends that close nothing go, missing ends come where the text or an outer tag ends.

    >>> closed("<i>Il a <b>dit</i> non</u>.")
    '<i>Il a <b>dit</b></i> non.'
    """
    pieces, opened, at = [], list[str](), 0
    for tag in TAG.finditer(text):
        pieces.append(text[at : tag.start()])
        at, name = tag.end(), tag[0][-2]
        if tag[0][1] != "/":
            opened.append(name)
            pieces.append(tag[0])
        elif name in opened:
            while opened:
                last = opened.pop()
                pieces.append(f"</{last}>")
                if last == name:
                    break
    return "".join([*pieces, text[at:], *(f"</{name}>" for name in reversed(opened))])


def _nfc(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    text = place.text
    if unicodedata.is_normalized("NFC", text):
        return None
    message = lazy("Accents décomposés (forme NFD) : la recherche et l’affichage en souffrent.")
    return Spotted(message, fix=unicodedata.normalize("NFC", text))


def _mojibake(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    found = _MOJIBAKE.search(place.text)
    if found is None:
        return None
    message = lazy("Lettres abîmées par un mauvais encodage (« {seen} ») : relire le fichier dans le bon.")
    return Spotted(message, found[0], fix=mended(place.text), fields={"seen": found[0]})


def mended(text: str) -> str | None:
    """UTF-8 that was read as cp1252, read again; None when that is not what happened.

    >>> mended("rÃ©fugiÃ©s")
    'réfugiés'
    """
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None


def _invisible(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    found = _INVISIBLE.search(place.text)
    if found is None:
        return None
    message = lazy("Signe invisible (U+{code}) : il coupe le mot pour la recherche.")
    fields = {"code": f"{ord(found[0]):04X}"}
    return Spotted(message, fix=_INVISIBLE.sub("", place.text), fields=fields)


@lru_cache(maxsize=4)
def _letters(font: frozenset[int]) -> frozenset[str]:
    """The characters that need no other font, of which nearly every text is made."""
    return frozenset(map(chr, font | _NO_GLYPH))


def _glyphs(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    fonts = place.ground.glyphs
    if not fonts or place.plain.isascii():
        return None
    if place.letters <= _letters(fonts[0]):
        return None
    needed = set(map(ord, place.plain)) - _NO_GLYPH
    if any(needed <= font for font in fonts):
        return None
    needed = {code for code in needed if chr(code).isprintable()}
    if any(needed <= font for font in fonts):
        return None
    lacking = chr(min(needed - fonts[0]))
    message = lazy("Aucune police d’incrustation ne dessine « {letter} » (U+{code}) avec le reste du sous-titre.")
    return Spotted(message, lacking, fields={"letter": lacking, "code": f"{ord(lacking):04X}"})


RULES: tuple[Rule, ...] = (
    Rule("empty-cue", "text", lazy("Un sous-titre dit quelque chose."), "warning", lazy("Règle de la maison"),
         "00:00:01,000 --> 00:00:03,000", "00:00:01,000 --> 00:00:03,000 Oui.", _empty),
    Rule("tags", "text", lazy("Chaque balise ouverte est refermée."), "warning", "WebVTT, W3C",
         "<i>Il a dit non.", "<i>Il a dit non.</i>", _tags, repair=Repair.PROPOSED, signs=("<",)),
    Rule("nfc", "text", lazy("Les lettres accentuées sont d’une seule pièce (NFC)."), "warning", "Unicode, UAX 15",
         "e\u0301cole", "école", _nfc, repair=Repair.AUTOMATIC),
    Rule("invisible", "text", lazy("Aucun signe invisible ne se cache dans les mots."), "warning",
         lazy("Règle de la maison"), "ré\u00adfugié", "réfugié", _invisible, repair=Repair.AUTOMATIC),
    Rule("mojibake", "text", lazy("Aucune lettre n’est abîmée par un mauvais encodage."), "error",
         lazy("Règle de la maison"), "rÃ©fugiÃ©s", "réfugiés", _mojibake, repair=Repair.PROPOSED,
         signs=("Ã", "Â", "â€", "ï»¿", "\ufffd")),
    Rule("glyphs", "text", lazy("La police d’incrustation dessine chaque signe."), "error",
         lazy("Règle de la maison"), "ߒߞߏ", "N’Ko", _glyphs),
)  # fmt: skip
