# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenTimelineIO's own JSON, version 1 of its clips: every reader of the format knows them, and brings them up to date.

Its rates are decimal numbers; 30000/1001 is written as the nearest one and read back as the fraction it stands for.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from archive.exchange.cut import Card, Cut, Event, NotACut, Seconds, Taken, counted_in, flattened, piece, sane
from archive.exchange.timeline import MARK, Black, Shot, Timeline, title_of
from media.language import gettext as _
from media.smpte import Timecode

ENDING, NAME = "otio", "OpenTimelineIO"
DEEPEST = 40
_USUAL = [Fraction(n) for n in ("24000/1001", "30000/1001", "60000/1001", "120000/1001")]
Json = dict[str, Any]


def write(timeline: Timeline) -> bytes:
    """The cut as OTIO: a picture track, a sound track, the speakers and quotes as markers."""
    pictures = [_child(part, timeline, "picture") for part in timeline.parts]
    sounds = [_child(part, timeline, "sound") for part in timeline.parts]
    stack = _schema("Stack.1", "tracks", source_range=None, effects=[], markers=[], enabled=True)
    stack["children"] = [_track("V1", "Video", pictures), _track("A1", "Audio", sounds)]
    whole = _schema(
        "Timeline.1", timeline.name, global_start_time=_time(Timecode(timeline.first), timeline.rate), tracks=stack
    )
    facts: Json = {"rate": str(timeline.rate), "drop_frame": timeline.drop}
    if timeline.cues:
        facts["subtitles"] = {"file": timeline.subtitles, "language": "fr"}
    whole["metadata"] = {MARK: facts}
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def _child(part: Shot | Black, timeline: Timeline, kind: str) -> Json:
    there = isinstance(part, Shot) and (part.source.sounds if kind == "sound" else part.source.size is not None)
    if isinstance(part, Shot) and there:
        return _clip(part, with_markers=kind == "picture" or part.source.size is None)
    length = _range(Timecode(0), part.count, timeline.rate)
    gap = _schema("Gap.1", "", source_range=length, effects=[], markers=[], enabled=True)
    if isinstance(part, Black) and kind == "picture":
        gap["name"] = title_of(part)
        gap["metadata"] = {MARK: {"card": part.text}}
        gap["markers"] = [_marker(part, length, "RED")]
    elif isinstance(part, Shot):  # the other track holds this place for exactly as long
        gap["source_range"] = _range(Timecode(0), len(part.frames), part.source.rate)
    return gap


def _clip(part: Shot, with_markers: bool) -> Json:
    source = part.source
    taken = _range(Timecode(source.start.frame + part.frames.start), len(part.frames), source.rate)
    media = _schema(
        "ExternalReference.1",
        source.name,
        target_url=source.address,
        available_range=_range(source.start, source.frames, source.rate),
    )
    facts = {"sha256": source.sha256, "reel": source.reel, "exact": part.ratio, "drop_frame": source.start.drop}
    media["metadata"] = {MARK: {"sha256": source.sha256, "reel": source.reel}}
    clip = _schema("Clip.1", source.name, source_range=taken, media_reference=media, effects=[], enabled=True)
    clip["markers"] = [_marker(part, taken, "GREEN")] if with_markers and title_of(part) else []
    clip["metadata"] = {MARK: facts, "cmx_3600": {"reel": source.reel}}
    return clip


def _marker(part: Shot | Black, where: Json, color: str) -> Json:
    speaker = {"speaker": part.speaker, "quote": part.quote} if isinstance(part, Shot) else {}
    return _schema("Marker.2", title_of(part), marked_range=where, color=color) | {"metadata": {MARK: speaker}}


def _track(name: str, kind: str, children: list[Json]) -> Json:
    track = _schema("Track.1", name, source_range=None, effects=[], markers=[], enabled=True)
    return track | {"kind": kind, "children": children}


def _schema(schema: str, name: str, **more: Any) -> Json:
    return {"OTIO_SCHEMA": schema, "metadata": {}, "name": name, **more}


def _time(code: Timecode, rate: Fraction) -> Json:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": float(rate), "value": float(code.frame)}


def _range(start: Timecode, frames: int, rate: Fraction) -> Json:
    length = _time(Timecode(frames), rate)
    return {"OTIO_SCHEMA": "TimeRange.1", "start_time": _time(start, rate), "duration": length}


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


def _cut(timeline: Json, rate: Fraction | None) -> Cut:
    pictures: list[list[Event]] = []
    sounds: list[Event] = []
    rates: list[Fraction] = []
    start = timeline.get("global_start_time")
    if isinstance(start, dict):
        rates.append(rate_near(start["rate"]))
    for track in timeline["tracks"]["children"]:
        events = list(_events(track, Fraction(0), rates, 0)) if track.get("enabled", True) is not False else []
        counted_in(len(events) + sum(map(len, pictures)) + len(sounds))
        if track.get("kind") == "Audio":
            sounds += events
        elif track.get("kind", "Video") == "Video":
            pictures.append(events)
    facts = _facts(timeline)
    said = facts.get("rate")
    known = rate or (Fraction(said) if isinstance(said, str) and len(said) < 24 else None)
    return Cut(str(timeline.get("name", "")), known or (rates or [Fraction(25)])[0], flattened(pictures, sounds))


def _events(track: Json, at: Fraction, rates: list[Fraction], depth: int) -> Iterator[Event]:
    """The clips of a track or of what is nested in it, from `at` on (seconds); transitions take no time of their own."""
    if depth > DEEPEST:
        raise _broken(_("trop emboîté"))
    mixing = False
    for count, child in enumerate(track.get("children", ())):
        counted_in(count)
        kind = str(child["OTIO_SCHEMA"]).partition(".")[0]
        if kind == "Transition":
            mixing = True
            continue
        start, length = _span(child)
        if kind == "Clip" and child.get("enabled", True) is not False:
            yield _taken(child, at, start, length, rates, mixing)
        elif kind == "Gap" and "card" in _facts(child):
            yield Card(at, length, str(_facts(child)["card"]))
        elif kind in ("Stack", "Track"):
            yield from _nested(child, at, start, length, rates, depth)
        mixing, at = False, sane(at + length)


def _nested(
    child: Json, at: Fraction, start: Fraction, length: Fraction, rates: list[Fraction], depth: int
) -> Iterator[Event]:
    tracks = [child] if str(child["OTIO_SCHEMA"]).startswith("Track.") else child["children"]
    inside = [list(_events(track, Fraction(0), rates, depth + 1)) for track in tracks if track.get("kind") != "Audio"]
    for event in flattened(inside):
        first, last = max(event.at, start), min(event.end, start + length)
        if first < last:
            yield replace(piece(event, first, last), at=at + first - start)


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
    kinds = ((child, str(child["OTIO_SCHEMA"]).partition(".")[0]) for child in track["children"])
    return sum((_span(child)[1] for child, kind in kinds if kind != "Transition"), Fraction(0))


def _taken(clip: Json, at: Fraction, start: Fraction, length: Fraction, rates: list[Fraction], mixing: bool) -> Taken:
    media, facts = _media(clip), _facts(clip)
    available = media.get("available_range")
    origin = None if available is None else _seconds(available["start_time"])
    url = media.get("target_url") or ""
    addresses = tuple(str(one) for one in (url, media.get("name"), clip.get("name")) if one)
    rate: Json = clip.get("source_range") or available or {}
    rates.append(rate_near(rate["duration"]["rate"]))
    odd = ["transition"] if mixing else []
    for effect in clip.get("effects") or ():
        if str(effect.get("OTIO_SCHEMA", "")).split(".")[0] in ("LinearTimeWarp", "FreezeFrame", "TimeEffect"):
            odd.append("speed")
    sha = facts.get("sha256") or _facts(media).get("sha256") or ""
    reel = facts.get("reel") or (clip.get("metadata") or {}).get("cmx_3600", {}).get("reel", "")
    source = Seconds(start, length, origin)
    return Taken(at, length, source, str(clip.get("name", "")), str(reel), addresses, str(sha), "", tuple(odd))


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
