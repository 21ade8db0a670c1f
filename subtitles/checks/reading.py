# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of reading: is there time enough for the words."""

from bisect import bisect_left
from collections.abc import Mapping

from media.language import lazy
from subtitles.checks.rule import Place, Repair, Rule, Spotted
from subtitles.checks.timing import longer


def characters(text: str) -> int:
    """The characters that an eye reads: line breaks do not count, spaces do."""
    return len(text) - text.count("\n")


def _speed(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    span = place.cue.span
    duration, aim = span.end - span.start, limits["aim"]
    count = characters(place.plain.strip())
    if not duration or count * 1000 <= aim * duration:
        return None
    level, severity = "aim", "info"
    if count * 1000 > limits["error"] * duration:
        level, severity = "error", "error"
    elif count * 1000 > limits["warn"] * duration:
        level, severity = "warn", "warning"
    speed = round(count * 1000 / duration, 1)
    message = lazy("{speed} caractères par seconde : raccourcir le texte ou prolonger l’affichage (visé : {aim}).")
    fields = {"speed": speed, "aim": aim}
    moves = longer(place, span.start - (-count * 1000 // max(1, aim)))
    return Spotted(message, speed, limits[level], severity=severity, fields=fields, moves=moves)


def allowed_by_ladder(duration: int, limits: Mapping[str, int]) -> int:
    """Characters that the Arcom charter allows for `duration` milliseconds, tolerance included.

    The rungs stand at one to four seconds; between them the allowance grows evenly, beyond the last one it stays at
    its pace.

    >>> allowed_by_ladder(2000, {"1s": 12, "2s": 20, "3s": 36, "4s": 60, "tolerance": 20})
    24
    """
    rungs = [0, limits["1s"], limits["2s"], limits["3s"], limits["4s"]]
    whole, part = divmod(duration, 1000)
    if whole >= 4:
        return rungs[4] * duration * (100 + limits["tolerance"]) // 400_000
    between = rungs[whole] * 1000 + (rungs[whole + 1] - rungs[whole]) * part
    return between * (100 + limits["tolerance"]) // 100_000


def _ladder(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    span, count = place.cue.span, characters(place.plain.strip())
    allowed = allowed_by_ladder(span.end - span.start, limits)
    if count <= allowed:
        return None
    message = lazy("{count} caractères, alors que cette durée en permet {allowed} (tolérance comprise).")
    moves = longer(place, span.start + _needed(count, limits))
    return Spotted(message, count, allowed, fields={"count": count, "allowed": allowed}, moves=moves)


def _needed(count: int, limits: Mapping[str, int]) -> int:
    """The shortest display whose allowance holds `count` characters; at most a minute."""
    return bisect_left(range(60_000), count, key=lambda ms: allowed_by_ladder(ms, limits))


RULES: tuple[Rule, ...] = (
    Rule(
        "reading-speed", "reading", lazy("Le texte se lit sans courir : 15 caractères par seconde visés, 25 jamais dépassés."),
        "warning", lazy("Usage des sous-titreurs ; 15 : CSA, 17 : Netflix, adultes"),
        "50 caractères en 2 s", "50 caractères en 3,5 s", _speed, {"aim": 15, "warn": 17, "error": 25}, Repair.PROPOSED,
    ),
    Rule(
        "reading-ladder", "reading", lazy("12 caractères pour 1 s, 20 pour 2 s, 36 pour 3 s, 60 pour 4 s, à 20 % près."),
        "off", lazy("Charte relative à la qualité du sous-titrage, CSA (Arcom), décembre 2011"),
        "30 caractères en 2 s", "30 caractères en 3 s", _ladder,
        {"1s": 12, "2s": 20, "3s": 36, "4s": 60, "tolerance": 20}, Repair.PROPOSED,
    ),
)  # fmt: skip
