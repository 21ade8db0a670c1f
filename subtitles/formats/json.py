# SPDX-License-Identifier: GPL-3.0-or-later
"""Our JSON: `{"cues": [{"id", "start_ms", "end_ms", "text", "speaker"}]}`, times in milliseconds."""

import json
from collections.abc import Mapping

from media.language import gettext as _
from media.span import Span
from subtitles.cue import Cue, Track
from subtitles.diagnostic import ERROR, Diagnostic
from subtitles.formats.base import Composed, Parsed, sequence

NAME = "json"


def looks_like(text: str) -> bool:
    """True when `text` begins like a JSON object that holds cues."""
    return text.lstrip()[:1] == "{" and '"cues"' in text


def read(text: str, strict: bool = False) -> Parsed:
    """The track in `text`; entries that are no cue are reported with their place in the list as line."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        action = _("JSON illisible : {error}.").format(error=error)
        return Parsed(Track(()), (), [Diagnostic(line, "unreadable-cue", ERROR, action)])
    entries = data.get("cues") if isinstance(data, Mapping) else None
    cues: list[Cue] = []
    lines: list[int] = []
    found: list[Diagnostic] = []
    taken: set[int] = set()
    for place, entry in enumerate(entries if isinstance(entries, list) else [], 1):
        cue = _cue(entry, place, taken)
        if cue is None:
            action = _("L’entrée {place} n’est pas un sous-titre (start_ms, end_ms et text sont nécessaires).")
            found.append(Diagnostic(place, "unreadable-cue", ERROR, action.format(place=place)))
            continue
        taken.add(cue.id)
        cues.append(cue)
        lines.append(place)
    language = data.get("language") if isinstance(data, Mapping) else None
    track = Track(tuple(cues), language if isinstance(language, str) and language else "fr")
    return Parsed(track, tuple(lines), [*found, *sequence(cues, lines)])


def write(track: Track, strict: bool = False) -> Composed:
    """JSON text of `track`; nothing has to be substituted."""
    entries = [
        {
            "id": cue.id,
            "start_ms": cue.span.start,
            "end_ms": cue.span.end,
            "text": cue.text,
            "speaker": cue.speaker,
            **({"name": cue.name} if cue.name else {}),
            **({"settings": cue.settings} if cue.settings else {}),
        }
        for cue in track.cues
    ]
    text = json.dumps({"language": track.language, "cues": entries}, ensure_ascii=False, indent=1)
    return Composed(text + "\n", [])


def _cue(entry: object, place: int, taken: set[int]) -> Cue | None:
    if not isinstance(entry, Mapping):
        return None
    start, end, text = entry.get("start_ms"), entry.get("end_ms"), entry.get("text")
    if type(start) is not int or type(end) is not int or not isinstance(text, str) or not 0 <= start <= end:
        return None
    number, speaker = entry.get("id"), entry.get("speaker")
    name, settings = entry.get("name"), entry.get("settings")
    return Cue(
        number if type(number) is int and number not in taken else max([place, *(known + 1 for known in taken)]),
        Span(start, end),
        text,
        speaker if isinstance(speaker, str) and speaker else None,
        name if isinstance(name, str) else "",
        settings if isinstance(settings, str) else "",
    )
