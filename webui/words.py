# SPDX-License-Identifier: GPL-3.0-or-later
"""Times, lists and states as people read them on a page; the words of stored values are `archive.labels`."""

from collections.abc import Iterable
from fractions import Fraction

from archive.labels import label
from archive.model.film import SubtitleMode
from archive.model.footage import Tag
from media.language import decimals, language, lazy, ngettext
from media.language import gettext as _
from media.timecode import short_text_of_ms

MODES = {
    SubtitleMode.BURN: lazy("incrustés dans l’image"),
    SubtitleMode.SOFT: lazy("à afficher ou non"),
    SubtitleMode.NONE: lazy("dans des fichiers à côté"),
}
JOBS = {
    "derive": lazy("Copie de travail"),
    "check": lazy("Original décodé jusqu’au bout"),
    "align": lazy("Rushes sur une même ligne de temps"),
    "render-film": lazy("Rendu du film"),
    "render-clip": lazy("Extrait"),
    "purge": lazy("Effacement de ce qui ne se montre plus"),
    "mask-proof": lazy("Résultat d’un masque"),
    "export-film": lazy("Paquet pour le montage"),
}
JOB_STATES = {
    "queued": lazy("en attente"),
    "running": lazy("en cours"),
    "finishing": lazy("presque fini"),
    "done": lazy("terminé"),
    "failed": lazy("échoué"),
    "cancelled": lazy("arrêté"),
}


def named(value: str) -> str:
    """The word for a stored value, with a capital: it begins a line."""
    words = label(value)
    return words[:1].upper() + words[1:]


def labels(values: Iterable[str]) -> str:
    """The words for several stored values, as a sentence lists them; empty for none."""
    return listing(sorted(label(value) for value in values))


def listing(words: Iterable[str]) -> str:
    """`a, b et c`."""
    *first, last = list(words) or [""]
    return _("{first} et {last}").format(first=", ".join(first), last=last) if first else last


def tag_label(tag: Tag) -> str:
    """The label of a term in the language of the page."""
    return (tag.label_en or tag.label_fr) if language() == "en" else tag.label_fr


def clock(ms: int) -> str:
    """`M:SS` or `H:MM:SS`."""
    return short_text_of_ms(ms)


def length(ms: int) -> str:
    """A duration as people say it: `45 s`, `3 min 20`, `1 h 05`."""
    seconds = (ms + 500) // 1000
    if seconds < 60:
        return _("{count} s").format(count=seconds)
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        return _("{minutes} min {seconds:02d}").format(minutes=minutes, seconds=seconds)
    return _("{hours} h {minutes:02d}").format(hours=minutes // 60, minutes=minutes % 60)


def per_second(rate: Fraction) -> str:
    """`25 images/s`, `29,97 images/s`."""
    number = f"{float(rate):.2f}".rstrip("0").rstrip(".")
    return _("{number} images/s").format(number=decimals(number))


def loudness(level: float) -> str:
    """`-18,9 LUFS`, with the minus of typesetters."""
    number = f"{level:.1f}".replace("-", "\N{MINUS SIGN}")
    return f"{decimals(number)}\N{NO-BREAK SPACE}LUFS"


def counted(shown: int, everything: int) -> str:
    """How many of how many, for the head of the footage page."""
    if shown == everything:
        return ngettext("{count} rush", "{count} rushes", shown).format(count=shown)
    return _("{count} sur {all}").format(count=shown, all=everything)
