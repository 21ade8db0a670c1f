# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of lines: how long, how many, and where they break."""

from collections.abc import Mapping
from functools import lru_cache

from media.language import lazy
from subtitles.checks.breaker import bound, broken, is_reply, replies
from subtitles.checks.rule import Place, Repair, Rule, Spotted

_TREATMENT = "Netflix Timed Text Style Guide, Line Treatment"


def _rebroken(place: Place) -> str | None:
    """The text broken anew, when that changes it."""
    text = _broken(place.text, place.ground.width, place.ground.most)
    return None if text == place.text else text


_broken = lru_cache(maxsize=64)(broken)  # several rules ask it of the same text


def _line_length(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    longest = max(map(len, place.lines))
    most = limits["max"]
    if longest <= most:
        return None
    message = lazy("Ligne de {longest} caractères : pas plus de {most}.")
    return Spotted(message, longest, most, _rebroken(place), fields={"longest": longest, "most": most})


def _line_count(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    count, most = len(place.lines), limits["max"]
    if count <= most:
        return None
    message = lazy("{count} lignes : pas plus de {most}.")
    return Spotted(message, count, most, _rebroken(place), fields={"count": count, "most": most})


def _one_line(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    if (
        not 2 <= len(place.lines) <= place.ground.most
        or len(place.plain) > place.ground.width
        or len(replies(place.text)) > 1
    ):
        return None
    return Spotted(lazy("Ce texte tient sur une ligne."), fix=_rebroken(place))


def _balance(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    lines = place.lines
    if len(lines) != 2 or len(place.plain) <= place.ground.width:
        return None
    short, long = sorted(map(len, lines))
    if short * 100 >= long * limits["percent"] or is_reply(lines[1]):
        return None
    right = _rebroken(place)
    if right is None:
        return None
    message = lazy("Lignes déséquilibrées ({first} et {second} caractères).")
    fields = {"first": len(lines[0]), "second": len(lines[1])}
    return Spotted(message, short * 100 // long, limits["percent"], right, fields=fields)


def _break(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    if len(place.lines) < 2:
        return None
    for line, following in zip(place.lines, place.lines[1:], strict=False):
        words, after = line.split(), following.split()
        if (
            words
            and after
            and not is_reply(following)
            and bound(words[-2] if len(words) > 1 else "", words[-1], after[0])
        ):
            message = lazy("La ligne se coupe après « {word} », qui tient au mot suivant.")
            right, fields = _rebroken(place), {"word": words[-1]}
            # where no break is better, the words themselves would have to change
            return Spotted(message, words[-1], fix=right, severity=None if right else "info", fields=fields)
    return None


def _end(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    words = place.lines[-1].rsplit(None, 2)
    if place.after is None or not words or not bound(words[-2] if len(words) > 1 else "", words[-1], ""):
        return None
    message = lazy("Le sous-titre s’arrête après « {word} », qui tient au mot suivant.")
    return Spotted(message, words[-1], fields={"word": words[-1]})


RULES: tuple[Rule, ...] = (
    Rule(
        "line-length", "lines", lazy("Une ligne a au plus 42 caractères."), "warning",
        "Netflix Timed Text Style Guide, Character Limitation",
        "Nous n’avions plus confiance dans les patrouilles de nuit.",
        "Nous n’avions plus confiance\ndans les patrouilles de nuit.", _line_length, {"max": 42}, Repair.AUTOMATIC,
    ),
    Rule(
        "line-count", "lines", lazy("Un sous-titre a au plus deux lignes."), "warning", _TREATMENT,
        "Oui,\nc’est vrai,\nnous étions là.", "Oui, c’est vrai, nous étions là.", _line_count, {"max": 2},
        Repair.AUTOMATIC,
    ),
    Rule(
        "one-line", "lines", lazy("Un texte qui tient sur une ligne n’en prend pas deux."), "info", _TREATMENT,
        "Nous étions là,\nprès du puits.", "Nous étions là, près du puits.", _one_line, repair=Repair.PROPOSED,
    ),
    Rule(
        "balance", "lines", lazy("Deux lignes ont des longueurs voisines, la première plutôt plus courte."), "info",
        _TREATMENT, "Oui,\nles femmes du quartier partent au marché.",
        "Oui, les femmes du quartier\npartent au marché.", _balance, {"percent": 30}, Repair.PROPOSED,
    ),
    Rule(
        "break", "lines",
        lazy("Une ligne ne se coupe pas après un article, une préposition, un pronom, une négation, un auxiliaire ou un prénom."),
        "warning", _TREATMENT, "Les enfants ne vont plus à la\npetite école du quartier depuis mai.",
        "Les enfants ne vont plus\nà la petite école du quartier depuis mai.", _break, repair=Repair.AUTOMATIC,
        language="fr",
    ),
    Rule(
        "cue-end", "lines",
        lazy("Un sous-titre ne s’arrête pas après un article, une préposition, un pronom, une négation ou un auxiliaire."),
        "info", _TREATMENT,
        "00:00:01,000 --> 00:00:04,000 Les enfants ne vont plus à la\n00:00:04,000 --> 00:00:06,000 petite école.",
        "00:00:01,000 --> 00:00:04,000 Les enfants ne vont plus\n00:00:04,000 --> 00:00:06,000 à la petite école.", _end, language="fr",
    ),
)  # fmt: skip
