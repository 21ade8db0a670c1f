# SPDX-License-Identifier: GPL-3.0-or-later
"""Frames of a recording as a chain of filters: exact to the frame, upright, constant rate, sealed parts black and silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from media.command import FONTS, SAMPLE_RATE, SUBTITLES, Source, Stream, generated, opened, photograph
from media.ffmpeg import Ffmpeg
from media.probe import MediaInfo
from media.soundtrack import sided, streams_of, together
from media.span import Span
from media.timecode import frames_of, span_of_frames

SOUND_ONLY_RATE = Fraction(25)
SOUND_ONLY_SIZE = (640, 360)
# containers with an index seek to the keyframe before; others may land behind it
INDEXED = ("mov", "matroska")
# the transfer curves of HDR, with the light in nits that becomes full white
HDR = {"smpte2084": 203, "arib-std-b67": 203}
# seconds: a hole in the sound as long as the shortest packet is filled with silence, a shorter one is jitter
LOST_PACKET = 0.019
_BT709 = {"flags": "bicubic", "out_color_matrix": "bt709", "out_range": "tv"}
_INSIDE = {"force_original_aspect_ratio": "decrease", "force_divisible_by": 2}
MARGIN, BLIND_MARGIN = Fraction(1), Fraction(12)


@dataclass(frozen=True, slots=True)
class Take:
    """The frames `frames` of `source` on its own rate, of which those in `seals` show and tell nothing."""

    source: Path
    info: MediaInfo
    frames: range
    seals: tuple[Span, ...] = ()
    grid: Fraction | None = None

    @property
    def rate(self) -> Fraction:
        """Frames per second of the grid that `frames` counts on: that of the pictures, unless only the sound is taken."""
        return self.grid or rate_of(self.info)

    @property
    def sealed(self) -> bool:
        """True when some of the frames show and tell nothing."""
        return bool(_sealed_frames(self))

    @property
    def seek(self) -> Fraction:
        """Where reading starts, in seconds: safely before the first frame."""
        start = self.frames.start / self.rate
        margin = MARGIN if self.info.container.startswith(INDEXED) else BLIND_MARGIN
        # ffmpeg reads microseconds; what it will do must be what is counted with
        return Fraction(int(max(start - margin, Fraction(0)) * 1_000_000), 1_000_000)

    @property
    def lead(self) -> Fraction:
        """Seconds from the point of `seek` to the first frame."""
        return self.frames.start / self.rate - self.seek


def take_of(source: Path, info: MediaInfo, span: Span, seals: Sequence[Span] = ()) -> Take:
    """The frames that show any part of `span`; at least one, even when the span is empty."""
    frames = frames_of(span, rate_of(info))
    if not frames:
        frames = range(frames.start, frames.start + 1)
    return Take(source, info, frames, tuple(seals))


def rate_of(info: MediaInfo) -> Fraction:
    """The frame rate; a recording without picture is counted at 25."""
    return info.video.rate if info.video is not None else SOUND_ONLY_RATE


def size_of(info: MediaInfo, height: int | None = None) -> tuple[int, int]:
    """Width and height in even pixels, at most `height` high."""
    width, full = (info.video.width, info.video.height) if info.video is not None else SOUND_ONLY_SIZE
    shown = full if height is None else min(height, full)
    return _even(Fraction(width * shown, full)), _even(Fraction(shown))


def samples_for(frames: int, rate: Fraction) -> int:
    """The samples at 48 kHz that last as long as `frames`."""
    return round(frames / rate * SAMPLE_RATE)


def source_of(ff: Ffmpeg, take: Take) -> Source:
    """The take's file, opened a little before its first frame."""
    return opened(ff, take.source, take.seek)


def picture(source: Source, take: Take, box: tuple[int, int]) -> Stream:
    """Exactly the take's frames, fitted into `box` with black around, square pixels, times from zero."""
    count = len(take.frames)
    if take.info.video is None:
        return black(box, take.rate, count)
    width, height = _fitted(size_of(take.info), box)
    stream = pictures(source["V:0"], take.lead, take.rate, count)
    return _sealed(_laid(_sized(stream, take.info, width, height), (width, height), box), take)


def standing(source: Source, take: Take, box: tuple[int, int]) -> Stream:
    """Those of the take's pictures that the opened source gives, at their own times: none is held or repeated.

    For a source that gives few of them (`keyframes`); there may be none. Seals are not looked at.
    """
    length = span_of_frames(take.frames, take.rate).duration
    stream = (
        source["V:0"]
        .filter("setpts", _shifted(take.lead))
        .filter("trim", start_pts=0, end=f"{length / 1000:.3f}")
        .filter("bwdif", mode="send_frame", deint="interlaced")
    )
    width, height = _fitted(size_of(take.info), box)
    return _laid(_sized(stream, take.info, width, height), (width, height), box)


def pictures(stream: Stream, lead: Fraction, rate: Fraction, count: int) -> Stream:
    """Exactly `count` pictures of a constant `rate` from `lead` seconds on, whole frames where there were fields."""
    return (
        stream.filter("setpts", _shifted(lead))
        .filter("bwdif", mode="send_frame", deint="interlaced")
        .filter("fps", fps=_ratio(rate), round="near")
        .filter("tpad", stop=-1, stop_mode="clone")  # the sound may outlast the pictures
        .filter("trim", start_pts=0)
        .filter("fps", fps=_ratio(rate), start_time=0, round="near")  # or begin before them
        .filter("trim", end_frame=count)
    )


def _sized(stream: Stream, info: MediaInfo, width: int, height: int) -> Stream:
    """The pictures at that size in the colours of every screen; those of an HDR camera tone-mapped."""
    transfer = info.video.transfer if info.video is not None else ""
    if transfer not in HDR:
        return stream.filter("scale", **_BT709, w=width, h=height)
    return (
        stream.filter("scale", w=width, h=height, flags="bicubic")
        .filter("format", "yuv420p10le")
        .filter("setparams", color_primaries="bt2020", color_trc=transfer, colorspace="bt2020nc", range="tv")
        # a white sheet of paper at 203 nits (ITU-R BT.2408) stays white; what is brighter is bent below it
        .filter("zscale", transfer="linear", npl=HDR[transfer])
        .filter("format", "gbrpf32le")
        .filter("zscale", primaries="709")
        .filter("tonemap", "mobius", desat=0)
        .filter("zscale", transfer="709", matrix="709", range="limited")
    )


def _laid(stream: Stream, size: tuple[int, int], box: tuple[int, int]) -> Stream:
    (width, height) = size
    middle = {"x": (box[0] - width) // 2, "y": (box[1] - height) // 2}
    padded = stream.filter("pad", w=box[0], h=box[1], color="black", **middle)
    return on_every_screen(padded.filter("setsar", 1).filter("format", "yuv420p"))


def _sealed(stream: Stream, take: Take) -> Stream:
    for first, last in _sealed_frames(take):
        stream = stream.filter(
            "drawbox", x=0, y=0, w="iw", h="ih", color="black", t="fill", enable=f"between(n,{first},{last})"
        )
    return stream


def black(box: tuple[int, int], rate: Fraction, count: int) -> Stream:
    """`count` black frames."""
    colour = generated(f"color=c=black:s={box[0]}x{box[1]}:r={_ratio(rate)}")["v:0"]
    return on_every_screen(colour.filter("trim", end_frame=count).filter("setsar", 1).filter("format", "yuv420p"))


def held(still: Path, box: tuple[int, int], rate: Fraction, count: int) -> Stream:
    """`count` frames of a photograph, fitted into `box` with black around."""
    shown = photograph(still, "png")["v:0"].filter("scale", **_BT709, w=box[0], h=box[1], **_INSIDE)
    shown = shown.filter("pad", w=box[0], h=box[1], x="(ow-iw)/2", y="(oh-ih)/2", color="black").filter("setsar", 1)
    shown = shown.filter("format", "yuv420p").filter("loop", loop=-1, size=1).filter("fps", fps=_ratio(rate))
    return on_every_screen(shown.filter("setpts", f"N/({_ratio(rate)})/TB").filter("trim", end_frame=count))


def on_every_screen(stream: Stream) -> Stream:
    """The pictures, said to have the colours that every screen takes for granted."""
    return stream.filter("setparams", colorspace="bt709", color_primaries="bt709", color_trc="bt709", range="tv")


def at_rate(stream: Stream, rate: Fraction, count: int) -> Stream:
    """The same pictures at another constant rate, exactly `count` of them: each is the one on screen in the middle of its
    time, the earlier of two that change just then, and the last one is held."""
    return (
        stream.filter("fps", fps=_ratio(rate), start_time=0, round="near")
        .filter("tpad", stop=-1, stop_mode="clone")
        .filter("trim", end_frame=count)
    )


def with_subtitles(stream: Stream) -> Stream:
    """The pictures with the subtitles of the private folder burned in."""
    return stream.filter("ass", filename=SUBTITLES, fontsdir=FONTS)


def sound(source: Source, take: Take, samples: int | None = None) -> Stream:
    """The sound of exactly the take's frames, stereo at 48 kHz, followed by silence up to `samples`."""
    own = samples_for(len(take.frames), take.rate)
    wanted = own if samples is None else samples
    if take.info.audio is None:
        return silence(wanted)
    tracks = [
        sided(track.filter("asetpts", _shifted(take.lead)), take.info)
        .filter("atrim", start_pts=0)
        .filter("aresample", SAMPLE_RATE, **{"async": 1, "first_pts": 0, "min_hard_comp": LOST_PACKET})
        .filter("aformat", sample_fmts="fltp", channel_layouts="stereo")
        for track in streams_of(source, take.info)
    ]
    stream = silenced(together(tracks), take)
    return stream.filter("atrim", end_sample=own).filter("apad", whole_len=wanted).filter("atrim", end_sample=wanted)


def silence(samples: int) -> Stream:
    """`samples` of stereo silence at 48 kHz."""
    return generated(f"anullsrc=r={SAMPLE_RATE}:cl=stereo")["a:0"].filter("atrim", end_sample=samples)


def silenced(stream: Stream, take: Take) -> Stream:
    """A sound that begins with the take, silent where the take is sealed."""
    quiet = _sealed_seconds(take)
    if quiet:
        stream = stream.filter("asetnsamples", n=SAMPLE_RATE // 1000, p=0)  # silence begins to the millisecond
    for start, end in quiet:
        stream = stream.filter("volume", 0, enable=f"between(t,{start},{end})")
    return stream


def _sealed_frames(take: Take) -> list[tuple[int, int]]:
    """First and last sealed frame, counted from the take's first."""
    found = []
    for seal in take.seals:
        frames = frames_of(seal, take.rate)
        first, last = max(frames.start, take.frames.start), min(frames.stop, take.frames.stop) - 1
        if first <= last:
            found.append((first - take.frames.start, last - take.frames.start))
    return found


def _sealed_seconds(take: Take) -> list[tuple[str, str]]:
    """Sealed times counted from the take's first frame, a millisecond wider on both sides."""
    whole = span_of_frames(take.frames, take.rate)
    return [
        (f"{(part.start - whole.start - 2) / 1000:.3f}", f"{(part.end - whole.start + 1) / 1000:.3f}")
        for seal in take.seals
        if (part := whole & seal) is not None
    ]


def _shifted(lead: Fraction) -> str:
    return f"round(PTS-({lead.numerator}/{lead.denominator})/TB)"


def _ratio(rate: Fraction) -> str:
    return f"{rate.numerator}/{rate.denominator}"


def _fitted(size: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    factor = min(Fraction(box[0], size[0]), Fraction(box[1], size[1]))
    return min(box[0], _even(size[0] * factor)), min(box[1], _even(size[1] * factor))


def _even(length: Fraction) -> int:
    return max(2, round(length / 2) * 2)
