# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of time: order, overlap, gaps, frames, and how long a cue stays."""

from collections.abc import Mapping

from media.language import lazy
from media.timecode import frame_at, ms_of_frame, text_of_ms
from subtitles.checks.rule import Ground, Move, Place, Repair, Rule, Spotted
from subtitles.cue import Cue

_TRADE = lazy("Usage professionnel du sous-titrage")
_GAP = 2
"""Frames left before the next cue when a cue is made longer."""


def _order(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    before, start = place.before, place.cue.span.start
    if before is None or start >= before.span.start:
        return None
    message = lazy("Ce sous-titre commence avant le précédent ({earlier}).")
    return Spotted(message, start, before.span.start, fields={"earlier": text_of_ms(before.span.start)})


def _overlap(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    before, span = place.before, place.cue.span
    if before is None or before.span.end <= span.start or not before.span.overlaps(span):
        return None
    shared = min(before.span.end, span.end) - max(before.span.start, span.start)
    message = lazy("Chevauche le sous-titre précédent pendant {shared} ms.")
    end = place.ground.back(span.start, _GAP)
    moves = _ending(before, end) if before.span.start < end else ()
    return Spotted(message, shared, 0, fields={"shared": shared}, moves=moves)


def _ending(before: Cue, end: int) -> tuple[Move, ...]:
    """The cue before made to end at `end`."""
    return (Move(-1, before.span.start, end),)


def _gap_too_short(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    before = place.before
    if before is None or (gap := place.cue.span.start - before.span.end) <= 0 or gap > 1000:
        return None
    least = limits["frames"]
    if place.ground.frames(gap) >= least:
        return None
    message = lazy("Écart de {gap} ms avec le précédent : l’œil voit un éclair. Le fermer, ou laisser {least} images.")
    fields = {"gap": gap, "least": least}
    return Spotted(message, gap, least, fields=fields, moves=_ending(before, place.cue.span.start))


def _gap_to_close(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    before, start = place.before, place.cue.span.start
    if before is None or (gap := start - before.span.end) <= 0 or gap > 2000:
        return None
    frames = place.ground.frames(gap)
    if not limits["from"] <= frames <= limits["to"]:
        return None
    message = lazy("Écart de {frames} images avec le précédent : le ramener à deux images ou le fermer.")
    end = place.ground.back(start, limits["from"] - 1)
    moves = _ending(before, end if end > before.span.end else start)
    return Spotted(message, frames, limits["from"], fields={"frames": frames}, moves=moves)


def longer(place: Place, end: int) -> tuple[Move, ...]:
    """The cue made to last until `end`, or as far as the next one lets it; nothing when there is no room."""
    span, after = place.cue.span, place.after
    if after is not None and after.span.start < span.end:
        return ()
    if after is not None and (free := place.ground.back(after.span.start, _GAP)) < end:
        end = free if free > span.end else after.span.start
    elif place.ground.rate_known:
        end = _frame_from(end, place.ground)
    return (Move(0, span.start, end),) if end > span.end else ()


def _frame_from(ms: int, ground: Ground) -> int:
    """The first frame that begins at `ms` or later."""
    frame = frame_at(ms, ground.rate)
    begins = ms_of_frame(frame, ground.rate)
    return begins if begins >= ms else ms_of_frame(frame + 1, ground.rate)


def _too_short(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    span = place.cue.span
    duration, least = span.end - span.start, limits["min"]
    if duration >= least:
        return None
    severity = "error" if duration < limits["floor"] else None
    message = lazy("Affiché {duration} ms : trop bref pour être lu, il faut au moins {least} ms.")
    fields = {"duration": duration, "least": least}
    moves = longer(place, span.start + least)
    return Spotted(message, duration, least, severity=severity, fields=fields, moves=moves)


def _too_long(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    span, most = place.cue.span, limits["max"]
    duration = span.end - span.start
    if duration <= most:
        return None
    message = lazy("Affiché {duration} ms : on le relit ; pas plus de {most} ms.")
    end = span.start + most
    if place.ground.rate_known:
        end = max(span.start + 1, ms_of_frame(frame_at(end, place.ground.rate), place.ground.rate))
    moves = (Move(0, span.start, end),)
    return Spotted(message, duration, most, fields={"duration": duration, "most": most}, moves=moves)


def _off_frame(ms: int, ground: Ground) -> bool:
    """True when no frame begins within a millisecond of `ms`: files round up, down or to the nearest."""
    pictures, seconds = ground.rate.as_integer_ratio()
    return pictures <= ms * pictures % (1000 * seconds) <= 1000 * seconds - pictures


def _nearest(ms: int, ground: Ground) -> int:
    if not _off_frame(ms, ground):
        return ms
    frame = frame_at(ms, ground.rate)
    earlier, later = ms_of_frame(frame, ground.rate), ms_of_frame(frame + 1, ground.rate)
    return earlier if ms - earlier <= later - ms else later


def _frames(place: Place, limits: Mapping[str, int]) -> Spotted | None:
    ground, span = place.ground, place.cue.span
    if not ground.rate_known or not (_off_frame(span.start, ground) or _off_frame(span.end, ground)):
        return None
    start, end = _nearest(span.start, ground), _nearest(span.end, ground)
    moves = [Move(0, start, end)] if start < end else []
    if moves and place.before is not None and place.before.span.end == span.start > place.before.span.start:
        moves.append(Move(-1, place.before.span.start, max(start, place.before.span.start)))
    if moves and place.after is not None and place.after.span.start == span.end < place.after.span.end:
        moves.append(Move(1, min(end, place.after.span.end), place.after.span.end))
    message = lazy("Début ou fin entre deux images : le caler sur l’image la plus proche.")
    return Spotted(message, moves=tuple(moves))


RULES: tuple[Rule, ...] = (
    Rule(
        "order", "timing", lazy("Les sous-titres se suivent dans l’ordre du temps."), "error", _TRADE,
        "00:00:05,000 --> 00:00:07,000 Deux.\n00:00:01,000 --> 00:00:03,000 Un.",
        "00:00:01,000 --> 00:00:03,000 Un.\n00:00:05,000 --> 00:00:07,000 Deux.", _order, local=False,
    ),
    Rule(
        "overlap", "timing", lazy("Deux sous-titres ne sont jamais à l’écran en même temps."), "error", _TRADE,
        "00:00:01,000 --> 00:00:03,000 Un.\n00:00:02,500 --> 00:00:04,500 Deux.",
        "00:00:01,000 --> 00:00:02,420 Un.\n00:00:02,500 --> 00:00:04,500 Deux.",
        _overlap, repair=Repair.PROPOSED, local=False,
    ),
    Rule(
        "gap-too-short", "timing", lazy("Entre deux sous-titres : aucun écart, ou au moins deux images."), "warning",
        "Netflix Timed Text Style Guide, Frame Gap",
        "00:00:01,000 --> 00:00:03,000 Un.\n00:00:03,040 --> 00:00:05,000 Deux.",
        "00:00:01,000 --> 00:00:03,040 Un.\n00:00:03,040 --> 00:00:05,000 Deux.",
        _gap_too_short, {"frames": 2}, Repair.AUTOMATIC, local=False,
    ),
    Rule(
        "gap-to-close", "timing", lazy("Un écart de trois à onze images se ferme."), "info",
        "Netflix Timed Text Style Guide, Timing",
        "00:00:01,000 --> 00:00:03,000 Un.\n00:00:03,200 --> 00:00:05,000 Deux.",
        "00:00:01,000 --> 00:00:03,120 Un.\n00:00:03,200 --> 00:00:05,000 Deux.",
        _gap_to_close, {"from": 3, "to": 11}, Repair.AUTOMATIC, local=False,
    ),
    Rule(
        "too-short", "timing", lazy("Un sous-titre reste au moins une seconde, jamais moins de 833 ms."), "warning",
        _TRADE, "00:00:01,000 --> 00:00:01,500 Oui.", "00:00:01,000 --> 00:00:02,000 Oui.", _too_short, {"min": 1000, "floor": 833}, Repair.PROPOSED,
    ),
    Rule(
        "too-long", "timing", lazy("Un sous-titre reste au plus sept secondes."), "warning", _TRADE,
        "00:00:01,000 --> 00:00:10,000 Nous avions confiance.",
        "00:00:01,000 --> 00:00:08,000 Nous avions confiance.", _too_long, {"max": 7000}, Repair.PROPOSED,
    ),
    Rule(
        "frame-alignment", "timing", lazy("Un sous-titre commence et finit avec une image, quand la cadence est connue."),
        "info", _TRADE, "00:00:01,013 --> 00:00:03,000 Oui.", "00:00:01,000 --> 00:00:03,000 Oui.", _frames, repair=Repair.AUTOMATIC,
    ),
)  # fmt: skip
