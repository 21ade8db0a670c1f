# SPDX-License-Identifier: GPL-3.0-or-later
"""A font for the words that are burned into a picture: never the computer's own, so that every film looks the same."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from media.errors import CannotCheck
from media.fontfile import FontFile, read_font
from media.language import gettext as _

_WHEELS = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
_SHOWN = 5
USUAL = "Noto Sans"
"""The family of texts that ask for no other."""


class FontMissing(CannotCheck):
    """No font here has all the characters of the text."""


@dataclass(frozen=True, slots=True)
class Font:
    """A family, and the folder that holds its files."""

    family: str
    folder: Path


def font_for(text: str, extra: Path | None = None) -> Font:
    """The first font that can draw all of `text`: Noto Sans, Noto Sans Arabic, then those in the folder `extra`.

    Raises FontMissing naming the characters that Noto Sans lacks when no font has them all.
    """
    needed = {ord(character) for character in text if _is_drawn(character)}
    fonts = list(_fonts(extra))
    for font in fonts:
        if needed <= font.characters:
            return Font(font.family, font.path.parent)
    lacking = sorted(needed - fonts[0].characters) if fonts else sorted(needed)
    raise FontMissing(
        _("Aucune police n’a tous les caractères de ce texte, par exemple : {characters}.").format(
            characters=" ".join(_named(code) for code in lacking[:_SHOWN])
        ),
        _("Mettre un fichier de police (.ttf ou .otf) qui les contient dans le dossier « fonts » de l’archive."),
    )


def families_for(texts: Iterable[str], extra: Path | None = None) -> list[str | None]:
    """For each text the family that `font_for` chooses; None where no font has all of its characters."""
    fonts = list(_fonts(extra))
    chosen: list[str | None] = []
    for text in texts:
        needed = {ord(character) for character in set(text) if _is_drawn(character)}
        chosen.append(next((font.family for font in fonts if needed <= font.characters), None))
    return chosen


def drawable(extra: Path | None = None) -> tuple[frozenset[int], ...]:
    """For each font that `font_for` may choose, the code points that it can draw. Files are read once."""
    return tuple(font.characters for font in _fonts(extra))


def _fonts(extra: Path | None) -> Iterator[FontFile]:
    folders = [folder for name in _WHEELS if (folder := _wheel(name)) is not None]
    for folder in [*folders, *([extra] if extra is not None and extra.is_dir() else [])]:
        for path in sorted(folder.iterdir()):
            # a family is named by its upright file; libass finds the italic beside it
            if path.suffix.casefold() in (".ttf", ".otf", ".ttc") and "Italic" not in path.name:
                found = read_font(path)
                if found is not None:
                    yield found


def _wheel(name: str) -> Path | None:
    package = find_spec(name)
    return None if package is None or package.origin is None else Path(package.origin).parent / "files"


def _is_drawn(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Zl", "Zp")


def _named(code: int) -> str:
    return f"« {chr(code)} » (U+{code:04X})"
