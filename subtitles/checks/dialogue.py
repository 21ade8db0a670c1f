# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of dialogue: a dash and a line for each speaker."""

import re
from collections.abc import Mapping

from media.language import lazy
from subtitles.checks.breaker import is_reply, replies
from subtitles.checks.rule import Place, Repair, Rule, Spotted

_SOURCE = "Netflix, French Timed Text Style Guide, Dual Speakers"
_SIGNS = ("-", "–", "—")
_DASH = re.compile(
    r"(?m)^(?P<tags>(?:<[ibu]>)*)(?P<sign>[-–—])(?P<gap>[ \u00a0\u202f]*)(?=(?:<[ibu]>)*(?:[^\W\d_]|[«…“]))"
)
_SECOND = re.compile(r"(?<=[.!?…»])[ \u00a0](?=[-–—][ \u00a0]?[A-ZÀ-Þ«])")


def _dash(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    first = _DASH.search(place.text)
    if first is None:
        return None
    right = _DASH.sub(lambda dash: f"{dash['tags']}{first['sign']}{dash['gap'][:1] or ' '}", place.text)
    if right == place.text:
        return None
    return Spotted(lazy("Chaque réplique commence par le même tiret, suivi d’une espace."), fix=right)


def _apart(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    if not is_reply(place.text) or _SECOND.search(place.text) is None:
        return None
    return Spotted(lazy("Deux répliques sur la même ligne."), fix=_SECOND.sub("\n", place.text))


def _alone(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    if sum(map(is_reply, place.lines)) != 1:
        return None
    if len(replies(place.text)) == 2 or _SECOND.search(place.text) is not None:
        return None  # « Bonjour. » then a dash: the second voice answers
    return Spotted(lazy("Un tiret seul : il n’y a qu’une voix dans ce sous-titre."))


RULES: tuple[Rule, ...] = (
    Rule("dialogue-dash", "dialogue", lazy("Chaque réplique commence par le même tiret, suivi d’une espace."), "warning",
         _SOURCE, "-Tu viens.\n– Oui.", "- Tu viens.\n- Oui.", _dash, repair=Repair.AUTOMATIC, signs=_SIGNS),
    Rule("dialogue-lines", "dialogue", lazy("Chaque réplique a sa ligne."), "warning", _SOURCE,
         "- Tu viens\u202f? - Oui.", "- Tu viens\u202f?\n- Oui.", _apart, repair=Repair.PROPOSED, signs=_SIGNS),
    Rule("dialogue-alone", "dialogue", lazy("Le tiret annonce deux voix : une seule n’en prend pas."), "info", _SOURCE,
         "- Je viens.", "Je viens.", _alone, signs=_SIGNS),
)  # fmt: skip
