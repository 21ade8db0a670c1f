# SPDX-License-Identifier: GPL-3.0-or-later
"""Our JSON: `{"cues": [{"id", "start_ms", "end_ms", "text", "speaker"}]}`, times in milliseconds.

Where a cue says more, its entry has `name`, `settings`, `translator`, `confidence` (percent) and
`doubts: [{"word", "language"}]`.
"""

import json
from collections.abc import Mapping
from dataclasses import replace

from media.language import gettext as _
from media.span import Span
from subtitles.cue import Cue, Doubt, Track
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
        return Parsed(Track(()), [Diagnostic(line, "unreadable-cue", ERROR, action)])
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
    return Parsed(track, [*found, *sequence(cues, lines)])


def write(track: Track, strict: bool = False) -> Composed:
    """JSON text of `track`; nothing has to be substituted."""
    entries = [entry_of(cue) for cue in track.cues]
    text = json.dumps({"language": track.language, "cues": entries}, ensure_ascii=False, indent=1)
    return Composed(text + "\n", [])


def entry_of(cue: Cue) -> dict[str, object]:
    """A cue as one entry of the list; `cue_of` reads it."""
    doubts = [{"word": doubt.word, "language": doubt.language} for doubt in cue.doubts]
    more = {"name": cue.name, "settings": cue.settings, "translator": cue.translator, "doubts": doubts}
    return {
        "id": cue.id,
        "start_ms": cue.span.start,
        "end_ms": cue.span.end,
        "text": cue.text,
        "speaker": cue.speaker,
        **{key: value for key, value in more.items() if value},
        **({} if cue.confidence is None else {"confidence": cue.confidence}),
    }


def cue_of(entry: object, number: int, was: Cue | None = None) -> Cue | None:
    """The cue of an entry under the id `number`; None when it is none. What the entry does not name stays as in `was`."""
    if not isinstance(entry, Mapping):
        return None
    start, end, text = entry.get("start_ms"), entry.get("end_ms"), entry.get("text")
    if type(start) is not int or type(end) is not int or not isinstance(text, str) or not 0 <= start <= end:
        return None
    known = was or Cue(number, Span(0, 0), "")
    sure = entry.get("confidence", known.confidence)
    return replace(
        known,
        id=number,
        span=Span(start, end),
        text=text,
        speaker=_text(entry, "speaker", known.speaker or "") or None,
        name=_text(entry, "name", known.name),
        settings=_text(entry, "settings", known.settings),
        translator=_text(entry, "translator", known.translator or "") or None,
        confidence=sure if type(sure) is int and 0 <= sure <= 100 else None,
        doubts=_doubts(entry["doubts"]) if "doubts" in entry else known.doubts,
    )


def _cue(entry: object, place: int, taken: set[int]) -> Cue | None:
    number = entry.get("id") if isinstance(entry, Mapping) else None
    if type(number) is not int or number in taken:
        number = max([place, *(known + 1 for known in taken)])
    return cue_of(entry, number)


def _text(entry: Mapping[str, object], key: str, otherwise: str) -> str:
    value = entry.get(key, otherwise)
    return value if isinstance(value, str) else ""


def _doubts(entries: object) -> tuple[Doubt, ...]:
    found = entries if isinstance(entries, list) else []
    words = ((_text(one, "word", ""), _text(one, "language", "")) for one in found if isinstance(one, Mapping))
    return tuple(Doubt(word, language) for word, language in words if word)
