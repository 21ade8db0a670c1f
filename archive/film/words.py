# SPDX-License-Identifier: GPL-3.0-or-later
"""The French words of a film: what may be shown of each clip, burned at the film's size, retimed to the real frames."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import tracks
from archive.model.film import NOTHING_MASKED, CutClip
from archive.tracks import visible_cues
from media.fonts import Font, font_for
from media.span import Span
from media.timecode import ms_of_frame
from subtitles.burn import LowerThird, ass_card, ass_for, on_pictures
from subtitles.cue import Cue, Track
from subtitles.retime import onto
from subtitles.writing import write

LOWER_AFTER, LOWER_UNTIL = 600, 5000  # milliseconds: the eye finds the face first, then reads


@dataclass(frozen=True, slots=True)
class Words:
    """The French cues that may be seen of one clip, in the recording's time, and the track version they come from."""

    cues: tuple[Cue, ...] = ()
    track: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Burned:
    """What is written into a picture: our own ASS and the font that has all of its letters."""

    ass: str
    font: Font


NOTHING_SAID = Words()


def words_of(
    session: Session,
    access: Access,
    cut: CutClip,
    use: str,
    film: str | None,
    masked: frozenset[str] = NOTHING_MASKED,
) -> Words:
    """The French cues of a clip that this use may show; none when the recording has no French track."""
    stored = tracks.french(session, cut.recording.id)
    if stored is None:
        return NOTHING_SAID
    seen = visible_cues(access, stored, use, film, masked)
    return Words(tuple(cue for cue in seen if cue.span.overlaps(cut.span)), stored.id, stored.version.number)


@dataclass(frozen=True, slots=True)
class Page:
    """What words are burned into: its size, its pictures a second, the size of its letters, and the archive's own fonts."""

    size: tuple[int, int]
    rate: Fraction
    fonts: Path
    letters: Fraction = Fraction(1)


def burned(cues: Sequence[Cue], length: int, page: Page, lower: Sequence[str] = ()) -> Burned | None:
    """The cues as they are burned into a picture of `length` ms, in whose time they are; None without words.

    `lower`: the lines that say who speaks, while the clip begins. Raises FontMissing when no font has the letters.
    """
    placed = on_pictures(cues, page.rate)
    if not placed and not lower:
        return None
    font = font_for("\n".join([*(cue.plain for cue in placed), *lower]), page.fonts)
    band = LowerThird(tuple(lower), Span(min(LOWER_AFTER, length // 4), min(LOWER_UNTIL, length))) if lower else None
    return Burned(ass_for(placed, *page.size, font.family, letters=page.letters, lower=band), font)


def burned_card(text: str, duration: int, page: Page, *, bare: bool = True, cues: Sequence[Cue] = ()) -> Burned | None:
    """A title card of `duration` ms, `bare` on black or over a picture, with the `cues` of a voice over it; None without
    words. Raises FontMissing."""
    if not text:
        return burned(cues, duration, page)
    font = font_for("\n".join([text, *(cue.plain for cue in cues)]), page.fonts)
    below = on_pictures(cues, page.rate)
    ass = ass_card(text, duration, *page.size, font.family, letters=page.letters, bare=bare, cues=below)
    return Burned(ass, font)


def retimed(pieces: Sequence[tuple[Sequence[Cue], Span | None, int]], rate: Fraction) -> Track:
    """The subtitles of the whole film. Each piece: cues, their source span (None: a card) and its real count of frames.

    Frames are added up and turned into milliseconds once, so nothing drifts.
    """
    placed: list[Cue] = []
    frames = 0
    for cues, source, count in pieces:
        at, frames = ms_of_frame(frames, rate), frames + count
        if source is not None:
            placed += onto(cues, source, at, ms_of_frame(frames, rate) - at)
    return _numbered(placed)


def clip_track(words: Words, source: Span, length: int) -> Track:
    """The subtitles of one clip as a file of its own, `length` ms long."""
    return _numbered(onto(words.cues, source, 0, length))


def srt_of(track: Track) -> str:
    """The track as SRT; empty without cues. Raises Unwritable naming the cue."""
    return write(track, "srt").data.decode() if track.cues else ""


def vtt_of(track: Track) -> str:
    """The track as WebVTT. Raises Unwritable naming the cue."""
    return write(track, "vtt").data.decode()


def together(one: Track, others: Sequence[Cue]) -> Track:
    """The track with other cues among its own, in order of time, numbered anew."""
    return _numbered(sorted([*one.cues, *others], key=lambda cue: (cue.span.start, cue.span.end)))


def _numbered(cues: Sequence[Cue]) -> Track:
    return Track(tuple(replace(cue, id=number) for number, cue in enumerate(cues, start=1)))
