# SPDX-License-Identifier: GPL-3.0-or-later
"""XML of strangers read safely into a tree: no entity, no other file, a bounded number of elements and depth.

Python's own expat is enough and is kept with Python; what a safe wrapper would forbid is forbidden here, and so are
floods of elements and towers of them, which no wrapper counts.
"""

import xml.etree.ElementTree as ET
from fractions import Fraction
from xml.parsers import expat

from archive.exchange.cut import NotACut
from media.language import gettext as _

DEEPEST = 80
MOST_ELEMENTS = 1_000_000
LONGEST_NUMBER = 24


def tree_of(data: bytes) -> ET.Element:
    """The root element. Raises NotACut for broken XML, entities of its own, too many or too deep elements."""
    builder, depth, seen = ET.TreeBuilder(), 0, 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, seen
        depth, seen = depth + 1, seen + 1
        if depth > DEEPEST or seen > MOST_ELEMENTS:
            raise _too_large()
        builder.start(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, builder.data
    parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = parser.NotationDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    try:
        parser.Parse(data, True)
        return builder.close()
    except (expat.ExpatError, ValueError, LookupError, UnicodeError, AssertionError) as error:
        raise NotACut(
            _("Ce fichier XML est cassé ({error}).").format(error=error),
            _("Réexporter la séquence depuis le logiciel de montage."),
        ) from error


def words(element: ET.Element | None, path: str, otherwise: str = "") -> str:
    """The text of a child element, without spaces around."""
    found = None if element is None else element.find(path)
    return otherwise if found is None or found.text is None else found.text.strip()


def number(text: str) -> int:
    """A whole number as these files write it. Raises NotACut for anything else, or a number too long to be one."""
    shown = text.strip()
    if len(shown) > LONGEST_NUMBER or not shown.removeprefix("-").isascii() or not shown.removeprefix("-").isdigit():
        raise NotACut(
            _("Ce montage contient un nombre illisible : « {text} ».").format(text=shown[:LONGEST_NUMBER]),
            _("Réexporter la séquence depuis le logiciel de montage."),
        )
    return int(shown)


def fraction(text: str) -> Fraction:
    """`1001/30000` or `25` as a fraction. Raises NotACut for anything else."""
    above, _slash, below = text.strip().partition("/")
    under = number(below) if below else 1
    if not under:
        raise NotACut(_("Ce montage contient une division par zéro."), _("Réexporter la séquence."))
    return Fraction(number(above), under)


def _refuse(*_facts: object) -> int:
    raise NotACut(
        _("Ce fichier XML déclare des entités, ce qu’aucun montage ne fait : il peut être piégé."),
        _("Ne pas l’ouvrir ; demander un nouvel export de la séquence."),
    )


def _too_large() -> NotACut:
    return NotACut(
        _("Ce fichier XML est trop grand ou trop emboîté pour être un montage."),
        _("Exporter une seule séquence, sans les rushes ni les bobines."),
    )
