# SPDX-License-Identifier: GPL-3.0-or-later
"""One piece of a film, made to fit all the others: same size, same rate, picture exactly as long as its sound."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from media.command import Run, Stream, make, opened, private_folder
from media.encode import h264, matroska, pcm
from media.errors import BaroError
from media.ffmpeg import Ffmpeg
from media.fonts import Font
from media.language import gettext as _
from media.looks import PLAIN, Hiding, Looks, heard, seen
from media.loudness import Loudness, measure
from media.loudness import silence as unheard
from media.probe import MediaInfo
from media.span import Span
from media.take import (
    at_rate,
    black,
    held,
    picture,
    rate_of,
    samples_for,
    silence,
    sound,
    source_of,
    take_of,
    with_subtitles,
)
from media.timecode import frames_becoming, frames_lasting
from media.verify import counts


class SegmentWrong(BaroError):
    """A segment came out longer or shorter than asked: the source is damaged there."""


@dataclass(frozen=True, slots=True)
class FilmFormat:
    """What every segment of a film shares. `lufs`: the loudness of the whole film; `letters`: times the usual size.

    Without `pictures` only the sound counts: the film is a sound file, and its segments are black.
    """

    width: int = 1280
    height: int = 720
    rate: Fraction = Fraction(25)
    lufs: float = -16.0
    letters: Fraction = Fraction(1)
    pictures: bool = True

    @property
    def box(self) -> tuple[int, int]:
        """Width and height."""
        return self.width, self.height


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a film as it lies there: its pictures, and what was measured of its sound."""

    path: Path
    frames: int
    sound: Loudness


def make_segment(
    ff: Ffmpeg,
    source: Path,
    info: MediaInfo,
    span: Span,
    to: Path,
    film: FilmFormat,
    *,
    burn: Path | None = None,
    font: Font | None = None,
    seals: Sequence[Span] = (),
    looks: Looks = PLAIN,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Segment:
    """Write `span` of a recording as a segment of `film`: `segment_frames` pictures with their sound.

    `burn`: an ASS file in times of the segment. Raises ProcessFailed, SegmentWrong, Cancelled.
    """
    take = take_of(source, info, span, seals)
    count = segment_frames(span, info, film)
    samples = samples_for(count, film.rate)
    rush = source_of(ff, take)
    shown = black(film.box, film.rate, count)
    if film.pictures and looks.hidden is not Hiding.BLACK:
        shown = at_rate(picture(rush, take, film.box), film.rate, count)
    shown = seen(shown, looks, film.box, film.rate, count)
    shown = shown if burn is None else with_subtitles(shown)  # words are read while a picture fades
    told = heard(sound(rush, take, samples), looks, samples)
    with private_folder(to, burn, font) as folder:
        _write(ff, [shown, told], to, film, count, Run(folder, progress, cancelled))
        own = opened(ff, to)["a:0"]
        return Segment(to, count, measure(ff, own, samples, Run(folder, None, cancelled)))


def make_card(
    ff: Ffmpeg,
    duration: int,
    to: Path,
    film: FilmFormat,
    *,
    still: Path | None = None,
    burn: Path | None = None,
    font: Font | None = None,
    looks: Looks = PLAIN,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Segment:
    """Write a silent segment that lasts at least `duration` milliseconds: black, or the picture `still` (a PNG of `keep_still`),
    with the words of `burn` on it."""
    count = frames_lasting(duration, film.rate)
    shown = black(film.box, film.rate, count) if still is None else held(still, film.box, film.rate, count)
    shown = shown if burn is None else with_subtitles(shown)  # a card is its words: they fade with it
    shown = seen(shown, looks, film.box, film.rate, count)
    samples = samples_for(count, film.rate)
    with private_folder(to, burn, font) as folder:
        _write(ff, [shown, silence(samples)], to, film, count, Run(folder, progress, cancelled))
    return Segment(to, count, unheard(samples))


def make_words(ff: Ffmpeg, to: Path, film: FilmFormat, burn: Path, font: Font) -> None:
    """Write the words of a card on black as one PNG of the film's size, as `make_card` would show them."""
    options = {"c:v": "png", "frames:v": 1, "f": "image2", "update": 1, "pix_fmt": "rgb24"}
    with private_folder(to, burn, font) as folder:
        make(ff, [with_subtitles(black(film.box, film.rate, 1))], to, options, Run(folder))


def segment_frames(span: Span, info: MediaInfo, film: FilmFormat) -> int:
    """How many pictures of the film `span` becomes: none of its sound is lost, at most one picture is added."""
    return frames_becoming(span, rate_of(info), film.rate)


def _write(ff: Ffmpeg, streams: Sequence[Stream], to: Path, film: FilmFormat, count: int, how: Run) -> None:
    # without B-frames every segment begins with its first picture, and joins without a gap
    # and fewer pictures are held in memory than the preset would; the keyframe every 2 s bounds the rest
    options = matroska() | pcm() | h264(film.rate, crf=19, preset="fast") | {"bf": 0, "rc-lookahead": 16}
    make(ff, streams, to, options, how)
    found = counts(to).frames
    if found != count:
        raise SegmentWrong(
            _("L’extrait donne {found} images au lieu de {count}.").format(found=found, count=count),
            _("Le fichier d’origine est peut-être abîmé à cet endroit ; déplacer un peu le début ou la fin."),
        )
