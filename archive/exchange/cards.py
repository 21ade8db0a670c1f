# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of title cards as pictures beside a cut list, for programs that know no titles of ours, under names that say
which words they show."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from archive.exchange.build import Stated, plain
from archive.exchange.cut import Taken
from archive.exchange.timeline import Still
from archive.film.render import format_for
from archive.film.segments import lying
from archive.film.words import Page, burned_card
from archive.library import Library
from archive.model.film import CutCard, CutList, Item, ItemKind
from media.ffmpeg import find
from media.files import sha256_of
from media.fonts import FontMissing
from media.segment import FilmFormat, make_words

TOLD = 16
SHOWN = 1000
_NAME = re.compile(rf"carte-([0-9a-f]{{{TOLD}}})\.png$")


def lay_cards(library: Library, cut: CutList, shape: Stated, folder: Path, before: str) -> dict[str, Still]:
    """A picture of each card of words in `folder`, by its words; none of words for which no font has the letters."""
    settings, letters = library.settings, format_for(cut.film.audience).letters
    ffmpeg = find(settings.ffmpeg, settings.memory_mb, settings.threads)
    film = FilmFormat(*shape.size, shape.rate, letters=letters)
    found: dict[str, Still] = {}
    for part in cut.parts:
        if not isinstance(part, CutCard) or part.picture or not part.text or part.text in found:
            continue
        to = folder / f"{before}carte-{told_of(part.text)}.png"
        try:
            words = burned_card(part.text, SHOWN, Page(film.box, film.rate, library.folder / "fonts", letters))
        except FontMissing:
            continue
        if words is not None:
            with lying(words.ass, library.derived("segments", f"{to.stem}.ass")) as ass:
                assert ass is not None
                make_words(ffmpeg, to, film, ass, words.font)
            found[part.text] = Still(to.name, to.name, sha256_of(to), film.box, worded=True)
    return found


def told_of(text: str) -> str:
    """What the name of a card's picture says of its words."""
    return hashlib.sha256(plain(text).encode()).hexdigest()[:TOLD]


def words_shown(taken: Taken, known: Iterable[Item]) -> str:
    """The words of the card whose picture a shot of a cut shows, as the cut says them or a line of before; empty: none."""
    names = [re.split(r"[/\\]", name)[-1] for name in (*taken.addresses, taken.name) if name]
    told = next((found[1] for name in names if (found := _NAME.search(name.lower()))), "")
    if not told:
        return ""
    cards = (plain(item.text) for item in known if item.kind is ItemKind.CARD)
    return taken.text or next((text for text in cards if told_of(text) == told), "")
