# SPDX-License-Identifier: GPL-3.0-or-later
"""The content of a track version as the catalogue keeps it: plain JSON, and the hash that names it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from media.span import Span
from subtitles.cue import Cue, Doubt, Kind, Track, Wording

_BARE = 4


def content_of(track: Track) -> dict[str, object]:
    """`track` as JSON; what a cue does not say is left out, so that old and new versions hash alike."""
    return {"cues": [_entry(cue) for cue in track.cues], "blocks": [list(block) for block in track.blocks]}


def track_of(content: Mapping[str, Any], language: str, kind: Kind) -> Track:
    """The track that `content_of` wrote."""
    cues = tuple(_cue(entry) for entry in content["cues"])
    return Track(cues, language, kind, tuple((place, text) for place, text in content["blocks"]))


def sha256_of(content: Mapping[str, object]) -> str:
    """The hash of a content, in hexadecimal."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def words_of(track: Track) -> str:
    """The hash of what is said and by whom, without times and looks: what an approval approves."""
    said = [[cue.text, cue.speaker, [list(doubt) for doubt in cue.doubts]] for cue in track.cues]
    return sha256_of({"words": said})


def _entry(cue: Cue) -> dict[str, object]:
    entry: dict[str, object] = {"id": cue.id, "start": cue.span.start, "end": cue.span.end, "text": cue.text}
    doubts = [list(doubt) for doubt in cue.doubts]
    more = {"speaker": cue.speaker, "name": cue.name, "settings": cue.settings, "by": cue.translator, "doubts": doubts}
    entry |= {key: value for key, value in more.items() if value}
    if cue.confidence is not None:
        entry["sure"] = cue.confidence
    if cue.wording is not None:
        entry["wording"] = [cue.wording.format, cue.wording.text]
    return entry


def _cue(entry: Mapping[str, Any]) -> Cue:
    cue = Cue(entry["id"], Span(entry["start"], entry["end"]), entry["text"], entry.get("speaker"))
    if len(entry) == _BARE + ("speaker" in entry):
        return cue
    return replace(
        cue,
        name=entry.get("name", ""),
        settings=entry.get("settings", ""),
        wording=Wording(*entry["wording"]) if "wording" in entry else None,
        translator=entry.get("by"),
        confidence=entry.get("sure"),
        doubts=tuple(Doubt(*doubt) for doubt in entry.get("doubts", ())),
    )
