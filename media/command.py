# SPDX-License-Identifier: GPL-3.0-or-later
"""How ffmpeg is spoken to: argument lists from ffmpeg-python, allow-lists before every input, nothing personal after it."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from media import formats
from media.ffmpeg import Ffmpeg
from media.files import working_folder
from media.fonts import Font
from media.process import Finished, Limits, run

SAMPLE_RATE = 48_000
# without a font ffmpeg burns nothing, or takes one of the computer's (named by a path), and claims success
FONT_TROUBLE = re.compile(
    r"fontselect: failed|fontselect: \(.*\) -> (/|[A-Za-z]:|\\\\)|[Gg]lyph 0x[0-9A-Fa-f]+ not found"
)
STRICT = "crccheck+bitstream+buffer+explode"
SUBTITLES, FONTS = "subs.ass", "fonts"
SCRUBBED: Mapping[str, str] = {
    "map_metadata": "-1",
    "map_chapters": "-1",
    "fflags": "+bitexact",
    "flags:v": "+bitexact",
    "flags:a": "+bitexact",
}


class Stream(Protocol):
    """A picture or a sound on its way through the filters; what ffmpeg-python calls a stream."""

    def filter(self, name: str, *args: object, **options: object) -> "Stream":
        """The stream after one more filter."""

    def filter_multi_output(self, name: str, *args: object, **options: object) -> "Source":
        """The streams that one filter makes of one, taken by number."""


class Source(Protocol):
    """An opened file or a generated picture or sound, whose streams are taken by ffmpeg's own names."""

    def __getitem__(self, stream: str) -> Stream:
        """One stream: `V:0` the first picture that is no cover, `a:0` the first sound."""


@dataclass(frozen=True, slots=True)
class Run:
    """How a command runs: where, who listens, who may stop it. `level`: how much ffmpeg tells, by its own words."""

    folder: Path | None = None
    progress: Callable[[int], None] | None = None
    cancelled: Callable[[], bool] | None = None
    level: str = "info"


UNHEARD = Run()  # nobody listens, nobody stops it


@dataclass(frozen=True, slots=True)
class Output:
    """One file of a run and the streams that go into it; without a file (`to` None) they are only listened to."""

    streams: Sequence[Stream]
    to: Path | None
    options: Mapping[str, object]


def opened(
    ff: Ffmpeg, path: Path, seek: Fraction | None = None, *, strict: bool = False, keyframes: bool = False
) -> Source:
    """A media file under the allow-lists; `seek` (seconds) starts at the keyframe before that time.

    `strict`: damage is an error and is not painted over. `keyframes`: only pictures that stand alone are decoded.
    """
    options: dict[str, object] = {
        "protocol_whitelist": formats.PROTOCOL_LIST,
        "format_whitelist": formats.FORMAT_LIST,
        "codec_whitelist": formats.DECODER_LIST,
        "threads": ff.threads,
    }
    if seek:
        # from the keyframe on: a picture held since long before must be known
        options |= {"ss": seconds_text(seek), "noaccurate_seek": None}
    if strict:
        options |= {"err_detect": STRICT}
    if keyframes:
        options |= {"skip_frame": "nokey"}
    return _input(f"file:{path.absolute()}", options)


def generated(description: str) -> Source:
    """A picture or sound that ffmpeg makes itself; `description` is built from numbers only."""
    return _input(
        description,
        {"f": "lavfi", "format_whitelist": "lavfi", "codec_whitelist": "wrapped_avframe,rawvideo,pcm_u8,pcm_s16le"},
    )


def photograph(path: Path, kind: str) -> Source:
    """A picture that stands still, `jpeg` or `png`, one frame of it; absurd dimensions are refused before they are decoded."""
    allowed = {"f": f"{kind}_pipe", "format_whitelist": f"{kind}_pipe", "codec_whitelist": "mjpeg,png"}
    limits = {"protocol_whitelist": formats.PROTOCOL_LIST, "max_pixels": formats.MOST_PIXELS}
    return _input(f"file:{path.absolute()}", {**allowed, **limits})


def listed(name: str) -> Source:
    """The concat list `name` in the run's private folder, whose files are segments of our own making."""
    return _input(
        name,
        {
            "f": "concat",
            "safe": 0,  # it would refuse every path but names beside the list
            "protocol_whitelist": formats.PROTOCOL_LIST,
            "format_whitelist": "concat,matroska,webm",
            "codec_whitelist": "h264,pcm_s16le",
        },
    )


def plain_subtitles(name: str) -> Source:
    """The SRT file `name` in the run's private folder."""
    return _input(
        name,
        {
            "f": "srt",
            "protocol_whitelist": formats.PROTOCOL_LIST,
            "format_whitelist": "srt",
            "codec_whitelist": "subrip,srt",
            "sub_charenc": "UTF-8",
        },
    )


def blended(streams: Sequence[Stream]) -> Stream:
    """Several sounds at once, each at its share of the level, as long as the longest."""
    import ffmpeg

    count = len(streams)
    shares = [stream.filter("volume", f"{1 / count:.6f}") for stream in streams]
    all_of_them: Stream = ffmpeg.filter(shares, "amix", inputs=count, duration="longest", normalize=0)
    return all_of_them


def mixed(one: Stream, other: Stream) -> Stream:
    """Both sounds at once, each as loud as it was, as long as the first."""
    import ffmpeg

    both: Stream = ffmpeg.filter([one, other], "amix", inputs=2, duration="first", normalize=0)
    return both


def parted(stream: Stream, count: int, by: str = "split") -> list[Stream]:
    """The same pictures `count` times, or the same sound (`by` asplit)."""
    if count == 1:
        return [stream]
    parts = stream.filter_multi_output(by, count)
    return [parts[number] for number in range(count)]  # type: ignore[index]


def _input(name: str, options: Mapping[str, object]) -> Source:
    import ffmpeg

    source: Source = ffmpeg.input(name, **options)
    return source


def make(ff: Ffmpeg, streams: Sequence[Stream], to: Path | None, options: Mapping[str, object], how: Run) -> Finished:
    """Write `streams` to `to` with the output `options` (None: only listen), everything personal left out.

    Raises ProcessFailed with ffmpeg's last words, also when a font or a glyph is missing; Cancelled on request.
    """
    return make_all(ff, [Output(streams, to, options)], how)


def make_all(ff: Ffmpeg, outputs: Sequence[Output], how: Run) -> Finished:
    """Write several files in one run, so that what they share is read and decoded once. Raises as `make`."""
    import ffmpeg

    command = [
        str(ff.path),
        "-nostdin",
        "-hide_banner",
        "-nostats",
        "-loglevel",
        how.level,
        "-progress",
        "pipe:1",
        "-y",
    ]
    command += ["-filter_complex_threads", str(ff.threads)]
    written = [
        ffmpeg.output(
            *output.streams,
            "-" if output.to is None else f"file:{output.to.absolute()}",
            **{**SCRUBBED, "threads": ff.threads, **output.options},
        )
        for output in outputs
    ]
    return run(
        ffmpeg.compile(written if len(written) > 1 else written[0], cmd=command),
        limits=Limits(memory_bytes=ff.memory_bytes),
        progress=how.progress,
        cancelled=how.cancelled,
        folder=how.folder,
        fatal=FONT_TROUBLE,
    )


@contextmanager
def private_folder(beside: Path, burn: Path | None = None, font: Font | None = None) -> Iterator[Path]:
    """A folder of our own next to `beside`, with neutral names: subtitles as `subs.ass`, the fonts of `font` in `fonts/`.

    What people typed (words, names, paths) thus never stands in a filter.
    """
    with working_folder(beside) as folder:
        (folder / FONTS).mkdir()
        if burn is not None:
            shutil.copyfile(burn, folder / SUBTITLES)
        if font is not None:
            found = (
                path for path in sorted(font.folder.iterdir()) if path.suffix.casefold() in (".ttf", ".otf", ".ttc")
            )
            for number, path in enumerate(found):
                shutil.copyfile(path, folder / FONTS / f"{number}{path.suffix.casefold()}")
        yield folder


def seconds_text(seconds: Fraction) -> str:
    """Seconds with six decimals, rounded down, as ffmpeg reads times.

    >>> seconds_text(Fraction(1001, 30000))
    '0.033366'
    """
    whole, micro = divmod(int(seconds * 1_000_000), 1_000_000)
    return f"{whole}.{micro:06d}"
