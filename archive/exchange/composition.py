# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenTimelineIO read: the first timeline of a file, what is nested in it unfolded; decimal rates become exact ones."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from urllib.parse import unquote

from archive.exchange.cut import Card, Cut, Event, NotACut, Seconds, Taken, counted_in, sane
from archive.exchange.layers import Window, layered
from archive.exchange.otio import Json
from archive.exchange.timeline import MARK
from media.language import gettext as _

DEEPEST = 40
_USUAL = [Fraction(n) for n in ("24000/1001", "30000/1001", "60000/1001", "120000/1001")]


def read(data: bytes, rate: Fraction | None = None) -> Cut:
    """The cut in an OTIO file. Raises NotACut for anything that is none."""
    try:
        root = json.loads(data, parse_constant=_no_number)
    except RecursionError as error:
        raise _broken(_("trop emboîté")) from error
    except (ValueError, UnicodeDecodeError) as error:
        raise _broken(str(error)[:80]) from error
    timeline = _timeline(root)
    try:
        return _cut(timeline, rate)
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError, ZeroDivisionError) as error:
        raise _broken(f"{type(error).__name__} {error}"[:80]) from error


def _timeline(root: object) -> Json:
    """The first timeline of a file, also inside a collection of several things."""
    waiting, seen = [root], 0
    while waiting and seen < 1000:
        found, seen = waiting.pop(0), seen + 1
        if isinstance(found, dict) and str(found.get("OTIO_SCHEMA", "")).startswith("Timeline."):
            return found
        if isinstance(found, dict) and isinstance(found.get("children"), list):
            waiting += found["children"]
    raise _broken(_("aucune séquence"))


@dataclass(slots=True)
class _Found:
    """What is gathered on the way: every rate, the sounds, the titles of nested sequences."""

    rates: list[Fraction] = field(default_factory=list)
    sounds: list[Taken] = field(default_factory=list)
    titles: list[Card] = field(default_factory=list)


def _cut(timeline: Json, rate: Fraction | None) -> Cut:
    pictures: list[list[Event]] = []
    found = _Found()
    start = timeline.get("global_start_time")
    if isinstance(start, dict):
        found.rates.append(rate_near(start["rate"]))
    for track in timeline["tracks"]["children"]:
        events = list(_events(track, Fraction(0), found, 0)) if track.get("enabled", True) is not False else []
        if isinstance(track.get("source_range"), dict):
            window = Window(*_trimmed(track))
            events = [*window.sounds([events])] if track.get("kind") == "Audio" else [*window.seen([events])]
        counted_in(len(events) + sum(map(len, pictures)) + len(found.sounds))
        if track.get("kind") == "Audio":
            found.sounds += [event for event in events if isinstance(event, Taken)]
        elif track.get("kind", "Video") == "Video":
            pictures.append(events)
    facts = _facts(timeline)
    said = facts.get("rate")
    known = rate or (Fraction(said) if isinstance(said, str) and len(said) < 24 else None)
    own = known or (found.rates or [Fraction(25)])[0]
    return layered(str(timeline.get("name", "")), own, pictures, found.sounds, (), found.titles, apart=True)


def _trimmed(track: Json) -> tuple[Fraction, Fraction, Fraction]:
    """From when to when a track is played, on its own clock, and where that is in the cut."""
    start, length = _span(track)
    return start, start + length, Fraction(0)


def _events(track: Json, at: Fraction, found: "_Found", depth: int) -> Iterator[Event]:
    """The clips of a track or of what is nested in it, from `at` on (seconds); transitions take no time of their own."""
    if depth > DEEPEST:
        raise _broken(_("trop emboîté"))
    children = list(track.get("children", ()))
    counted_in(len(children))
    for number, child in enumerate(children):
        kind = _kind(child)
        if kind == "Transition":
            continue
        start, length = _span(child)
        if kind == "Clip" and child.get("enabled", True) is not False:
            into, out_of = _Mix.beside(children, number, -1), _Mix.beside(children, number, 1)
            event = _taken(child, at, start, length, found.rates, into.length > 0 and not into.black)
            yield replace(event, fades=(into.fade, out_of.fade))
        elif kind == "Gap" and "card" in _facts(child):
            yield Card(at, length, str(_facts(child)["card"]))
        elif kind in ("Stack", "Track"):
            yield from _nested(child, at, (start, length), found, depth, str(track.get("kind", "Video")))
        at = sane(at + length)


@dataclass(frozen=True, slots=True)
class _Mix:
    """A transition at the edge of a clip and how long it is, 0 for none; `black`: it comes from black or goes there."""

    length: Fraction
    black: bool

    @property
    def fade(self) -> Fraction:
        """How long it is to or from black."""
        return self.length if self.black else Fraction(0)

    @classmethod
    def beside(cls, children: list[Json], number: int, side: int) -> "_Mix":
        """That before (`side` -1) or after (1) a child. One that lies wholly in the clip is a fade when it is ours, or when
        beyond it is nothing; else it is a dissolve that begins or ends at the cut."""
        there, beyond = (
            children[place] if 0 <= (place := number + far * side) < len(children) else None for far in (1, 2)
        )
        if there is None or _kind(there) != "Transition":
            return cls(Fraction(0), False)
        before, after = (
            sane(_seconds(one)) if isinstance(one := there.get(f"{name}_offset"), dict) else Fraction(0)
            for name in ("in", "out")
        )
        own, other = (after, before) if side < 0 else (before, after)
        if _facts(there).get("fade") is True and not (own and other):
            return cls(own, True)
        return cls(before + after, not other and (beyond is None or _kind(beyond) == "Gap"))


def _kind(item: Json) -> str:
    return str(item["OTIO_SCHEMA"]).partition(".")[0]


def _nested(
    child: Json, at: Fraction, taken: tuple[Fraction, Fraction], found: "_Found", depth: int, kind: str
) -> Iterator[Event]:
    """What is seen of something nested, or heard of it on an audio track."""
    start, length = taken
    if _speed(child) is not None:
        yield Taken(at, length, Seconds(start, length), str(child.get("name", "")), odd=("nested",))
        return
    whole = [child] if str(child["OTIO_SCHEMA"]).startswith("Track.") else child["children"]
    tracks = [track for track in whole if track.get("kind", kind) == kind]
    inside = [list(_events(track, Fraction(0), found, depth + 1)) for track in tracks]
    window = Window(start, start + length, at)
    if kind == "Audio":
        yield from window.sounds(inside)
        return
    heard = [track for track in whole if track.get("kind") == "Audio"]
    found.sounds += window.sounds([list(_events(track, Fraction(0), found, depth + 1)) for track in heard])
    found.titles += window.titles(inside)
    yield from window.seen(inside)


def _span(child: Json) -> tuple[Fraction, Fraction]:
    """Where an item begins in its own time, and how long it is, in seconds."""
    taken = child.get("source_range")
    if taken is None:
        media = _media(child)
        taken = media.get("available_range") if media else None
    if taken is None and "children" in child:
        spans = [_length(track) for track in child["children"]]
        return Fraction(0), max(spans, default=Fraction(0))
    if taken is None:
        raise _broken(_("un plan sans durée"))
    return sane(_seconds(taken["start_time"]), negative=True), sane(_seconds(taken["duration"]))


def _length(track: Json) -> Fraction:
    if "children" not in track:
        return _span(track)[1]
    return sum((_span(child)[1] for child in track["children"] if _kind(child) != "Transition"), Fraction(0))


def _taken(clip: Json, at: Fraction, start: Fraction, length: Fraction, rates: list[Fraction], mixing: bool) -> Taken:
    media, facts = _media(clip), _facts(clip)
    available = media.get("available_range")
    origin = None if available is None else _seconds(available["start_time"])
    url = unquote(str(media.get("target_url") or ""))
    addresses = tuple(str(one) for one in (url, media.get("name"), clip.get("name")) if one)
    rate: Json = clip.get("source_range") or available or {}
    rates.append(rate_near(rate["duration"]["rate"]))
    speed = _speed(clip)
    odd = [*(["transition"] if mixing else []), *([] if speed is None else ["speed"] if speed > 0 else ["warped"])]
    sha = facts.get("sha256") or _facts(media).get("sha256") or ""
    reel = facts.get("reel") or (clip.get("metadata") or {}).get("cmx_3600", {}).get("reel", "")
    source = Seconds(start, length * speed if speed else length, origin)
    said = (str(clip.get("name", "")), str(reel), addresses, str(sha), "", tuple(odd))
    voice, text = facts.get("voice") is True, str(facts.get("card", ""))
    return Taken(at, length, source, *said, heard=voice, voice=voice, text=text)


def _speed(item: Json) -> Fraction | None:
    """How fast an item plays: its length is that of what is shown. 0 where it stands, runs backwards or nobody knows;
    None where it plays as it is."""
    timed = ("LinearTimeWarp", "FreezeFrame", "TimeEffect")
    found = [one for one in item.get("effects") or () if str(one.get("OTIO_SCHEMA", "")).split(".")[0] in timed]
    if not found:
        return None
    scalar = found[0].get("time_scalar")
    plain = len(found) == 1 and isinstance(scalar, int | float) and 0 < scalar <= 1000
    speed = Fraction(scalar).limit_denominator(1000) if plain else Fraction(0)
    return None if speed == 1 else speed


def _media(clip: Json) -> Json:
    if isinstance(clip.get("media_references"), dict):
        found = clip["media_references"].get(clip.get("active_media_reference_key", "DEFAULT_MEDIA"))
    else:
        found = clip.get("media_reference")
    return found if isinstance(found, dict) else {}


def _facts(item: Json) -> Json:
    facts = (item.get("metadata") or {}).get(MARK)
    return facts if isinstance(facts, dict) else {}


def _seconds(time: Json) -> Fraction:
    value = time["value"]
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e12:
        raise _broken(_("un temps impossible"))
    return Fraction(value).limit_denominator(1_000_000) / rate_near(time["rate"])


def rate_near(value: object) -> Fraction:
    """The exact rate that a decimal number stands for.

    >>> rate_near(29.97), rate_near(23.976), rate_near(12.5)
    (Fraction(30000, 1001), Fraction(24000, 1001), Fraction(25, 2))
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value <= 100_000:
        raise _broken(_("une cadence impossible"))
    near = min(_USUAL, key=lambda usual: abs(usual - Fraction(value)))
    return near if abs(near - Fraction(value)) < Fraction(1, 500) else Fraction(value).limit_denominator(10_000)


def _no_number(text: str) -> float:
    raise ValueError(text)


def _broken(why: str) -> NotACut:
    return NotACut(
        _("Ce fichier OTIO est illisible : {why}.").format(why=why),
        _("Réexporter la séquence depuis le logiciel de montage."),
    )
