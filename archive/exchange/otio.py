# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenTimelineIO's own JSON, version 1 of its clips: every reader of the format knows them, and brings them up to date.

Its rates are decimal numbers; 30000/1001 is written as the nearest one and read back as the fraction it stands for.
"""

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from archive.exchange.timeline import MARK, Black, Shot, Spoken, Still, Timeline, fades_of, notes_of, title_of
from media.smpte import Timecode

ENDING, NAME = "otio", "OpenTimelineIO"
Json = dict[str, Any]


def write(timeline: Timeline) -> bytes:
    """The cut as OTIO: a picture track, a sound track, the speakers and quotes as markers."""
    pictures, sounds = (
        [one for part in timeline.parts for one in _faded(_child(part, timeline, kind), part, timeline)]
        for kind in ("picture", "sound")
    )
    stack = _schema("Stack.1", "tracks", source_range=None, effects=[], markers=[], enabled=True)
    stack["children"] = [_track("V1", "Video", pictures), _track("A1", "Audio", sounds)]
    for number, voice in enumerate(timeline.voices, start=2):
        stack["children"].append(_track(f"A{number}", "Audio", _spoken(voice, timeline)))
    whole = _schema(
        "Timeline.1", timeline.name, global_start_time=_time(Timecode(timeline.first), timeline.rate), tracks=stack
    )
    facts: Json = {"rate": str(timeline.rate), "drop_frame": timeline.drop}
    if timeline.cues:
        facts["subtitles"] = {"file": timeline.subtitles, "language": "fr"}
    whole["metadata"] = {MARK: facts}
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def _faded(child: Json, part: Shot | Black, timeline: Timeline) -> Iterator[Json]:
    """A part between its fades from and to black: transitions that lie wholly in it."""
    opens, closes = fades_of(part) if not child["OTIO_SCHEMA"].startswith("Gap.") else (0, 0)
    if opens:
        yield _fade(0, opens, timeline)
    yield child
    if closes:
        yield _fade(closes, 0, timeline)


def _fade(before: int, after: int, timeline: Timeline) -> Json:
    offsets = {f"{side}_offset": _time(Timecode(n), timeline.rate) for side, n in (("in", before), ("out", after))}
    fade = _schema("Transition.1", "", transition_type="SMPTE_Dissolve", **offsets)
    return fade | {"metadata": {MARK: {"fade": True}}}


def _spoken(voice: Spoken, timeline: Timeline) -> list[Json]:
    """A voice after as much nothing as the parts before it take, each counted at its own rate."""
    before = [part for at, part in zip(timeline.starts, timeline.parts, strict=True) if at < voice.at]
    gaps = [_gap(part, timeline) for part in before]
    spoken = _clip(voice.shot, timeline, with_markers=True)
    spoken["metadata"][MARK]["voice"] = True
    return [*gaps, spoken]


def _gap(part: Shot | Black, timeline: Timeline) -> Json:
    """Nothing, for exactly as long as a part."""
    length = (part.count, timeline.rate) if isinstance(part, Black) else (len(part.frames), part.source.rate)
    whole = _range(Timecode(0), *length)
    return _schema("Gap.1", "", source_range=whole, effects=[], markers=[], enabled=True)


def _still(part: Black, still: Still, timeline: Timeline) -> Json:
    whole = _range(Timecode(0), part.count, timeline.rate)
    media = _schema("ExternalReference.1", still.name, target_url=timeline.url(still.address), available_range=whole)
    clip = _schema("Clip.1", still.name, source_range=whole, media_reference=media, effects=[], enabled=True)
    clip["metadata"] = {MARK: {"sha256": still.sha256, "card": part.text}}
    clip["markers"] = _markers(part, whole, "RED")
    return clip


def _child(part: Shot | Black, timeline: Timeline, kind: str) -> Json:
    there = isinstance(part, Shot) and (part.source.sounds if kind == "sound" else part.source.size is not None)
    if isinstance(part, Shot) and there:
        return _clip(part, timeline, with_markers=kind == "picture" or part.source.size is None)
    if isinstance(part, Black) and part.still is not None and kind == "picture":
        return _still(part, part.still, timeline)
    gap = _gap(part, timeline)
    if isinstance(part, Black) and kind == "picture":
        gap["name"] = title_of(part)
        gap["metadata"] = {MARK: {"card": part.text}}
        gap["markers"] = _markers(part, gap["source_range"], "RED")
    return gap


def _clip(part: Shot, timeline: Timeline, with_markers: bool) -> Json:
    source = part.source
    taken = _range(Timecode(source.start.frame + part.frames.start), len(part.frames), source.rate)
    media = _schema(
        "ExternalReference.1",
        source.name,
        target_url=timeline.url(source.address),
        available_range=_range(source.start, source.frames, source.rate),
    )
    facts = {"sha256": source.sha256, "reel": source.reel, "exact": part.ratio, "drop_frame": source.start.drop}
    media["metadata"] = {MARK: {"sha256": source.sha256, "reel": source.reel}}
    clip = _schema("Clip.1", source.name, source_range=taken, media_reference=media, effects=[], enabled=True)
    clip["markers"] = _markers(part, taken, "GREEN") if with_markers else []
    clip["metadata"] = {MARK: facts, "cmx_3600": {"reel": source.reel}}
    return clip


def _markers(part: Shot | Black, where: Json, color: str) -> list[Json]:
    """Who speaks and what is said, and what the film shows besides."""
    speaker = {"speaker": part.speaker, "quote": part.quote} if isinstance(part, Shot) else {}
    found = []
    for name, facts, shade in ((title_of(part), speaker, color), (notes_of(part), {}, "BLUE")):
        if name:
            marker = _schema("Marker.2", name, marked_range=where, color=shade)
            found.append(marker | {"metadata": {MARK: facts}})
    return found


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
