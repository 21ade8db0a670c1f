# SPDX-License-Identifier: GPL-3.0-or-later
"""The track in the language that was spoken, beside the French one."""

from archive.access import Access
from archive.catalogue import tracks
from archive.drafts import Bench
from archive.labels import label
from archive.library import Library
from archive.model.footage import StoredTrack
from archive.pairing import State
from archive.tracks import visible_cues
from archive.translations import translation
from subtitles.cue import Kind
from webui.editorjson import Json, entry_of

_SPOKEN_FIRST = (Kind.TRANSCRIPT, Kind.CAPTIONS, Kind.SUBTITLES)


def beside(library: Library, bench: Bench) -> Json | None:
    """The cues of the track to translate from, those that may be seen today; None when the recording has no other."""
    with library.reading() as session:
        source = source_of(tracks.of_recording(session, bench.recording.id), bench.stored)
        if source is None:
            return None
        cues = visible_cues(Access.load(session), source)
    return {
        "track": source.id,
        "language": source.language,
        "label": label(source.language),
        "cues": [entry_of(cue) for cue in cues],
        **_pairs(library, bench.stored, source),
    }


def _pairs(library: Library, stored: StoredTrack, source: StoredTrack) -> Json:
    """The stored pairs: for each cue of `stored` the ids beside it, and those whose other side changed since."""
    told = translation(library, stored.id, source.id)
    beside: dict[int, list[int]] = {}
    recheck: set[int] = set()
    for one in told.pairs:
        mine, theirs = (one.target, one.source) if told.target.id == stored.id else (one.source, one.target)
        for cue in mine:
            beside.setdefault(cue.id, []).extend(other.id for other in theirs)
            if one.state is not State.FINE:
                recheck.add(cue.id)
    return {"pairs": beside, "recheck": sorted(recheck)}


def source_of(found: list[StoredTrack], stored: StoredTrack) -> StoredTrack | None:
    """The track that `stored` translates: in another language, a transcript before captions before subtitles."""
    mine = _tongue(stored)
    foreign = [one for one in found if _tongue(one) != mine]
    return min(foreign, key=lambda one: (_SPOKEN_FIRST.index(one.kind), one.language), default=None)


def _tongue(stored: StoredTrack) -> str:
    return stored.language.lower().split("-")[0]
