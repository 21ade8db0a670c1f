# SPDX-License-Identifier: GPL-3.0-or-later
"""From a cut list that consent allows to a timeline: which files, which of their frames, whose words."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from archive.access import Access
from archive.exchange.timeline import Black, Shot, Source, Spoken, Still, Timeline
from archive.film.assembly import Allowed
from archive.film.narration import spoken_over
from archive.film.words import retimed, together
from archive.model.film import CutCard, CutClip, ItemId
from archive.model.footage import Recording
from media.errors import WrongUse
from media.smpte import DROPPING, Timecode, read_timecode
from media.take import SOUND_ONLY_RATE
from media.timecode import frame_at, frames_becoming, frames_lasting, frames_of

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


@dataclass(frozen=True, slots=True)
class Files:
    """What lies beside the cut lists: the file of each clip and voice, which frame of its recording is the file's first,
    the still pictures by their names in the archive, and the pictures of cards by their words."""

    sources: Mapping[ItemId, Source]
    first: Mapping[ItemId, int]
    stills: Mapping[str, Still]
    cards: Mapping[str, Still] = field(default_factory=dict)


def timeline_of(ready: Allowed, access: Access, shape: Stated, files: Files) -> Timeline:
    """The film as a timeline; a voice that nothing follows is not heard in the film either, and left out."""
    parts = [
        _card(part, shape.rate, files) if isinstance(part, CutCard) else _shot(ready, access, part, shape.rate, files)
        for part in ready.cut.parts
    ]
    spans = [
        (ready.words[part.item].cues, part.span, made.count) if isinstance(part, CutClip) else ((), None, made.count)
        for part, made in zip(ready.cut.parts, parts, strict=True)
    ]
    own = retimed(spans, shape.rate)
    over = spoken_over(ready.cut.voices, ready.words, own.cues, [part.count for part in parts], shape.rate)
    cues = tuple(replace(cue, text=plain(cue.text)) for cue in together(own, over.shown).cues)
    whole = Timeline(ready.cut.film.name, shape.rate, shape.size, tuple(parts), cues, shape.drop)
    voices = [
        _until_the_end(Spoken(whole.starts[voice.part], _shot(ready, access, voice.cut, shape.rate, files)), whole)
        for voice in ready.cut.voices
        if voice.part < len(parts)
    ]
    return replace(whole, voices=tuple(voices))


def _until_the_end(voice: Spoken, whole: Timeline) -> Spoken:
    """A voice no longer than what is left of the film, which ends with its pictures."""
    shot, room = voice.shot, whole.frames - voice.at
    if shot.count <= room:
        return voice
    heard = shot.frames[: max(1, int(room / whole.rate * shot.source.rate))]
    return replace(voice, shot=replace(shot, frames=heard, count=room))


def _card(part: CutCard, rate: Fraction, files: Files) -> Black:
    count = frames_lasting(part.duration, rate)
    still = files.stills[part.picture] if part.picture else files.cards.get(part.text)
    return Black(count, plain(part.text), still, _fades(part, rate, count))


def _shot(ready: Allowed, access: Access, part: CutClip, rate: Fraction, files: Files) -> Shot:
    source, frames = files.sources[part.item], frames_of(part.span, rate_of(part.recording))
    first, count = frames.start - files.first.get(part.item, 0), frames_becoming(part.asked, source.rate, rate)
    words = ready.words[part.item].cues if part.item in ready.words else ()
    quote = plain(" ".join(cue.plain for cue in words)).replace("\n", " ")[:LONGEST_QUOTE]
    said = (speaker(access, part), quote, tuple(map(plain, ready.lowers.get(part.item, ()))))
    return Shot(source, range(first, first + len(frames)), count, *said, _fades(part, rate, count))


def _fades(part: CutClip | CutCard, rate: Fraction, count: int) -> tuple[int, int]:
    first, last = (min(count, round(ms * rate / 1000)) for ms in (part.looks.fade_in, part.looks.fade_out))
    return first, last


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
