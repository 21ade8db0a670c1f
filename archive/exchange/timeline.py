# SPDX-License-Identifier: GPL-3.0-or-later
"""A film as editing programs see it: files, frames of them, and the frames of a timeline at one stated rate.

Rates are exact fractions and places are whole frames; seconds appear only as fractions of both.
"""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import accumulate
from urllib.parse import quote

from archive.film.words import LOWER_AFTER, LOWER_UNTIL
from media.language import gettext as _
from media.smpte import DROPPING, Timecode, counted, write_timecode
from media.span import Span
from media.timecode import ms_of_frame
from subtitles.cue import Cue

FIRST_HOUR = 1
"""A timeline begins at 01:00:00:00, as is the custom: what lies before has room for colour bars."""
MARK = "baro"
"""Under this name our own facts travel in the files that have room for them."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file that a cut takes from. `start` is the number of its first frame by its timecode, `frames` its length.

    `address` is what the cut list writes: relative to the cut list, with `/`. `size` is None for sound alone; `channels`
    are those of its sound, one where nobody counted them.
    """

    name: str
    reel: str
    address: str
    sha256: str
    rate: Fraction
    frames: int
    start: Timecode = field(default_factory=lambda: Timecode(0))
    size: tuple[int, int] | None = None
    sounds: bool = True
    channels: int = 1


@dataclass(frozen=True, slots=True)
class Still:
    """A still picture in a file beside the cut list. `worded`: it shows the words of its card, on black."""

    name: str
    address: str
    sha256: str
    size: tuple[int, int]
    worded: bool = False


@dataclass(frozen=True, slots=True)
class Shot:
    """Frames `frames` of a source (from 0 at its first) on `count` frames of the timeline. `speaker` is a code.

    `lower`: the lines of the band that says who speaks; `fades`: frames of the timeline from and to black.
    """

    source: Source
    frames: range
    count: int
    speaker: str = ""
    quote: str = ""
    lower: tuple[str, ...] = ()
    fades: tuple[int, int] = (0, 0)

    @property
    def ratio(self) -> str:
        """What tells an untouched shot from one that somebody trimmed, where a format counts in the timeline's frames."""
        return f"{self.frames.start}+{len(self.frames)}={self.count}"


@dataclass(frozen=True, slots=True)
class Black:
    """A title card for `count` frames: words on black, or a still picture with or without words."""

    count: int
    text: str
    still: Still | None = None
    fades: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A voice over the film: the sound alone of a shot, from frame `at` of the timeline on."""

    at: int
    shot: Shot


@dataclass(frozen=True, slots=True)
class Timeline:
    """A whole cut. `cues` are the French subtitles in milliseconds from the timeline's first frame.

    `folder`: where the cut list lies for good, when that is known: addresses are then absolute.
    """

    name: str
    rate: Fraction
    size: tuple[int, int]
    parts: tuple[Shot | Black, ...]
    cues: tuple[Cue, ...] = ()
    drop: bool = False
    voices: tuple[Spoken, ...] = ()
    folder: str = ""

    @property
    def starts(self) -> tuple[int, ...]:
        """The frame on which each part begins, from 0."""
        return tuple(accumulate((part.count for part in self.parts), initial=0))[:-1]

    @property
    def frames(self) -> int:
        """How long it is."""
        return sum(part.count for part in self.parts)

    @property
    def first(self) -> int:
        """The number of its first frame: that of 01:00:00:00."""
        hour = FIRST_HOUR * 3600 * counted(self.rate)
        return hour - FIRST_HOUR * 54 * DROPPING[self.rate] if self.drop else hour

    @property
    def sources(self) -> tuple[Source, ...]:
        """The files, each once, in the order of their first use."""
        shots = [*(part for part in self.parts if isinstance(part, Shot)), *(one.shot for one in self.voices)]
        return tuple(dict.fromkeys(shot.source for shot in shots))

    @property
    def voice_tracks(self) -> tuple[tuple[Spoken, ...], ...]:
        """The voices on as few tracks as keep them apart."""
        tracks: list[list[Spoken]] = []
        for voice in sorted(self.voices, key=lambda one: one.at):
            free = (track for track in tracks if track[-1].at + track[-1].shot.count <= voice.at)
            track = next(free, None)
            if track is None:
                tracks.append([voice])
            else:
                track.append(voice)
        return tuple(map(tuple, tracks))

    @property
    def bands(self) -> tuple[tuple[range, tuple[str, ...]], ...]:
        """When each band that says who speaks is shown, in frames, and its lines."""
        found = zip(self.starts, self.parts, strict=True)
        return tuple((self._shown(at, part), part.lower) for at, part in found if isinstance(part, Shot) and part.lower)

    def _shown(self, at: int, part: Shot) -> range:
        after, until = (round(ms * self.rate / 1000) for ms in (LOWER_AFTER, LOWER_UNTIL))
        first = at + min(after, part.count // 4)
        return range(first, max(first + 1, at + min(until, part.count)))

    def timecode(self, frame: int) -> str:
        """The timecode of a frame of this timeline, counted from 0."""
        return write_timecode(Timecode(self.first + frame, self.drop), self.rate)

    def url(self, address: str, host: str = "") -> str:
        """An address as a URL, what is not plain ASCII in percent: absolute where the folder is known."""
        return f"file://{host}{quote(self.folder)}/{quote(address)}" if self.folder else quote(address)

    @property
    def subtitles(self) -> str:
        """The name of the SRT that lies beside the cut lists."""
        return f"{self.name}.fr.srt"

    @property
    def titles(self) -> str:
        """The name of the SRT of all other words in the picture: cards and bands."""
        return f"{self.name}.titres.srt"


def other_words(timeline: Timeline) -> tuple[Cue, ...]:
    """The words of cards and bands as cues, for what cannot show them otherwise."""
    found = zip(timeline.starts, timeline.parts, strict=True)
    said = [(range(at, at + part.count), part.text) for at, part in found if isinstance(part, Black) and part.text]
    said += [(shown, "\n".join(lines)) for shown, lines in timeline.bands]
    laid = sorted(said, key=lambda one: one[0].start)
    return tuple(
        Cue(n, Span(ms_of_frame(one.start, timeline.rate), ms_of_frame(one.stop, timeline.rate)), text)
        for n, (one, text) in enumerate(laid, start=1)
    )


def titled(timeline: Timeline) -> Timeline:
    """The same for a format that writes the words of cards itself: without pictures of them."""
    parts = (
        replace(part, still=None) if isinstance(part, Black) and part.still is not None and part.still.worded else part
        for part in timeline.parts
    )
    return replace(timeline, parts=tuple(parts))


def stills_of(timeline: Timeline) -> tuple[Still, ...]:
    """The still pictures, each once, in the order of their first use."""
    found = (part.still for part in timeline.parts if isinstance(part, Black))
    return tuple(dict.fromkeys(still for still in found if still is not None))


def title_of(part: Shot | Black) -> str:
    """The words of a marker: who speaks and what is said, or the card, on one line."""
    if isinstance(part, Black):
        return " / ".join(part.text.split("\n"))
    return " : ".join(filter(None, (part.speaker, part.quote)))


def fades_of(part: Shot | Black) -> tuple[int, int]:
    """The fades of a part as a cut list can hold them: within it, and not over each other."""
    opens = min(part.fades[0], part.count)
    return opens, min(part.fades[1], part.count - opens)


def notes_of(part: Shot | Black) -> str:
    """What a film shows besides, for whoever edits, on one line: the band, the fades in frames."""
    lower = _("bandeau : {words}").format(words=", ".join(part.lower)) if isinstance(part, Shot) and part.lower else ""
    first, last = part.fades
    return " ; ".join(
        filter(
            None,
            [
                lower,
                _("ouverture au noir : {count} images").format(count=first) if first else "",
                _("fermeture au noir : {count} images").format(count=last) if last else "",
            ],
        )
    )


def ntsc(rate: Fraction) -> bool:
    """True for the rates that are a thousandth slower than their name: 23.976, 29.97, 59.94.

    >>> ntsc(Fraction(30000, 1001)), ntsc(Fraction(30))
    (True, False)
    """
    return rate.denominator == 1001
