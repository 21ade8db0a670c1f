# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of the text itself: there is one, its tags close, its letters are whole."""

import re
import unicodedata

from media.language import lazy
from subtitles.checks.rule import Place, Rule, Spotted
from subtitles.formats.markup import balanced

_MOJIBAKE = re.compile("Ã[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
                       "|Â[\u00a0-\u00bf]|â€[\u0080-\u02ff\u2018-\u2122]|ï»¿|\ufffd")  # fmt: skip


def _empty(place: Place) -> Spotted | None:
    return None if place.cue.plain.strip() else Spotted(lazy("Sous-titre sans texte."))


def _tags(place: Place) -> Spotted | None:
    if "<" not in place.cue.text or balanced(place.cue.text):
        return None
    return Spotted(lazy("Une balise <i>, <b> ou <u> n’est pas refermée, ou l’est dans le désordre."))


def _nfc(place: Place) -> Spotted | None:
    text = place.cue.text
    if unicodedata.is_normalized("NFC", text):
        return None
    message = lazy("Accents décomposés (forme NFD) : la recherche et l’affichage en souffrent.")
    return Spotted(message, fix=unicodedata.normalize("NFC", text))


def _mojibake(place: Place) -> Spotted | None:
    found = _MOJIBAKE.search(place.cue.text)
    if found is None:
        return None
    message = lazy("Lettres abîmées par un mauvais encodage (« {seen} ») : relire le fichier dans le bon.")
    return Spotted(message, found[0], fix=mended(place.cue.text), fields={"seen": found[0]})


def mended(text: str) -> str | None:
    """UTF-8 that was read as cp1252, read again; None when that is not what happened.

    >>> mended("rÃ©fugiÃ©s")
    'réfugiés'
    """
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None


RULES: tuple[Rule, ...] = (
    Rule("empty-cue", "text", lazy("Un sous-titre dit quelque chose."), "warning", lazy("Règle de la maison"),
         "(rien)", "Oui.", _empty),
    Rule("tags", "text", lazy("Chaque balise ouverte est refermée."), "warning", "WebVTT, W3C",
         "<i>Il a dit non.", "<i>Il a dit non.</i>", _tags),
    Rule("nfc", "text", lazy("Les lettres accentuées sont d’une seule pièce (NFC)."), "warning", "Unicode, UAX 15",
         "e\u0301cole", "école", _nfc),
    Rule("mojibake", "text", lazy("Aucune lettre n’est abîmée par un mauvais encodage."), "error",
         lazy("Règle de la maison"), "rÃ©fugiÃ©s", "réfugiés", _mojibake),
)  # fmt: skip
