# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of reading: how fast, how wide, how many lines."""

from media.language import lazy
from subtitles.checks.rule import Place, Rule, Spotted


def characters(text: str) -> int:
    """The characters that an eye reads: line breaks do not count, spaces do."""
    return len(text) - text.count("\n")


def _speed(place: Place) -> Spotted | None:
    duration, limits = place.cue.span.duration, place.setting.limits
    count = characters(place.cue.plain.strip())
    if not duration or count * 1000 <= limits["aim"] * duration:
        return None
    level, severity = "aim", "info"
    if count * 1000 > limits["error"] * duration:
        level, severity = "error", "error"
    elif count * 1000 > limits["warn"] * duration:
        level, severity = "warn", "warning"
    speed = round(count * 1000 / duration, 1)
    message = lazy("{speed} caractères par seconde : raccourcir le texte ou prolonger l’affichage (visé : {aim}).")
    fields = {"speed": speed, "aim": limits["aim"]}
    return Spotted(message, speed, limits[level], severity=severity, fields=fields)


def allowed_by_ladder(duration: int, limits: dict[str, int]) -> int:
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


def _ladder(place: Place) -> Spotted | None:
    count = characters(place.cue.plain.strip())
    allowed = allowed_by_ladder(place.cue.span.duration, dict(place.setting.limits))
    if count <= allowed:
        return None
    message = lazy("{count} caractères, alors que cette durée en permet {allowed} (tolérance comprise).")
    return Spotted(message, count, allowed, fields={"count": count, "allowed": allowed})


def _line_length(place: Place) -> Spotted | None:
    longest = max(map(len, place.cue.plain.split("\n")))
    most = place.setting.limits["max"]
    if longest <= most:
        return None
    message = lazy("Ligne de {longest} caractères : pas plus de {most}.")
    return Spotted(message, longest, most, fields={"longest": longest, "most": most})


def _line_count(place: Place) -> Spotted | None:
    count, most = place.cue.text.count("\n") + 1, place.setting.limits["max"]
    if count <= most:
        return None
    message = lazy("{count} lignes : pas plus de {most}.")
    return Spotted(message, count, most, fields={"count": count, "most": most})


RULES: tuple[Rule, ...] = (
    Rule(
        "reading-speed", "reading", lazy("Le texte se lit sans courir : 15 caractères par seconde visés, 25 jamais dépassés."),
        "warning", lazy("Usage des sous-titreurs ; 15 : CSA, 17 : Netflix, adultes"),
        "50 caractères en 2 s", "50 caractères en 3,5 s", _speed, {"aim": 15, "warn": 17, "error": 25},
    ),
    Rule(
        "reading-ladder", "reading", lazy("12 caractères pour 1 s, 20 pour 2 s, 36 pour 3 s, 60 pour 4 s, à 20 % près."),
        "off", lazy("Charte relative à la qualité du sous-titrage, CSA (Arcom), décembre 2011"),
        "30 caractères en 2 s", "30 caractères en 3 s", _ladder,
        {"1s": 12, "2s": 20, "3s": 36, "4s": 60, "tolerance": 20},
    ),
    Rule(
        "line-length", "reading", lazy("Une ligne a au plus 42 caractères."), "warning",
        "Netflix Timed Text Style Guide, Character Limitation",
        "Nous n’avions plus confiance dans les patrouilles de nuit.",
        "Nous n’avions plus confiance\ndans les patrouilles de nuit.", _line_length, {"max": 42},
    ),
    Rule(
        "line-count", "reading", lazy("Un sous-titre a au plus deux lignes."), "warning",
        "Netflix Timed Text Style Guide, Line Treatment", "Oui,\nc’est vrai,\nnous étions là.",
        "Oui, c’est vrai,\nnous étions là.", _line_count, {"max": 2},
    ),
)  # fmt: skip
