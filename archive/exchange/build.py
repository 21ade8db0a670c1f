# SPDX-License-Identifier: GPL-3.0-or-later
"""From a cut list that consent allows to a timeline: which files, which of their frames, whose words."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from archive.access import Access
from archive.exchange.timeline import Black, Shot, Source, Timeline
from archive.film.assembly import Allowed
from archive.film.words import retimed
from archive.model.film import CutCard, CutClip, ItemId
from archive.model.footage import Recording
from media.errors import WrongUse
from media.smpte import DROPPING, Timecode, read_timecode
from media.take import SOUND_ONLY_RATE
from media.timecode import frame_at, frames_of
from subtitles.cue import Cue

LONGEST_QUOTE = 300
LONGEST_REEL = 32
MOST_SPEAKERS = 3
_UNSAID = re.compile(r"[^\S\n ]+|[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Stated:
    """The rate and size of a timeline: those of the clips when they agree, else those of the film."""

    rate: Fraction
    size: tuple[int, int]
    drop: bool = False


def rate_of(recording: Recording) -> Fraction:
    """The frames per second that a recording's places are counted with."""
    return recording.picture.rate if recording.picture is not None else SOUND_ONLY_RATE


def stated(clips: list[CutClip], otherwise: Stated, rate: Fraction | None = None) -> Stated:
    """What the timeline of these clips states; `rate` when somebody chose one."""
    seen = [clip.recording.picture for clip in clips if clip.recording.picture is not None]
    rates, sizes = Counter(one.rate for one in seen), Counter((one.width, one.height) for one in seen)
    own = rate or (next(iter(rates)) if len(rates) == 1 else otherwise.rate)
    size = next(iter(sizes)) if len(sizes) == 1 else otherwise.size
    drop = own in DROPPING and any(start_of(clip.recording).drop for clip in clips)
    return Stated(own, (size[0] // 2 * 2, size[1] // 2 * 2), drop)


def start_of(recording: Recording) -> Timecode:
    """The start timecode of a recording; zero when it has none that can be read."""
    try:
        return read_timecode(recording.start_timecode, rate_of(recording)) if recording.start_timecode else Timecode(0)
    except WrongUse:
        return Timecode(0)


def length_of(recording: Recording) -> int:
    """How many frames a recording has."""
    return frame_at(max(0, recording.duration - 1), rate_of(recording)) + 1


def on_timeline(frames: int, source: Fraction, rate: Fraction) -> int:
    """The nearest number of timeline frames that so many of the source take; at least one."""
    return frames if source == rate else max(1, round(Fraction(frames) / source * rate))


def timeline_of(
    ready: Allowed, access: Access, shape: Stated, sources: Mapping[ItemId, Source], offset: Callable[[CutClip], int]
) -> Timeline:
    """The film as a timeline. `sources`: the file of each clip; `offset`: which frame of the recording its first one is."""
    parts: list[Shot | Black] = []
    pieces: list[tuple[tuple[Cue, ...], CutClip | None, int]] = []
    for part in ready.cut.parts:
        if isinstance(part, CutCard):
            count = max(1, -(-part.duration * shape.rate // 1000))
            parts.append(Black(int(count), plain(part.text)))
            pieces.append(((), None, int(count)))
            continue
        if not isinstance(part, CutClip):
            continue
        source, frames = sources[part.item], frames_of(part.span, rate_of(part.recording))
        cues, first = ready.words[part.item].cues, frames.start - offset(part)
        count = on_timeline(len(frames), source.rate, shape.rate)
        quote = plain(" ".join(cue.plain for cue in cues)).replace("\n", " ")[:LONGEST_QUOTE]
        parts.append(Shot(source, range(first, first + len(frames)), count, speaker(access, part), quote))
        pieces.append((cues, part, count))
    spans = [(cues, None if clip is None else clip.span, count) for cues, clip, count in pieces]
    cues = tuple(replace(cue, text=plain(cue.text)) for cue in retimed(spans, shape.rate).cues)
    return Timeline(ready.cut.film.name, shape.rate, shape.size, tuple(parts), cues, shape.drop)


def speaker(access: Access, clip: CutClip) -> str:
    """The codes of those who are in a clip; empty when they are many: nobody knows then who speaks."""
    codes = [person.code for person in access.who(clip.recording.id, clip.span)]
    return ", ".join(codes) if len(codes) <= MOST_SPEAKERS else ""


def plain(text: str) -> str:
    """Words that every format can hold: line breaks and ordinary spaces stay, what no XML may hold goes."""
    return _UNSAID.sub(" ", text.replace("\r\n", "\n")).strip()


def reels(names: list[str]) -> list[str]:
    """A reel name for each file name, without its ending: what every program takes, each different.

    >>> reels(["C0001.MP4", "l’entretien (2) Gao.MOV", "C0001.MOV"])
    ['C0001', 'l_entretien_2_Gao', 'C0001_2']
    """
    found: list[str] = []
    for name in names:
        base = re.sub(r"[^A-Za-z0-9.-]+", "_", name.rpartition(".")[0] or name).strip("_")[:LONGEST_REEL] or "R"
        base = base if base.upper() not in ("BL", "AX", "BLACK") else f"{base}_"
        count, reel = 1, base
        while reel in found:
            count += 1
            reel = f"{base[: LONGEST_REEL - 3]}_{count}"
        found.append(reel)
    return found
