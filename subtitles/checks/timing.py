# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of time: order, overlap, gaps, and how long a cue stays."""

from media.language import lazy
from media.timecode import text_of_ms
from subtitles.checks.rule import Place, Rule, Spotted

_TRADE = lazy("Usage professionnel du sous-titrage")


def _order(place: Place) -> Spotted | None:
    before, start = place.before, place.cue.span.start
    if before is None or start >= before.span.start:
        return None
    message = lazy("Ce sous-titre commence avant le précédent ({earlier}).")
    return Spotted(message, start, before.span.start, fields={"earlier": text_of_ms(before.span.start)})


def _overlap(place: Place) -> Spotted | None:
    before, span = place.before, place.cue.span
    if before is None or not before.span.overlaps(span):
        return None
    shared = min(before.span.end, span.end) - max(before.span.start, span.start)
    message = lazy("Chevauche le sous-titre précédent pendant {shared} ms.")
    return Spotted(message, shared, 0, fields={"shared": shared})


def _gap(place: Place) -> tuple[int, int] | None:
    """The gap before the cue in milliseconds and in whole frames; None where there is none to speak of."""
    if place.before is None or place.cue.span.start <= place.before.span.end:
        return None
    gap = place.cue.span.start - place.before.span.end
    return gap, round(gap * place.rate / 1000)


def _gap_too_short(place: Place) -> Spotted | None:
    gap, least = _gap(place), place.setting.limits["frames"]
    if gap is None or gap[1] >= least:
        return None
    message = lazy("Écart de {gap} ms avec le précédent : l’œil voit un éclair. Le fermer, ou laisser {least} images.")
    return Spotted(message, gap[0], least, fields={"gap": gap[0], "least": least})


def _gap_to_close(place: Place) -> Spotted | None:
    gap, limits = _gap(place), place.setting.limits
    if gap is None or not limits["from"] <= gap[1] <= limits["to"]:
        return None
    message = lazy("Écart de {frames} images avec le précédent : le ramener à deux images ou le fermer.")
    return Spotted(message, gap[1], limits["from"], fields={"frames": gap[1]})


def _too_short(place: Place) -> Spotted | None:
    duration, limits = place.cue.span.duration, place.setting.limits
    if duration >= limits["min"]:
        return None
    severity = "error" if duration < limits["floor"] else None
    message = lazy("Affiché {duration} ms : trop bref pour être lu, il faut au moins {least} ms.")
    fields = {"duration": duration, "least": limits["min"]}
    return Spotted(message, duration, limits["min"], severity=severity, fields=fields)


def _too_long(place: Place) -> Spotted | None:
    duration, most = place.cue.span.duration, place.setting.limits["max"]
    if duration <= most:
        return None
    message = lazy("Affiché {duration} ms : on le relit ; pas plus de {most} ms.")
    return Spotted(message, duration, most, fields={"duration": duration, "most": most})


RULES: tuple[Rule, ...] = (
    Rule(
        "order", "timing", lazy("Les sous-titres se suivent dans l’ordre du temps."), "error", _TRADE,
        "00:00:05,000 … puis 00:00:02,000 …", "00:00:02,000 … puis 00:00:05,000 …", _order, local=False,
    ),
    Rule(
        "overlap", "timing", lazy("Deux sous-titres ne sont jamais à l’écran en même temps."), "error", _TRADE,
        "00:00:01,000 --> 00:00:03,000 puis 00:00:02,500 …", "00:00:01,000 --> 00:00:02,420 puis 00:00:02,500 …",
        _overlap, local=False,
    ),
    Rule(
        "gap-too-short", "timing", lazy("Entre deux sous-titres : aucun écart, ou au moins deux images."), "warning",
        "Netflix Timed Text Style Guide, Frame Gap", "écart de 40 ms à 25 i/s", "écart de 80 ms à 25 i/s",
        _gap_too_short, {"frames": 2}, local=False,
    ),
    Rule(
        "gap-to-close", "timing", lazy("Un écart de trois à onze images se ferme."), "info",
        "Netflix Timed Text Style Guide, Timing", "écart de 200 ms à 25 i/s", "écart de 80 ms à 25 i/s",
        _gap_to_close, {"from": 3, "to": 11}, local=False,
    ),
    Rule(
        "too-short", "timing", lazy("Un sous-titre reste au moins une seconde, jamais moins de 833 ms."), "warning",
        _TRADE, "Oui. (500 ms)", "Oui. (1 000 ms)", _too_short, {"min": 1000, "floor": 833},
    ),
    Rule(
        "too-long", "timing", lazy("Un sous-titre reste au plus sept secondes."), "warning", _TRADE,
        "Nous avions confiance. (9 s)", "Nous avions confiance. (5 s)", _too_long, {"max": 7000},
    ),
)  # fmt: skip
