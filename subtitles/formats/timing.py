# SPDX-License-Identifier: GPL-3.0-or-later
"""The line that times a cue, as the standard wants it or as people write it."""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from media.language import gettext as _
from media.language import lazy
from subtitles.diagnostic import INFO, WARNING, Diagnostic

_CLOCK = re.compile(
    r"(?P<minus>-)?(?:(?P<h>\d{1,9})[ \t]*:[ \t]*)?(?P<m>\d{1,3})[ \t]*:[ \t]*(?P<s>\d{1,2})"
    r"(?:[ \t]*(?P<sep>[.,;:])[ \t]*(?P<f>\d{1,9}))?",
    re.ASCII,
)
_ARROW = re.compile(r"[-–—]{1,3}[ \t]?>|→|==?>")
_TIME = r"(?:([0-9]{1,2}):)?([0-5][0-9]):([0-5][0-9])([.,])([0-9]{1,3})"
_USUAL = re.compile(rf"{_TIME} --> {_TIME}(?:[ \t]+(.*))?", re.DOTALL)
_SCALE = {1: 100, 2: 10, 3: 1}
_WIDE = 48  # no time is written wider than this, blanks included

REPAIRS: dict[str, tuple[str, str]] = {
    "decimal-mark": (INFO, lazy("Séparateur des millièmes inhabituel pour ce format : lu comme il se doit.")),
    "short-fraction": (INFO, lazy("Fraction de seconde abrégée : lue comme une fraction décimale (,5 vaut 500 ms).")),
    "long-fraction": (INFO, lazy("Fraction de seconde plus fine que le millième : coupée au millième.")),
    "no-fraction": (INFO, lazy("Temps sans millièmes : lu à la seconde ronde.")),
    "hours-missing": (INFO, lazy("Temps sans heures : lu comme minutes et secondes.")),
    "short-hours": (INFO, lazy("Heures écrites sur un seul chiffre : lues telles quelles.")),
    "short-field": (INFO, lazy("Minutes ou secondes sur un seul chiffre : lues telles quelles.")),
    "over-sixty": (WARNING, lazy("Minutes ou secondes au-delà de 59 : converties. Vérifier ce temps.")),
    "spaces-in-time": (INFO, lazy("Espaces à l’intérieur du temps : retirées.")),
    "arrow": (INFO, lazy("Flèche inhabituelle entre les temps : lue comme « --> ».")),
    "negative-time": (WARNING, lazy("Temps négatif : ramené à zéro. Vérifier ce temps.")),
    "inverted-times": (WARNING, lazy("La fin précédait le début : les deux temps ont été échangés. Vérifier.")),
}
"""What may be wrong with a timing line and yet be understood: severity and sentence by code."""


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """How a format writes times."""

    mark: str
    hours_optional: bool = False
    short_hours: bool = False


SRT = Style(",")
VTT = Style(".", hours_optional=True, short_hours=True)
SBV = Style(".", short_hours=True)


class Timing(NamedTuple):
    """Start and end in milliseconds (in order), what stood before and after them, and the repairs that it took."""

    start: int
    end: int
    before: str = ""
    rest: str = ""
    repairs: tuple[str, ...] = ()


class Broken(NamedTuple):
    """A line that means to be a timing and cannot be read."""

    words: str


def arrow_timing(line: str, style: Style, placed: bool = True) -> Timing | Broken | None:
    """Read `START --> END rest`; Broken when there is `-->` between what cannot be times; None for other lines.

    Arrows other than `-->` count only where a timing may stand (`placed`).
    """
    usual_line = _USUAL.fullmatch(line)
    if usual_line is not None:
        return _usual(usual_line, style)
    at, width = line.find("-->"), 3
    usual = at >= 0
    if not usual:
        found = _ARROW.search(line[: 4 * _WIDE]) if placed and ":" in line[: 4 * _WIDE] else None
        if found is None:
            return None
        at, width = found.start(), found.end() - found.start()
    left, right = line[:at].rstrip(" \t"), line[at + width :].lstrip(" \t")
    start, before = _clock_at_end(left, style)
    end, rest = _clock_at_start(right, style)
    if start is None or end is None:
        return Broken(line[:200]) if usual and (style is VTT or _timelike(left) or _timelike(right)) else None
    repairs = start[1] + end[1] + (() if usual else ("arrow",))
    return _ordered(Timing(start[0], end[0], before, rest, repairs))


def _usual(found: re.Match[str], style: Style) -> Timing:
    """The timing of a line that has the two times in a usual form."""
    h, m, s, mark, f, to_h, to_m, to_s, to_mark, to_f, rest = found.groups()
    start = (int(h or 0) * 3600 + int(m) * 60 + int(s)) * 1000 + int(f) * _SCALE[len(f)]
    end = (int(to_h or 0) * 3600 + int(to_m) * 60 + int(to_s)) * 1000 + int(to_f) * _SCALE[len(to_f)]
    repairs = _habits(style, len(h or ""), mark, len(f), len(to_h or ""), to_mark, len(to_f))
    timing = Timing(start, end, "", rest.rstrip(" \t") if rest else "", repairs)
    return timing if start <= end else _ordered(timing)


@cache
def _habits(style: Style, h: int, mark: str, f: int, to_h: int, to_mark: str, to_f: int) -> tuple[str, ...]:
    """The repairs of two times of two-digit minutes and seconds, by how wide hours and fractions are and by their marks."""
    wrong = {
        "hours-missing": 0 in (h, to_h) and not style.hours_optional,
        "short-hours": 1 in (h, to_h) and not style.short_hours,
        "decimal-mark": {mark, to_mark} != {style.mark},
        "short-fraction": f < 3 or to_f < 3,
    }
    return tuple(code for code, here in wrong.items() if here)


def comma_timing(line: str) -> Timing | Broken | None:
    """Read `START,END` as SBV writes it; None for other lines."""
    left, comma, right = line.strip(" \t").partition(",")
    if not comma or len(line) > 2 * _WIDE or not _timelike(left) or not _timelike(right):
        return None
    start, end = clock(left, SBV), clock(right, SBV)
    if start is None or end is None:
        return Broken(line)
    return _ordered(Timing(start[0], end[0], "", "", start[1] + end[1]))


def clock(text: str, style: Style) -> tuple[int, tuple[str, ...]] | None:
    """Milliseconds of one time, and the repairs that it took; None when it is no time.

    >>> clock("00:00:01,5", SRT)
    (1500, ('short-fraction',))
    """
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds = int(found["h"] or 0), int(found["m"]), int(found["s"])
    fraction = (found["f"] or "")[:3].ljust(3, "0")
    ms = _ms(hours, minutes, seconds, int(fraction))
    repairs = tuple(_repairs(found, style, minutes, seconds))
    return (0 if found["minus"] else ms), repairs


def _ms(hours: int, minutes: int, seconds: int, ms: int) -> int:
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def diagnose(line: int, repairs: tuple[str, ...]) -> list[Diagnostic]:
    """One diagnostic for each kind of repair on that line."""
    codes = repairs if len(repairs) < 2 else tuple(dict.fromkeys(repairs))
    return [Diagnostic(line, code, REPAIRS[code][0], _(REPAIRS[code][1])) for code in codes]


def _repairs(found: re.Match[str], style: Style, minutes: int, seconds: int) -> list[str]:
    fraction = found["f"] or ""
    wrong = {
        "negative-time": bool(found["minus"]),
        "spaces-in-time": " " in found[0] or "\t" in found[0],
        "hours-missing": found["h"] is None and not style.hours_optional,
        "short-hours": found["h"] is not None and len(found["h"]) < 2 and not style.short_hours,
        "short-field": len(found["m"]) < 2 or len(found["s"]) < 2,
        "over-sixty": minutes > 59 or seconds > 59,
        "decimal-mark": bool(fraction) and found["sep"] != style.mark,
        "no-fraction": not fraction,
        "short-fraction": 0 < len(fraction) < 3,
        "long-fraction": len(fraction) > 3,
    }
    return [code for code, here in wrong.items() if here]


def _clock_at_end(left: str, style: Style) -> tuple[tuple[int, tuple[str, ...]] | None, str]:
    """The time that ends `left`, and what stands before it."""
    whole = clock(left.lstrip(" \t"), style) if len(left) <= _WIDE else None
    if whole is not None or style is VTT:
        return whole, ""
    tail = left[-_WIDE:]
    found = re.search(r"\d{1,2}:\d{2}:\d{2}[.,]\d{1,3}$", tail, re.ASCII)
    if found is None:
        return None, ""
    return clock(found[0], style), (left[: -len(found[0])]).strip(" \t")


def _clock_at_start(right: str, style: Style) -> tuple[tuple[int, tuple[str, ...]] | None, str]:
    """The time that begins `right`, and what follows after a blank."""
    found = _CLOCK.match(right, 0, _WIDE)
    if found is None or (found.end() < len(right) and right[found.end()] not in " \t"):
        return None, ""
    return clock(found[0], style), right[found.end() :].strip(" \t")


def _timelike(text: str) -> bool:
    return re.search(r"\d[ \t]*:[ \t]*\w?\d", text[-_WIDE:], re.ASCII) is not None


def _ordered(timing: Timing) -> Timing:
    if timing.start <= timing.end:
        return timing
    return Timing(timing.end, timing.start, timing.before, timing.rest, (*timing.repairs, "inverted-times"))
