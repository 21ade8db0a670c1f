# SPDX-License-Identifier: GPL-3.0-or-later
"""What the naming guard says, in plain words."""

from collections import Counter
from collections.abc import Iterable, Iterator

from archive.naming.finding import Finding
from archive.naming.patterns import Kind
from archive.naming.texts import Text, Where
from media.language import gettext as _
from media.language import lazy

KINDS = {
    Kind.NAME: lazy("vrai nom"),
    Kind.PHONE: lazy("téléphone"),
    Kind.EMAIL: lazy("adresse"),
    Kind.SERVICE: lazy("matricule"),
    Kind.VILLAGE: lazy("village"),
}
"""What was found, never the words themselves; the journal says it in French."""

_PLACES = {
    Where.FILE: lazy("nom du film"),
    Where.TITLE: lazy("titre du film"),
    Where.OUTPUT: lazy("nom du fichier"),
    Where.CLIP_TITLE: lazy("titre de l’extrait"),
    Where.LINE: lazy("ligne {place} du montage"),
    Where.LOWER: lazy("bandeau de la ligne {place}"),
    Where.SUBTITLE: lazy("sous-titres du passage {place}"),
    Where.CUE: lazy("sous-titre {place}"),
    Where.SPEAKER: lazy("nom de qui parle, en {place}"),
}


def told(finding: Finding) -> str:
    """One finding as a sentence: where, what, and what to write instead."""
    return _("{where} : « {text} » → {instead}  ({key})").format(
        where=where_of(finding.text), text=finding.found.text, instead=finding.found.instead, key=finding.key
    )


def summed(findings: Iterable[Finding]) -> str:
    """How many of each kind, never the words themselves: « téléphone : 2 · village : 1 »; empty for none."""
    counts = Counter(one.found.kind for one in findings)
    return " · ".join(_("{kind} : {count}").format(kind=_(KINDS[kind]), count=counts[kind]) for kind in counts)


def where_of(text: Text) -> str:
    """Where a text stands, in plain words."""
    return _(_PLACES[text.where]).format(place=text.place)


def unchecked(no_vault: bool) -> Iterator[str]:
    """What the machine could not look for; nothing when there is nothing to say."""
    if no_vault:
        yield _(
            "Numéros, adresses et villages ont été cherchés ; les vrais noms non : cette archive n’a pas de coffre."
        )
