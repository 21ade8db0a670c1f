# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of reading: is there time enough for the words."""

from collections.abc import Mapping
from itertools import pairwise

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
    moves = longer(place, span.start + needed_by_ladder(count, limits))
    return Spotted(message, count, allowed, fields={"count": count, "allowed": allowed}, moves=moves)


def needed_by_ladder(count: int, limits: Mapping[str, int]) -> int:
    """The shortest display whose allowance holds `count` characters, in milliseconds; at most a minute.

    >>> needed_by_ladder(24, {"1s": 12, "2s": 20, "3s": 36, "4s": 60, "tolerance": 20})
    2000
    """
    percent = 100 + limits["tolerance"]
    rungs = [0, limits["1s"], limits["2s"], limits["3s"], limits["4s"]]
    thousandths = -(-count * 100_000 // percent)  # what the ladder must give, before the tolerance
    for second, (low, high) in enumerate(pairwise(rungs)):
        if thousandths <= high * 1000 and (high > low or thousandths <= low * 1000):
            part = -(-(thousandths - low * 1000) // (high - low)) if high > low else 0
            return second * 1000 + max(0, part)
    pace = rungs[4] * percent
    return min(60_000, -(-count * 400_000 // pace)) if pace else 60_000


RULES: tuple[Rule, ...] = (
    Rule(
        "reading-speed", "reading", lazy("Le texte se lit sans courir : 15 caractères par seconde visés, 25 jamais dépassés."),
        "warning", lazy("Usage des sous-titreurs ; 15 : CSA, 17 : Netflix, adultes"),
        "00:00:01,000 --> 00:00:02,500 Nous avons marché toute la nuit.",
        "00:00:01,000 --> 00:00:03,134 Nous avons marché toute la nuit.", _speed, {"aim": 15, "warn": 17, "error": 25}, Repair.PROPOSED,
    ),
    Rule(
        "reading-ladder", "reading", lazy("12 caractères pour 1 s, 20 pour 2 s, 36 pour 3 s, 60 pour 4 s, à 20 % près."),
        "off", lazy("Charte relative à la qualité du sous-titrage, CSA (Arcom), décembre 2011"),
        "00:00:01,000 --> 00:00:03,000 Nous étions là toute la nuit.",
        "00:00:01,000 --> 00:00:03,261 Nous étions là toute la nuit.", _ladder,
        {"1s": 12, "2s": 20, "3s": 36, "4s": 60, "tolerance": 20}, Repair.PROPOSED,
    ),
)  # fmt: skip
