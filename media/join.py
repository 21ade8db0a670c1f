# SPDX-License-Identifier: GPL-3.0-or-later
"""Segments become a film: pictures copied, sound encoded once and set to one loudness, which was measured with each segment."""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from media.command import (
    SAMPLE_RATE,
    Run,
    Stream,
    listed,
    make,
    mixed,
    parted,
    plain_subtitles,
    private_folder,
    seconds_text,
)
from media.encode import SOFT, SOFT_OPTIONS, aac, mp4
from media.errors import CannotCheck, WrongUse
from media.ffmpeg import Ffmpeg
from media.language import gettext as _
from media.loudness import Loudness, integrated, louder, measure
from media.probe import MediaInfo
from media.segment import FilmFormat, Segment, SegmentWrong
from media.span import Span
from media.take import Take, samples_for, sound, source_of, take_of
from media.timecode import ms_of_frame
from media.verify import Made, verify_clean

LIST = "segments.txt"
SILENT_LUFS, MOST_GAIN = -60.0, 30.0
UNDER_A_VOICE, STEP = 0.2, 0.3  # of its loudness (-14 dB); seconds
CEILING = 10 ** (-1.5 / 20)  # -1.5 dB before AAC, which overshoots a little: -1 dBTP after it


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice over the film: `span` of a recording, from picture number `frame` of the film on; silent where it is sealed."""

    source: Path
    info: MediaInfo
    span: Span
    frame: int
    seals: tuple[Span, ...] = ()


def join(
    ff: Ffmpeg,
    segments: Sequence[Segment],
    to: Path,
    film: FilmFormat,
    *,
    soft: Path | None = None,
    voices: Sequence[Voice] = (),
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Made:
    """Write the film of `segments` (made by `make_segment` and `make_card` for the same `film`) as MP4.

    Without pictures in `film` it is an M4A of the sound. `soft`: an SRT file carried as the French subtitles; `voices`
    speak over the film, whose own sound steps back. Raises WrongUse without segments, CannotCheck without one of them,
    ProcessFailed, Cancelled, SegmentWrong, and Leak when the result is not clean or has another number of pictures than its segments.
    """
    _all_there(segments)
    frames = sum(segment.frames for segment in segments)
    with private_folder(to) as folder:
        _write_list(folder, segments, film.rate)
        total = samples_for(frames, film.rate)
        source = listed(LIST)
        told = _told(ff, source["a:0"], voices, film, total)
        sound = [segment.sound for segment in segments]
        if voices:
            own = _told(ff, listed(LIST)["a:0"], voices, film, total)
            sound = [measure(ff, own, total, Run(folder, None, cancelled))]
        told = _corrected(told, sound, film, total)
        streams: list[Stream] = [source["v:0"], told] if film.pictures else [told]
        options = mp4() | aac("192k")
        if film.pictures:
            options |= {"c:v": "copy", "bsf:v": _on_grid(film.rate)}
        if soft is not None and film.pictures:
            shutil.copyfile(soft, folder / SOFT)
            streams.append(plain_subtitles(SOFT)["s:0"])
            options |= SOFT_OPTIONS
        make(ff, streams, to, options, Run(folder, progress, cancelled))
    made = verify_clean(to, frames if film.pictures else None)
    return _as_long_as(made, Made(frames, ms_of_frame(frames, film.rate)))


def _all_there(segments: Sequence[Segment]) -> None:
    if not segments:
        raise WrongUse(_("Un film sans extrait ne peut pas être monté."), _("Ajouter au moins un extrait."))
    for segment in segments:
        if not segment.path.is_file():
            message = _("Un morceau du film n’est plus là : {name}.").format(name=segment.path.name)
            raise CannotCheck(message, _("Refaire le rendu."))


def _as_long_as(made: Made, expected: Made) -> Made:
    if abs(made.duration - expected.duration) > 1:  # milliseconds, each rounded down
        raise SegmentWrong(
            _("Le film dure {found} ms au lieu de {expected} ms.").format(
                found=made.duration, expected=expected.duration
            ),
            _("Supprimer le dossier « derived/segments » de l’archive et refaire le rendu."),
        )
    return expected


def _write_list(folder: Path, segments: Sequence[Segment], rate: Fraction) -> None:
    lines = [b"ffconcat version 1.0"]
    for segment in segments:
        where = os.fsencode(segment.path.absolute()).replace(b"'", b"'\\''")
        # Matroska rounds to milliseconds: over many segments the error would add up
        lines += [b"file 'file:%b'" % where, b"duration " + seconds_text(segment.frames / rate).encode()]
    (folder / LIST).write_bytes(b"\n".join(lines) + b"\n")


def _on_grid(rate: Fraction) -> str:
    """Times of Matroska's milliseconds put back on exact frames."""
    return f"setts=time_base={rate.denominator}/{rate.numerator}"


def _told(ff: Ffmpeg, own: Stream, voices: Sequence[Voice], film: FilmFormat, samples: int) -> Stream:
    """The sound of the segments, and the voices over it.

    The segments are exact in samples; Matroska's milliseconds would leave tiny holes between them.
    """
    told = own.filter("asetpts", "round(N/SR/TB)")
    spoken = [
        (take_of(voice.source, voice.info, voice.span, voice.seals), samples_for(voice.frame, film.rate))
        for voice in voices
    ]
    spoken = [(take, at) for take, at in spoken if take.info.audio is not None and at < samples]
    for (take, at), stream in zip(spoken, _voiced(ff, [take for take, _at in spoken]), strict=True):
        length = min(samples_for(len(take.frames), take.rate), samples - at)
        first, last = at / SAMPLE_RATE, (at + length) / SAMPLE_RATE
        told = told.filter("volume", _stepping_back(first, last), eval="frame")
        heard = stream.filter("atrim", end_sample=length).filter("adelay", delays=f"{at}S", all=1)
        told = mixed(told, heard.filter("apad", whole_len=samples))
    return told


def _voiced(ff: Ffmpeg, takes: Sequence[Take]) -> list[Stream]:
    """The sound of each take, or of a longer one that begins with it.

    What is heard more than once is read once and parted: ffmpeg-python takes equal chains of filters for one.
    """
    longest: dict[tuple[Path, int], Take] = {}
    keys = [(take.source, take.frames.start) for take in takes]
    for key, take in zip(keys, takes, strict=True):
        longest[key] = max(longest.get(key, take), take, key=lambda one: len(one.frames))
    streams = {
        key: iter(parted(sound(source_of(ff, take), take), keys.count(key), "asplit")) for key, take in longest.items()
    }
    return [next(streams[key]) for key in keys]


def _stepping_back(first: float, last: float) -> str:
    """The loudness of the film's own sound: `UNDER_A_VOICE` between two moments in seconds, reached in a third of a second."""
    ramp = f"clip((t-{first - STEP:.4f})/{STEP},0,1)*clip(({last + STEP:.4f}-t)/{STEP},0,1)"
    return f"1-{1 - UNDER_A_VOICE}*{ramp}"


def _corrected(told: Stream, sound: Sequence[Loudness], film: FilmFormat, samples: int) -> Stream:
    """The sound at the film's loudness, as far as that is measured of `sound`; silence stays silence."""
    loudness = integrated(sound)
    gain = min(film.lufs - loudness, MOST_GAIN) if loudness > SILENT_LUFS else 0.0
    told = told.filter("volume", f"{gain:.2f}dB", precision="float")
    if louder(sound) * 10 ** (gain / 20) > CEILING:
        told = _limited(told)
    return told.filter("apad", whole_len=samples).filter("atrim", end_sample=samples)


def _limited(told: Stream) -> Stream:
    """The sound with its peaks, those between the samples too, under the ceiling."""
    return (
        told.filter("aresample", 192_000)
        .filter("alimiter", limit=f"{CEILING:.4f}", level=0, attack=5, release=50, latency=1)
        .filter("aresample", 48_000)
    )
