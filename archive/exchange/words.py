# SPDX-License-Identifier: GPL-3.0-or-later
"""The French subtitles of a cut made outside, at its own times: regenerated from the tracks, asked of consent each time."""

from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import films, filmversions, recordings
from archive.film.cutlist import cut_of, unconfirmed
from archive.film.narration import narrated
from archive.film.words import srt_of, together, words_of
from archive.model.film import NO_LOOKS, NOTHING_MASKED, ItemId
from media.errors import BaroError, NotFound
from media.language import gettext as _
from media.span import Span
from subtitles.cue import Cue, Track
from subtitles.retime import onto

HEARD = frozenset({"face"})
"""What a voice over the film never shows."""


def subtitles_of(session: Session, film: str, number: int) -> str:
    """The SRT of a version that a cut made; empty when nothing is said in it. Raises NotFound for any other version."""
    version, work = filmversions.get(session, film, number), films.get(session, film)
    parts = version.facts.get("parts")
    if not isinstance(parts, list):
        raise NotFound(_("La version {number} ne vient pas d’un montage fait ailleurs.").format(number=number))
    access, lines = Access.load(session), {item.id: item.looks for item in films.edit_of(session, film).items}
    placed: list[Cue] = []
    voices: list[tuple[tuple[Cue, ...], Span, int]] = []
    for part in parts:
        try:
            recording = recordings.get(session, str(part["recording"]))
            span = Span(int(part["start_ms"]), int(part["end_ms"]))
        except BaroError:  # erased since
            continue
        item = ItemId(str(part.get("item", "")))
        looks = lines.get(item, NO_LOOKS)
        clip = cut_of(session, 1, item, recording, span, looks)
        heard = part.get("voice") is True
        masked = HEARD if heard else NOTHING_MASKED if unconfirmed(session, [clip]) else looks.masks
        words = words_of(session, access, clip, work.audience, work.name, masked)
        at, length = int(part["at_ms"]), int(part["length_ms"])
        if heard:
            voices.append((words.cues, clip.span, at))
        else:
            placed += onto(words.cues, clip.span, at, length)
    end = max((int(part["at_ms"]) + int(part["length_ms"]) for part in parts), default=0)
    return srt_of(together(Track(tuple(placed)), narrated(voices, placed, end).shown))
