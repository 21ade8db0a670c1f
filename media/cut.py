# SPDX-License-Identifier: GPL-3.0-or-later
"""An extract that may leave: decoded and encoded again, so that nothing outside the span is in the file."""

from collections.abc import Callable, Sequence
from pathlib import Path

from media.command import Run, Stream, make, plain_subtitles, private_folder
from media.encode import SOFT, SOFT_OPTIONS, aac, h264, mp4, pcm
from media.ffmpeg import Ffmpeg
from media.fonts import Font
from media.looks import PLAIN, Hiding, Looks, heard, seen
from media.probe import MediaInfo
from media.smart import smart_cut
from media.span import Span
from media.take import Take, black, picture, samples_for, silenced, size_of, sound, source_of, take_of, with_subtitles
from media.verify import Made, verify_clean


def cut_span(
    ff: Ffmpeg,
    source: Path,
    info: MediaInfo,
    span: Span,
    to: Path,
    *,
    burn: Path | None = None,
    soft: Path | None = None,
    font: Font | None = None,
    seals: Sequence[Span] = (),
    smart: bool = False,
    looks: Looks = PLAIN,
    sound_from: Take | None = None,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Made:
    """Write the frames that show any part of `span`, with exactly their sound, as MP4 (H.264, AAC).

    `burn`: an ASS file burned into the picture with `font`; `soft`: an SRT file carried beside it. Their times count
    from the first frame. `smart`: whole groups of pictures may be copied where that is quicker and nothing is burned,
    hidden or sealed (for the team or a partner, never for what is released). `sound_from`: what another recording heard
    in the same time, instead of its own sound; silent where either is sealed. Raises ProcessFailed when ffmpeg cannot,
    Leak when the result is not clean, Cancelled.
    """
    take = take_of(source, info, span, seals)
    with private_folder(to, burn, font) as folder:
        run = Run(folder, progress, cancelled)
        if soft is not None:
            (folder / SOFT).write_bytes(soft.read_bytes())
        plain = burn is None and looks == PLAIN and sound_from is None
        if smart and plain and (made := smart_cut(ff, take, to, run, soft is not None)) is not None:
            return made
        streams, options = _streams(ff, take, burn is not None, looks, sound_from)
        if soft is not None:
            streams.append(plain_subtitles(SOFT)["s:0"])
            options |= SOFT_OPTIONS
        make(ff, streams, to, options, run)
    return verify_clean(to, len(take.frames))


def cut_sound(
    ff: Ffmpeg,
    source: Path,
    info: MediaInfo,
    span: Span,
    to: Path,
    *,
    seals: Sequence[Span] = (),
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Made:
    """Write the sound alone of the frames that show any part of `span`, as a WAV of 48 kHz, silent where it is sealed.

    Raises ProcessFailed, Leak, Cancelled.
    """
    take = take_of(source, info, span, seals)
    with private_folder(to) as folder:
        told = sound(source_of(ff, take), take, samples_for(len(take.frames), take.rate))
        make(ff, [told], to, {"f": "wav"} | pcm(), Run(folder, progress, cancelled))
    return verify_clean(to)


def _streams(
    ff: Ffmpeg, take: Take, burning: bool, looks: Looks, sound_from: Take | None
) -> tuple[list[Stream], dict[str, object]]:
    opened, box, count = source_of(ff, take), size_of(take.info), len(take.frames)
    shown = black(box, take.rate, count) if looks.hidden is Hiding.BLACK else picture(opened, take, box)
    shown = seen(shown, looks, box, take.rate, count)
    streams = [with_subtitles(shown) if burning else shown]
    options = mp4() | h264(take.rate, crf=19, preset="fast")
    samples = samples_for(count, take.rate)
    if sound_from is not None:
        streams.append(heard(silenced(sound(source_of(ff, sound_from), sound_from, samples), take), looks, samples))
        options |= aac()
    elif take.info.audio is not None:
        streams.append(heard(sound(opened, take), looks, samples))
        options |= aac()
    return streams, options
