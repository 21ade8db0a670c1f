# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of viewers: released clips that consent opens to the internet today, and nothing about the team's work."""

from dataclasses import dataclass
from typing import NamedTuple

from flask import Blueprint, abort, render_template, request
from flask import session as kept
from werkzeug.wrappers import Response

from archive.access import Access
from archive.catalogue import clips, interviews, recordings
from archive.film.clips import files_of
from archive.film.cutlist import shown
from archive.film.words import clip_track, words_of
from archive.library import Library, Session
from archive.model.film import Clip, CutClip, ItemId
from archive.model.footage import Interview
from archive.naming.guard import Sight
from archive.naming.spoken import looked, of_clip
from media.errors import NotFound
from subtitles.cue import Track
from webui.person import here
from webui.ranges import bytes_of
from webui.still import Still
from webui.subtitles_files import vtt

pages = Blueprint("viewer", __name__)
USE = "internet"


@dataclass(frozen=True, slots=True)
class Shown:
    """A clip that everybody may see, where it comes from, and what is said in it."""

    clip: Clip
    interview: Interview | None
    track: Track


@pages.get("/voir")
def page() -> str:
    """All clips that viewers may see; `?c=` and `?t=` name a clip and a moment of it in milliseconds."""
    with here().reading() as session:
        reel = reel_of(session, Gate.load(here(), session))
    chosen, moment = request.args.get("c", ""), request.args.get("t", type=int) or 0
    starts = {item.clip.id: moment if item.clip.id == chosen else 0 for item in reel}
    back_to_work = bool(kept.get("viewer"))
    return render_template("viewer.html", section="", reel=reel, starts=starts, back_to_work=back_to_work)


@pages.get("/voir/<clip>/extrait.mp4")
def film(clip: str) -> Response:
    """The bytes of a clip that viewers may see."""
    library = here()
    still = Still(library, lambda session: _opened(library, session, clip))
    try:
        return bytes_of(files_of(library, still.found.clip.id)[0], request, "video/mp4", still=still)
    except FileNotFoundError:
        abort(404)


@pages.get("/voir/<clip>/sous-titres.vtt")
def words(clip: str) -> Response:
    """What is said in it, as it stands corrected today."""
    library = here()
    with library.reading() as session:
        item = _opened(library, session, clip)
    if not item.track.cues:
        raise NotFound(clip)
    return vtt(item.track)


class Gate(NamedTuple):
    """What decides whether a clip is open to viewers: consent, and the naming guard over its words as they are now."""

    access: Access
    sight: Sight

    @classmethod
    def load(cls, library: Library, session: Session) -> "Gate":
        """Read both once for a request."""
        return cls(Access.load(session), Sight.load(library, session))


def reel_of(session: Session, gate: Gate) -> list[Shown]:
    """All clips that viewers may see, as they stand now."""
    found = (_shown(session, gate, clip) for clip in clips.listed(session))
    return [item for item in found if item is not None]


def _opened(library: Library, session: Session, clip: str) -> Shown:
    item = _shown(session, Gate.load(library, session), clips.get(session, clip))
    if item is None:
        raise NotFound(clip)
    return item


def _shown(session: Session, gate: Gate, clip: Clip) -> Shown | None:
    """A clip as viewers see it; None when it is not released, not made, or its passage or words may not be told today."""
    access = gate.access
    recording = recordings.get(session, clip.recording)
    cut = CutClip(1, ItemId(""), recording, clip.span, shown(recording, clip.span))
    if not clip.released or not clip.ready or not access.decide(USE, recording.id, cut.span).allowed:
        return None
    if not looked(session, access, gate.sight, of_clip(clip)).clear:
        return None  # somebody corrected its words since
    interview = interviews.get(session, recording.interview) if recording.interview else None
    said = words_of(session, access, cut, USE, None)
    return Shown(clip, interview, clip_track(said, cut.span, cut.span.duration))
